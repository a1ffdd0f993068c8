"""Excess risk of least squares: what the fitted weights add to the noise."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.metrics.fitted import fitted_parameters
from core.records import FloatArray, RecordKind, Steps


class ExcessRisk(Metric):
    """Squared distance of the fitted weights from the true ones."""

    title: ClassVar[str] = "Excess risk"
    summary: ClassVar[str] = (
        "Mean squared error of predictions on standard normal inputs, beyond the label noise."
    )
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "squared error"
    higher_is_better: ClassVar[bool] = False
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    estimator: ClassVar[str] = (
        "Squared distance of the fitted from the true weights, exact as inputs are standard normal."
    )
    high: ClassVar[str] = (
        "Predictions are far from what the true weights would say, beyond the noise of the labels."
    )
    low: ClassVar[str] = "The fitted weights are close to the true ones; 0 would be exact."
    reference: ClassVar[str] = "Dohmatob et al. 2024; Gerstgrasser et al. 2024"
    parameter: ClassVar[str | None] = "weights"
    kind: Literal["excess-risk"] = "excess-risk"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the true weights."""
        yield from ()
        truth = yardstick.population.parameters()["weights"]

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            off = fitted_parameters(outcome)["weights"] - truth
            return np.asarray((off**2).sum(axis=1))

        return measure
