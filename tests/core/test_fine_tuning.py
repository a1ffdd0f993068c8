"""Fits that start from generation 0's weights, and a resumed run that needs them."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import codec, runfile
from core.errors import BadInput
from core.events import GenerationFinished, RecordsMade
from core.experiment import Experiment, parse
from core.loop import run
from core.record import RunRecord
from core.records import Records
from core.report.document import Paragraph
from core.report.sections import method
from core.run_database import opened
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, VERIFIED, document, ran

LEARNERS: dict[str, dict[str, Any]] = {
    "character-transformer": {"kind": "character-transformer", "steps": 6, "hidden": 8, "batch": 8},
    "flow-matching": {"kind": "flow-matching", "steps": 6, "hidden": 8, "heun_steps": 2},
    "mlp-language-model": {"kind": "mlp-language-model", "steps": 6, "hidden": 8, "batch": 16},
    "vae": {"kind": "vae", "steps": 6, "hidden": 8, "latent": 2},
}


@pytest.fixture(params=LEARNERS)
def learner(request: pytest.FixtureRequest) -> dict[str, Any]:
    return LEARNERS[request.param]


def tuned(learner: dict[str, Any], start: str = "generation-0", **changes: Any) -> Experiment:
    spells = learner["kind"] in ("character-transformer", "mlp-language-model")
    gate = VERIFIED | {"verifier": {"kind": "likelihood"}} if spells else VERIFIED
    given: dict[str, Any] = {
        "source": {"kind": "spelled-names" if spells else "digits"},
        "learner": learner | {"start": start},
        "metrics": ["rare-name-loss" if spells else "vendi-score"],
        "arms": [REPLACE, ACCUMULATE, gate],
        "replicates": 2,
        "generations": 3,
    }
    return parse(document(**given | changes))


def made(of: Experiment) -> Iterator[RecordsMade]:
    return (event for event in run(of) if isinstance(event, RecordsMade))


def test_a_fit_that_learns_nothing_more_stays_where_generation_0_was(
    learner: dict[str, Any],
) -> None:
    still = tuned(learner | {"learning_rate": 1e-30}, arms=[REPLACE], generations=1)
    (first, second) = made(still)
    assert isinstance(first.emission, Records)
    opened = still.learner.starting_from(first.weights)
    assert {name: array.shape for name, array in first.weights.items()} == opened.weight_shapes(
        math.prod(still.source.record_shape()), 2, still.source.symbols()
    )
    afresh = list(made(tuned(learner | {"learning_rate": 1e-30}, "scratch", arms=[REPLACE])))
    assert not afresh[0].weights
    assert np.array_equal(first.emission.values, afresh[0].emission.values)  # type: ignore[union-attr]
    assert not np.array_equal(second.emission.values, afresh[1].emission.values)  # type: ignore[union-attr]


def test_weights_are_handed_over_with_generation_0_alone(learner: dict[str, Any]) -> None:
    events = list(made(tuned(learner)))
    assert [bool(event.weights) for event in events] == [event.arm is None for event in events]


@pytest.mark.parametrize("start", ["generation-0", "scratch"])
def test_cancel_and_resume_give_the_uninterrupted_run(
    learner: dict[str, Any], start: str, tmp_path: Path
) -> None:
    of = tuned(learner, start)
    whole = ran_in_file(of, tmp_path / "whole.clab")
    for stop in range(3):
        path = tmp_path / f"{stop}.clab"
        stopped_at(of, path, stop)
        for _ in Session.resume(path).events():
            pass
        assert runfile.open_record(path).content_hash() == whole.content_hash() != ""


def ran_in_file(of: Experiment, path: Path) -> Any:
    for _ in Session.create(of, path).events():
        pass
    return runfile.open_record(path)


def stopped_at(of: Experiment, path: Path, generation: int) -> None:
    session = Session.create(of, path)
    for event in session.events():
        if isinstance(event, GenerationFinished) and event.generation == generation:
            session.control.cancel()


def stored(path: Path) -> dict[str, Any]:
    with opened(path) as connection:
        row = connection.execute("SELECT arrays FROM blocks WHERE role = 'weights'").fetchone()
    return codec.unpack(row[0])


def put(path: Path, arrays: dict[str, Any]) -> None:
    with opened(path) as connection, connection:
        packed = codec.pack(arrays)
        connection.execute("UPDATE blocks SET arrays = ? WHERE role = 'weights'", (packed,))


def test_weights_that_cannot_be_the_runs_are_refused(
    learner: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "run.clab"
    stopped_at(tuned(learner), path, 1)
    arrays = stored(path)
    name = next(iter(arrays))
    for changed, words in (
        (arrays | {name: arrays[name][:1]}, "damaged"),
        (arrays | {name: np.full_like(arrays[name], np.nan)}, "damaged"),
        (arrays | {name: arrays[name].astype(str)}, "damaged"),
        (arrays | {"another": arrays[name]}, "damaged"),
        ({}, "damaged"),
        (arrays | {name: arrays[name] + 1}, "not those that the run stored"),
    ):
        put(path, changed)
        with pytest.raises(BadInput, match=words):
            Session.resume(path)
    put(path, arrays)
    Session.resume(path)


def test_a_complete_run_keeps_no_weights(learner: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "run.clab"
    ran_in_file(tuned(learner, arms=[REPLACE], generations=1), path)
    with opened(path) as connection:
        assert connection.execute("SELECT count(*) FROM blocks").fetchone() == (0,)


def test_the_write_up_says_that_later_fits_are_fine_tuned(learner: dict[str, Any]) -> None:
    texts = [
        next(one for one in method.section(RunRecord(of)).blocks if isinstance(one, Paragraph)).text
        for of in (tuned(learner), tuned(learner, "scratch"))
    ]
    said = "Every later fit trains generation 0's weights further (fine-tuning)."
    assert [said in text for text in texts] == [True, False]


def test_generation_0_is_the_same_and_what_follows_is_not(learner: dict[str, Any]) -> None:
    one, other = ran(tuned(learner)), ran(tuned(learner, "scratch"))
    (name,) = one.experiment.metrics or ()
    values = [record.values[name] for record in (one, other)]
    assert np.array_equal(values[0][:, :, 0], values[1][:, :, 0])
    assert not np.array_equal(values[0], values[1])
