"""Coverage of the types between the commonest half and the rarest tenth of the truth."""

from typing import ClassVar, Literal

from core.metrics.bands import Band, TypeCoverage


class MiddleTypeCoverage(TypeCoverage):
    """Share of the types between the commonest half and the rarest tenth that are emitted."""

    title: ClassVar[str] = "Middle types covered"
    summary: ClassVar[str] = (
        "Share still emitted of types between the commonest half and the rarest tenth."
    )
    band: ClassVar[Band] = Band.MIDDLE
    high: ClassVar[str] = "Types that are neither common nor rare are still emitted."
    low: ClassVar[str] = (
        "Types of middling frequency die out too: the loss has gone beyond the tail."
    )
    kind: Literal["middle-type-coverage"] = "middle-type-coverage"
