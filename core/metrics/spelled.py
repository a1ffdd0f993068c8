"""What metrics of names and of lines share: which names or words are real, and losses a letter.

Each metric of names has a sister of lines: both measure here, and their files say what in words.
"""

from typing import ClassVar

import numpy as np

from core.learners.gram_counts import said
from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.records import Counts, FloatArray, IntArray, RecordKind, Records, Steps
from core.sources.spelled import SpelledPopulation

SCORED = 500
"""Real records that a model is scored on, in every replicate."""
TAIL = 0.1
"""Share of the reference records that counts as rare."""


class NameMetric(Metric):
    """A metric of names that are spelled letter by letter."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.NAMES})
    reference: ClassVar[str] = "defined for Collapse Lab"


class LineMetric(Metric):
    """A metric of lines of text that are spelled letter by letter."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.LINES})
    reference: ClassVar[str] = "defined for Collapse Lab"


class RealAlive(Metric):
    """The number of different real names or words in the emission."""

    family: ClassVar[Family] = Family.DIVERSITY
    higher_is_better: ClassVar[bool] = True
    reference: ClassVar[str] = "Suresh et al. 2024"
    scale: ClassVar[bool] = True
    count: ClassVar[bool] = True
    headline: ClassVar[bool] = True

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the table of what is real."""
        yield from ()
        table = table_of(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            counts = yield from real_ones(outcome, table)
            return np.asarray((counts.counts > 0).sum(axis=1), dtype=np.float64)

        return measure


class RealShare(Metric):
    """The share of emitted names or words that are real."""

    family: ClassVar[Family] = Family.FIDELITY
    higher_is_better: ClassVar[bool] = True

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the table of what is real."""
        yield from ()
        table = table_of(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            types = yield from outcome.once(_looked_up, table)
            return np.array([np.count_nonzero(row >= 0) / max(len(row), 1) for row in types])

        return measure


class LetterLoss(Metric):
    """Mean negative log probability of the letters of reference records."""

    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "nats a letter"
    higher_is_better: ClassVar[bool] = False
    reference: ClassVar[str] = "Bengio et al. 2003"
    parameter: ClassVar[str | None] = "finite-loss"
    headline: ClassVar[bool] = True

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Choose the records, the same ones for the whole run."""
        yield from ()
        held = _reference(yardstick).first(SCORED)
        return lambda outcome: _nats_a_letter(outcome, held)


class RareLetterLoss(Metric):
    """Mean negative log probability of the letters of the rarest reference records."""

    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "nats a letter"
    higher_is_better: ClassVar[bool] = False
    parameter: ClassVar[str | None] = "finite-loss"
    rarest: ClassVar[bool] = True

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Choose the records, the same ones for the whole run."""
        yield from ()
        held = rarest(_reference(yardstick).first(10 * SCORED), table_of(yardstick))
        return lambda outcome: _nats_a_letter(outcome, held)


def rarest(held: Records, table: SpelledPopulation) -> Records:
    """The tenth of each replicate's records that are the least common, one at least."""
    common = np.stack([table.commonness(rows) for rows in held.values])
    count = max(1, round(TAIL * common.shape[1]))
    order = np.argsort(common, axis=1, kind="stable")[:, :count, None]
    return held.having(np.take_along_axis(held.values, order, axis=1))


def table_of(yardstick: Yardstick) -> SpelledPopulation:
    """The population that lists what is real.

    Raises TypeError for another one.
    """
    if not isinstance(yardstick.population, SpelledPopulation):
        raise TypeError("this metric needs a table of names or words")
    return yardstick.population


def real_ones(outcome: Outcome, table: SpelledPopulation) -> Steps[Counts]:
    """How often each replicate emits each real name or word; invented ones are left out."""
    return (yield from outcome.once(_counted, table))


def _counted(outcome: Outcome, table: SpelledPopulation) -> Steps[Counts]:
    return table.counted((yield from outcome.once(_looked_up, table)))


def _looked_up(outcome: Outcome, table: SpelledPopulation) -> Steps[list[IntArray]]:
    if not isinstance(outcome.emission, Records):
        raise TypeError("this metric measures what is spelled, not counts")
    return (yield from table.looked_up(outcome.emission))


def _reference(yardstick: Yardstick) -> Records:
    """The reference, for every replicate."""
    held = yardstick.reference
    if not isinstance(held, Records):
        raise TypeError("this metric compares with what is spelled, not with counts")
    return held


def _nats_a_letter(outcome: Outcome, held: Records) -> Steps[FloatArray]:
    """[replicates]: minus the log probability of records in each model, over letters and ends."""
    if outcome.model is None:
        raise TypeError("this metric reads a fitted model, and there is none")
    densities = yield from outcome.model.scored(held)
    return np.asarray(-densities.sum(axis=1) / said(held.values).sum(axis=(1, 2)))
