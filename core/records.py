"""Records of every replicate at once: one by one, or categories as counts."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
AnyArray: TypeAlias = NDArray[Any]

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Tick:
    """A sign of life from slow work: `done` of `total` steps, at least every 100 ms.

    loss: of a step of training, the mean over replicates.
    """

    done: int
    total: int
    loss: float | None = None


Steps: TypeAlias = Generator[Tick, None, Result]
"""Slow work as an iterator of ticks that returns its result."""


class RecordKind(StrEnum):
    """What one record is."""

    VECTORS = "vectors"
    IMAGES = "images"
    COUNTS = "counts"
    TEXT = "text"
    NAMES = "names"
    LINES = "lines"


SPELLED = (RecordKind.NAMES, RecordKind.LINES)
"""Kinds of records that are rows of ids of letters."""
OF_TOKENS = (RecordKind.TEXT, *SPELLED)
"""Kinds of records that are rows of ids: of words, or of letters."""


@dataclass(frozen=True, slots=True)
class Records:
    """Vectors, images, text or what is spelled, one by one.

    values: [replicates, records, *shape], float64 for vectors, uint8 for images and uint16 for
    rows of ids of words or of letters, 0 where a record has ended.
    keep: [replicates, records], which of them are there; None when all are.
    universe: of such rows, how many ids there are, 0 among them.
    """

    kind: RecordKind
    values: AnyArray
    keep: BoolArray | None = None
    universe: int = 0

    @property
    def replicates(self) -> int:
        """How many replicates the batch holds."""
        return int(self.values.shape[0])

    def mask(self) -> BoolArray:
        """[replicates, records]: True where a record is there."""
        if self.keep is not None:
            return self.keep
        return np.ones(self.values.shape[:2], dtype=np.bool_)

    def sizes(self) -> IntArray:
        """[replicates]: how many records each replicate holds."""
        if self.keep is not None:
            return np.asarray(self.keep.sum(axis=1), dtype=np.int64)
        return np.full(self.replicates, self.values.shape[1], dtype=np.int64)

    def flat(self) -> FloatArray:
        """[replicates, records, features] as float64, each record laid flat."""
        return self.values.reshape(*self.values.shape[:2], -1).astype(np.float64, copy=False)

    def first(self, count: int) -> "Records":
        """The first `count` records of each replicate, those that are there coming first."""
        if self.keep is None:
            return self.having(self.values[:, :count])
        order = np.argsort(~self.keep, axis=1, kind="stable")[:, :count]
        rows = np.arange(self.replicates)[:, None]
        keep = self.keep[rows, order]
        return self.having(self.values[rows, order], None if keep.all() else keep)

    def having(self, values: AnyArray, keep: BoolArray | None = None) -> "Records":
        """Other records of the same kind."""
        return replace(self, values=values, keep=keep)

    def of_replicate(self, replicate: int) -> AnyArray:
        """[records, *shape]: what one replicate holds."""
        values: AnyArray = self.values[replicate]
        return values if self.keep is None else values[self.keep[replicate]]

    def arrays(self) -> dict[str, AnyArray]:
        """The batch as named arrays, for a run file."""
        present: dict[str, AnyArray] = {"values": self.values}
        if self.keep is not None:
            present["keep"] = self.keep
        if self.kind in OF_TOKENS:
            present["universe"] = np.array(self.universe)
        return present


@dataclass(frozen=True, slots=True)
class Counts:
    """Categories as counts by type; only types alive in some replicate have a column.

    types: [columns], ascending indices into the source's `universe` of types.
    counts: [replicates, columns].
    """

    universe: int
    types: IntArray
    counts: IntArray

    kind = RecordKind.COUNTS

    @property
    def replicates(self) -> int:
        """How many replicates the batch holds."""
        return int(self.counts.shape[0])

    def sizes(self) -> IntArray:
        """[replicates]: how many records each replicate holds."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    def frequencies(self) -> FloatArray:
        """[replicates, columns]: shares of the records; zero for a replicate without any."""
        return self.counts / np.maximum(self.sizes(), 1)[:, None]

    def compact(self) -> "Counts":
        """The same counts without columns that are zero in every replicate."""
        alive = self.counts.any(axis=0)
        return (
            self if alive.all() else Counts(self.universe, self.types[alive], self.counts[:, alive])
        )

    def at(self, types: IntArray) -> IntArray:
        """[replicates, len(types)]: the counts of these types, zero where there is no column."""
        if not len(self.types):
            return np.zeros((self.replicates, len(types)), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.types, types), len(self.types) - 1)
        return np.where(self.types[place] == types, self.counts[:, place], 0)

    def arrays(self) -> dict[str, AnyArray]:
        """The batch as named arrays, for a run file."""
        return {"universe": np.array(self.universe), "types": self.types, "counts": self.counts}


Batch: TypeAlias = Records | Counts


def batch_from_arrays(kind: RecordKind, arrays: dict[str, AnyArray]) -> Batch:
    """The batch that `arrays()` described; the inverse of it.

    Raises KeyError when an array is missing, and ValueError or TypeError when it is of no numbers.
    """
    if kind is RecordKind.COUNTS:
        types, counts = whole_numbers(arrays["types"]), whole_numbers(arrays["counts"])
        return Counts(int(whole_numbers(arrays["universe"])), types, counts)
    universe = int(whole_numbers(arrays["universe"])) if kind in OF_TOKENS else 0
    return Records(kind, arrays["values"], arrays.get("keep"), universe)


def whole_numbers(array: AnyArray) -> IntArray:
    """Whole numbers of any width as int64.

    Raises ValueError for anything else, which a cast would bend into numbers.
    """
    if array.dtype.kind not in "iu":
        raise ValueError(f"{array.dtype} given in place of whole numbers")
    return array.astype(np.int64)


def shared(batch: Batch, replicates: int) -> Batch:
    """What one replicate holds, for so many of them; it is held once, read-only."""
    if isinstance(batch, Counts):
        counts = np.broadcast_to(batch.counts, (replicates, len(batch.types)))
        return Counts(batch.universe, batch.types, counts)
    return batch.having(np.broadcast_to(batch.values, (replicates, *batch.values.shape[1:])))


def add_counts(batches: "list[Counts]") -> Counts:
    """The sum of several tables of counts over the same universe of types."""
    if len(batches) == 1:
        return batches[0]
    types = np.unique(np.concatenate([batch.types for batch in batches]))
    total = np.zeros((batches[0].replicates, len(types)), dtype=np.int64)
    for batch in batches:
        total[:, np.searchsorted(types, batch.types)] += batch.counts
    return Counts(batches[0].universe, types, total)


MOST_COUNTED = 10_000_000
"""Records from which on drawing type by type is the quicker way."""
MOST_SPLIT = 10**9
"""As many records NumPy no longer draws from without replacement."""


def subsample_counts(batch: Counts, sizes: IntArray, rng: np.random.Generator) -> Counts:
    """`sizes` [replicates] records of each replicate, drawn without replacement.

    A replicate that holds no more than its size is kept whole.
    """
    taken = batch.counts.copy()
    for replicate, (size, held) in enumerate(zip(sizes, batch.sizes(), strict=True)):
        if size < held:
            method: Literal["count", "marginals"] = "count" if held < MOST_COUNTED else "marginals"
            row = rng.multivariate_hypergeometric(batch.counts[replicate], int(size), method=method)
            taken[replicate] = row
    return Counts(batch.universe, batch.types, taken).compact()
