"""Arms with model settings of their own: their generation 0, their seals, and how they resume."""

import threading
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from core import runfile
from core.errors import BadInput
from core.events import GenerationFinished, RecordsMade
from core.experiment import Experiment, parse
from core.learners.base import Model
from core.learners.mlp_language_model import MlpLanguageModel
from core.limits import memory_needed
from core.lineage import check_chain
from core.loop import run
from core.pool import TrainingPool
from core.prov_json import ProvDocument
from core.provenance import provenance
from core.record import RunRecord
from core.records import Steps
from core.seals import check_file
from core.seeding import Streams
from core.session import Session
from core.settings import assign
from tests.small import ACCUMULATE, REPLACE, document, ran

TUNED = {"kind": "mlp-language-model", "steps": 5, "hidden": 8, "batch": 16}
WARM, COLD = (
    {"name": name, "retention": {"kind": "replace"}, "learner": {"temperature": temperature}}
    for name, temperature in (("Warm", 1.5), ("Cold", 0.5))
)
GATED = COLD | {"name": "Gated", "verifier": {"kind": "likelihood"}}
TWIN = COLD | {"name": "Twin", "retention": {"kind": "accumulate"}}


def own(*arms: dict[str, Any], start: str = "scratch", **changes: Any) -> Experiment:
    """A short run of a quick language model."""
    given = {
        "source": {"kind": "spelled-names"},
        "learner": TUNED | {"start": start},
        "metrics": ["names-alive", "rare-name-loss"],
        "primary_metric": "rare-name-loss",
        "arms": list(arms or (COLD, REPLACE, ACCUMULATE, WARM)),
        "replicates": 2,
        "generations": 2,
    }
    return parse(document(**given | changes))


def refusal(*arms: dict[str, Any], **changes: Any) -> str:
    with pytest.raises(BadInput) as caught:
        own(*arms, **changes)
    return str(caught.value)


def with_learner(**settings: Any) -> dict[str, Any]:
    return REPLACE | {"name": "Own", "learner": settings}


# The document


def test_settings_are_checked_with_the_path_of_the_field() -> None:
    said = refusal(REPLACE, with_learner(temperature=0))
    assert said.startswith("arms.1.learner.temperature: 0 given; ")
    assert refusal(with_learner(warmth=1)) == "arms.0.learner.warmth: there is no such setting"
    assert refusal(with_learner(kind="n-gram")) == (
        'arms.0.learner.kind: "n-gram" given; every arm has the run\'s model, '
        "'mlp-language-model', and may only change its settings"
    )
    said = refusal(REPLACE | {"learner": 3})
    assert said == "arms.0.learner: 3 given; a group of settings is wanted"
    transformer = {"kind": "character-transformer"}
    said = refusal(with_learner(heads=3), learner=transformer)
    assert said == "arms.0.learner.heads: 3 given; a width of 32 cannot be divided by it"


def test_what_changes_nothing_is_no_setting_of_ones_own() -> None:
    found = own(REPLACE | {"learner": {}}, ACCUMULATE | {"learner": {"temperature": 1}})
    assert found.arms[0].learner is None
    assert list(found.starts()) == [None]
    assert found.are_paired("Replace", "Accumulate")


def test_settings_come_back_from_json_and_by_set() -> None:
    found = own(COLD, REPLACE)
    assert parse(found.document()) == found
    changed = parse(assign(found.document(), ["arms.1.learner.temperature=0.25"]))
    assert [changed.learner_of(arm).temperature for arm in ("Cold", "Replace")] == [0.5, 0.25]
    assert list(changed.starts()) == ["Cold", "Replace"]
    assert not changed.are_paired("Cold", "Replace")


def test_a_larger_model_of_one_arm_needs_more_memory() -> None:
    assert memory_needed(own(with_learner(hidden=2048))) > memory_needed(own(REPLACE))


def test_an_audit_has_no_model_to_set() -> None:
    assert "arms: an audit has one arm" in _audit_refusal()


