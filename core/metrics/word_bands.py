"""What coverage of words by frequency shares."""

from typing import ClassVar

from core.metrics.bands import FEWEST_TYPES, Band, covered, in_band
from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.spelled import LineMetric, real_ones, table_of
from core.metrics.words import WordMetric, counted_words, shares_of_all, text
from core.records import Counts, FloatArray, RecordKind, Steps
from core.sources.base import Source


class WordCoverage(WordMetric):
    """Share of one band's words that the emission holds, be they words or letters to its model."""

    records: ClassVar[frozenset[RecordKind]] = WordMetric.records | LineMetric.records
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "share of words"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Different words of the band that are emitted, over all its different words; bands are by "
        "the words' shares in all of the real data. An emission has no room for every rare word: "
        "what real ones of its size hold is the null band."
    )
    brief: ClassVar[str] = (
        "Different words of the band that are emitted, over all its different words."
    )
    reference: ClassVar[str] = "defined for Collapse Lab"
    band: ClassVar[Band]

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Where there are words enough that every band holds some."""
        return super().fits(source) and source.universe() >= FEWEST_TYPES

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find the band's words."""
        yield from ()
        inside = in_band(shares_of_all(yardstick), self.band)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            counts = yield from words_of(outcome, yardstick)
            return covered(counts, inside)

        return measure


def words_of(outcome: Outcome, yardstick: Yardstick) -> Steps[Counts]:
    """How often each replicate says each word; of lines, each real one."""
    if outcome.emission.kind in LineMetric.records:
        return (yield from real_ones(outcome, table_of(yardstick)))
    return (yield from counted_words(text(outcome)))
