"""Gini-Simpson diversity: how often two records differ in type."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family
from core.metrics.fitted import FittedMetric
from core.records import FloatArray, RecordKind


class GiniSimpson(FittedMetric):
    """1 - sum p^2 of the fitted frequencies."""

    title: ClassVar[str] = "Gini-Simpson diversity"
    summary: ClassVar[str] = "How likely it is that two records of the model differ in type."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "probability"
    higher_is_better: ClassVar[bool] = True
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.COUNTS})
    estimator: ClassVar[str] = (
        "One less the summed squares of the fitted frequencies p: 1 - sum p^2, without correction."
    )
    high: ClassVar[str] = "Two records of the model nearly always differ in type: no type prevails."
    low: ClassVar[str] = "A few types hold most of the model's probability; at 0 only one is left."
    reference: ClassVar[str] = "Simpson 1949"
    scale: ClassVar[bool] = True
    parameter: ClassVar[str | None] = "frequencies"
    kind: Literal["gini-simpson"] = "gini-simpson"

    def of(self, fitted: FloatArray) -> FloatArray:
        """sum p (1 - p), which is 0 for a model that was fitted to nothing."""
        return np.asarray((fitted * (1.0 - fitted)).sum(axis=1))