def _audit_refusal() -> str:
    facts = {"sha256": "0" * 64, "labels": ["0", "1"], "sizes": [40, 40]}
    given = document(
        learner={"kind": "recorded", "facts": facts},
        arms=[REPLACE | {"learner": {"path": "other.csv"}}],
        generations=1,
        sample_size=20,
    )
    with pytest.raises(BadInput) as caught:
        parse(given, stored=True)
    return str(caught.value)


# The run


def test_every_such_arm_has_a_generation_0_and_the_others_share_one() -> None:
    events = [event for event in run(own()) if isinstance(event, GenerationFinished)]
    order = [(event.generation, event.arm) for event in events]
    arms = ["Cold", "Replace", "Accumulate", "Warm"]
    assert order[:3] == [(0, None), (0, "Cold"), (0, "Warm")]
    assert order[3:] == [(generation, arm) for generation in (1, 2) for arm in arms]
    record = RunRecord(own())
    for event in events[:2]:
        record.apply(event)
    assert [record.done(arm) for arm in arms] == [0, 0, 0, -1]
    assert record.done() == -1


def test_a_temperature_changes_what_generation_0_emits_and_not_its_losses() -> None:
    record = ran(own())
    alive, loss = (record.values[name][:, :, 0] for name in ("names-alive", "rare-name-loss"))
    assert np.array_equal(loss[0], loss[1])
    previews = [record.preview(arm, 0) for arm in record.arms]
    assert previews[1] is previews[2]
    assert not np.array_equal(previews[0].values, previews[1].values)  # type: ignore[union-attr]
    assert np.isfinite(alive).all()


def test_an_arm_of_its_own_changes_no_other_arm() -> None:
    beside, alone = ran(own()), ran(own(REPLACE, ACCUMULATE))
    for name, values in alone.values.items():
        assert np.array_equal(values, beside.values[name][1:3])


def test_an_arm_of_its_own_is_what_a_run_at_its_settings_gives() -> None:
    beside, alone = ran(own()), ran(own(REPLACE, learner=TUNED | {"temperature": 0.5}))
    for name, values in alone.values.items():
        assert np.array_equal(values[0], beside.values[name][0])


