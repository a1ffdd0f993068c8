"""1-Wasserstein distance in one dimension, exact between two samples."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import ContinuousMetric, features, in_blocks
from core.records import FloatArray, RecordKind, Steps, Tick
from core.sources.base import Source


class Wasserstein(ContinuousMetric):
    """The area between two empirical distribution functions."""

    title: ClassVar[str] = "Wasserstein distance"
    summary: ClassVar[str] = "How far, on average, emitted numbers must move to match real ones."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "units of a record"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Exact 1-Wasserstein distance between all emitted and all reference records."
    )
    high: ClassVar[str] = (
        "Emitted numbers would have to move far to match the real ones: the emission is "
        "displaced, narrowed or deformed."
    )
    low: ClassVar[str] = "Emitted numbers lie where real ones do; real samples are above 0 too."
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
            found: list[FloatArray] = []
            for values in in_blocks(outcome.emission):
                done = sum(map(len, found))
                real = reference[done : done + len(values)]
                found.append(wasserstein(values[:, :, 0], real))
                yield Tick(done, len(reference))
            return np.concatenate(found)

        return measure


def wasserstein(one: FloatArray, other: FloatArray) -> FloatArray:
    """[...]: the exact distance between the samples in the last axis of [..., m] and [..., n]."""
    m, n = one.shape[-1], other.shape[-1]
    # The quantile functions are constant between multiples of 1/m and of 1/n: count in 1/(mn).
    edges = np.union1d(np.arange(m + 1) * n, np.arange(n + 1) * m)
    quantiles = np.sort(one)[..., edges[:-1] // n], np.sort(other)[..., edges[:-1] // m]
    widths = np.diff(edges) / (m * n)
    return np.asarray((np.abs(quantiles[0] - quantiles[1]) * widths).sum(axis=-1))
