"""The story of a run: every sentence from that run, and none where it has nothing to say."""

import re

import numpy as np
import pytest

from core import presets
from core.analysis.caveats import lost_elsewhere
from core.analysis.verdict import verdicts
from core.analysis.wording import say_best, say_ratio
from core.events import GenerationFinished
from core.loop import run
from core.record import RunRecord
from core.report.charts import LoopChart
from core.report.document import Table
from core.report.numbers import value_at
from core.report.story.steps import Curves, Step
from core.report.story.telling import Story
from tests.pipelines import QUICK, audited, normal, numbers, reference
from tests.records import make_record
from tests.report.presets import small_run
from tests.report.runs import digits, opposed
from tests.small import ACCUMULATE, REPLACE

KEYS = ["loop", "tail", "loss", "fix", "price"]
VERDICTS = r"collapsed|degraded|\bheld\b|undecided|slower|higher value|tail went first:"


def told(record: RunRecord) -> dict[str, Step]:
    return {step.key: step for step in Story(record).steps}


def words(record: RunRecord) -> str:
    """All that is said, of whatever step."""
    found = Story(record)
    said = [found.foot]
    for step in found.steps:
        said += [step.title, step.headline, *step.notes]
        if isinstance(step.picture, Table):
            said += [cell for row in step.picture.rows for cell in row.cells]
        if step.samples is not None:
            said += [step.samples.said, *(row.said for row in step.samples.rows)]
    return "\n".join(said)


@pytest.mark.parametrize("name", presets.preset_names())
def test_each_preset_has_a_story_of_whole_sentences(name):
    record = small_run(name)
    steps = Story(record).steps
    assert [step.key for step in steps] == [key for key in KEYS if key in told(record)]
    assert {"loop", "loss", "fix", "price"} <= set(told(record))
    for step in steps:
        assert step.headline[0].isupper()
        assert step.headline.endswith(".")
        assert not step.headline.endswith("..")
        assert all(note.endswith((".", ")")) for note in step.notes)
    assert not re.search(r"\bnan\b|None|no value|\binf\b", words(record))


@pytest.mark.parametrize("name", ["vanishing-names", "gaussian-drift", "fading-digits"])
def test_the_numbers_are_the_analysis_own(name):
    record = small_run(name)
    found = verdicts(record)[record.experiment.baseline]
    loss = told(record)["loss"]
    assert say_ratio(found.ratio) in loss.headline
    assert str(found.outcome) in loss.headline


def test_a_ratio_is_that_of_the_values():
    record = opposed(0.2, 0.97)
    ratios = record.values["types-alive"][0, :, 4] / record.values["types-alive"][0, :, 0]
    centre = float(np.exp(np.log(ratios).mean()))
    assert f"fell to {centre:.4f} [" in told(record)["loss"].headline
    table = told(record)["price"].picture
    assert table.rows[0].cells[1].startswith(f"{centre:.4f} [")


# What a run shows decides what is said


@pytest.mark.parametrize(
    ("ends", "loss", "fix"),
    [
        ((0.2, 0.97, 0.5, 0.1), "The collapse", "The fix"),
        ((0.7, 0.97, 0.8, 0.7), "The loss", "The fix"),
        ((0.2, 0.4, 0.3, 0.1), "The collapse", "What helped"),
        ((0.2, 0.2, 0.2, 0.2), "The collapse", "No fix shown"),
        ((0.97, 0.97, 0.97, 0.97), "No loss", "Nothing to mend"),
        ((1.5, 1.4, 1.3, 1.2), "No loss", "Nothing to mend"),
        ((0.97, 0.2, 0.5), "The collapse", "What held"),
    ],
)
def test_titles_follow_from_the_run(ends, loss, fix):
    steps = told(opposed(*ends))
    assert steps["loss"].title == loss
    assert steps["fix"].title == fix


def test_the_arm_that_held_is_the_fix_though_another_was_named():
    steps = told(opposed(0.2, 0.5, 0.97))
    assert "Reservoir held" in steps["fix"].headline
    assert steps["price"].headline.startswith("The price of Reservoir: ")
    named = told(opposed(0.2, 0.96, 0.97))
    assert "Accumulate held" in named["fix"].headline
    said = "Reservoir did best here; it was not the arm named before the run (Accumulate: supported"
    assert steps["fix"].notes[0].startswith(said)
    assert not any("did best" in note for note in named["fix"].notes)


