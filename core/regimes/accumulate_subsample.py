"""Accumulation at a fixed training size, which separates keeping records from training on more."""

from typing import ClassVar, Literal

import numpy as np

from core.pool import Block, TrainingPool
from core.records import Counts, IntArray, Records, subsample_counts
from core.regimes.base import Retention
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

    def pick(self, archive: tuple[Block, ...], size: int, streams: Streams) -> TrainingPool:
        """`size` records of the archive, without replacement, the blocks keeping their origin."""
        if all(isinstance(block.batch, Counts) for block in archive):
            return TrainingPool(tuple(_pick_counts(archive, size, streams)))
        return TrainingPool(tuple(_pick_records(archive, size, streams)))


def _pick_records(archive: tuple[Block, ...], size: int, streams: Streams) -> "list[Block]":
    """Keep-masks of the records with the smallest random keys."""
    batches = [block.batch for block in archive if isinstance(block.batch, Records)]
    present = np.concatenate([batch.mask() for batch in batches], axis=1)
    keys = np.where(present, streams.rng("retain").random(present.shape), np.inf)
    limit = min(size, present.shape[1])
    threshold = np.partition(keys, limit - 1, axis=1)[:, limit - 1 : limit]
    chosen = present & (keys <= threshold)
    widths = np.cumsum([batch.values.shape[1] for batch in batches])[:-1]
    masks = np.split(chosen, widths, axis=1)
    return [
        Block(block.origin, Records(batch.kind, batch.values, mask))
        for block, batch, mask in zip(archive, batches, masks, strict=True)
    ]


def _pick_counts(archive: tuple[Block, ...], size: int, streams: Streams) -> "list[Block]":
    """First how many of each block (multivariate hypergeometric), then which of its records."""
    batches = [block.batch for block in archive if isinstance(block.batch, Counts)]
    held = np.stack([batch.sizes() for batch in batches], axis=1)
    rng = streams.rng("retain")
    shares: IntArray = np.stack(
        [rng.multivariate_hypergeometric(row, min(size, int(row.sum()))) for row in held]
    )
    return [
        Block(
            block.origin, subsample_counts(batch, shares[:, place], streams.rng(f"retain/{place}"))
        )
        for place, (block, batch) in enumerate(zip(archive, batches, strict=True))
    ]
