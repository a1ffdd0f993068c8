"""1-Wasserstein distance in one dimension, exact between two samples."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import ContinuousMetric, features
from core.records import FloatArray, RecordKind, Steps
from core.sources.base import Source


class Wasserstein(ContinuousMetric):
    """The area between two empirical distribution functions."""

    title: ClassVar[str] = "Wasserstein distance"
    summary: ClassVar[str] = "How far, on average, emitted numbers must move to match real ones."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "units of a record"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Exact 1-Wasserstein distance between the emission and the reference."
    )
    reference: ClassVar[str] = "Villani 2009, chapter 6"
    headline: ClassVar[bool] = True
    kind: Literal["wasserstein"] = "wasserstein"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Single numbers only."""
        return source.gives is RecordKind.VECTORS and source.record_shape() == (1,)

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the reference."""
        yield from ()
        reference = features(yardstick.reference)[:, :, 0]

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            return wasserstein(features(outcome.emission)[:, :, 0], reference)

        return measure


def wasserstein(one: FloatArray, other: FloatArray) -> FloatArray:
    """[...]: the exact distance between the samples in the last axis of [..., m] and [..., n]."""
    values = np.concatenate([one, other], axis=-1)
    steps = np.concatenate(
        [np.full(one.shape, 1.0 / one.shape[-1]), np.full(other.shape, -1.0 / other.shape[-1])],
        axis=-1,
    )
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1)
    gap = np.cumsum(np.take_along_axis(steps, order, axis=-1), axis=-1)
    return np.asarray((np.abs(gap[..., :-1]) * np.diff(ordered, axis=-1)).sum(axis=-1))
