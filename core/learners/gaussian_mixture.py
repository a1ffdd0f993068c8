"""A mixture of Gaussians fitted by expectation maximisation."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.learners.expectation_maximisation import (
    STARTS,
    Mixture,
    candidates_of,
    features_of,
    improved,
    joined,
    log_density,
    seeds,
    start,
)
from core.learners.gaussian import LEAST, ROUNDING, root
from core.learners.moments import moments
from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, RecordKind, Records, Steps, Tick
from core.registry import Load
from core.seeding import Streams
from core.sources.base import Source

SLAB = 2**16
"""Numbers in one array of a round: as many replicates at a time as a cache has room for."""


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    """A pool's own units, in which it has mean 0 and variance 1: centre and scale [replicates, d].

    A column without spread has the scale that rounding gives it.
    """

    centre: FloatArray
    scale: FloatArray

    @classmethod
    def of(cls, pool: TrainingPool) -> "_Units":
        """The units of a pool."""
        found = moments(pool)
        variance = np.diagonal(found.covariance(), axis1=1, axis2=2)
        least = (ROUNDING * found.mean) ** 2 + LEAST
        return cls(found.mean, np.sqrt(np.maximum(variance, least)))

    def into(self, values: AnyArray, rows: slice = slice(None)) -> FloatArray:
        """[replicates, d, records] in these units, of [replicates, records, d]."""
        inside = (values - self.centre[rows, None, :]) / self.scale[rows, None, :]
        return np.ascontiguousarray(inside.transpose(0, 2, 1))


class GaussianMixtureModel(Model):
    """A mixture for every replicate, in the units of its pool."""

    def __init__(self, mixture: Mixture, units: _Units) -> None:
        """Hold the mixture, and how to get back to the records' own units."""
        self._mixture, self._units = mixture, units

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Choose each record's component by the shares, then add the component's own noise."""
        replicates, components, dimensions = self._mixture.means.shape
        uniform = streams.rng("component").random((replicates, count, 1))
        noise = streams.rng("noise").standard_normal((replicates, count, dimensions))
        # The last bound is above every number drawn, whatever rounding did to the sum of shares.
        bounds = np.cumsum(self._mixture.shares, axis=1)[:, None, :-1]
        chosen = (uniform >= bounds).sum(axis=2)[:, :, None]
        values, spread = np.empty_like(noise), root(self._mixture.covariances)
        for place in range(components):
            made = noise @ spread[:, place]
            made += self._mixture.means[:, None, place]
            np.copyto(values, made, where=chosen == place)
            yield Tick(place + 1, components)
        values *= self._units.scale[:, None, :]
        values += self._units.centre[:, None, :]
        return Records(RecordKind.VECTORS, values)

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: the mixture's log density.

        Raises TypeError for counts.
        """
        if not isinstance(batch, Records):
            raise TypeError("a Gaussian mixture has a density of records, not of counts")
        values, mixture = batch.flat(), self._mixture
        found = [
            log_density(mixture.at(rows), self._units.into(values[rows], rows))
            for rows in _slabs(values, mixture.shares.shape[1])
        ]
        volume: FloatArray = np.log(self._units.scale).sum(axis=1)
        return np.concatenate(found) - volume[:, None]

    def parameters(self) -> dict[str, AnyArray]:
        """mean [replicates, d] and covariance [.., d, d] of the whole mixture, and its components'.

        shares: [replicates, K]; centres: [replicates, K, d].
        """
        mixture, scale = self._mixture, self._units.scale
        shares = mixture.shares[:, :, None]
        mean = (shares * mixture.means).sum(axis=1)
        off = mixture.means - mean[:, None, :]
        inside = mixture.covariances + off[..., :, None] * off[..., None, :]
        covariance = (shares[..., None] * inside).sum(axis=1)
        return {
            "mean": self._units.centre + scale * mean,
            "covariance": covariance * scale[:, :, None] * scale[:, None, :],
            "shares": mixture.shares,
            "centres": self._units.centre[:, None, :] + scale[:, None, :] * mixture.means,
        }


class GaussianMixture(Learner):
    """Gaussians with full covariances and shares (Dempster, Laird and Rubin 1977)."""

    title: ClassVar[str] = "Gaussian mixture"
    summary: ClassVar[str] = "Several normal distributions with shares, fitted by EM."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    offers: ClassVar[frozenset[str]] = frozenset(
        {"mean", "covariance", "shares", "centres", "log-density"}
    )
    kind: Literal["gaussian-mixture"] = "gaussian-mixture"
    components: int = Field(
        8, ge=1, le=32, title="Components", description="Normal distributions in the mixture."
    )
    iterations: int = Field(
        30, ge=1, le=200, title="EM iterations", description="Rounds of every fit, in every arm."
    )

    def working_memory(self, load: Load) -> int:
        """The pool and its weights in one piece, and three tables of components by records."""
        pool = load.replicates * load.blocks * (load.numbers + load.records)
        return 8 * (pool + 3 * max(SLAB, load.blocks * load.records * self.components))

    def fewest_records(self, source: Source) -> int:
        """Two for each component."""
        return 2 * self.components

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Start from the best of several sets of seeds and improve; no fit starts from another."""
        values, weights, units = pool.values(), pool.weights(), _Units.of(pool)
        values = values.reshape(*values.shape[:2], -1)
        shape = (len(values), STARTS, self.components, candidates_of(self.components))
        uniforms, fitted = streams.rng("start").random(shape), []
        slabs = _slabs(values, self.components)
        ticks = _ticks(len(slabs) * (STARTS + self.iterations))
        for rows in slabs:
            points = units.into(values[rows], rows)
            present = None if weights[rows].all() else weights[rows]
            best = seeds(points, present, uniforms[rows, 0])
            yield next(ticks)
            for place in range(1, STARTS):
                best = best.better(seeds(points, present, uniforms[rows, place]))
                yield next(ticks)
            mixture = start(best.places, points, present)
            for _ in range(self.iterations):
                mixture = improved(mixture, points, present)
                yield next(ticks)
            fitted.append(mixture)
        return GaussianMixtureModel(joined(fitted), units)


def _ticks(total: int) -> Iterator[Tick]:
    return (Tick(done, total) for done in range(1, total + 1))


def _slabs(values: FloatArray, components: int) -> "list[slice]":
    """Some replicates at a time, of [replicates, records, d]."""
    replicates, count, dimensions = values.shape
    held = max(1, SLAB // (count * max(components, features_of(dimensions))))
    return [slice(low, low + held) for low in range(0, replicates, held)]
