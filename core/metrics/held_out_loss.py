"""Held-out loss: how badly the fitted model predicts real records that nobody trained on."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.metrics.continuous import KERNEL_RECORDS
from core.records import FloatArray, RecordKind, Records, Steps
from core.sources.base import Source
from core.sources.poisson import PoissonSource


class HeldOutLoss(Metric):
    """Mean negative log density of reference records under the fitted model."""

    title: ClassVar[str] = "Held-out loss"
    summary: ClassVar[str] = "How badly the fitted model predicts real records it never saw."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "nats a record"
    higher_is_better: ClassVar[bool] = False
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    estimator: ClassVar[str] = (
        "Mean of minus the model's natural log density over the first "
        f"{KERNEL_RECORDS} reference records (fewer if fewer are held)."
    )
    high: ClassVar[str] = (
        "Real records come as a surprise to the model: it gives them little probability."
    )
    low: ClassVar[str] = (
        "The model expects real records; how low it can get depends on the data, so compare "
        "with generation 0."
    )
    reference: ClassVar[str] = "Bishop 2006, section 1.2"
    parameter: ClassVar[str | None] = "log-density"
    kind: Literal["held-out-loss"] = "held-out-loss"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Where no record is ruled out."""
        return super().fits(source) and every_record_has_a_density(source)

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Choose the records, the same ones for the whole run."""
        yield from ()
        if not isinstance(yardstick.reference, Records):
            raise TypeError("this metric scores records, not counts")
        held = yardstick.reference.first(KERNEL_RECORDS)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            return mean_loss(outcome, held)

        return measure


def every_record_has_a_density(source: Source) -> bool:
    """Not of Poisson counts: a rate that died out rules records out, and their loss is infinite."""
    return not isinstance(source, PoissonSource)


def mean_loss(outcome: Outcome, held: Records) -> FloatArray:
    """[replicates]: minus the mean log density of these records under the fitted model.

    Raises TypeError where there is no model.
    """
    if outcome.model is None:
        raise TypeError("this metric reads a fitted model, and there is none")
    return np.asarray(-outcome.model.log_density_again(held).mean(axis=1))
