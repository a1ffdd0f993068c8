"""Which metric speaks for each family, fixed before any result is known."""

from core.analysis.change import declared
from core.metrics.base import SIDE_BY_SIDE, Family
from core.record import RunRecord


def family_metrics(record: RunRecord, family: Family) -> list[str]:
    """The measured metrics of a family: the primary one first, then in the experiment's order."""
    measured = [name for name in record.values if declared(name).family is family]
    return sorted(measured, key=lambda name: name != record.experiment.primary())


def headline_metrics(record: RunRecord) -> list[str]:
    """One metric of diversity, distance and tail, in this order, where there is one."""
    return [names[0] for family in SIDE_BY_SIDE if (names := family_metrics(record, family))]
