"""What metrics of spelled names share: which names are real, and losses a letter."""

from typing import ClassVar

import numpy as np

from core.learners.gram_counts import said
from core.metrics.base import Metric, Outcome, Yardstick
from core.records import Counts, FloatArray, RecordKind, Records, Steps
from core.sources.spelled_names import NamePopulation

SCORED = 500
"""Real names that a model is scored on, in every replicate."""


class NameMetric(Metric):
    """A metric of names that are spelled letter by letter."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.NAMES})
    reference: ClassVar[str] = "defined for Collapse Lab"


def table_of(yardstick: Yardstick) -> NamePopulation:
    """The population that lists real names.

    Raises TypeError for another one.
    """
    if not isinstance(yardstick.population, NamePopulation):
        raise TypeError("this metric needs a table of names")
    return yardstick.population


def spelled(outcome: Outcome) -> Records:
    """The emission as names."""
    if not isinstance(outcome.emission, Records):
        raise TypeError("this metric measures names, not counts")
    return outcome.emission


def real_names(outcome: Outcome, table: NamePopulation) -> Steps[Counts]:
    """How often each replicate emits each real name; invented ones are left out."""
    return (yield from outcome.once(_counted, table))


def _counted(outcome: Outcome, table: NamePopulation) -> Steps[Counts]:
    return (yield from table.counted(spelled(outcome)))


def reference_names(yardstick: Yardstick) -> Records:
    """The reference, for every replicate."""
    held = yardstick.reference
    if not isinstance(held, Records):
        raise TypeError("this metric compares with names, not with counts")
    return held


def nats_a_letter(outcome: Outcome, held: Records) -> Steps[FloatArray]:
    """[replicates]: minus the log probability of names in each model, over letters and ends."""
    if outcome.model is None:
        raise TypeError("this metric reads a fitted model, and there is none")
    densities = yield from outcome.model.scored(held)
    return np.asarray(-densities.sum(axis=1) / said(held.values).sum(axis=(1, 2)))
