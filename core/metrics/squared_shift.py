"""How far the fitted mean has drifted from the truth, squared."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.metrics.fitted import fitted_parameters, squared_shift, true_mean
from core.records import FloatArray, RecordKind, Steps


class SquaredShift(Metric):
    """Squared distance of the fitted mean from the true mean, over the dimensions."""

    title: ClassVar[str] = "Squared shift of the mean"
    summary: ClassVar[str] = "How far the fitted mean has drifted from the truth, squared."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "squared units of a record"
    higher_is_better: ClassVar[bool] = False
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    estimator: ClassVar[str] = (
        "Squared distance of the fitted mean from the source's exact mean where it is known, else "
        "from the reference's, over the dimensions."
    )
    high: ClassVar[str] = (
        "The model's mean has wandered away from the real one; chance alone carries it "
        "further each generation."
    )
    low: ClassVar[str] = "The model's mean is still where the real one is."
    reference: ClassVar[str] = "Shumailov et al. 2024; Kazdan et al. 2024"
    parameter: ClassVar[str | None] = "mean"
    kind: Literal["squared-shift"] = "squared-shift"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the true mean."""
        yield from ()
        truth = true_mean(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            return squared_shift(fitted_parameters(outcome)["mean"], truth)

        return measure
