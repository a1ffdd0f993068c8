"""Held-out loss of possible records: of those real ones that the fitted model does not rule out."""

from typing import ClassVar, Literal

from core.metrics.base import Family
from core.metrics.held_out_types import HeldOutTypes, loss_of_the_possible
from core.records import FloatArray


class PossibleLoss(HeldOutTypes):
    """Mean negative log frequency of real records that the model can still emit.

    A control and never judged alone: it falls to 0 where one type is left, because every type
    that dies takes its records out of the mean.
    """

    title: ClassVar[str] = "Held-out loss of possible records"
    summary: ClassVar[str] = "How badly the model predicts those real records it can still emit."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "nats a record"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Mean of minus the natural logarithm of a type's fitted frequency, by the exact "
        "probabilities of the types whose frequency is not 0. To be read beside the "
        "zero-probability share: types that die out leave this mean, which may fall for it."
    )
    high: ClassVar[str] = "Of the records it can still emit, the model expects the wrong ones."
    low: ClassVar[str] = (
        "The model expects the records that it can still emit; it may fall only because "
        "others have died out."
    )
    kind: Literal["possible-loss"] = "possible-loss"

    def of(self, fitted: FloatArray, real: FloatArray) -> float:
        """The mean loss of records that are not ruled out."""
        return loss_of_the_possible(fitted, real)
