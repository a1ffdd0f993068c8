"""An n-gram model with back-off: each word is drawn from those that followed the last few words."""

from collections.abc import Generator
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.learners.gram_counts import Grams, gram_counts
from core.learners.gram_levels import Level, Lowest
from core.pool import TrainingPool
from core.records import OF_TOKENS, Batch, FloatArray, IntArray, RecordKind, Records, Steps, Tick
from core.registry import Load
from core.seeding import Streams

DRAWS = 50_000
"""Words that are drawn between two ticks."""


class NGramModel(Model):
    """Absolute discounting, interpolated, for every replicate (Ney, Essen and Kneser 1994).

    In a context of m - 1 words that was seen N times, before T different words, a word seen c
    times after it has the probability (max(c - d, 0) + d T P(word | one word less)) / N; in one
    never seen, that of one word less. Without any context it is (1 - u) c / N + u / V. The end of
    a record counts as a word, and cannot come first.
    """

    def __init__(self, grams: Grams, levels: "list[Level]", lowest: Lowest) -> None:
        """levels: of the highest order first, down to the second."""
        self._grams, self._levels, self._lowest = grams, levels, lowest
        start = np.zeros(grams.replicates, dtype=np.int64)
        self._empty = self._probability(np.arange(grams.replicates), start, start)

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Word after word in all records at once, until each has ended or its row is full."""
        grams = self._grams
        values = np.zeros((grams.replicates * count, grams.length), dtype=np.uint16)
        active = np.arange(len(values))
        context = np.zeros(len(values), dtype=np.int64)
        for step in range(grams.length):
            uniforms = streams.rng(f"word-{step}").random((grams.replicates, count)).ravel()
            for some in np.array_split(active, len(active) // DRAWS + 1):
                rows, chance = some // count, uniforms[some]
                if step == 0:
                    chance = chance * (1.0 - self._empty[rows])
                values[some, step] = self._drawn(rows, context[some], chance, first=step == 0)
                yield Tick(step, grams.length)
            context[active] = grams.later(context[active], values[active, step])
            active = active[values[active, step] > 0]
            if not len(active):
                break
        return Records(grams.kind, values.reshape(-1, count, grams.length), universe=grams.universe)

    def _drawn(
        self, rows: IntArray, context: IntArray, chance: FloatArray, *, first: bool
    ) -> IntArray:
        """The word that each uniform `chance` stands for: of the longest context, or of less."""
        words = np.zeros(len(rows), dtype=np.int64)
        left = np.arange(len(rows))
        for level in self._levels:
            found, taken, chance = level.draw(rows[left], context[left], chance)
            words[left[taken]] = found
            left, chance = left[~taken], chance[~taken]
        words[left] = self._lowest.draw(rows[left], chance, first=first)
        return words

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: the log probability of each record, its end included.

        One that fills its row has no end; -inf for what the model cannot emit.
        """
        if not isinstance(batch, Records):
            raise TypeError("this model knows text, not counts")
        contexts, words, said = self._grams.places(batch.values)
        rows = np.broadcast_to(np.arange(len(said))[:, None, None], said.shape)[said]
        with np.errstate(divide="ignore"):
            logs = np.zeros(said.shape)
            logs[said] = np.log(self._probability(rows, contexts[said], words[said]))
            return np.asarray(logs.sum(axis=2) - np.log1p(-self._empty)[:, None])

    def scored(self, batch: Batch) -> Steps[FloatArray]:
        """`log_density` of some records at a time."""
        grams = self._grams
        return (yield from self._scored_in_parts(batch, DRAWS // (grams.replicates * grams.length)))

    def _probability(self, rows: IntArray, contexts: IntArray, words: IntArray) -> FloatArray:
        """The probability of each word after its context, before an end is ruled out at first."""
        chance = self._lowest.probability(rows, words)
        for level in reversed(self._levels):
            chance = level.probability(rows, contexts, words, chance)
        return chance


class NGram(Learner):
    """Interpolated absolute discounting over the last words (Ney, Essen and Kneser 1994)."""

    title: ClassVar[str] = "n-gram"
    summary: ClassVar[str] = (
        "Draws each word from those that followed the last few words in training, and now and then "
        "from those that followed fewer of them. Of what is spelled, each letter."
    )
    accepts: ClassVar[frozenset[RecordKind]] = frozenset(OF_TOKENS)
    offers: ClassVar[frozenset[str]] = frozenset({"log-density"})
    kind: Literal["n-gram"] = "n-gram"
    order: int = Field(
        3, ge=1, le=4, title="Order",
        description="Words in a row that are counted: 3 looks back at the last two. 1 draws words "
        "without looking back.",
    )  # fmt: skip
    discount: float = Field(
        0.75, ge=0, le=1, title="Discount d",
        description="Taken off the count of each word that followed a context, and given to the "
        "words that followed a shorter one. With 0 shorter ones matter only where a context was "
        "never seen; with 1 what followed it but once counts for nothing.",
    )  # fmt: skip
    uniform: float = Field(
        0.01, ge=0, le=1, title="Uniform share u",
        description="Share of the whole vocabulary, each word alike, where no context is looked "
        "at. 0 emits only words that were trained on.",
    )  # fmt: skip

    def offered(self) -> frozenset[str]:
        """Its loss is finite only where no word is impossible."""
        reaches_down = self.discount > 0 or self.order == 1
        finite = self.uniform > 0 and reaches_down
        return self.offers | ({"finite-loss"} if finite else frozenset())

    def working_memory(self, load: Load) -> int:
        """The tables of all orders, had no n-gram come twice, and copies while they are sorted."""
        return 8 * load.replicates * load.numbers * load.blocks * (6 + 4 * self.order)

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Count the pool's n-grams."""
        grams = yield from gram_counts(pool, self.order)
        levels = []
        for order in range(self.order, 1, -1):
            table = yield from grams.of_order(order)
            levels.append(Level(table, order, grams.universe, self.discount))
            yield Tick(len(levels), self.order)
        table = yield from grams.of_order(1)
        lowest = Lowest(table, grams.replicates, grams.universe, self.uniform)
        return NGramModel(grams, levels, lowest)
