"""One order of an n-gram model: what follows a context, looked up in sorted tables."""

import numpy as np

from core.learners.gram_counts import Table
from core.records import BoolArray, FloatArray, IntArray


class Level:
    """The words after contexts of order - 1 words, each less its discount."""

    def __init__(self, table: Table, order: int, universe: int, discount: float) -> None:
        """Find where the words of each context begin and end in the table."""
        self._table, self._universe, self._discount = table, universe, discount
        self._contexts_of_one = universe ** (order - 1)
        contexts = table.keys // universe
        starts = np.flatnonzero(np.diff(contexts, prepend=-1))
        self._contexts = contexts[starts]
        self._bounds = np.append(starts, len(contexts))
        held = np.concatenate([[0], np.cumsum(table.counts)])
        self._ends = held[self._bounds]
        # What is left of all counts before each word: a context's words have a range of it.
        self._left = held - discount * np.arange(len(held))

    def draw(
        self, rows: IntArray, contexts: IntArray, chance: FloatArray
    ) -> tuple[IntArray, BoolArray, FloatArray]:
        """The words of those that are drawn here, which those are, and what is left of `chance`.

        A chance below the context's discounted share is drawn here; the others are stretched to
        0 .. 1 again, for the order below.
        """
        place, known = self._find(rows, contexts)
        seen = (self._ends[place + 1] - self._ends[place]).astype(np.float64)
        low, high = self._left[self._bounds[place]], self._left[self._bounds[place + 1]]
        share = np.where(known, (high - low) / seen, 0.0)
        taken = chance < share
        at = np.minimum(low + chance * seen, np.nextafter(high, low))[taken]
        found = np.searchsorted(self._left, at, side="right") - 1
        rest = np.where(taken, 0.0, (chance - share) / np.where(taken, 1.0, 1.0 - share))
        return self._table.keys[found] % self._universe, taken, rest

    def probability(
        self, rows: IntArray, contexts: IntArray, words: IntArray, below: FloatArray
    ) -> FloatArray:
        """The probability of each word, given the one that the order below gives it."""
        place, known = self._find(rows, contexts)
        seen = self._ends[place + 1] - self._ends[place]
        different = self._bounds[place + 1] - self._bounds[place]
        keys, counts = self._table.keys, self._table.counts
        key = self._key(rows, contexts) * self._universe + words
        at = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        count = np.where(keys[at] == key, np.maximum(counts[at] - self._discount, 0.0), 0.0)
        return np.where(known, (count + self._discount * different * below) / seen, below)

    def _find(self, rows: IntArray, contexts: IntArray) -> tuple[IntArray, BoolArray]:
        """Where each context stands, and whether it was ever seen."""
        key = self._key(rows, contexts)
        place = np.minimum(np.searchsorted(self._contexts, key), len(self._contexts) - 1)
        return place, self._contexts[place] == key

    def _key(self, rows: IntArray, contexts: IntArray) -> IntArray:
        """The number of a replicate's context, as long as this order takes it."""
        many = self._contexts_of_one
        return np.asarray(rows * many + contexts % many)


class Lowest:
    """The words without a context: their frequencies, mixed with all words alike.

    Ids stand in their order, but for the end, which comes last: whoever must not draw it stops
    before it.
    """

    def __init__(self, table: Table, replicates: int, universe: int, uniform: float) -> None:
        """Add the frequencies up, in every replicate."""
        counts = np.zeros((replicates, universe))
        counts.ravel()[table.keys] = table.counts
        frequencies = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        self._chances = (1.0 - uniform) * frequencies + uniform / universe
        sums = np.cumsum(np.roll(self._chances, -1, axis=1), axis=1)
        sums[:, -1] = 1.0
        self._sums = (sums + np.arange(replicates)[:, None]).ravel()
        self._before_end = sums[:, -2]

    def draw(self, rows: IntArray, chance: FloatArray, *, first: bool) -> IntArray:
        """The word that each chance stands for; never an end where it would come first."""
        universe = self._chances.shape[1]
        most = rows + (self._before_end[rows] if first else 1.0)
        at = np.minimum(rows + chance, np.nextafter(most, rows))
        found = np.searchsorted(self._sums, at, side="right") - rows * universe
        return np.asarray((found + 1) % universe)

    def probability(self, rows: IntArray, words: IntArray) -> FloatArray:
        """The probability of each word."""
        chances: FloatArray = self._chances[rows, words]
        return chances
