"""A bound on the held-out loss: of models whose likelihood itself is out of reach."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.metrics.continuous import KERNEL_RECORDS
from core.records import Batch, FloatArray, RecordKind, Records, Steps


class HeldOutBound(Metric):
    """What the mean negative log probability of reference records is at most."""

    title: ClassVar[str] = "Bound on held-out loss"
    summary: ClassVar[str] = (
        "How badly the fitted model predicts real records it never saw, at most: an upper bound."
    )
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "nats a record"
    higher_is_better: ClassVar[bool] = False
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.IMAGES})
    estimator: ClassVar[str] = (
        "Mean of minus the model's evidence lower bound over the first "
        f"{KERNEL_RECORDS} reference records (fewer if fewer are held), each over a few codes that "
        "are drawn for it. The loss itself is lower, by a gap that is not known and may change."
    )
    brief: ClassVar[str] = (
        f"Mean of minus the evidence lower bound over at most {KERNEL_RECORDS} reference records; "
        "the loss itself is lower, by a gap that is not known and may change."
    )
    high: ClassVar[str] = (
        "The loss may be high: real records surprise the model, or the bound has become "
        "less tight. The bound alone does not tell these apart."
    )
    low: ClassVar[str] = (
        "The loss is low for certain, since it lies below the bound; compare with generation 0."
    )
    reference: ClassVar[str] = "Kingma and Welling 2014"
    parameter: ClassVar[str | None] = "loss-bound"
    kind: Literal["held-out-bound"] = "held-out-bound"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Choose the records, the same ones for the whole run."""
        yield from ()
        held = whole_records(yardstick.reference).first(KERNEL_RECORDS)
        return lambda outcome: mean_bound(outcome, held)


def whole_records(batch: Batch) -> Records:
    """The batch, as records one by one.

    Raises TypeError for counts.
    """
    if not isinstance(batch, Records):
        raise TypeError("this metric scores records, not counts")
    return batch


def mean_bound(outcome: Outcome, held: Records) -> Steps[FloatArray]:
    """[replicates]: what the mean loss of these records under the fitted model is at most.

    Raises TypeError where there is no model.
    """
    if outcome.model is None:
        raise TypeError("this metric reads a fitted model, and there is none")
    bound = yield from outcome.model.loss_bound(held)
    return np.asarray(bound.mean(axis=1))