def test_what_is_left_beside_another_arm_is_no_ratio_of_speeds():
    headline = told(opposed(0.2, 0.4))["fix"].headline
    left = r"\(2\.\d+ \[\d\.\d+, 2\.\d+\] times as many left\)"
    assert re.search(rf"a slower loss than Replace {left}\.", headline), headline
    assert "(ratio" not in headline


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((0.2, 0.97), "Supported: lost less than Replace, clearly, and no other chart is worse."),
        ((0.4, 0.2), "Not supported: lost more than Replace, clearly, or lost more of the tail."),
        ((0.2, 0.2), "Unclear: no clear difference from Replace, or another chart is worse."),
        ((0.97, 0.97), "Not judged: could not be compared with Replace, or that lost nothing"),
    ],
)
def test_the_words_of_the_price_table_are_explained_under_it(ends, said):
    notes = told(opposed(*ends))["price"].picture.notes
    assert notes.startswith(said)
    assert notes.count(": ") == 1, "words that do not occur are not explained"
    assert ("Replace, the baseline, did best here." in notes) == (ends == (0.4, 0.2))


def test_a_baseline_that_keeps_everything_has_a_price_too():
    rows = told(opposed(0.2, 0.4, baseline="Accumulate"))["price"].picture.rows
    prices = {row.cells[0]: row.cells[2] for row in rows}
    assert prices["Accumulate"] == "a pool that grew to 5 times n; 1,000 real records stored"
    assert prices["Replace"] == "a pool of n (the baseline's: 5)"


def test_a_baseline_that_did_better_is_told_so():
    steps = told(opposed(0.97, 0.2, 0.5))
    assert "Accumulate collapsed" in steps["loss"].headline
    assert "Replace held" in steps["fix"].headline
    assert [line.label for line in steps["loss"].picture.panel.lines] == ["Accumulate"]


def test_no_arm_is_praised_where_none_did_better():
    for ends in ((0.2, 0.2, 0.2, 0.2), (0.97, 0.97, 0.97, 0.97), (0.9, 0.5, 0.5)):
        assert "price of" not in told(opposed(*ends))["price"].headline or ends[0] == 0.9
    headline = told(opposed(0.2, 0.2))["fix"].headline
    assert headline == "By generation 4, no arm is shown to do better than Replace."


def falling(tail: list[float], types: list[float]) -> RunRecord:
    """Eight replicates of one arm whose rare types and types alive take these courses."""
    noise = np.exp(0.002 * np.random.default_rng(4).standard_normal((2, 1, 8, len(tail))))
    return make_record(
        {
            "types-alive": 1000 * np.array(types) * noise[0],
            "rare-type-coverage": 0.5 * np.array(tail) * noise[1],
        },
        [REPLACE],
    )


def test_the_tail_goes_first_only_where_it_did():
    early, late = [1, 0.6, 0.5, 0.4, 0.3], [1, 1, 1, 0.6, 0.5]
    first, second = falling(early, late), falling(late, early)
    assert told(first)["tail"].title == "The tail goes first"
    assert told(first)["tail"].headline.startswith("The tail went first: by generation 4, ")
    assert dict(told(first)["tail"].picture.rings) == {"Types alive": 3, "Rare types covered": 1}
    assert told(second)["tail"].title == "The tail"
    assert "not first" in told(second)["tail"].notes[0]
    assert "went first:" not in told(second)["tail"].headline


def test_a_ratio_above_one_is_no_share_that_is_kept():
    """The tail held and the diversity grew: neither is told as a loss."""
    record = falling([1, 0.99, 0.98, 0.97, 0.96], [1, 1.1, 1.2, 1.3, 1.4])
    said = told(record)["tail"].headline
    held = r"in Replace, rare types covered held at 0\.9\d+ \[[^]]*\] of generation 0's"
    rose = r"types alive rose to 1\.\d+ \[[^]]*\] times generation 0's"
    assert re.search(rf"{held} and {rose}\.", said)
    assert "keeps" not in said


def test_an_ideal_value_is_named_in_place_of_a_direction():
    assert say_best("variance-ratio") == "1 is best"
    assert say_best("types-alive") == "more is better"
    assert say_best("total-variation") == "less is better"


def test_without_a_metric_of_the_tail_there_is_no_such_step():
    record = make_record(1000 * np.linspace(1, 0.3, 5) * np.ones((2, 8, 1)))
    assert "tail" not in told(record)


# Runs that have less to tell


def test_a_doubt_about_another_arm_is_not_told_of_the_fix():
    """The other arm's name begins as that of the fix; it held, and moved away from the truth."""
    noise = np.exp(0.01 * np.random.default_rng(2).standard_normal((2, 3, 8, 5)))
    noise[..., 0] = noise[:, :1, :, 0]
    kept, moved = (
        np.array(ends)[:, None, None] ** (np.arange(5) / 4)
        for ends in ([0.2, 0.98, 0.98], [4.0, 1.0, 4.5])
    )
    values = {"types-alive": 1000 * kept * noise[0], "total-variation": 0.1 * moved * noise[1]}
    arms = [REPLACE, ACCUMULATE | {"name": "Keep"}, ACCUMULATE | {"name": "Keep all"}]
    record = make_record(values, arms)
    assert lost_elsewhere(record)[0].startswith("Keep all held its types alive, yet ")
    fix = told(record)["fix"]
    assert fix.headline.startswith("By generation 4, Keep held")
    assert not any("descriptive" in note for note in fix.notes)


