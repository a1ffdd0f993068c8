"""Zero-probability share of rare records: how much of the rarest tenth the model rules out."""

from typing import ClassVar, Literal

from core.metrics.base import Family
from core.metrics.held_out_types import HeldOutTypes, zero_probability
from core.records import FloatArray


class RareZeroProbabilityShare(HeldOutTypes):
    """Share of rare real records whose type the model never emits."""

    title: ClassVar[str] = "Zero-probability share of rare records"
    summary: ClassVar[str] = (
        "Share of the rarest tenth of real records that the fitted model can no longer emit."
    )
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "share of rare records"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Summed exact probability of the rare types whose fitted frequency is 0, over that of all "
        "rare types: those that together hold the rarest tenth of real records."
    )
    rare: ClassVar[bool] = True
    rarest: ClassVar[bool] = True
    high: ClassVar[str] = (
        "The model cannot emit most rare records any more, however many are drawn from it."
    )
    low: ClassVar[str] = "Nearly all rare records are still possible for the model."
    kind: Literal["rare-zero-probability-share"] = "rare-zero-probability-share"

    def of(self, fitted: FloatArray, real: FloatArray) -> float:
        """The share of rare records that are ruled out."""
        return zero_probability(fitted, real)
