"""TrainingPool: what one fit sees, as blocks of records or counts, one an origin generation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from core.records import AnyArray, Batch, Counts, FloatArray, IntArray, Records, add_counts

Summary = TypeVar("Summary")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The records that one generation gave; `origin` 0 is the real data."""

    origin: int
    batch: Batch
    _summaries: dict[str, object] = field(default_factory=dict, repr=False)

    def summary(self, name: str, compute: Callable[[Batch], Summary]) -> Summary:
        """What `compute` makes of this block, computed once: running statistics add these up."""
        if name not in self._summaries:
            self._summaries[name] = compute(self.batch)
        return self._summaries[name]  # type: ignore[return-value]


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
        return add_counts([_counts(block.batch) for block in self.blocks])


def _records(batch: Batch) -> Records:
    if not isinstance(batch, Records):
        raise TypeError("this pool holds counts, not records")
    return batch


def _counts(batch: Batch) -> Counts:
    if not isinstance(batch, Counts):
        raise TypeError("this pool holds records, not counts")
    return batch
