"""Coverage of the rarest words, which together make a tenth of real text."""

from typing import ClassVar, Literal

from core.metrics.bands import Band
from core.metrics.word_bands import WordCoverage


class RareWordCoverage(WordCoverage):
    """Share of the words that together make the rarest tenth, that are still emitted."""

    title: ClassVar[str] = "Rare words covered"
    summary: ClassVar[str] = (
        "Share still emitted of the rarest words, which together make a tenth of real text."
    )
    band: ClassVar[Band] = Band.RARE
    headline: ClassVar[bool] = True
    rarest: ClassVar[bool] = True
    kind: Literal["rare-word-coverage"] = "rare-word-coverage"
