"""Accumulation at a fixed training size, which separates keeping records from training on more."""

from typing import ClassVar, Literal

import numpy as np

from core.pool import Block, TrainingPool
from core.records import AnyArray, Batch, BoolArray, Counts, IntArray, Records
from core.regimes.base import Retention
from core.regimes.drawing import distinct_ranks
from core.registry import Load
from core.seeding import Streams


class AccumulateSubsample(Retention):
    """Keep everything, train on n records drawn from it afresh (Kazdan et al. 2024)."""

    title: ClassVar[str] = "Accumulate, subsample"
    summary: ClassVar[str] = (
        "Keep everything, but train on n records drawn from it afresh each time."
    )
    keeps_real: ClassVar[bool] = True
    kind: Literal["accumulate-subsample"] = "accumulate-subsample"

    def keep(self, archive: tuple[Block, ...], newest: Block) -> tuple[Block, ...]:
        """All blocks so far and the newest."""
        return (*archive, newest)

    def working_memory(self, load: Load) -> int:
        """A dozen numbers for each record that is drawn; of counts, where each type ends."""
        return 8 * load.replicates * (12 * load.records + load.blocks * load.numbers)

    def pick(self, archive: tuple[Block, ...], size: int, streams: Streams) -> TrainingPool:
        """`size` records of the archive, without replacement, in one block of mixed origin."""
        held = np.stack([block.sizes for block in archive], axis=1)
        if bool(np.all(held.sum(axis=1) <= size)):
            return TrainingPool(archive)
        ranks, there = distinct_ranks(held.sum(axis=1), size, streams.at("retain"))
        return TrainingPool((_Draw(archive, held, ranks, there).block(),))


class _Draw:
    """Records drawn by their rank in an archive: block after block, a replicate's own in order.

    held: [replicates, blocks]; ranks, there: [replicates, size]. The work is in proportion to the
    records drawn, not to the archive.
    """

    def __init__(
        self, archive: tuple[Block, ...], held: IntArray, ranks: IntArray, there: BoolArray
    ) -> None:
        self.archive, self.there = archive, there
        replicates, blocks = held.shape
        ends = np.cumsum(held, axis=1)
        row = np.arange(replicates)[:, None]
        # One sorted list for all replicates: each has a range of its own.
        step = int(ends[:, -1].max()) + 1
        found = np.searchsorted((ends + row * step).ravel(), (ranks + row * step).ravel(), "right")
        self.of = np.minimum(found.reshape(ranks.shape) - row * blocks, blocks - 1)
        self.within = ranks - np.take_along_axis(ends - held, self.of, axis=1)
        places = np.where(there, self.of, blocks).ravel()
        self.order = np.argsort(places, kind="stable")
        self.bounds = np.searchsorted(places[self.order], np.arange(blocks + 1))

    def block(self) -> Block:
        """The drawn records as one block that knows how many came from each origin."""
        counted = isinstance(self.archive[0].batch, Counts)
        flagged: dict[int, IntArray] = {}
        for block in self.archive:
            flagged |= block.flagged
        batch = self._counts() if counted else self._records()
        return Block(self.archive[-1].origin, batch, flagged, self._origins())

    def _origins(self) -> dict[int, IntArray]:
        blocks = len(self.archive)
        rows = np.arange(len(self.of))[:, None] * (blocks + 1)
        table = np.bincount(
            (np.where(self.there, self.of, blocks) + rows).ravel(),
            minlength=len(self.of) * (blocks + 1),
        ).reshape(-1, blocks + 1)
        return {block.origin: table[:, place] for place, block in enumerate(self.archive)}

    def _records(self) -> Records:
        first = self.archive[0].batch
        assert isinstance(first, Records)
        values = np.zeros((self.of.size, *first.values.shape[2:]), first.values.dtype)
        for place, block in enumerate(self.archive):
            chosen, row, within = self._chosen(place)
            values[chosen] = _present_first(block)[row, within]
        keep = None if self.there.all() else self.there
        return first.having(values.reshape(*self.of.shape, *values.shape[1:]), keep)

    def _counts(self) -> Counts:
        first = self.archive[0].batch
        assert isinstance(first, Counts)
        types = np.full(self.of.size, -1, dtype=np.int64)
        for place, block in enumerate(self.archive):
            chosen, row, within = self._chosen(place)
            found = np.searchsorted(_ends(block), within + row * _stride(block), "right")
            batch = block.batch
            assert isinstance(batch, Counts)
            types[chosen] = batch.types[found - row * len(batch.types)]
        alive, column = np.unique(types[self.there.ravel()], return_inverse=True)
        row = np.repeat(np.arange(len(self.of)), self.there.sum(axis=1))
        table = np.bincount(row * len(alive) + column, minlength=len(self.of) * len(alive))
        return Counts(first.universe, alive, table.reshape(-1, len(alive)))

    def _chosen(self, place: int) -> tuple[IntArray, IntArray, IntArray]:
        """Of the block at a place: where its records go, whose they are, and which they are."""
        chosen = self.order[self.bounds[place] : self.bounds[place + 1]]
        return chosen, chosen // self.of.shape[1], self.within.ravel()[chosen]


def _present_first(block: Block) -> AnyArray:
    """[replicates, records, *shape]: a block's values, those that are there coming first."""
    batch = block.batch
    assert isinstance(batch, Records)
    return batch.values if batch.keep is None else batch.first(batch.values.shape[1]).values


def _stride(block: Block) -> int:
    """More than any replicate holds of a block."""
    return int(block.sizes.max()) + 1


def _ends(block: Block) -> IntArray:
    """Where each type's records end, each replicate a stride further; remembered by the block."""

    def counted_up(batch: Batch) -> IntArray:
        assert isinstance(batch, Counts)
        starts = np.arange(batch.replicates)[:, None] * _stride(block)
        return np.asarray((np.cumsum(batch.counts, axis=1) + starts).ravel())

    return TrainingPool((block,)).total("ends of types", counted_up, np.add)
