"""Coverage of the rarest words, which together make a tenth of real text."""

from typing import ClassVar, Literal

from core.metrics.bands import Band
from core.metrics.word_bands import WordCoverage
from core.metrics.words import WordMetric
from core.records import RecordKind


class RareWordCoverage(WordCoverage):
    """Share of the words that together make the rarest tenth, that are still emitted."""

    title: ClassVar[str] = "Rare words covered"
    summary: ClassVar[str] = (
        "Share still emitted of the rarest words, which together make a tenth of real text."
    )
    records: ClassVar[frozenset[RecordKind]] = WordMetric.records
    band: ClassVar[Band] = Band.RARE
    headline: ClassVar[bool] = True
    rarest: ClassVar[bool] = True
    high: ClassVar[str] = (
        "The rarest words are still said, as far as so many records have room for them."
    )
    low: ClassVar[str] = "The tail is dying out: most of the rarest words are said no more."
    kind: Literal["rare-word-coverage"] = "rare-word-coverage"
