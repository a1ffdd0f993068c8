"""Survival: which rates of a Poisson model have not died out."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family
from core.metrics.fitted import FittedMetric
from core.records import FloatArray, RecordKind


class Survival(FittedMetric):
    """Share of the fitted rates that are above 0; a rate of 0 stays 0 under replacement."""

    title: ClassVar[str] = "Survival of rates"
    summary: ClassVar[str] = "Share of the counts that the model can still emit at all."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "share of rates"
    higher_is_better: ClassVar[bool] = True
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    estimator: ClassVar[str] = (
        "Fitted rates above 0, over all of a record's; under accumulation it never falls."
    )
    high: ClassVar[str] = "Nearly all counts can still be emitted, rare ones too."
    low: ClassVar[str] = (
        "Many rates have reached 0, from which they never return when only new records are "
        "trained on."
    )
    reference: ClassVar[str] = "Suresh et al. 2024"
    parameter: ClassVar[str | None] = "rates"
    kind: Literal["survival"] = "survival"

    def of(self, fitted: FloatArray) -> FloatArray:
        """The share of rates above 0."""
        return np.asarray((fitted > 0).mean(axis=1))
