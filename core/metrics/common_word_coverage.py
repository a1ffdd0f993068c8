"""Coverage of the commonest words, which together make half of real text."""

from typing import ClassVar, Literal

from core.metrics.bands import Band
from core.metrics.word_bands import WordCoverage


class CommonWordCoverage(WordCoverage):
    """Share of the words that together make the commoner half, that are still emitted."""

    title: ClassVar[str] = "Common words covered"
    summary: ClassVar[str] = (
        "Share still emitted of the commonest words, which together make half of real text."
    )
    band: ClassVar[Band] = Band.COMMON
    high: ClassVar[str] = "The common words are still said, which says nothing of the rare ones."
    low: ClassVar[str] = (
        "Even words that make up half of real text are gone: collapse is far advanced."
    )
    kind: Literal["common-word-coverage"] = "common-word-coverage"
