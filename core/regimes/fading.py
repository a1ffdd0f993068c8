"""Fresh real data that grow scarce: the web fills up with synthetic records."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from core.regimes.base import RealShare


class FadingReal(RealShare):
    """A fresh real share that falls in a straight line from the first generation to the last."""

    title: ClassVar[str] = "Fading real data"
    summary: ClassVar[str] = (
        "New real records are mixed into every training pool, fewer each generation."
    )
    takes: ClassVar[Literal["sample", "fresh", "trusted"]] = "fresh"
    kind: Literal["fading"] = "fading"
    start: float = Field(
        0.5,
        gt=0,
        lt=1,
        title="Share at the start",
        description="Share of generation 1's training pool that is real.",
    )
    end: float = Field(
        0.0,
        ge=0,
        lt=1,
        title="Share at the end",
        description="Share of the last generation's training pool that is real.",
    )

    @model_validator(mode="after")
    def _falls(self) -> "FadingReal":
        if self.end >= self.start:
            raise ValueError(
                f"end: {self.end:g} given, but a fading share ends below its start "
                f"({self.start:g}); give less, or choose 'fresh'"
            )
        return self

    def count(self, sample_size: int, generation: int, generations: int) -> int:
        """n_r = round(share x n), the share falling linearly over generations 1 … G."""
        gone = (generation - 1) / max(generations - 1, 1)
        return round((self.start + (self.end - self.start) * gone) * sample_size)
