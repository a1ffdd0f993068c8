"""Coverage of the commonest types, which together hold half of the truth."""

from typing import ClassVar, Literal

from core.metrics.bands import Band, TypeCoverage


class CommonTypeCoverage(TypeCoverage):
    """Share of the types that together hold the commonest half, that are still emitted."""

    title: ClassVar[str] = "Common types covered"
    summary: ClassVar[str] = (
        "Share still emitted of the commonest types, which together hold half of the truth."
    )
    band: ClassVar[Band] = Band.COMMON
    high: ClassVar[str] = "The common half is still there, which says nothing of the rare types."
    low: ClassVar[str] = (
        "Even types that make up half of the truth have died out: collapse is far advanced."
    )
    kind: Literal["common-type-coverage"] = "common-type-coverage"
