"""What holds of every experiment: random regimes, small sizes, all closed-form learners."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from core import runfile
from core.errors import RunFailed
from core.events import FinishReason, GenerationFinished, RecordsMade, RunFinished
from core.experiment import Experiment, parse
from core.lineage import check_chain
from core.loop import run
from core.record import RunRecord
from core.records import Batch, Counts
from core.session import Session
from tests.regimes import arms
from tests.small import REPLACE, document

SETTINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "gaussian": ({"kind": "gaussian"}, {"kind": "gaussian"}),
    "plane": ({"kind": "gaussian", "dimensions": 2}, {"kind": "gaussian", "covariance": "diagonal",
                                                      "estimator": "unbiased"}),
    "kernels": ({"kind": "gaussian"}, {"kind": "kernel-density", "bandwidth": 0.3}),
    "ring": ({"kind": "ring-mixture", "modes": 3}, {"kind": "gaussian-mixture", "components": 3}),
    "rates": ({"kind": "poisson", "dimensions": 4, "rate": 0.4}, {"kind": "poisson"}),
    "lines": ({"kind": "regression", "dimensions": 2}, {"kind": "least-squares"}),
    "inputs": ({"kind": "regression", "dimensions": 2},
               {"kind": "least-squares", "inputs": "fresh"}),
    "tokens": ({"kind": "zipf", "types": 60}, {"kind": "categorical"}),
    "speeches": ({"kind": "state-of-the-union", "length": 12, "vocabulary": 300},
                 {"kind": "n-gram", "discount": 0.4}),
    "letters": ({"kind": "spelled-lines", "length": 12}, {"kind": "n-gram", "order": 2}),
    "names": ({"kind": "us-first-names"}, {"kind": "categorical"}),
}  # fmt: skip
OWN: dict[str, dict[str, Any]] = {
    "gaussian": {"estimator": "unbiased"},
    "plane": {"covariance": "full"},
    "kernels": {"bandwidth": 0.6},
    "ring": {"components": 2},
    "speeches": {"discount": 0.9},
}
"""Settings of the model that an arm may have of its own."""
SIZES = {"generations": 3, "sample_size": 30, "replicates": 4}


def setting(name: str) -> dict[str, Any]:
    source, learner = SETTINGS[name]
    return SIZES | {"source": source, "learner": learner}


def documents(
    name: str, count: int = 2, headline_only: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """An experiment of some arms called A, B, … on one kind of records."""
    given_setting = setting(name)
    if headline_only:
        given_setting["metrics"] = [parse(document(**given_setting, arms=[REPLACE])).primary()]
    chosen = [arms(name=arm, **given_setting) for arm in "ABC"[:count]]
    return st.builds(
        lambda seed, *drawn: document(**given_setting, arms=list(drawn), seed=seed),
        st.integers(0, 9),
        *chosen,
    )


every_setting = pytest.mark.parametrize("name", SETTINGS)


Made = dict[tuple[int, str | None], Batch]


def outcome(of: Experiment) -> tuple[RunRecord, Made]:
    record, made = RunRecord(of), {}
    try:
        for event in run(of):
            record.apply(event)
            if isinstance(event, RecordsMade):
                made[event.generation, event.arm] = event.emission
    except RunFailed:
        reject()  # a regime that lets nothing in: another is drawn
    return record, made


def same(one: Experiment, other: Experiment, replicates: int = 4, rounding: float = 0.0) -> None:
    """Whether the first replicates of the arms and metrics that both have are the same."""
    (left, emitted), (right, emitted_too) = outcome(one), outcome(other)
    names = [arm for arm in left.arms if arm in right.arms]
    for place in set(emitted) & set(emitted_too):
        same_records(emitted[place], emitted_too[place], replicates)
    for arm in names:
        for generation in range(4):
            same_figures(left, right, arm, generation, replicates)
        for metric in set(left.values) & set(right.values):
            np.testing.assert_allclose(
                left.values[metric][left.arms.index(arm), :replicates],
                right.values[metric][right.arms.index(arm), :replicates],
                rtol=rounding, atol=rounding, err_msg=f"{metric} of {arm}",
            )  # fmt: skip


def same_records(one: Batch, other: Batch, replicates: int) -> None:
    if isinstance(one, Counts) and isinstance(other, Counts):
        types = np.union1d(one.types, other.types)
        np.testing.assert_array_equal(one.at(types)[:replicates], other.at(types)[:replicates])
        return
    for name, array in one.arrays().items():
        pair = array, other.arrays()[name]
        np.testing.assert_array_equal(*(each[:replicates] if each.ndim else each for each in pair))


def same_figures(
    one: RunRecord, other: RunRecord, arm: str, generation: int, replicates: int
) -> None:
    """Compositions, what was flagged, and what the gate did."""
    for read in (RunRecord.composition, RunRecord.flagged):
        left, right = read(one, arm, generation), read(other, arm, generation)
        assert set(left) == set(right)
        for origin, held in left.items():
            np.testing.assert_array_equal(held[:replicates], right[origin][:replicates])
    gates = one.gate(arm, generation), other.gate(arm, generation)
    assert (gates[0] is None) == (gates[1] is None)
    if gates[0] is not None and gates[1] is not None:
        figures = gates[1].figures()
        for name, figure in gates[0].figures().items():
            np.testing.assert_array_equal(figure[:replicates], figures[name][:replicates])


@every_setting
@settings(max_examples=2)
@given(data=st.data())
def test_the_order_of_arms_changes_nothing(name: str, data: st.DataObject) -> None:
    given_document = data.draw(documents(name, 3))
    turned = given_document | {"arms": given_document["arms"][::-1]}
    same(parse(given_document), parse(turned))


@every_setting
@settings(max_examples=1)
@given(data=st.data())
def test_another_arm_or_metric_changes_no_other_number(name: str, data: st.DataObject) -> None:
    given_document = data.draw(documents(name))
    whole = parse(given_document)
    few = data.draw(st.lists(st.sampled_from(whole.measured()), min_size=1, unique=True))
    alone = {"arms": given_document["arms"][:1], "metrics": few}
    same(parse(given_document | alone), whole)


@every_setting
@settings(max_examples=2)
@given(data=st.data(), few=st.integers(1, 3))
def test_the_first_replicates_are_the_same_for_any_number(
    name: str, data: st.DataObject, few: int
) -> None:
    """Records exactly; sums behind a metric may be added up in another order."""
    given_document = data.draw(documents(name))
    same(parse(given_document | {"replicates": few}), parse(given_document), few, 1e-12)


@pytest.mark.parametrize("name", OWN)
@settings(max_examples=2)
@given(data=st.data())
def test_an_arms_own_settings_are_its_own(name: str, data: st.DataObject) -> None:
    """No other arm notices them, and the arm is what a run at its settings gives."""
    given_document = data.draw(documents(name, 3))
    plain, own, last = given_document["arms"]
    tuned = own | {"learner": OWN[name]}
    beside = parse(given_document | {"arms": [plain, tuned, last]})
    same(beside, parse(given_document | {"arms": [plain, last]}))
    learner = given_document["learner"] | OWN[name]
    alone = parse(given_document | {"arms": [own], "baseline": own["name"], "learner": learner})
    (left, emitted), (right, emitted_alone) = outcome(beside), outcome(alone)
    arm = own["name"]
    for generation in range(4):
        whose = arm if generation else None
        same_records(emitted[generation, arm], emitted_alone[generation, whose], 4)
        same_figures(left, right, arm, generation, 4)


@pytest.mark.parametrize("name", OWN)
@settings(max_examples=2)
@given(data=st.data(), stop=st.integers(1, 10))
def test_runs_with_settings_of_an_arms_own_are_resumed_anywhere(
    name: str, data: st.DataObject, stop: int
) -> None:
    given_document = data.draw(documents(name, headline_only=True))
    own, plain = given_document["arms"]
    of = parse(given_document | {"arms": [own | {"learner": OWN[name]}, plain]})
    with tempfile.TemporaryDirectory() as folder:
        whole = stored(of, Path(folder) / "whole.clab")
        again = stored(of, Path(folder) / "resumed.clab", stop)
    assert whole.content_hash() == again.content_hash() != ""
    assert check_chain(again).holds


def finished(session: Session, stop: int | None = None) -> FinishReason:
    """Run it, cancelling once so many generations of arms have finished."""
    seen, ending = 0, None
    for event in session.events():
        seen += isinstance(event, GenerationFinished)
        if seen == stop:
            session.control.cancel()
        ending = event
    assert isinstance(ending, RunFinished), ending
    if "nothing is left" in ending.message:
        reject()
    assert ending.reason is not FinishReason.FAILED, ending.message
    return ending.reason


def stored(of: Experiment, path: Path, stop: int | None = None) -> RunRecord:
    """What is in the file of a whole run, or of one that was cancelled there and resumed."""
    session = Session.create(of, path)
    if finished(session, stop) is FinishReason.CANCELLED:
        assert finished(Session.resume(path)) is FinishReason.COMPLETED
    return runfile.open_record(path)


def alike(one: RunRecord, other: RunRecord) -> None:
    assert one.content_hash() == other.content_hash() != ""
    assert one.bands == other.bands
    for metric, values in one.values.items():
        np.testing.assert_array_equal(values, other.values[metric], err_msg=metric)


@every_setting
@settings(max_examples=1)
@given(data=st.data())
def test_the_same_seed_gives_the_same_run_and_another_seed_another(
    name: str, data: st.DataObject
) -> None:
    given_document = data.draw(documents(name, 1, headline_only=True))
    seeds = (given_document["seed"], given_document["seed"], 10)
    with tempfile.TemporaryDirectory() as folder:
        one, again, other = (
            stored(parse(given_document | {"seed": seed}), Path(folder) / f"{number}.clab")
            for number, seed in enumerate(seeds)
        )
    alike(one, again)
    assert one.content_hash() != other.content_hash()


@every_setting
@settings(max_examples=2)
@given(data=st.data(), stop=st.integers(1, 6))
def test_a_run_that_was_cut_anywhere_and_resumed_is_the_uninterrupted_one(
    name: str, data: st.DataObject, stop: int
) -> None:
    of = parse(data.draw(documents(name, headline_only=True)))
    with tempfile.TemporaryDirectory() as folder:
        whole = stored(of, Path(folder) / "whole.clab")
        resumed = stored(of, Path(folder) / "cut.clab", stop)
    alike(resumed, whole)
    assert check_chain(resumed).holds


GATED = {"kind": "rule", "trusted_share": 0.5}
FLAGS = {"kind": "detector", "recall": 0.4, "false_alarm": 0.2}
EVERY_PART: list[dict[str, Any]] = [
    {"retention": "replace", "real": {"kind": "fixed", "share": 0.2}, "filter": FLAGS},
    {"retention": "accumulate", "verifier": {"kind": "likelihood"}, "filter": FLAGS},
    {"retention": "accumulate-subsample", "real": {"kind": "fresh", "share": 0.2}},
    {"retention": "accumulate-subsample", "filter": FLAGS},
    {"retention": "replace", "real": {"kind": "fading"}, "verifier": GATED},
    {"retention": "replace", "real": {"kind": "trusted"},
     "switch": {"generation": 2, "retention": {"kind": "accumulate"}, "keep": "archive",
                "verifier": GATED, "filter": FLAGS}},
    {"retention": "accumulate", "switch": {"generation": 2, "keep": "real-and-newest",
                                           "retention": {"kind": "accumulate-subsample"}}},
]  # fmt: skip


@pytest.mark.parametrize("name", ["gaussian", "tokens"])
def test_every_place_to_cut_a_run_of_every_part_gives_the_same_run(
    name: str, tmp_path: Path
) -> None:
    given_arms = [
        {"name": f"Arm {number}"} | parts | {"retention": {"kind": parts["retention"]}}
        for number, parts in enumerate(EVERY_PART)
    ]
    metrics = {"gaussian": ["fitted-variance"], "tokens": ["types-alive"]}[name]
    of = parse(document(**setting(name), arms=given_arms, metrics=metrics))
    whole = stored(of, tmp_path / "whole.clab")
    for stop in range(1, 1 + 3 * len(given_arms)):
        alike(stored(of, tmp_path / f"{stop}.clab", stop), whole)
