"""Held-out loss of rare possible records: of rare types that the fitted model does not rule out."""

from typing import ClassVar, Literal

from core.metrics.base import Family
from core.metrics.held_out_types import HeldOutTypes, loss_of_the_possible
from core.records import FloatArray


class RarePossibleLoss(HeldOutTypes):
    """Mean negative log frequency of rare real records that the model can still emit.

    A control and never judged alone: rare types that survive do so with too high a frequency.
    """

    title: ClassVar[str] = "Held-out loss of rare possible records"
    summary: ClassVar[str] = (
        "How badly the model predicts those of the rarest tenth of real records it can still emit."
    )
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "nats a record"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Mean of minus the natural logarithm of a type's fitted frequency, by the exact "
        "probabilities of the rare types whose frequency is not 0; rare types together hold the "
        "rarest tenth of real records. No value where all of them have died out. To be read "
        "beside their zero-probability share: those that survive are the ones that drift raised."
    )
    rare: ClassVar[bool] = True
    high: ClassVar[str] = (
        "Of the rare records it can still emit, the model gives most too little probability."
    )
    low: ClassVar[str] = (
        "The rare types that are left have drifted upwards; it falls when others die out, so "
        "read it beside their zero-probability share."
    )
    kind: Literal["rare-possible-loss"] = "rare-possible-loss"

    def of(self, fitted: FloatArray, real: FloatArray) -> float:
        """The mean loss of rare records that are not ruled out."""
        return loss_of_the_possible(fitted, real)
