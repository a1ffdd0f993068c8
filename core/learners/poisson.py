"""Independent Poisson rates: a count that is nowhere in the pool is never emitted again."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from core.learners.base import Learner, Model
from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, RecordKind, Records, Steps, Tick
from core.seeding import Streams
from core.sources.poisson import poisson_log_density


@dataclass(frozen=True, slots=True)
class _Sums:
    """Running statistics: how many records [replicates], and the sum of their counts [.., d].

    Counts are whole numbers, so that the sums are exact.
    """

    records: FloatArray
    counts: FloatArray

    def plus(self, other: "_Sums") -> "_Sums":
        return _Sums(self.records + other.records, self.counts + other.counts)


def _sums(batch: Batch) -> _Sums:
    if not isinstance(batch, Records):
        raise TypeError("Poisson rates are fitted to records, not to a table of types")
    present = batch.mask().astype(np.float64)
    counts = (present[:, None, :] @ batch.flat())[:, 0, :]
    return _Sums(present.sum(axis=1), counts)


class PoissonModel(Model):
    """Rates for every replicate."""

    def __init__(self, rates: FloatArray) -> None:
        """rates: [replicates, d]; 0 for one that has died out."""
        self._rates = rates

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Poisson counts, as float64."""
        yield from ()
        replicates, dimensions = self._rates.shape
        shape = (replicates, count, dimensions)
        drawn = streams.rng("counts").poisson(self._rates[:, None, :], shape)
        return Records(RecordKind.VECTORS, drawn.astype(np.float64))

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: the log probability of each record's counts."""
        if not isinstance(batch, Records):
            raise TypeError("this model knows records, not a table of types")
        return poisson_log_density(batch.flat(), self._rates[:, None, :])

    def parameters(self) -> dict[str, AnyArray]:
        """rates: [replicates, d]."""
        return {"rates": self._rates}


class Poisson(Learner):
    """Maximum-likelihood rates (Suresh et al. 2024)."""

    title: ClassVar[str] = "Poisson rates"
    summary: ClassVar[str] = "Independent counts, each with its mean in the training pool."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    offers: ClassVar[frozenset[str]] = frozenset({"rates", "log-density"})
    only_from: ClassVar[str | None] = "poisson"
    primary: ClassVar[str | None] = "survival"
    kind: Literal["poisson"] = "poisson"

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """The mean of each count over the pool; 0 for a replicate without records."""
        yield from ()
        total = pool.total("sums", _sums, _Sums.plus)
        return PoissonModel(total.counts / np.maximum(total.records, 1)[:, None])