def test_one_arm_has_neither_fix_nor_price():
    assert list(told(opposed(0.2))) == ["loop", "tail", "loss"]


def test_one_replicate_earns_no_verdict():
    record = opposed(0.2, 0.9, replicates=1)
    steps = told(record)
    assert steps["loss"].title == "What was measured"
    assert not re.search(VERDICTS, words(record))
    assert "[" not in words(record)
    assert "1 replicate" in Story(record).foot
    assert "brackets" not in Story(record).foot


def test_an_unfinished_run_says_how_far_it_has_gone():
    record = opposed(0.2, 0.97, done=2, finished=None)
    steps = told(record)
    for key in ("tail", "loss", "fix"):
        assert steps[key].headline.startswith("So far, at generation 2 of 4, ")
    assert "unfinished run" in steps["loss"].notes[0]
    assert "generation 2 of 4" in Story(record).foot
    assert all(len(line.x) == 3 for line in steps["fix"].picture.panel.lines)


def test_curves_end_at_the_generation_that_is_spoken_of():
    record = RunRecord(small_run("vanishing-names").experiment)
    events = list(run(record.experiment))
    ahead = next(
        at
        for at, event in enumerate(events)
        if isinstance(event, GenerationFinished) and (event.arm, event.generation) == ("Replace", 3)
    )
    for event in events[: ahead + 1]:
        record.apply(event)
    assert (record.done("Replace"), record.done()) == (3, 2)
    steps = told(record)
    for key in ("tail", "loss", "fix"):
        assert "at generation 2 of 5" in steps[key].headline
        assert {int(line.x[-1]) for line in steps[key].picture.panel.lines} == {2}
    end = steps["loss"].picture.panel.lines[0].last
    assert end == value_at(record, "types-alive", "Replace", 2)


def test_before_a_second_generation_there_is_only_the_loop():
    begun = opposed(0.2, 0.97, done=0, finished=None)
    assert list(told(begun)) == ["loop", "begun"]
    assert isinstance(told(begun)["begun"].picture, Curves)
    assert not re.search(VERDICTS, words(begun))
    empty = RunRecord(begun.experiment)
    assert told(empty)["begun"].headline == "Nothing is measured yet."
    assert told(empty)["begun"].picture is None


def test_an_audit_has_no_loop_no_arms_and_no_cure(tmp_path):
    given = {f"2021-Q{g + 1}": normal(g, scale=0.6**g) for g in range(4)}
    record = audited(numbers(tmp_path / "pipe.csv", given), reference(tmp_path), QUICK)
    steps = told(record)
    assert set(steps) <= {"tail", "loss"}
    assert "not why" in " ".join(steps["loss"].notes)
    untrue = r"replicate|seed|trained|regime|verifier|\barms?\b|recursion"
    assert not re.search(untrue, words(record).replace("training on earlier output", ""))
    assert steps["loss"].samples.rows[0].label == "Reference"


# Pictures


def test_every_step_has_its_picture():
    steps = told(small_run("vanishing-names"))
    assert isinstance(steps["loop"].picture, LoopChart)
    assert isinstance(steps["price"].picture, Table)
    assert all(isinstance(steps[key].picture, Curves) for key in ("tail", "loss", "fix"))


def test_two_steps_share_their_axis():
    steps = told(opposed(0.2, 1.3, 0.5))
    assert steps["loss"].picture.reach == steps["fix"].picture.reach
    assert steps["loss"].picture.reach[1] > 1200


def test_samples_are_real_ones_generation_0_and_the_arm_that_matters():
    steps = told(small_run("vanishing-names"))
    for key in ("loss", "fix"):
        samples = steps[key].samples
        labels = [row.label for row in samples.rows]
        assert labels[:2] == ["Real", "Generation 0"]
        assert labels[2].endswith(", generation 5")
        assert all(len(row.cells) == len(samples.heads) for row in samples.rows)
    assert steps["loss"].samples.rows[2].label.startswith("Replace, ")


def test_pictures_and_text_are_shown_as_what_they_are():
    images = told(digits())["loss"].samples
    assert images.rows[2].values.shape[1:] == (8, 8)
    text = told(small_run("speech-to-noise"))["loss"].samples
    assert all(row.cells[0].startswith("“") for row in text.rows)
    assert all("different words" in row.said for row in text.rows)


def test_many_arms_are_named_up_to_five():
    record = make_record(
        np.linspace(1000, 300, 5) * np.ones((8, 8, 1)),
        [REPLACE, ACCUMULATE, *({**REPLACE, "name": f"Other {at}"} for at in range(6))],
    )
    steps = told(record)
    assert len(steps["fix"].picture.panel.lines) == 5
    assert "3 further arms are not shown here." in steps["fix"].notes
    assert len(steps["price"].picture.rows) == 5
