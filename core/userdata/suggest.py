"""A whole experiment that suits a file: model, sizes and arms."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from core.experiment import Experiment, parse
from core.limits import memory_needed
from core.sources.base import Part
from core.sources.file import FileSource
from core.userdata.loading import printable
from core.userdata.trial import measured_seconds

ARMS: tuple[dict[str, Any], ...] = (
    {"name": "Replace", "retention": {"kind": "replace"}},
    {"name": "Accumulate", "retention": {"kind": "accumulate"}},
    {"name": "Subsample", "retention": {"kind": "accumulate-subsample"}},
    {
        "name": "20 % reservoir",
        "retention": {"kind": "replace"},
        "real": {"kind": "fixed", "share": 0.2},
    },
)


class Sizes(NamedTuple):
    """Largest n, replicates, generations, and which arms: a run of minutes, not hours."""

    most: int
    replicates: int
    generations: int
    arms: tuple[int, ...] = (0, 1, 2, 3)


SIZES = {
    "numbers": Sizes(500, 10, 20),
    "categories": Sizes(2000, 20, 20),
    "text": Sizes(1000, 20, 10),
    "images": Sizes(400, 6, 5, (0, 1, 3)),
}
FEWEST = 16
"""Smallest n."""
MOST_COMPONENTS = 8
RECORDS_A_COMPONENT = 10
"""Records for each row of a component's covariance, so that a first fit is no accident."""
MEMORY_SHARE = 0.5
"""Of what is free; the rest is for everything else."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An experiment that suits a file, why, and the seconds that it would take on this machine.

    seconds: about, from a short trial of its parts.
    """

    experiment: Experiment
    why: str
    seconds: float

    @property
    def document(self) -> dict[str, Any]:
        """The whole settings document."""
        return self.experiment.document()


def suggest(source: FileSource) -> Suggestion:
    """The experiment that is suggested for a file; it fits into memory.

    Raises BadInput when the file is not there or no longer the same.
    """
    size, why_size = _size(source)
    while True:
        given = _document(source, size)
        experiment = parse(given)
        small = memory_needed(experiment) <= MEMORY_SHARE * psutil.virtual_memory().available
        if small or size <= FEWEST:
            break
        size = max(FEWEST, size // 2)
    return Suggestion(experiment, why_size, measured_seconds(experiment))


def _size(source: FileSource) -> tuple[int, str]:
    """n, and why so many."""
    held = source.available(Part.TRAIN)
    if held is None:
        half, most = source.understood.records // 2, SIZES["categories"].most
        why = f"n is half of the file's records, at most {most:,}, so that rare types can be lost"
        return max(FEWEST, min(half, most)), why
    most = SIZES[source.understood.reads].most
    why = f"n is half of the {held:,} records that models may train on, at most {most:,}"
    return max(FEWEST, min(held // 2, most)), f"{why}, so that replicates differ"


def _document(source: FileSource, size: int) -> dict[str, Any]:
    sizes = SIZES[source.understood.reads]
    stem = printable(Path(source.path).stem or "Own data", 40)
    return {
        "name": f"{stem}, generation by generation",
        "about": "What becomes of these records when models learn from models.",
        "sample_size": size,
        "replicates": sizes.replicates,
        "generations": sizes.generations,
        "source": source,
        "learner": _learner(source, size),
        "arms": [ARMS[place] for place in sizes.arms],
    }


def _learner(source: FileSource, size: int) -> dict[str, Any]:
    """The model that suits the records and how many there are."""
    reads = source.understood.reads
    if reads == "categories":
        return {"kind": "categorical"}
    if reads == "text":
        return {"kind": "n-gram"}
    if reads == "images":
        return {"kind": "flow-matching", "steps": 800}
    return _vectors(math.prod(source.record_shape()), size)


def _vectors(dimensions: int, size: int) -> dict[str, Any]:
    """As many Gaussians as the records can tell apart; one without correlations if not even one."""
    each = RECORDS_A_COMPONENT * (dimensions + 1)
    components = min(MOST_COMPONENTS, size // each)
    if components >= 2:
        return {"kind": "gaussian-mixture", "components": components}
    full = size >= 5 * dimensions
    return {"kind": "gaussian", "covariance": "full" if full else "diagonal"}
