"""How far the fitted mean has drifted from the truth, squared."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.fitted import FittedMetric, fitted
from core.records import FloatArray, Steps


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

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    yield from ()
    mean = fitted(outcome, "mean")
    found: FloatArray = (mean**2).mean(axis=1)
    return found
