"""What metrics of a fitted Gaussian share."""

from typing import ClassVar

from core.metrics.base import Metric, Outcome
from core.records import FloatArray, RecordKind


class FittedMetric(Metric):
    """A metric of a fitted Gaussian's parameters, not of the records it emits."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    reference: ClassVar[str] = "Shumailov et al. 2024; Kazdan et al. 2024"


def fitted(outcome: Outcome, parameter: str) -> FloatArray:
    """A fitted parameter, [replicates, ...]."""
    if outcome.model is None:
        raise TypeError("this metric reads a fitted model, and there is none")
    values: FloatArray = outcome.model.parameters()[parameter]
    return values
