"""The first two moments of a pool as running statistics: a pool that grew sums its newest block."""

from dataclasses import dataclass

import numpy as np

from core.pool import TrainingPool
from core.records import Batch, FloatArray, Records


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """count [replicates], mean [replicates, d], scatter about the mean [replicates, d, d].

    Combined pairwise (Chan et al. 1983): a plain sum of squares would lose a collapsed variance
    to rounding.
    """

    count: FloatArray
    mean: FloatArray
    scatter: FloatArray

    def plus(self, other: "Moments") -> "Moments":
        """The moments of these records and the others together."""
        count = self.count + other.count
        weight = other.count / np.maximum(count, 1)
        step = other.mean - self.mean
        between = (self.count * weight)[:, None, None] * step[:, :, None] * step[:, None, :]
        mean = self.mean + weight[:, None] * step
        return Moments(count, mean, self.scatter + other.scatter + between)

    def covariance(self, lost: int = 0) -> FloatArray:
        """[replicates, d, d]: the scatter over the count less the degrees of freedom lost."""
        return np.asarray(self.scatter / np.maximum(self.count - lost, 1)[:, None, None])


def moments(pool: TrainingPool) -> Moments:
    """The moments of a pool's records, summed in block order: a resumed run repeats them exactly.

    Raises TypeError for a pool of counts.
    """
    return pool.total("moments", _of_batch, Moments.plus)


def _of_batch(batch: Batch) -> Moments:
    if not isinstance(batch, Records):
        raise TypeError("moments are taken of records, not of counts")
    values = batch.flat()
    count = batch.sizes().astype(np.float64)
    weights = None if batch.keep is None else batch.keep[:, :, None].astype(np.float64)
    total = values.sum(axis=1) if weights is None else (values * weights).sum(axis=1)
    mean = total / np.maximum(count, 1)[:, None]
    centred = values - mean[:, None, :]
    if weights is not None:
        centred *= weights
    return Moments(count, mean, _scatter(centred))


def _scatter(centred: FloatArray) -> FloatArray:
    """[replicates, d, d]: the sum of outer products of [replicates, records, d]."""
    if centred.shape[-1] == 1:  # a matrix product a replicate costs five times this sum
        return np.asarray(np.einsum("rnd,rnd->rd", centred, centred)[:, :, None])
    return np.asarray(centred.transpose(0, 2, 1) @ centred)
