"""Variance of the fitted model; 1 is the truth."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.fitted import FittedMetric, fitted
from core.records import FloatArray, Steps


class FittedVariance(FittedMetric):
    """Trace of the fitted covariance over its dimensions."""

    title: ClassVar[str] = "Fitted variance"
    summary: ClassVar[str] = "Variance of the fitted model; 1 is the truth."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "variance"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = "Trace of the fitted covariance over its dimensions."
    scale: ClassVar[bool] = True
    parameter: ClassVar[str | None] = "covariance"
    kind: Literal["fitted-variance"] = "fitted-variance"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    yield from ()
    covariance = fitted(outcome, "covariance")
    found: FloatArray = np.trace(covariance, axis1=1, axis2=2) / covariance.shape[-1]
    return found
