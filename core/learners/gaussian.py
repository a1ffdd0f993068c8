"""A Gaussian fitted in closed form."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, RecordKind, Records, Steps, Tick
from core.seeding import Streams


@dataclass(frozen=True, slots=True)
class _Moments:
    """Running statistics: count [replicates], mean [.., d], scatter about the mean [.., d, d].

    Combined pairwise (Chan et al. 1983): a plain sum of squares would lose a collapsed variance
    to rounding.
    """

    count: FloatArray
    mean: FloatArray
    scatter: FloatArray

    def plus(self, other: "_Moments") -> "_Moments":
        count = self.count + other.count
        weight = other.count / np.maximum(count, 1)
        step = other.mean - self.mean
        between = (self.count * weight)[:, None, None] * step[:, :, None] * step[:, None, :]
        mean = self.mean + weight[:, None] * step
        return _Moments(count, mean, self.scatter + other.scatter + between)


def _moments(batch: Batch) -> _Moments:
    if not isinstance(batch, Records):
        raise TypeError("a Gaussian is fitted to records, not to counts")
    values, weights = batch.flat(), batch.mask().astype(np.float64)[:, :, None]
    count = weights.sum(axis=(1, 2))
    mean = (values * weights).sum(axis=1) / np.maximum(count, 1)[:, None]
    centred = (values - mean[:, None, :]) * weights
    return _Moments(count, mean, centred.transpose(0, 2, 1) @ centred)


class GaussianModel(Model):
    """A mean and a covariance for every replicate."""

    def __init__(self, mean: FloatArray, covariance: FloatArray) -> None:
        """mean: [replicates, d]; covariance: [replicates, d, d]."""
        self._mean, self._covariance = mean, covariance

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Normal records, by the symmetric square root of the covariance."""
        yield from ()
        replicates, dimensions = self._mean.shape
        noise = streams.rng("noise").standard_normal((replicates, count, dimensions))
        values = self._mean[:, None, :] + noise @ _root(self._covariance)
        return Records(RecordKind.VECTORS, values)

    def parameters(self) -> dict[str, AnyArray]:
        """mean: [replicates, d]; covariance: [replicates, d, d]."""
        return {"mean": self._mean, "covariance": self._covariance}


class Gaussian(Learner):
    """Mean and full covariance of the pool (Shumailov et al. 2024; Kazdan et al. 2024)."""

    title: ClassVar[str] = "Gaussian"
    summary: ClassVar[str] = "A normal distribution with the pool's mean and covariance."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    offers: ClassVar[frozenset[str]] = frozenset({"mean", "covariance"})
    kind: Literal["gaussian"] = "gaussian"
    estimator: Literal["maximum-likelihood", "unbiased"] = Field(
        "maximum-likelihood",
        title="Variance estimator",
        description="Divide by N (maximum likelihood) or by N - 1 (unbiased).",
    )

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Add up each block's moments, in block order, so that a resumed run repeats the sums."""
        yield from ()
        moments = pool.total("moments", _moments, _Moments.plus)
        lost = 0 if self.estimator == "maximum-likelihood" else 1
        divisor = np.maximum(moments.count - lost, 1)[:, None, None]
        return GaussianModel(moments.mean, moments.scatter / divisor)


def _root(covariance: FloatArray) -> FloatArray:
    """The symmetric square root; rounding below zero counts as zero."""
    if covariance.shape[-1] == 1:
        return np.asarray(np.sqrt(np.maximum(covariance, 0.0)))
    values, vectors = np.linalg.eigh(covariance)
    scaled: FloatArray = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    root: FloatArray = scaled @ vectors.transpose(0, 2, 1)
    return root
