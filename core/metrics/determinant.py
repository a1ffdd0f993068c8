"""Determinant of the fitted covariance: the volume that the model fills."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family
from core.metrics.fitted import FittedMetric
from core.records import FloatArray
from core.sources.base import Source


class Determinant(FittedMetric):
    """Determinant of the fitted covariance."""

    title: ClassVar[str] = "Determinant"
    summary: ClassVar[str] = (
        "Determinant of the fitted covariance: the volume that the model fills."
    )
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "variance^d"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = "Determinant of the fitted covariance."
    scale: ClassVar[bool] = True
    parameter: ClassVar[str | None] = "covariance"
    high: ClassVar[str] = "The model fills as much space as the real data do, or more."
    low: ClassVar[str] = (
        "The model has shrunk in at least one direction: near 0 it is flat there, even if it "
        "is wide in others."
    )
    kind: Literal["determinant"] = "determinant"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """In more than one dimension; in one it is the variance."""
        return super().fits(source) and source.record_shape() > (1,)

    def of(self, fitted: FloatArray) -> FloatArray:
        """The determinant of the covariance."""
        return np.asarray(np.linalg.det(fitted))
