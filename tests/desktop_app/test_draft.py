"""Draft: every edit leads to an experiment or to one sentence, and nothing typed is lost."""

import pytest

from core import presets
from desktop_app.models import history
from desktop_app.models.draft import Draft
from tests.small import experiment


@pytest.fixture
def draft():
    return Draft(presets.preset("gaussian-drift"))


def names(draft):
    return [arm["name"] for arm in draft.arms]


def test_it_starts_as_the_experiment_it_is_given(draft):
    assert draft.experiment == presets.preset("gaussian-drift")
    assert draft.problem is None


def test_a_change_changes_the_experiment_and_says_so(qtbot, draft):
    with qtbot.waitSignal(draft.changed, timeout=0):
        draft.set("generations", 7)
    assert draft.experiment.generations == 7


@pytest.mark.parametrize(
    ("field", "value"),
    [("generations", 0), ("sample_size", "many"), ("seed", -1), ("replicates", 1.5)],
)
def test_a_bad_value_is_kept_and_its_field_named(draft, field, value):
    draft.set(field, value)
    assert draft.experiment is None
    assert draft.problem.field == field
    assert str(value) in str(draft.problem)
    assert draft.value(field) == value
    draft.set(field, 10)
    assert draft.problem is None


def test_more_memory_than_there_is_is_a_problem_before_the_run(draft):
    draft.set("sample_size", 1_000_000)
    draft.set("replicates", 20_000)
    assert draft.experiment is None
    assert "memory" in str(draft.problem)


def test_an_arm_is_added_with_a_name_of_its_own(qtbot, draft):
    with qtbot.waitSignal(draft.replaced, timeout=0):
        draft.add_arm()
    draft.add_arm()
    assert names(draft)[-2:] == ["New arm", "New arm 2"]
    assert [arm.name for arm in draft.experiment.arms] == names(draft)


def test_a_duplicate_stands_behind_its_original(draft):
    draft.duplicate_arm(1)
    assert names(draft)[1:3] == ["Accumulate", "Accumulate 2"]
    assert draft.experiment.arms[2].retention == draft.experiment.arms[1].retention


def test_removing_the_baseline_and_the_compared_arm_falls_back_to_the_first_two(draft):
    draft.remove_arm(0)
    draft.remove_arm(0)
    assert (draft.experiment.baseline, draft.experiment.compare) == tuple(names(draft)[:2])


def test_a_renamed_baseline_stays_the_baseline(draft):
    draft.set_arm(0, draft.arms[0] | {"name": "Only synthetic"})
    assert draft.experiment.baseline == "Only synthetic"


def test_a_faulty_arm_is_named_by_its_place(draft):
    draft.set_arm(1, draft.arms[1] | {"real": {"kind": "fixed", "share": 0.2}})
    assert draft.problem.field == "arms.1.real"
    draft.set_arm(1, draft.arms[0] | {"name": "Share", "real": {"kind": "fixed", "share": 2}})
    assert draft.problem.field == "arms.1.real.share"


def test_baseline_and_compared_arm_change_places(draft):
    draft.swap_headline()
    assert (draft.experiment.baseline, draft.experiment.compare) == ("Accumulate", "Replace")


def test_metrics_of_other_records_go_when_the_source_changes(draft):
    draft.set_part("source", {"kind": "us-first-names"})
    assert draft.problem.field == "learner"
    draft.set_part("learner", {"kind": "categorical"})
    assert draft.problem is None
    assert draft.experiment.primary() == "types-alive"


def test_settings_within_a_part_leave_the_metrics_alone(draft):
    draft.set_part("source", {"kind": "gaussian", "dimensions": 2})
    assert draft.experiment.primary_metric == "fitted-variance"


def test_loading_another_experiment_forgets_the_problem(qtbot, draft):
    draft.set("generations", 0)
    with qtbot.waitSignal(draft.replaced, timeout=0):
        draft.load(experiment())
    assert draft.experiment == experiment()
    assert draft.problem is None


def test_what_it_hands_out_are_copies(draft):
    draft.arms[0]["name"] = "changed"
    draft.value("source")["kind"] = "changed"
    assert draft.experiment == presets.preset("gaussian-drift")


# Arms that are switched off


def test_an_arm_that_is_off_stays_in_the_draft_and_out_of_the_experiment(qtbot, draft):
    with qtbot.waitSignal(draft.replaced, timeout=0):
        draft.switch_arm(2)
    assert names(draft) == [arm.name for arm in presets.preset("gaussian-drift").arms]
    assert [arm.name for arm in draft.experiment.arms] == names(draft)[:2] + names(draft)[3:]
    assert "off" not in str(draft.experiment.document()["arms"])
    draft.set_arm(2, {"name": "Kept", "retention": {"kind": "accumulate"}})
    assert "Kept" not in [arm.name for arm in draft.experiment.arms], "an edit switched it on"
    draft.switch_arm(2)
    assert [arm.name for arm in draft.experiment.arms] == names(draft)


