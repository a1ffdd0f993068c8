"""Recorded pipelines for tests: written as a person would have them, and their audits."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.audit import audit
from core.loop import run
from core.record import RunRecord

LAW = 1 / np.arange(1, 61)
LAW /= LAW.sum()
QUICK = 'metrics=["variance-ratio","tail-coverage","sliced-wasserstein"]'
COUNTED = 'metrics=["types-alive","rare-type-coverage","total-variation","known-share"]'


def table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """A CSV file with these rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def numbers(path: Path, generations: "dict[Any, np.ndarray]") -> Path:
    """Generations of two columns of numbers, told apart by a column."""
    rows = ((label, *row) for label, held in generations.items() for row in held.tolist())
    return table(path, ("Generation", "x", "y"), rows)


def normal(seed: int, size: int = 200, scale: float = 1.0) -> "np.ndarray":
    """Records of a Gaussian in two dimensions."""
    return scale * np.random.default_rng(seed).standard_normal((size, 2))


SHRINKING = {g: normal(g, scale=0.6**g) for g in range(5)}
"""Generations that keep 0.6 of the spread of the one before."""


def reference(folder: Path, size: int = 1000) -> Path:
    """Real records of that Gaussian."""
    return table(folder / "real.csv", ("x", "y"), normal(99, size).tolist())


def words(path: Path, generations: "dict[Any, list[str]]") -> Path:
    """Generations of one column of categories."""
    rows = ((label, word) for label, held in generations.items() for word in held)
    return table(path, ("gen", "word"), rows)


def drawn(seed: int, size: int = 300, power: float = 1.0) -> list[str]:
    """Categories by a law of 60, steeper with a larger power."""
    law = LAW**power / (LAW**power).sum()
    return [f"w{at}" for at in np.random.default_rng(seed).choice(60, size=size, p=law)]


def word_reference(folder: Path, size: int = 5000) -> Path:
    """Real categories, one a row."""
    return table(folder / "words.csv", ("word",), ([word] for word in drawn(98, size)))


def audited(path: Path, real: Path, *changes: str) -> RunRecord:
    """The record of a whole audit."""
    record = RunRecord(audit(path, real, changes=changes))
    for event in run(record.experiment):
        record.apply(event)
    return record
