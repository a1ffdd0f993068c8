"""Whether a run would need more memory than there is, before it starts."""

import math

import psutil

from core.arms import Arm
from core.errors import BadInput
from core.experiment import Experiment
from core.records import RecordKind

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
    emission = experiment.replicates * experiment.sample_size * _record_bytes(experiment)
    kept = sum(experiment.generations + 1 if _keeps_all(arm) else 2 for arm in experiment.arms)
    cells = len(experiment.arms) * experiment.replicates * (experiment.generations + 1)
    return emission * (kept + WORKING_COPIES) + cells * len(experiment.measured()) * 8


def _keeps_all(arm: Arm) -> bool:
    """Whether some regime of the arm looks back at every generation."""
    switched = arm.switch is not None and arm.switch.keep == "archive"
    return switched or any(regime.retention.keeps_real for _, regime in arm.regimes())


def _record_bytes(experiment: Experiment) -> int:
    """Bytes that one record takes; a table of counts is never larger than its records' list."""
    if experiment.source.gives is RecordKind.COUNTS:
        return 8
    return 8 * max(1, math.prod(experiment.source.record_shape()))


def _gigabytes(size: int) -> str:
    return f"{size / 2**30:.1f} GB"
