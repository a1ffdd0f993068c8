"""Variance of the fitted model; a standard Gaussian's is 1."""

from typing import ClassVar, Literal

from core.metrics.base import Family
from core.metrics.fitted import FittedMetric, mean_variance
from core.records import FloatArray


class FittedVariance(FittedMetric):
    """Trace of the fitted covariance over its dimensions."""

    title: ClassVar[str] = "Fitted variance"
    summary: ClassVar[str] = (
        "Variance of the fitted model, on average over its dimensions; a standard Gaussian has 1."
    )
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "variance"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Trace of the fitted covariance, divided by how many dimensions it has."
    )
    scale: ClassVar[bool] = True
    parameter: ClassVar[str | None] = "covariance"
    high: ClassVar[str] = (
        "The model is as wide as the real data or wider; above the real variance it spreads "
        "too far."
    )
    low: ClassVar[str] = (
        "The model has narrowed around its mean: the tails are lost first, and at 0 all its "
        "records are the same."
    )
    kind: Literal["fitted-variance"] = "fitted-variance"

    def of(self, fitted: FloatArray) -> FloatArray:
        """The trace of the covariance over its dimensions."""
        return mean_variance(fitted)
