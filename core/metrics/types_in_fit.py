"""Types alive in the fit: how many different types a model can still emit."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family
from core.metrics.fitted import FittedMetric
from core.records import FloatArray, RecordKind


class TypesInFit(FittedMetric):
    """The number of types with a fitted frequency above 0."""

    title: ClassVar[str] = "Types alive, in the fit"
    summary: ClassVar[str] = "How many different types a model can still emit."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "types"
    higher_is_better: ClassVar[bool] = True
    count: ClassVar[bool] = True
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.COUNTS})
    estimator: ClassVar[str] = (
        "Types with at least one record in the training pool; under accumulation it never falls."
    )
    high: ClassVar[str] = "Many types can still be emitted, though perhaps seldom."
    low: ClassVar[str] = (
        "Types have left the training pool; under replacement they never come back."
    )
    reference: ClassVar[str] = "Suresh et al. 2024"
    scale: ClassVar[bool] = True
    parameter: ClassVar[str | None] = "frequencies"
    kind: Literal["types-in-fit"] = "types-in-fit"

    def of(self, fitted: FloatArray) -> FloatArray:
        """How many frequencies are above 0."""
        return np.asarray((fitted > 0).sum(axis=1), dtype=np.float64)
