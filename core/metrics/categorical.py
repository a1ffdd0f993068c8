"""What metrics of categories share."""

from typing import ClassVar

from core.metrics.base import Metric, Outcome, Yardstick
from core.records import Counts, FloatArray, RecordKind


class CountMetric(Metric):
    """A metric of categories."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.COUNTS})


def counted(outcome: Outcome) -> Counts:
    """The emission as counts."""
    if not isinstance(outcome.emission, Counts):
        raise TypeError("this metric measures counts, not records")
    return outcome.emission


def law(yardstick: Yardstick) -> FloatArray:
    """[universe]: the exact probability of each type."""
    probabilities = yardstick.population.probabilities()
    if probabilities is None:
        raise TypeError("this metric needs a source whose law is known")
    return probabilities
