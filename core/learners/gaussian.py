"""A Gaussian fitted in closed form."""

from collections.abc import Generator
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.learners.moments import moments
from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, RecordKind, Records, Steps, Tick
from core.seeding import Streams

DEAD = 1e-12
"""A direction with less than this share of the largest variance has none but rounding."""
ROUNDING = 1e-15
"""What rounding alone spreads records by, relative to their mean."""
LEAST = 1e-200
"""The variance that stands for none at all."""


class GaussianModel(Model):
    """A mean and a covariance for every replicate."""

    def __init__(self, mean: FloatArray, covariance: FloatArray, diagonal: bool = False) -> None:
        """mean: [replicates, d]; covariance: [replicates, d, d], uncorrelated if diagonal."""
        self._mean, self._covariance = mean, covariance
        self._diagonal = diagonal or mean.shape[1] == 1

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Normal records, by the symmetric square root of the covariance."""
        yield from ()
        replicates, dimensions = self._mean.shape
        values = streams.rng("noise").standard_normal((replicates, count, dimensions))
        if self._diagonal:
            variance = np.diagonal(self._covariance, axis1=1, axis2=2)
            values *= np.sqrt(np.maximum(variance, 0.0))[:, None, :]
        else:
            values = values @ root(self._covariance)
        values += self._mean[:, None, :]
        return Records(RecordKind.VECTORS, values)

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: the normal log density.

        Where the covariance has no variance but rounding, that much stands in for it: the density
        of a collapsed Gaussian is huge on its records, next to nothing elsewhere, and finite.
        Raises TypeError for counts.
        """
        if not isinstance(batch, Records):
            raise TypeError("a Gaussian has a density of records, not of counts")
        variance, axes = np.linalg.eigh(self._covariance)
        least = DEAD * variance[:, -1] + ((ROUNDING * self._mean) ** 2).sum(axis=1) + LEAST
        variance = np.maximum(variance, least[:, None])
        apart = (batch.flat() - self._mean[:, None, :]) @ axes
        apart /= np.sqrt(variance)[:, None, :]
        squares = np.einsum("rnd,rnd->rn", apart, apart)
        norm = np.log(2 * np.pi * variance).sum(axis=1)
        return np.asarray(-0.5 * (squares + norm[:, None]))

    def parameters(self) -> dict[str, AnyArray]:
        """mean: [replicates, d]; covariance: [replicates, d, d]."""
        return {"mean": self._mean, "covariance": self._covariance}


class Gaussian(Learner):
    """Mean and covariance of the pool (Shumailov et al. 2024; Kazdan et al. 2024)."""

    title: ClassVar[str] = "Gaussian"
    summary: ClassVar[str] = "A normal distribution with the pool's mean and covariance."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    offers: ClassVar[frozenset[str]] = frozenset({"mean", "covariance", "log-density"})
    kind: Literal["gaussian"] = "gaussian"
    estimator: Literal["maximum-likelihood", "unbiased"] = Field(
        "maximum-likelihood",
        title="Variance estimator",
        description="Divide by N (maximum likelihood) or by N - 1 (unbiased).",
    )
    covariance: Literal["full", "diagonal"] = Field(
        "full",
        title="Covariance",
        description="With correlations (full) or variances alone (diagonal).",
    )

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Add up each block's moments, in block order."""
        yield from ()
        found = moments(pool)
        diagonal = self.covariance == "diagonal"
        covariance = found.covariance(lost=0 if self.estimator == "maximum-likelihood" else 1)
        if diagonal:
            covariance = covariance * np.eye(covariance.shape[-1])
        return GaussianModel(found.mean, covariance, diagonal)


def root(covariance: FloatArray) -> FloatArray:
    """The symmetric square root of [..., d, d]; rounding below zero counts as zero."""
    values, vectors = np.linalg.eigh(covariance)
    scaled: FloatArray = vectors * np.sqrt(np.maximum(values, 0.0))[..., None, :]
    return np.asarray(scaled @ vectors.swapaxes(-1, -2))
