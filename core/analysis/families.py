"""Which metric speaks for each family, fixed before any result is known."""

from core.analysis.change import declared
from core.metrics.base import SIDE_BY_SIDE, Family
from core.record import RunRecord

PURPOSES = {
    Family.FIDELITY: "Do emitted records look real, and are real ones still expected? "
    "Noise can pass for diversity; here it would show. Collapsed output can do well.",
    Family.MEMORISATION: "Are they copies of what the model was trained on? A copy looks as good "
    "as a real record.",
    Family.CHECK: "Is the arithmetic right? Theory says what the mean of this is with "
    "maximum-likelihood fits where no verifier selects, whatever is kept.",
}
"""What each kind of control is for."""


def family_metrics(record: RunRecord, family: Family) -> list[str]:
    """The measured metrics of a family: the primary one first, then in the experiment's order."""
    measured = [name for name in record.values if declared(name).family is family]
    return sorted(measured, key=lambda name: name != record.experiment.primary())


def tail_metric(record: RunRecord) -> str:
    """The metric of the tail that the charts show; "" where there is none."""
    return next(iter(family_metrics(record, Family.TAIL)), "")


def headline_metrics(record: RunRecord) -> list[str]:
    """One metric of diversity, distance and tail, in this order, where there is one."""
    return [names[0] for family in SIDE_BY_SIDE if (names := family_metrics(record, family))]
