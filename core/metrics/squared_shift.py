"""How far the fitted mean has drifted from the truth, squared."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family
from core.metrics.fitted import FittedMetric
from core.records import FloatArray


class SquaredShift(FittedMetric):
    """Squared distance of the fitted mean from the true mean, over the dimensions."""

    title: ClassVar[str] = "Squared shift of the mean"
    summary: ClassVar[str] = "How far the fitted mean has drifted from the truth, squared."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "squared units"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Squared distance of the fitted mean from the true mean, over the dimensions."
    )
    scale: ClassVar[bool] = False
    parameter: ClassVar[str | None] = "mean"
    kind: Literal["squared-shift"] = "squared-shift"

    def of(self, fitted: FloatArray) -> FloatArray:
        """The mean squared coordinate of the fitted mean; the true mean is 0."""
        return np.asarray((fitted**2).mean(axis=1))
