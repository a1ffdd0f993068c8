"""TrainingPool: what one fit sees, as blocks of records or counts, one an origin generation."""

import functools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from core.records import AnyArray, Batch, Counts, FloatArray, IntArray, Records, add_counts

Summary = TypeVar("Summary")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The records that one generation gave; `origin` 0 is the real data."""

    origin: int
    batch: Batch
    _totals: "dict[Hashable, tuple[tuple[Block, ...], object]]" = field(
        default_factory=dict, repr=False
    )
    """By name: the blocks before this one, and the sum of their summaries and this block's."""


@dataclass(frozen=True, slots=True)
class TrainingPool:
    """Blocks in the order of their origin; learners see records with weights, or counts."""

    blocks: tuple[Block, ...]

    @property
    def replicates(self) -> int:
        """How many replicates the pool holds."""
        return self.blocks[0].batch.replicates

    def plus(self, block: Block) -> "TrainingPool":
        """This pool and one block more."""
        return TrainingPool((*self.blocks, block))

    def total(
        self,
        name: Hashable,
        summarise: Callable[[Batch], Summary],
        add: Callable[[Summary, Summary], Summary],
    ) -> Summary:
        """The blocks' summaries added up from first to last, for learners with running statistics.

        The last block remembers the sum, so that a pool that grew by one block summarises only
        that one. The order of the sums is always the same: a resumed run repeats them exactly.
        """
        *before, last = self.blocks
        known = _remembered(before, name)
        if known is None:
            sums = [summarise(block.batch) for block in before]
            known = functools.reduce(add, sums) if sums else None
        else:
            before[-1]._totals.pop(name)
        total = summarise(last.batch) if known is None else add(known, summarise(last.batch))
        last._totals[name] = (tuple(before), total)
        return total

    def sizes(self) -> IntArray:
        """[replicates]: how many records each replicate trains on."""
        return np.asarray(sum(block.batch.sizes() for block in self.blocks))

    def composition(self) -> dict[int, IntArray]:
        """Records by origin generation, each [replicates]."""
        found: dict[int, IntArray] = {}
        for block in self.blocks:
            found[block.origin] = found.get(block.origin, 0) + block.batch.sizes()
        return found

    def values(self) -> AnyArray:
        """[replicates, records, *shape]: all records, absent ones too; see `weights`."""
        return np.concatenate([_records(block.batch).values for block in self.blocks], axis=1)

    def weights(self) -> FloatArray:
        """[replicates, records]: 1 for a record that is there, 0 for one that is not."""
        masks = [_records(block.batch).mask() for block in self.blocks]
        return np.concatenate(masks, axis=1).astype(np.float64)

    def counts(self) -> Counts:
        """The counts by type, summed over blocks."""
        return self.total("counts", _counts, _add_two)


def _remembered(blocks: "list[Block]", name: Hashable) -> Any:
    """The sum that the last of these blocks remembers, if it is of just these; else None."""
    if not blocks or name not in blocks[-1]._totals:
        return None
    before, total = blocks[-1]._totals[name]
    same = len(before) == len(blocks) - 1 and all(
        one is other for one, other in zip(before, blocks, strict=False)
    )
    return total if same else None


def _records(batch: Batch) -> Records:
    if not isinstance(batch, Records):
        raise TypeError("this pool holds counts, not records")
    return batch


def _add_two(one: Counts, other: Counts) -> Counts:
    return add_counts([one, other])


def _counts(batch: Batch) -> Counts:
    if not isinstance(batch, Counts):
        raise TypeError("this pool holds records, not counts")
    return batch
