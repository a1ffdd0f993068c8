"""Least squares on labels that the generation before gave."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, RecordKind, Records, Steps, Tick
from core.seeding import Streams
from core.sources.base import Source
from core.sources.regression import labelled, regression_log_density

RANK = 1e-12
"""A direction with less than this share of the largest eigenvalue of X'X has no input but rounding;
its weight is 0 (the solution of least norm)."""


@dataclass(frozen=True, slots=True)
class _Normal:
    """Running statistics, the normal equations: X'X [replicates, d, d] and X'y [replicates, d]."""

    inputs: FloatArray
    labels: FloatArray

    def plus(self, other: "_Normal") -> "_Normal":
        return _Normal(self.inputs + other.inputs, self.labels + other.labels)

    def solve(self) -> FloatArray:
        """[replicates, d]: the weights, of least norm where records are too few."""
        inverse = np.linalg.pinv(self.inputs, rcond=RANK, hermitian=True)
        return np.asarray((inverse @ self.labels[:, :, None])[:, :, 0])


def _normal(batch: Batch) -> _Normal:
    if not isinstance(batch, Records):
        raise TypeError("least squares is fitted to records, not to counts")
    present = batch.flat() * batch.mask()[:, :, None]
    inputs = present[:, :, :-1].transpose(0, 2, 1)
    products = inputs @ present
    return _Normal(products[:, :, :-1], products[:, :, -1])


class LeastSquaresModel(Model):
    """Fitted weights for every replicate, and the records whose inputs it labels again."""

    def __init__(self, weights: FloatArray, noise: float, pool: TrainingPool | None) -> None:
        """weights: [replicates, d]; pool: where inputs come from, None for fresh ones."""
        self._weights, self._noise, self._pool = weights, noise, pool

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Inputs, labelled by the fitted weights with fresh noise."""
        yield from ()
        replicates, dimensions = self._weights.shape
        if self._pool is None:
            shape = (replicates, count, dimensions)
            inputs = streams.rng("inputs").standard_normal(shape)
        else:
            inputs = newest_inputs(self._pool, count)
        noise = streams.rng("noise").standard_normal((replicates, count))
        means = (inputs @ self._weights[:, :, None])[:, :, 0]
        return labelled(inputs, means + self._noise * noise)

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: of standard normal inputs, and of labels about their mean."""
        if not isinstance(batch, Records):
            raise TypeError("this model knows records, not counts")
        return regression_log_density(batch.flat(), self._weights, self._noise)

    def parameters(self) -> dict[str, AnyArray]:
        """weights: [replicates, d]."""
        return {"weights": self._weights}


class LeastSquares(Learner):
    """Linear regression that labels the next generation's inputs (Gerstgrasser et al. 2024)."""

    title: ClassVar[str] = "Least squares"
    summary: ClassVar[str] = "Linear weights fitted to the pool; they label the next inputs."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    offers: ClassVar[frozenset[str]] = frozenset({"weights", "log-density"})
    only_from: ClassVar[str | None] = "regression"
    primary: ClassVar[str | None] = "excess-risk"
    kind: Literal["least-squares"] = "least-squares"
    inputs: Literal["same", "fresh"] = Field(
        "same",
        title="Inputs",
        description="Label the training pool's own inputs again, or fresh standard normal ones.",
    )
    noise: float = Field(
        1.0, gt=0, le=1000, title="Label noise",
        description="Standard deviation of emitted labels about their mean: known, never fitted.",
    )  # fmt: skip

    def fewest_records(self, source: Source) -> int:
        """Two more than there are inputs: with fewer the error has no expectation."""
        return int(np.prod(source.record_shape())) + 1

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Solve the normal equations of the whole pool."""
        yield from ()
        weights = pool.total("normal-equations", _normal, _Normal.plus).solve()
        return LeastSquaresModel(weights, self.noise, pool if self.inputs == "same" else None)


def newest_inputs(pool: TrainingPool, count: int) -> FloatArray:
    """[replicates, count, d]: inputs of the pool's newest records, then of older ones, in turn.

    From the start again if they run out; zero for a replicate without records. The newest come
    first, because those of a reservoir would else be taken again every generation.
    """
    held = _newest(pool, count)
    sizes, width = held.sizes()[:, None], held.values().shape[1]
    order = np.argsort(held.weights() == 0, axis=1, kind="stable")
    place = np.arange(count) % np.clip(sizes, 1, width)
    rows = np.arange(pool.replicates)[:, None]
    taken = held.values()[rows, order[rows, place], :-1]
    return np.asarray(taken * (sizes > 0)[:, :, None])


def _newest(pool: TrainingPool, count: int) -> TrainingPool:
    """The newest blocks of a pool, as many as hold `count` records of every replicate."""
    held, needed = np.zeros(pool.replicates), 0
    newest = pool.blocks[::-1]
    for block in newest:
        held, needed = held + block.sizes, needed + 1
        if held.min() >= count:
            break
    return TrainingPool(newest[:needed])
