"""A bound on the held-out loss of rare records, where the likelihood itself is out of reach."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Metric, Yardstick
from core.metrics.continuous import NEIGHBOUR_RECORDS
from core.metrics.held_out_bound import mean_bound, whole_records
from core.metrics.tail_coverage import real_tails
from core.records import RecordKind, Steps


class RareBound(Metric):
    """What the mean negative log probability of the reference's tail is at most."""

    title: ClassVar[str] = "Bound on held-out loss of rare records"
    summary: ClassVar[str] = (
        "How badly the fitted model predicts the rarest real records, at most: an upper bound."
    )
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "nats a record"
    higher_is_better: ClassVar[bool] = False
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.IMAGES})
    estimator: ClassVar[str] = (
        "Mean of minus the model's evidence lower bound over tail coverage's tail records: the "
        f"tenth of the first {NEIGHBOUR_RECORDS:,} reference records (fewer if fewer are held) "
        "where real density is lowest, fixed for the run. The loss itself is lower, by a gap that "
        "is not known and may change."
    )
    brief: ClassVar[str] = (
        "Mean of minus the evidence lower bound over the tenth of real records of lowest density; "
        "the loss itself is lower, by an unknown gap."
    )
    high: ClassVar[str] = (
        "The loss on the rarest real records may be high: the model hardly expects them, or the "
        "bound has become less tight."
    )
    low: ClassVar[str] = (
        "The model expects even the rarest real records; compare with generation 0."
    )
    reference: ClassVar[str] = "Kingma and Welling 2014"
    parameter: ClassVar[str | None] = "loss-bound"
    rarest: ClassVar[bool] = True
    kind: Literal["rare-bound"] = "rare-bound"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find each replicate's tail records, the same ones for the whole run."""
        reference = whole_records(yardstick.reference)
        tails = yield from yardstick.once(real_tails)
        pairs = zip(reference.values, tails, strict=True)
        held = reference.having(np.stack([records[tail] for records, tail in pairs]))
        return lambda outcome: mean_bound(outcome, held)
