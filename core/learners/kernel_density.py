"""A Gaussian kernel on every record, whose bandwidth is never chosen again."""

import functools
from collections.abc import Generator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.learners.moments import moments
from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, RecordKind, Records, Steps, Tick
from core.registry import Load
from core.seeding import Streams

TABLE = 2**16
"""Pairs of a point and a record that are scored at a time, as many as a cache has room for."""

PAIRS = 2_000_000
"""Pairs that are scored between two ticks."""


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """A batch as a key of running totals: equal to itself alone, and alive as long as the key."""

    batch: Records

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Points) and self.batch is other.batch

    def __hash__(self) -> int:
        return id(self.batch)


class KernelDensityModel(Model):
    """The records of a pool, each widened by the same kernel."""

    def __init__(self, pool: TrainingPool, bandwidth: float) -> None:
        """Hold the pool and the standard deviation of the kernel."""
        self._pool, self._bandwidth = pool, bandwidth
        self._moments = moments(pool)

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Records of the pool, each as likely as any other, with the kernel's noise."""
        yield from ()
        values, sizes = self._pool.values(), self._pool.sizes()[:, None]
        values = values.reshape(*values.shape[:2], -1)
        place = (streams.rng("component").random((len(values), count)) * sizes).astype(np.int64)
        place = np.minimum(place, np.maximum(sizes - 1, 0))
        if (sizes < values.shape[1]).any():
            order = np.argsort(self._pool.weights() == 0, axis=1, kind="stable")
            place = np.take_along_axis(order, place, axis=1)
        made = streams.rng("noise").standard_normal((len(values), count, values.shape[2]))
        made *= self._bandwidth
        made += np.take_along_axis(values, place[:, :, None], axis=1)
        return Records(RecordKind.VECTORS, made)

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: the exact log density, a sum over every record of the pool.

        Raises TypeError for counts.
        """
        points = _records(batch).flat()
        sums = [self._summed(points, block.batch) for block in self._pool.blocks]
        return self._normed(functools.reduce(np.logaddexp, sums), points)

    def scored(self, batch: Batch) -> Steps[FloatArray]:
        """`log_density` of some records at a time."""
        pairs = sum(block.batch.replicates * _records(block.batch).values.shape[1]
                    for block in self._pool.blocks)  # fmt: skip
        return (yield from self._scored_in_parts(batch, PAIRS // pairs))

    def log_density_again(self, batch: Batch) -> FloatArray:
        """The same, summed over the newest block alone after the pool has grown.

        The pool's last block keeps the sums and the batch alive.
        """
        points = _records(batch)
        name = ("kernels", self._bandwidth, _Points(points))
        flat = points.flat()
        total = self._pool.total(name, lambda block: self._summed(flat, block), np.logaddexp)
        return self._normed(total, flat)

    def _summed(self, points: FloatArray, block: Batch) -> FloatArray:
        return log_kernel_sum(points, _records(block), self._bandwidth)

    def _normed(self, total: FloatArray, points: FloatArray) -> FloatArray:
        """The log density, from the log of the sum of kernels without their constant."""
        norm = 0.5 * points.shape[2] * np.log(2 * np.pi * self._bandwidth**2)
        return np.asarray(total - np.log(np.maximum(self._moments.count, 1))[:, None] - norm)

    def parameters(self) -> dict[str, AnyArray]:
        """Of the density: mean [replicates, d]; covariance [.., d, d], the pool's and h^2 I."""
        widened = self._bandwidth**2 * np.eye(self._moments.mean.shape[1])
        return {"mean": self._moments.mean, "covariance": self._moments.covariance() + widened}


class KernelDensity(Learner):
    """Gaussian kernels of a fixed bandwidth (Parzen 1962)."""

    title: ClassVar[str] = "Kernel density"
    summary: ClassVar[str] = "A normal bump on every record of the pool, its width never re-chosen."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    offers: ClassVar[frozenset[str]] = frozenset({"mean", "covariance", "log-density"})
    kind: Literal["kernel-density"] = "kernel-density"
    bandwidth: float = Field(
        0.5, ge=0.001, le=1000, title="Bandwidth h",
        description="Standard deviation of the kernel, in units of a record.",
    )  # fmt: skip

    def working_memory(self, load: Load) -> int:
        """The pool in one piece, its weights and their order."""
        return 8 * load.replicates * load.blocks * (load.numbers + 2 * load.records)

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Keep the pool; its moments are running totals."""
        yield from ()
        return KernelDensityModel(pool, self.bandwidth)


def log_kernel_sum(points: FloatArray, records: Records, bandwidth: float) -> FloatArray:
    """[replicates, m]: the log of the sum of exp(-d^2 / 2h^2), from points [replicates, m, d].

    Minus infinity for a replicate without records.
    """
    centre = points.mean(axis=1, keepdims=True)  # products of large numbers lose small differences
    at, among = (points - centre) / bandwidth, (records.flat() - centre) / bandwidth
    at, among = _augmented(at, left=True), _augmented(among, left=False)
    if records.keep is not None:
        among[:, :, -1] = np.where(records.keep, among[:, :, -1], -np.inf)
    replicates, width, held = len(at), max(1, TABLE // at.shape[1]), among.shape[1]
    together = max(1, width // held)
    found = np.full(at.shape[:2], -np.inf)
    for low in range(0, replicates, together):
        rows = slice(low, low + together)
        for first in range(0, held, width):
            table = at[rows] @ among[rows, first : first + width].transpose(0, 2, 1)
            found[rows] = np.logaddexp(found[rows], _log_sum(table))
    return found


def _augmented(values: FloatArray, *, left: bool) -> FloatArray:
    """[replicates, n, d + 2], such that left times right is -1/2 of the squared distance."""
    squares = -0.5 * np.einsum("rnd,rnd->rn", values, values)[:, :, None]
    ones = np.ones_like(squares)
    return np.concatenate([values, *((squares, ones) if left else (ones, squares))], axis=2)


def _log_sum(table: FloatArray) -> FloatArray:
    """[replicates, m]: the log of the sum of exp over the last axis; -inf where all are."""
    top = np.maximum(table.max(axis=2, keepdims=True), np.finfo(np.float64).min)
    table -= top
    np.exp(table, out=table)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(table.sum(axis=2)) + top[:, :, 0])


def _records(batch: Batch) -> Records:
    if not isinstance(batch, Records):
        raise TypeError("a kernel density is of records, not of counts")
    return batch
