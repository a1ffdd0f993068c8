"""Zero-probability share: how many real records the fitted model rules out."""

from typing import ClassVar, Literal

from core.metrics.base import Family
from core.metrics.held_out_types import HeldOutTypes, zero_probability
from core.records import FloatArray


class ZeroProbabilityShare(HeldOutTypes):
    """Share of real records whose type the model never emits."""

    title: ClassVar[str] = "Zero-probability share"
    summary: ClassVar[str] = "Share of real records that the fitted model can no longer emit."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "share of real records"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Summed exact probability of the types whose fitted frequency is 0. The held-out loss of "
        "such a record is infinite; that of the others is the held-out loss of possible records."
    )
    brief: ClassVar[str] = "Summed exact probability of the types whose fitted frequency is 0."
    high: ClassVar[str] = (
        "Much of the real data cannot come out of the model any more, however many records "
        "are drawn."
    )
    low: ClassVar[str] = "Nearly all real records are still possible for the model."
    kind: Literal["zero-probability-share"] = "zero-probability-share"

    def of(self, fitted: FloatArray, real: FloatArray) -> float:
        """The share of real records that are ruled out."""
        return zero_probability(fitted, real)
