"""What metrics of a fitted Gaussian share."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from core.metrics.base import Meter, Metric, Outcome, Yardstick
from core.records import FloatArray, RecordKind, Steps


class FittedMetric(Metric):
    """A metric of a fitted Gaussian's parameters, not of the records it emits."""

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
        if outcome.model is None or self.parameter is None:
            raise TypeError("this metric reads a fitted model, and there is none")
        return self.of(outcome.model.parameters()[self.parameter])


def mean_variance(covariance: FloatArray) -> FloatArray:
    """[replicates]: the trace of [replicates, d, d] over d."""
    return np.asarray(covariance.trace(axis1=1, axis2=2) / covariance.shape[-1])
