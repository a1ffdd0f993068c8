"""Tokens whose frequencies follow Zipf's law, as words do."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.records import RecordKind
from core.seeding import Streams
from core.sources.base import CategoricalPopulation, Source


class Zipf(Source):
    """One record is one token; the i-th commonest type has a frequency like 1/i^s (Zipf 1949)."""

    title: ClassVar[str] = "Zipf tokens"
    summary: ClassVar[str] = "Tokens with a few common types and a long tail of rare ones."
    gives: ClassVar[RecordKind] = RecordKind.COUNTS
    record_noun: ClassVar[str] = "tokens"
    kind: Literal["zipf"] = "zipf"
    types: int = Field(
        1000, ge=2, le=100_000, title="Types", description="Different tokens that there are."
    )
    exponent: float = Field(
        1.0, ge=0, le=5, title="Exponent s",
        description="The i-th commonest type has a frequency in proportion to 1/i^s; 0 makes all "
        "types equally common.",
    )  # fmt: skip

    def universe(self) -> int:
        """How many types there are."""
        return self.types

    def open(self, streams: Streams) -> "ZipfPopulation":
        """The law itself: every part is drawn from it."""
        ranks = np.arange(1, self.types + 1, dtype=np.float64)
        return ZipfPopulation(np.asarray(ranks**-self.exponent))


class ZipfPopulation(CategoricalPopulation):
    """Types that are called by their rank, the commonest first."""

    def label(self, type_: int) -> str:
        """Such as "token 17", the seventeenth commonest."""
        return f"token {type_ + 1}"
