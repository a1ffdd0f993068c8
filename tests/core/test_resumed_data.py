"""Runs on files of one's own and audits, cut at every generation, are the runs that were not."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core import runfile
from core.audit import audit
from core.events import FinishReason, GenerationFinished, RunFinished
from core.experiment import Experiment, parse
from core.session import Session
from tests.pipelines import drawn, normal, numbers, reference, table, word_reference, words
from tests.small import ACCUMULATE, REPLACE, SUBSAMPLE

FEW = ("replicates=50",)


def sentences(seed: int, count: int) -> list[str]:
    """Lines of a dozen words, each after one of two others."""
    rng = np.random.default_rng(seed)
    starts, steps = rng.integers(12, size=count), rng.integers(1, 3, size=(count, 6))
    places = (starts[:, None] + np.cumsum(steps, axis=1)) % 12
    return [" ".join(f"{chr(97 + at)}word" for at in row) for row in places.tolist()]


def of_numbers(folder: Path) -> Experiment:
    return audit(numbers(folder / "p.csv", {g: normal(g, 60) for g in range(3)}),
                 reference(folder, 200), changes=FEW)  # fmt: skip


def of_categories(folder: Path) -> Experiment:
    path = words(folder / "p.csv", {g: drawn(g, 60 + g) for g in range(3)})
    return audit(path, word_reference(folder, 1000), changes=FEW)


def of_text(folder: Path) -> Experiment:
    held = folder / "generations"
    held.mkdir()
    for generation in range(3):
        (held / f"{generation}.txt").write_text("\n".join(sentences(generation, 60)))
    real = folder / "real.txt"
    real.write_text("\n".join(sentences(99, 300)))
    return audit(held, real, changes=(*FEW, "source.reads=text"))


def run_on(path: Path, learner: str, **settings: object) -> Experiment:
    return parse({
        "name": "Own", "sample_size": 40, "replicates": 3, "generations": 2,
        "source": {"kind": "file", "path": str(path)} | settings, "learner": {"kind": learner},
        "arms": [REPLACE, ACCUMULATE, SUBSAMPLE],
    })  # fmt: skip


def own_numbers(folder: Path) -> Experiment:
    return run_on(reference(folder, 200), "gaussian", copy_data=True)


def own_categories(folder: Path) -> Experiment:
    rows = ([word] for word in drawn(5, 500))
    return run_on(table(folder / "own.csv", ("word",), rows), "categorical", held_out=True)


def own_text(folder: Path) -> Experiment:
    path = folder / "own.txt"
    path.write_text("\n".join(sentences(7, 300)))
    return run_on(path, "n-gram", reads="text", held_out=True, copy_data=True)


def finished(session: Session, stop: int | None = None) -> FinishReason:
    """How it ends; cancelled once so many generations of arms are finished."""
    done, event = 0, None
    for event in session.events():
        done += isinstance(event, GenerationFinished)
        if done == stop:
            session.control.cancel()
    assert isinstance(event, RunFinished)
    return event.reason


@pytest.mark.parametrize(
    "made", [of_numbers, of_categories, of_text, own_numbers, own_categories, own_text]
)
def test_every_place_to_cut_gives_the_same_run(
    made: Callable[[Path], Experiment], tmp_path: Path
) -> None:
    of = made(tmp_path)
    whole = Session.create(of, tmp_path / "whole.clab")
    assert finished(whole) is FinishReason.COMPLETED
    expected = runfile.open_record(whole.path)
    for stop in range(1, 1 + len(of.arms) * of.generations):
        session = Session.create(of, tmp_path / f"{stop}.clab")
        assert finished(session, stop) is FinishReason.CANCELLED
        assert finished(Session.resume(session.path)) is FinishReason.COMPLETED
        found = runfile.open_record(session.path)
        assert found.content_hash() == expected.content_hash() != ""
        assert found.bands == expected.bands
        for metric, values in expected.values.items():
            np.testing.assert_array_equal(found.values[metric], values)
        for metric, values in expected.null_values.items():
            np.testing.assert_array_equal(found.null_values[metric], values)
