"""A fixed real-data reservoir."""

from typing import ClassVar, Literal

from pydantic import Field

from core.regimes.base import RealShare


class FixedReal(RealShare):
    """The same real records every generation (Alemohammad et al. 2023, Bertrand et al. 2023)."""

    title: ClassVar[str] = "Fixed reservoir"
    summary: ClassVar[str] = (
        "The same real records are mixed into every generation's training pool."
    )
    takes: ClassVar[Literal["sample", "fresh", "trusted"]] = "sample"
    kind: Literal["fixed"] = "fixed"
    share: float = Field(
        0.1,
        gt=0,
        lt=1,
        title="Real share",
        description="Share of each training pool that is real: the same records every generation.",
    )

    def count(self, sample_size: int, generation: int, generations: int) -> int:
        """n_r = round(share x n)."""
        return round(self.share * sample_size)
