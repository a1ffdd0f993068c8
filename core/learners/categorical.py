"""Categorical frequencies, unsmoothed: a type that is not in the pool is never emitted again."""

from collections.abc import Generator
from typing import ClassVar, Literal

import numpy as np

from core.learners.base import Learner, Model
from core.pool import TrainingPool
from core.records import AnyArray, Batch, Counts, FloatArray, IntArray, RecordKind, Steps, Tick
from core.seeding import Streams


class CategoricalModel(Model):
    """The relative frequencies of a pool, for every replicate."""

    def __init__(self, counts: Counts) -> None:
        """Hold the pool's counts; the frequencies follow from them."""
        self._counts = counts
        self._frequencies = counts.frequencies()

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Counts]:
        """Multinomial counts; a type of frequency 0 uses up no random number."""
        yield from ()
        drawn = multinomial(count, self._frequencies, streams.rng("types"))
        return Counts(self._counts.universe, self._counts.types, drawn).compact()

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, columns]: the log probability of each column's type; -inf for extinct."""
        if not isinstance(batch, Counts):
            raise TypeError("this model knows counts, not records")
        held = self._counts.at(batch.types)
        shares = held / np.maximum(self._counts.sizes(), 1)[:, None]
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(shares))

    def parameters(self) -> dict[str, AnyArray]:
        """frequencies: [replicates, columns], of the types in the pool; types: [columns]."""
        return {"frequencies": self._frequencies, "types": self._counts.types}


class Categorical(Learner):
    """Maximum-likelihood frequencies (Seddik et al. 2024)."""

    title: ClassVar[str] = "Categorical frequencies"
    summary: ClassVar[str] = "Emits each type as often as the training pool holds it; no smoothing."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.COUNTS})
    offers: ClassVar[frozenset[str]] = frozenset({"frequencies", "types", "log-density"})
    kind: Literal["categorical"] = "categorical"

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Count the pool."""
        yield from ()
        return CategoricalModel(pool.counts())


def multinomial(count: int, frequencies: FloatArray, rng: np.random.Generator) -> IntArray:
    """Counts of `count` draws, [replicates, columns], from frequencies of that shape.

    NumPy gives its last column what is left over, without a draw. An empty column put last makes
    a replicate's draws independent of the columns that other replicates bring, and keeps rounding
    from waking an extinct type: whatever lands there goes to the commonest one.
    """
    drawn = rng.multinomial(count, np.pad(frequencies, ((0, 0), (0, 1))))
    rows = np.arange(len(drawn))
    drawn[rows, frequencies.argmax(axis=1)] += drawn[:, -1]
    return drawn[:, :-1]
