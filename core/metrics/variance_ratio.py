"""Variance ratio: how much of the real variance an emission keeps."""

from typing import ClassVar, Literal

import numpy as np

from core.errors import RunFailed
from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import FEATURE_SPACE, ContinuousMetric, in_blocks
from core.records import Batch, FloatArray, Steps, Tick


class VarianceRatio(ContinuousMetric):
    """The emission's variance over the real one."""

    title: ClassVar[str] = "Variance ratio"
    summary: ClassVar[str] = "The variance of what is emitted over the variance of real records."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "of the real variance"
    higher_is_better: ClassVar[bool] = True
    ideal: ClassVar[float | None] = 1.0
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; the n-1 variance of all n emitted records (summed over dimensions) over "
        "the source's exact one where it is known, else over the reference's."
    )
    brief: ClassVar[str] = (
        "The n-1 variance of all n emitted records, summed over dimensions, over the real one."
    )
    high: ClassVar[str] = (
        "At 1 the emission is as wide as the real data; above 1 it spreads too far."
    )
    low: ClassVar[str] = "The emission has narrowed; at 0 all its records are the same."
    reference: ClassVar[str] = "Shumailov et al. 2024"
    scale: ClassVar[bool] = True
    kind: Literal["variance-ratio"] = "variance-ratio"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the real variance.

        Raises RunFailed when it is nothing.
        """
        exact = yardstick.population.variance()
        real = np.array((yield from _variances(yardstick.reference)) if exact is None else exact)
        if not np.all(real > 0):
            raise RunFailed("variance-ratio: the reference records are all the same")

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            emitted = yield from _variances(outcome.emission)
            return np.asarray(emitted / real)

        return measure


def _variances(batch: Batch) -> Steps[FloatArray]:
    """[replicates]: the total variance of a batch."""
    found = []
    for records in in_blocks(batch):
        found.append(total_variance(records))
        yield Tick(len(found) - 1, len(found))
    return np.concatenate(found)


def total_variance(records: FloatArray) -> FloatArray:
    """[replicates]: the trace of the n-1 covariance of [replicates, n, d]; 0 of one record."""
    lost = min(1, records.shape[1] - 1)
    # From the first record on: the mean of equal numbers is not always equal to them.
    return np.asarray((records - records[:, :1]).var(axis=1, ddof=lost).sum(axis=-1))
