"""Fresh real data."""

from typing import ClassVar, Literal

from pydantic import Field

from core.regimes.base import RealShare


class FreshReal(RealShare):
    """New real records every generation (Alemohammad et al. 2023, Bertrand et al. 2023)."""

    title: ClassVar[str] = "Fresh real data"
    summary: ClassVar[str] = (
        "New real records, seen by no generation before, are mixed into every training pool."
    )
    takes: ClassVar[Literal["sample", "fresh", "trusted"]] = "fresh"
    kind: Literal["fresh"] = "fresh"
    share: float = Field(
        0.1,
        gt=0,
        lt=1,
        title="Real share",
        description="Share of each training pool that is real: new records every generation.",
    )

    def count(self, sample_size: int, generation: int, generations: int) -> int:
        """n_r = round(share x n)."""
        return round(self.share * sample_size)
