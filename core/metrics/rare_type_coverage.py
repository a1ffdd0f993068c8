"""Coverage of the rarest types, which together hold a tenth of the truth."""

from typing import ClassVar, Literal

from core.metrics.bands import Band, TypeCoverage


class RareTypeCoverage(TypeCoverage):
    """Share of the types that together hold the rarest tenth, that are still emitted."""

    title: ClassVar[str] = "Rare types covered"
    summary: ClassVar[str] = (
        "Share still emitted of the rarest types, which together hold a tenth of the truth."
    )
    band: ClassVar[Band] = Band.RARE
    headline: ClassVar[bool] = True
    rarest: ClassVar[bool] = True
    high: ClassVar[str] = (
        "The rarest types are still emitted, as far as so many records have room for them."
    )
    low: ClassVar[str] = "The tail is dying out: most of the rarest types are emitted no more."
    kind: Literal["rare-type-coverage"] = "rare-type-coverage"
