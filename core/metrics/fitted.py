"""What metrics of fitted parameters share."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from core.metrics.base import Meter, Metric, Outcome, Yardstick
from core.metrics.continuous import features
from core.records import AnyArray, FloatArray, RecordKind, Steps


class FittedMetric(Metric):
    """A metric of one fitted parameter, not of the records that the model emits."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    reference: ClassVar[str] = "Shumailov et al. 2024; Kazdan et al. 2024"

    @abstractmethod
    def of(self, fitted: FloatArray) -> FloatArray:
        """[replicates], from the parameter that the metric declares, [replicates, ...]."""

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return self._measure

    def _measure(self, outcome: Outcome) -> Steps[FloatArray]:
        yield from ()
        return self.of(fitted_parameters(outcome)[str(self.parameter)])


def fitted_parameters(outcome: Outcome) -> dict[str, AnyArray]:
    """The fitted model's parameters.

    Raises TypeError where there is no model, as in a null sample.
    """
    if outcome.model is None:
        raise TypeError("this metric reads a fitted model, and there is none")
    return outcome.model.parameters()


def mean_variance(covariance: FloatArray) -> FloatArray:
    """[replicates]: the trace of [replicates, d, d] over d."""
    return np.asarray(covariance.trace(axis1=1, axis2=2) / covariance.shape[-1])


def true_mean(yardstick: Yardstick) -> FloatArray:
    """[d] or [replicates, d]: the source's exact mean where it is known, else the reference's."""
    exact = yardstick.population.parameters().get("mean")
    return features(yardstick.reference).mean(axis=1) if exact is None else exact


def squared_shift(mean: FloatArray, truth: FloatArray) -> FloatArray:
    """[replicates]: the squared distance of [replicates, d] from the true mean, over d."""
    return np.asarray(((mean - truth) ** 2).mean(axis=1))