@pytest.mark.parametrize("start", ["scratch", "generation-0"])
def test_arms_with_the_same_settings_of_their_own_are_fitted_once_at_first(start: str) -> None:
    """Each is told its generation 0 all the same, and goes on as it would without the others."""
    fit, begun = MlpLanguageModel.fit, list[float]()

    def noted(self: MlpLanguageModel, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        if streams.generation == 0:
            begun.append(self.temperature)
        return (yield from fit(self, pool, streams))

    with patch.object(MlpLanguageModel, "fit", noted):
        beside = ran(own(REPLACE, COLD, TWIN, GATED, WARM, start=start))
    assert begun == [1.0, 0.5, 1.5]
    firsts = [beside.generation(arm, 0) for arm in ("Cold", "Twin", "Gated")]
    assert [event.arm for event in firsts if event] == ["Cold", "Twin", "Gated"]
    for place, arm in ((1, COLD), (2, TWIN), (3, GATED)):
        alone = ran(own(arm, start=start))
        for name, values in alone.values.items():
            assert np.array_equal(values[0], beside.values[name][place])


def test_all_arms_may_have_settings_of_their_own() -> None:
    events = [event.arm for event in run(own(COLD, WARM)) if isinstance(event, GenerationFinished)]
    assert events[:2] == ["Cold", "Warm"]


# The run file


def whole(of: Experiment, path: Path) -> RunRecord:
    for _ in Session.create(of, path).events():
        pass
    return runfile.open_record(path)


@pytest.mark.parametrize("start", ["scratch", "generation-0"])
def test_cancel_and_resume_give_the_uninterrupted_run(start: str, tmp_path: Path) -> None:
    """Stopped after every single generation of every arm, each generation 0 among them."""
    of = own(GATED, REPLACE, WARM, start=start)
    record = whole(of, tmp_path / "whole.clab")
    assert check_chain(record).holds
    assert check_file(tmp_path / "whole.clab").holds
    stops = 3 + 2 * 3
    for stop in range(stops - 1):
        path = tmp_path / f"{stop}.clab"
        session, finished = Session.create(of, path), 0
        for event in session.events():
            finished += isinstance(event, GenerationFinished)
            if finished == stop + 1:
                session.control.cancel()
        assert check_file(path).rehashed == stop + 1
        resumed = [
            (event.generation, event.arm)
            for event in Session.resume(path).events()
            if isinstance(event, GenerationFinished)
        ]
        assert len(resumed) == stops - stop - 1
        assert runfile.open_record(path).content_hash() == record.content_hash() != ""
        assert check_file(path).holds


@pytest.mark.parametrize("stop", ["Cold", "Twin", "Warm"])
def test_a_run_that_is_cut_between_generations_0_goes_on_as_it_would_have(
    stop: str, tmp_path: Path
) -> None:
    of = own(COLD, TWIN, WARM, start="generation-0")
    record = whole(of, tmp_path / "whole.clab")
    path = tmp_path / "cut.clab"
    session = Session.create(of, path)
    for event in session.events():
        if isinstance(event, GenerationFinished) and event.arm == stop:
            session.control.cancel()
    assert runfile.open_record(path).done() == (0 if stop == "Warm" else -1)
    for _ in Session.resume(path).events():
        pass
    assert runfile.open_record(path).content_hash() == record.content_hash() != ""
    assert check_file(path).holds


def test_a_seal_of_generation_0_is_over_the_settings_that_it_came_from(tmp_path: Path) -> None:
    record = whole(own(COLD, REPLACE), tmp_path / "run.clab")
    for arm in record.document["arms"]:
        if arm["name"] == "Cold":
            arm["learner"] = {"temperature": 0.6}
    assert ("Cold", 0) in check_chain(record).broken
    assert ("Replace", 0) not in check_chain(record).broken


def test_weights_of_another_shape_are_told_apart(tmp_path: Path) -> None:
    """An arm's own network may be larger; its weights are checked by its own shapes."""
    of = own(REPLACE, with_learner(hidden=12), start="generation-0")
    for made in run(of):
        if isinstance(made, RecordsMade) and made.generation == 0:
            wide = made.weights["next-0-weight"].shape[2]
            assert wide == (8 if made.arm is None else 12)
    session = Session.create(of, tmp_path / "run.clab")
    for event in session.events():
        if isinstance(event, GenerationFinished) and event.generation == 1:
            session.control.cancel()
    Session.resume(tmp_path / "run.clab")


def test_a_step_goes_through_every_generation_0(tmp_path: Path) -> None:
    session = Session.create(own(), tmp_path / "run.clab")
    session.control.step()
    seen: list[str | None] = []

    def work() -> None:
        seen.extend(one.arm for one in session.events() if isinstance(one, GenerationFinished))

    worker = threading.Thread(target=work)
    worker.start()
    while not session.control.paused:
        time.sleep(0.005)
    session.control.cancel()
    worker.join(20)
    assert seen == [None, "Cold", "Warm"]


def test_provenance_tells_each_generation_0_and_its_settings(tmp_path: Path) -> None:
    found = provenance(whole(own(), tmp_path / "run.clab"))
    assert isinstance(found, ProvDocument)
    text = found.text()
    assert '"run:model-0"' in text
    assert '"run:arm-1.model-0"' in text
    assert '"run:arm-2.model-0"' not in text
    assert '\\"temperature\\": 0.5' in text


def test_only_metrics_that_fit_every_arms_model_are_measured() -> None:
    """Without a uniform share an n-gram rules names out, and its loss has no end."""
    plain = {"learner": {"kind": "n-gram"}, "metrics": [], "primary_metric": ""}
    strict = with_learner(uniform=0.0)
    assert "name-loss" in own(REPLACE, **plain).measured()
    assert "name-loss" not in own(REPLACE, strict, **plain).measured()
    said = refusal(REPLACE, strict, **(plain | {"metrics": ["name-loss"]}))
    assert said.startswith("metrics: 'name-loss' does not fit; allowed are ")


@pytest.mark.parametrize("given", [float("nan"), float("inf"), "hot", None, [0.5], [[[[1]]]]])
def test_a_value_of_another_kind_is_one_sentence(given: object) -> None:
    said = refusal(with_learner(temperature=given))
    assert said.startswith("arms.0.learner.temperature: ")
    assert said.endswith(" given; a number is wanted")
