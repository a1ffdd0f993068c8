"""Held-out loss of rare records: how badly the fitted model predicts the tail of real data."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.metrics.continuous import NEIGHBOUR_RECORDS, features
from core.metrics.held_out_loss import every_record_has_a_density, mean_loss
from core.metrics.tail_coverage import real_tails
from core.records import FloatArray, RecordKind, Records, Steps
from core.sources.base import Source


class RareLoss(Metric):
    """Mean negative log density of the reference's tail under the fitted model."""

    title: ClassVar[str] = "Held-out loss of rare records"
    summary: ClassVar[str] = "How badly the fitted model predicts the rarest real records."
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "nats a record"
    higher_is_better: ClassVar[bool] = False
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    estimator: ClassVar[str] = (
        "Mean of minus the model's natural log density over tail coverage's tail records: the "
        f"tenth of the first {NEIGHBOUR_RECORDS:,} reference records (fewer if fewer are held) "
        "where real density is lowest, fixed for the run."
    )
    brief: ClassVar[str] = (
        "Mean of minus the model's natural log density over the tenth of real records of lowest "
        "density."
    )
    high: ClassVar[str] = (
        "Rare real records come as a surprise to the model: its tails are too thin."
    )
    low: ClassVar[str] = "The model still expects rare real records; compare with generation 0."
    reference: ClassVar[str] = "Bishop 2006, section 1.2"
    parameter: ClassVar[str | None] = "log-density"
    rarest: ClassVar[bool] = True
    kind: Literal["rare-loss"] = "rare-loss"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Where no record is ruled out."""
        return super().fits(source) and every_record_has_a_density(source)

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find each replicate's tail records, the same ones for the whole run."""
        references = features(yardstick.reference, NEIGHBOUR_RECORDS)
        tails = yield from yardstick.once(real_tails)
        held = Records(
            RecordKind.VECTORS,
            np.stack([records[tail] for records, tail in zip(references, tails, strict=True)]),
        )

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            return mean_loss(outcome, held)

        return measure
