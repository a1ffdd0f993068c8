"""Coverage of the rarest words of real lines, by models that spell them letter by letter."""

from typing import ClassVar, Literal

from core.metrics.bands import Band
from core.metrics.spelled import LineMetric
from core.metrics.word_bands import WordCoverage
from core.records import RecordKind


class RareRealWordCoverage(WordCoverage):
    """Share of the words that together make the rarest tenth, that are still spelled.

    No headline: a small model spells so few of them that the loss on rare lines tells more.
    """

    title: ClassVar[str] = "Rare words covered"
    summary: ClassVar[str] = (
        "Share still spelled of the rarest words, which together make a tenth of real lines."
    )
    records: ClassVar[frozenset[RecordKind]] = LineMetric.records
    band: ClassVar[Band] = Band.RARE
    rarest: ClassVar[bool] = True
    high: ClassVar[str] = (
        "The rarest words are still spelled, as far as so many lines have room for them."
    )
    low: ClassVar[str] = "The tail is dying out: hardly one of the rarest words is spelled."
    kind: Literal["rare-real-word-coverage"] = "rare-real-word-coverage"
