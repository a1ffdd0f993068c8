"""What metrics of memorisation share: they compare an emission with its model's training pool."""

from typing import ClassVar

from core.metrics.base import Family, Outcome
from core.metrics.continuous import ContinuousMetric
from core.pool import TrainingPool
from core.records import Records

NULL = (
    "The null band is of real records that no model trains on (a file's are resampled from its "
    "reference part) against the real records that generation 0 trains on."
)


class MemorisationMetric(ContinuousMetric):
    """A control that tells new records from those that the model has seen."""

    family: ClassVar[Family] = Family.MEMORISATION
    of_the_pool: ClassVar[bool] = True
    reference: ClassVar[str] = "defined for Collapse Lab"


def trained_on(outcome: Outcome) -> tuple[Records, TrainingPool]:
    """The emission, and what its model was fitted to.

    Raises TypeError for counts, and where there is no pool.
    """
    if not isinstance(outcome.emission, Records) or outcome.pool is None:
        raise TypeError("this metric compares records with a training pool")
    return outcome.emission, outcome.pool
