"""Logarithm of the fitted variance; a standard Gaussian's is 0."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family
from core.metrics.fitted import FittedMetric, mean_variance
from core.records import FloatArray


class LogFittedVariance(FittedMetric):
    """Natural logarithm of the trace of the fitted covariance over its dimensions."""

    title: ClassVar[str] = "Log fitted variance"
    summary: ClassVar[str] = "Logarithm of the fitted variance; a standard Gaussian has 0."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "ln variance"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Natural logarithm of the trace of the fitted covariance, divided by how many dimensions "
        "it has."
    )
    scale: ClassVar[bool] = False
    parameter: ClassVar[str | None] = "covariance"
    high: ClassVar[str] = (
        "The model is as wide as the real data or wider: a standard Gaussian has 0."
    )
    low: ClassVar[str] = (
        "The model has narrowed; each 0.69 less is half of the variance, and it falls without end."
    )
    kind: Literal["log-fitted-variance"] = "log-fitted-variance"

    def of(self, fitted: FloatArray) -> FloatArray:
        """The logarithm of the trace of the covariance over its dimensions; -inf of nothing."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(mean_variance(fitted)))
