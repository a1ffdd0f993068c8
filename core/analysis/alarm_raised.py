"""Of a simulation: when the alarm on the tail would have been raised, and how early that is.

A threshold with 2.5 % false alarms is passed by chance in some replicate nearly every generation.
An arm is therefore said to have raised it once more than half of its replicates do.
"""

from dataclasses import dataclass

import numpy as np

from core.analysis.alarm import alarm
from core.analysis.change import finished_values
from core.analysis.half_life import HalfLife, half_life
from core.record import RunRecord


@dataclass(frozen=True, slots=True)
class Raised:
    """How many of an arm's replicates lie below the threshold at each finished generation.

    first: the first generation at which more than half of them do; None if none.
    """

    arm: str
    counts: tuple[int, ...]
    replicates: int

    @property
    def first(self) -> int | None:
        """The first generation at which more than half of the replicates raise it."""
        most = (at for at, count in enumerate(self.counts) if 2 * count > self.replicates)
        return next(most, None)

    @property
    def lasts(self) -> bool:
        """Whether more than half raise it at every generation from the first on."""
        first = self.first
        return first is not None and all(
            2 * count > self.replicates for count in self.counts[first:]
        )

    def by_chance(self, chance: float) -> float:
        """The chance that one replicate of real samples alone would have raised it by now."""
        return float(1 - (1 - chance) ** len(self.counts))


def raised(record: RunRecord, arm: str) -> Raised | None:
    """When an arm of a simulation would have raised the usual alarm; None without a threshold.

    Raises ValueError for an audit, whose replicates are subsets of the same records.
    """
    if record.experiment.recorded:
        raise ValueError("an audit's alarm is raised by generations, not by replicates")
    found = alarm(record)
    if found.usual is None:
        return None
    values = finished_values(record, found.metric, arm)
    counts = np.count_nonzero(values < found.usual.value, axis=0)
    return Raised(arm, tuple(counts.tolist()), len(values))


def lead(record: RunRecord, of: Raised, diversity: str) -> int | None:
    """Generations from the alarm to the half-life of a diversity; negative where it came late.

    None where one of them was not reached, and where generation 0, which no recursion has touched,
    raises it already.
    """
    life: HalfLife = half_life(record, diversity, of.arm)
    if not of.first or life.generation is None:
        return None
    return life.generation - of.first
