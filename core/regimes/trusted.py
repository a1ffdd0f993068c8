"""Training on trusted records: the fair control of a verifier that only looks at them."""

from typing import ClassVar, Literal

from pydantic import Field

from core.regimes.base import RealShare


class TrustedReal(RealShare):
    """The trusted records that a verifier would spend, trained on instead."""

    title: ClassVar[str] = "Trusted records"
    summary: ClassVar[str] = (
        "The trusted real records that a verifier would look at are mixed into every generation's "
        "training pool instead."
    )
    takes: ClassVar[Literal["sample", "fresh", "trusted"]] = "trusted"
    kind: Literal["trusted"] = "trusted"
    share: float = Field(
        0.1,
        gt=0,
        le=1,
        title="Trusted real records",
        description="How many, as a share of the sample size: the verifier's own setting.",
    )

    def count(self, sample_size: int, generation: int, generations: int) -> int:
        """As many as a verifier of this trusted share spends."""
        return max(1, round(self.share * sample_size))
