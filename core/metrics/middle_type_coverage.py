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
    kind: Literal["middle-type-coverage"] = "middle-type-coverage"
