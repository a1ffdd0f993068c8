"""Logarithm of the fitted variance; 0 is the truth."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.fitted import FittedMetric, fitted
from core.records import FloatArray, Steps


class LogFittedVariance(FittedMetric):
    """Natural logarithm of the trace of the fitted covariance over its dimensions."""

    title: ClassVar[str] = "Log fitted variance"
    summary: ClassVar[str] = "Logarithm of the fitted variance; 0 is the truth."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "ln variance"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Natural logarithm of the trace of the fitted covariance over its dimensions."
    )
    scale: ClassVar[bool] = False
    parameter: ClassVar[str | None] = "covariance"
    kind: Literal["log-fitted-variance"] = "log-fitted-variance"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    yield from ()
    covariance = fitted(outcome, "covariance")
    found: FloatArray = np.log(np.trace(covariance, axis1=1, axis2=2) / covariance.shape[-1])
    return found
