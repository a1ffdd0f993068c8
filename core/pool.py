"""TrainingPool: what one fit sees, as blocks of records or counts, one an origin generation."""

import functools
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from core.records import AnyArray, Batch, Counts, FloatArray, IntArray, Records, add_counts

Summary = TypeVar("Summary")


@dataclass(frozen=True, eq=False)
class Block:
    """The records that one generation gave; `origin` 0 is the real data.

    flagged: by origin, how many more [replicates] a provenance filter dropped.
    mixed: by origin, how many [replicates] came from there, where a draw mixes several.
    """

    origin: int
    batch: Batch
    flagged: dict[int, IntArray] = field(default_factory=dict)
    mixed: dict[int, IntArray] | None = None
    _totals: "dict[Hashable, tuple[tuple[Block, ...], object]]" = field(
        default_factory=dict, repr=False
    )
    """By name: the blocks before this one, and the sum of their summaries and this block's."""

    @functools.cached_property
    def sizes(self) -> IntArray:
        """[replicates]: how many records each replicate holds of this block."""
        return self.batch.sizes()


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
        held = _remembered(list(self.blocks), name)
        if held is not None:
            return held  # type: ignore[no-any-return]
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
        return np.asarray(sum(block.sizes for block in self.blocks))

    def composition(self) -> dict[int, IntArray]:
        """Records by origin generation, each [replicates]."""
        return _sums(
            {block.origin: block.sizes} if block.mixed is None else block.mixed
            for block in self.blocks
        )

    def flagged(self) -> dict[int, IntArray]:
        """Records that a provenance filter dropped, by origin generation, each [replicates]."""
        return _sums(block.flagged for block in self.blocks)

    def values(self) -> AnyArray:
        """[replicates, records, *shape]: all records, absent ones too; see `weights`."""
        return np.concatenate([_records(block.batch).values for block in self.blocks], axis=1)

    def of_replicate(self, replicate: int) -> list[AnyArray]:
        """Each block's records [records, *shape] that one replicate holds, absent ones left out."""
        return [_records(block.batch).of_replicate(replicate) for block in self.blocks]

    def weights(self) -> FloatArray:
        """[replicates, records]: 1 for a record that is there, 0 for one that is not."""
        masks = [_records(block.batch).mask() for block in self.blocks]
        return np.concatenate(masks, axis=1).astype(np.float64)

    def counts(self) -> Counts:
        """The counts by type, summed over blocks."""
        return self.total("counts", _counts, _add_two)


def _sums(tables: Iterable[dict[int, IntArray]]) -> dict[int, IntArray]:
    found: dict[int, IntArray] = {}
    for table in tables:
        for origin, sizes in table.items():
            found[origin] = found[origin] + sizes if origin in found else sizes
    return found


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
