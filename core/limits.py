"""Whether a run would need more memory than there is, before it starts."""

import math

import psutil

from core.arms import Arm
from core.errors import BadInput
from core.experiment import Experiment
from core.loop import REFERENCE_RECORDS
from core.records import RecordKind
from core.sources.base import Part

WORKING_COPIES = 6
"""Arrays of one emission's size that fitting, sampling and measuring hold at a time."""


def check_memory(experiment: Experiment) -> None:
    """Refuse an experiment that would not fit.

    Raises BadInput with the estimate, what is free, and what to lower.
    """
    needed, free = memory_needed(experiment), psutil.virtual_memory().available
    if needed > free:
        raise BadInput(
            f"sample_size x replicates x generations: about {_gigabytes(needed)} of memory needed, "
            f"{_gigabytes(free)} free; lower one of sample_size, replicates, generations"
        )


def memory_needed(experiment: Experiment) -> int:
    """An upper estimate of a run's memory, in bytes."""
    numbers = experiment.replicates * _numbers(experiment)
    emission = 8 * experiment.sample_size * numbers
    kept = sum(experiment.generations + 1 if _keeps_all(arm) else 2 for arm in experiment.arms)
    cells = len(experiment.arms) * experiment.replicates * (experiment.generations + 1)
    compared = 2 * _stored(experiment) * _reference_size(experiment) * numbers
    measured = cells * len(experiment.measured()) * 8
    return emission * (kept + WORKING_COPIES) + compared + measured


def _keeps_all(arm: Arm) -> bool:
    """Whether some regime of the arm looks back at every generation."""
    switched = arm.switch is not None and arm.switch.keep == "archive"
    return switched or any(regime.retention.keeps_real for _, regime in arm.regimes())


def _numbers(experiment: Experiment) -> int:
    """Numbers in one record; a table of counts is never larger than its records' list."""
    return max(1, math.prod(experiment.source.record_shape()))


def _stored(experiment: Experiment) -> int:
    """Bytes of a number as it is drawn: pixels become float64 only while they are worked on."""
    return 1 if experiment.source.gives is RecordKind.IMAGES else 8


def _reference_size(experiment: Experiment) -> int:
    """Records in the reference, and in the other real sample that metrics draw beside it."""
    held = experiment.source.available(Part.REFERENCE)
    return held or max(experiment.sample_size, REFERENCE_RECORDS)


def _gigabytes(size: int) -> str:
    return f"{size / 2**30:.1f} GB"
