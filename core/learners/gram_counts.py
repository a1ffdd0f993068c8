"""Counts of n-grams as sorted tables, which add up over blocks: running statistics of text.

An n-gram is one whole number: its replicate and then its words, as digits to the base of the
universe of ids. Before its first word a record has zeros, so that each word, and each end, is the
last of exactly one n-gram; tables of lower orders follow from the highest.
"""

from dataclasses import dataclass

import numpy as np

from core.errors import RunFailed
from core.pool import TrainingPool
from core.records import AnyArray, Batch, BoolArray, IntArray, RecordKind, Records, Steps, Tick

TOGETHER = 50_000
"""Words that are counted between two ticks."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """keys: [n-grams] ascending; counts: [n-grams], how often each was seen."""

    keys: IntArray
    counts: IntArray

    def plus(self, other: "Table") -> "Table":
        """Both tables in one."""
        keys = np.concatenate([self.keys, other.keys])
        counts = np.concatenate([self.counts, other.counts])
        return _merged(keys, counts, np.argsort(keys, kind="stable"))  # quick on two sorted runs


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """The n-grams of every replicate's pool, and how they are numbered.

    tables: one after the other, each of some replicates.
    """

    tables: tuple[Table, ...]
    kind: RecordKind
    order: int
    universe: int
    replicates: int
    length: int

    def of_order(self, order: int) -> Steps[Table]:
        """All n-grams of so many words: the last ones of each."""
        tables = self.tables
        if order < self.order:
            found = []
            for place, table in enumerate(tables):
                rows, words = np.divmod(table.keys, self.universe**self.order)
                keys = rows * self.universe**order + words % self.universe**order
                found.append(_merged(keys, table.counts, np.argsort(keys)))
                yield Tick(place + 1, len(tables))
            tables = tuple(found)
        keys = np.concatenate([table.keys for table in tables])
        return Table(keys, np.concatenate([table.counts for table in tables]))

    def later(self, contexts: IntArray, words: AnyArray) -> IntArray:
        """The contexts after one word more: of each the last order - 1 words."""
        return _later(contexts, words, self.order, self.universe)

    def places(self, values: AnyArray) -> tuple[IntArray, IntArray, BoolArray]:
        """[replicates, records, length]: contexts, words, and where a word or an end is said."""
        contexts = np.zeros(values.shape, dtype=np.int64)
        for place in range(1, values.shape[2]):
            contexts[:, :, place] = self.later(contexts[:, :, place - 1], values[:, :, place - 1])
        return contexts, values.astype(np.int64), said(values)


def gram_counts(pool: TrainingPool, order: int) -> Steps[Grams]:
    """The pool's n-grams, some replicates at a time.

    Raises RunFailed where they are too many to be numbered.
    """
    first = pool.blocks[0].batch
    assert isinstance(first, Records)
    universe, (replicates, records, length) = first.universe, first.values.shape
    if replicates * universe**order >= 2**63:
        raise RunFailed(
            f"n-gram: order {order} over {universe} words in {replicates} replicates is more than "
            "can be counted; lower the order, the listed words or the replicates"
        )
    tables, some = [], max(1, TOGETHER // (records * length))
    for start in range(0, replicates, some):
        rows = slice(start, start + some)

        def summarise(batch: Batch, rows: slice = rows) -> Table:
            assert isinstance(batch, Records)
            return _of_batch(batch, rows, order)

        tables.append(pool.total(("n-grams", order, start, some), summarise, Table.plus))
        yield Tick(min(start + some, replicates), replicates)
    return Grams(tuple(tables), first.kind, order, universe, replicates, length)


def said(values: AnyArray) -> BoolArray:
    """Where in [..., length] a word is said, or the end that comes right after the last."""
    found = np.ones(values.shape, dtype=np.bool_)
    found[..., 1:] = values[..., :-1] > 0
    return found


def _of_batch(batch: Records, rows: slice, order: int) -> Table:
    """The n-grams of some replicates' records."""
    values = batch.values[rows]
    number = np.arange(batch.replicates)[rows, None]
    context = np.zeros(values.shape[:2], dtype=np.int64)
    there = said(values) & batch.mask()[rows, :, None]
    keys = []
    for place in range(values.shape[2]):
        words = values[:, :, place].astype(np.int64)
        whole = (number * batch.universe ** (order - 1) + context) * batch.universe + words
        keys.append(whole[there[:, :, place]])
        context = _later(context, words, order, batch.universe)
    every = np.sort(np.concatenate(keys))
    new = np.flatnonzero(np.diff(every, prepend=-1))
    return Table(every[new], np.diff(np.append(new, len(every))))


def _later(contexts: IntArray, words: AnyArray, order: int, universe: int) -> IntArray:
    return np.asarray((contexts * universe + words) % universe ** (order - 1))


def _merged(keys: IntArray, counts: IntArray, order: IntArray) -> Table:
    """The keys in this ascending order, each once, with the sum of its counts."""
    ordered = keys[order]
    new = np.flatnonzero(np.diff(ordered, prepend=-1))
    if not len(new):
        return Table(keys, counts)
    return Table(ordered[new], np.add.reduceat(counts[order], new))