def test_the_baseline_cannot_be_off_and_the_compared_arm_gives_way(draft):
    draft.switch_arm(0)
    assert draft.experiment.arms[0].name == draft.experiment.baseline == "Replace"
    draft.switch_arm(1)
    assert draft.experiment.compare == "Accumulate, subsample"
    draft.switch_arm(2)
    draft.switch_arm(3)
    assert [arm.name for arm in draft.experiment.arms] == ["Replace"]
    assert draft.experiment.compare == ""


def test_a_faulty_arm_behind_one_that_is_off_is_named_by_its_own_place(draft):
    draft.switch_arm(1)
    draft.set_arm(2, draft.arms[0] | {"name": "Share", "real": {"kind": "fixed", "share": 2}})
    assert draft.problem.field == "arms.2.real.share"
    assert "Arm Share, Real data, Real share" in str(draft.problem)
    draft.switch_arm(2)
    assert draft.problem is None, "an arm that is left out can be wrong"


def test_a_copy_of_an_arm_that_is_off_is_on(draft):
    draft.switch_arm(1)
    draft.duplicate_arm(1)
    assert "Accumulate 2" in [arm.name for arm in draft.experiment.arms]


def test_a_control_is_made_for_the_arm_that_asks_although_another_is_off(draft):
    draft.switch_arm(1)
    draft.set_arm(3, draft.arms[0] | {"name": "Gated", "verifier": {"kind": "discriminator"}})
    assert [draft.missing_control(place) is not None for place in range(4)] == [
        False, False, False, True,
    ]  # fmt: skip
    draft.add_control(3)
    assert draft.experiment.arms[-1].name == "Control of Gated"


# Undo and redo


CHANGES = {
    "generations 7": lambda draft: draft.set("generations", 7),
    "generations many": lambda draft: draft.set("generations", "many"),
    "real data": lambda draft: draft.set_part("source", {"kind": "us-first-names"}),
    "model": lambda draft: draft.set_part("learner", {"kind": "kernel-density"}),
    "baseline Accumulate": lambda draft: draft.swap_headline(),
    "settings of arm Accumulate": lambda draft: draft.set_arm(1, draft.arms[1] | {"name": "All"}),
    "arm Accumulate off": lambda draft: draft.switch_arm(1),
    "arm New arm added": lambda draft: draft.add_arm(),
    "arm Accumulate 2 added": lambda draft: draft.duplicate_arm(1),
    "removal of Accumulate": lambda draft: draft.remove_arm(1),
    "settings of Small": lambda draft: draft.load(experiment(name="Small")),
}


@pytest.mark.parametrize("words", CHANGES)
def test_each_change_is_named_undone_and_done_again(qtbot, draft, words):
    CHANGES[words](draft)
    after, problem = draft.experiment, str(draft.problem)
    assert draft.history.undo_words == words
    with qtbot.waitSignal(draft.replaced, timeout=0):
        draft.undo()
    assert draft.experiment == presets.preset("gaussian-drift")
    assert (draft.history.undo_words, draft.history.redo_words) == ("", words)
    draft.redo()
    assert (draft.experiment, str(draft.problem)) == (after, problem)
    assert (draft.history.undo_words, draft.history.redo_words) == (words, "")


def test_the_letters_of_a_number_are_one_change_and_other_fields_are_others(draft):
    for value in (5, 50, 500):
        draft.set("sample_size", value)
    draft.set("replicates", 9)
    assert draft.history.undo_words == "replicates 9"
    draft.undo()
    assert draft.history.undo_words == "sample size n 500"
    draft.undo()
    assert draft.experiment == presets.preset("gaussian-drift")


def test_the_same_field_later_is_another_change(draft, monkeypatch):
    draft.set("sample_size", 500)
    monkeypatch.setattr(history, "BURST_S", 0.0)
    draft.set("sample_size", 600)
    draft.undo()
    assert draft.experiment.sample_size == 500


def test_a_change_after_an_undo_leaves_nothing_to_be_done_again(draft):
    draft.set("generations", 7)
    draft.undo()
    draft.set("generations", 8)
    assert draft.history.redo_words == ""
    draft.undo()
    assert draft.experiment == presets.preset("gaussian-drift")


def test_what_changes_nothing_is_no_change(draft):
    draft.set("generations", 100)
    draft.load(presets.preset("gaussian-drift"))
    assert draft.history.undo_words == ""


def test_only_so_many_changes_are_remembered(draft, monkeypatch):
    monkeypatch.setattr(history, "MOST", 3)
    monkeypatch.setattr(history, "BURST_S", 0.0)
    for value in range(1, 8):
        draft.set("generations", value)
    while draft.history.undo_words:
        draft.undo()
    assert draft.experiment.generations == 4


def test_a_baseline_that_is_removed_leaves_two_other_named_arms(qtbot):
    draft = Draft(presets.preset("modes-go-missing"))
    assert draft.value("compare") == "Accumulate"
    draft.remove_arm(0)
    assert draft.problem is None
    assert draft.value("baseline") == "Accumulate"
    assert draft.value("compare") not in ("Accumulate", "Replace")
