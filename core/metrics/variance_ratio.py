"""Variance ratio: how much of the real variance an emission keeps."""

from typing import ClassVar, Literal

import numpy as np

from core.errors import RunFailed
from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import ContinuousMetric, features, one_by_one
from core.records import FloatArray, Steps


class VarianceRatio(ContinuousMetric):
    """The emission's variance over the real one."""

    title: ClassVar[str] = "Variance ratio"
    summary: ClassVar[str] = "The variance of what is emitted over the variance of real records."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "of the real variance"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "The n-1 variance (summed over dimensions) over the source's exact one where it is known, "
        "else over the reference's."
    )
    reference: ClassVar[str] = "Shumailov et al. 2024"
    scale: ClassVar[bool] = True
    kind: Literal["variance-ratio"] = "variance-ratio"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the real variance.

        Raises RunFailed when it is nothing.
        """
        yield from ()
        exact = yardstick.population.variance()
        real = np.array(
            [total_variance(records[None])[0] for records in one_by_one(yardstick.reference)]
            if exact is None
            else exact
        )
        if not np.all(real > 0):
            raise RunFailed("variance-ratio: the reference records are all the same")

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            ratio: FloatArray = total_variance(features(outcome.emission)) / real
            return ratio

        return measure


def total_variance(records: FloatArray) -> FloatArray:
    """[replicates]: the trace of the n-1 covariance of [replicates, n, d]."""
    # From the first record on: the mean of equal numbers is not always equal to them.
    return np.asarray((records - records[:, :1]).var(axis=1, ddof=1).sum(axis=-1))
