"""Which metric of each family a write-up shows, fixed before any result is known."""

from core.analysis.change import declared
from core.metrics.base import Family
from core.record import RunRecord

PREFERRED = (
    "types-alive", "vendi-score", "fitted-variance", "variance-ratio",
    "total-variation", "wasserstein", "sliced-wasserstein", "mmd-squared",
    "rare-type-coverage", "tail-coverage",
)  # fmt: skip
"""What stands for a family whose metrics do not include the primary one, where it is measured."""


def headline(record: RunRecord) -> list[str]:
    """One metric of diversity, distance and tail, in this order, where there is one.

    The primary metric speaks for its family; else the first preferred one; else the first by name.
    """
    return [ordered[0] for family in Family if (ordered := _of_family(record, family))]


def _of_family(record: RunRecord, family: Family) -> list[str]:
    chosen = (record.experiment.primary(), *PREFERRED)
    measured = [name for name in record.values if declared(name).family is family]
    return sorted(measured, key=lambda name: (_place(name, chosen), name))


def _place(name: str, chosen: tuple[str, ...]) -> int:
    return chosen.index(name) if name in chosen else len(chosen)
