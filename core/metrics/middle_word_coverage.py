"""Coverage of the words that are neither common nor rare."""

from typing import ClassVar, Literal

from core.metrics.bands import Band
from core.metrics.word_bands import WordCoverage


class MiddleWordCoverage(WordCoverage):
    """Share of the words of the middle band that are still emitted."""

    title: ClassVar[str] = "Middling words covered"
    summary: ClassVar[str] = (
        "Share still emitted of the words between the commoner half and the rarest tenth of text."
    )
    band: ClassVar[Band] = Band.MIDDLE
    high: ClassVar[str] = "Words that are neither common nor rare are still said."
    low: ClassVar[str] = (
        "Words of middling frequency are lost too: the loss has gone beyond the tail."
    )
    kind: Literal["middle-word-coverage"] = "middle-word-coverage"
