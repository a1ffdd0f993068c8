"""A detector of synthetic records: provenance labels that are lost or partly wrong."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.pool import Block
from core.records import Batch, Counts
from core.regimes.base import Filter
from core.seeding import Streams


class Detector(Filter):
    """Flags synthetic records with one probability and real ones with another."""

    title: ClassVar[str] = "Detector"
    summary: ClassVar[str] = (
        "Records that a detector takes for synthetic are dropped from what is kept."
    )
    kind: Literal["detector"] = "detector"
    recall: float = Field(
        0.8,
        ge=0,
        le=1,
        title="Recall",
        description="Probability that a synthetic record is flagged: 1 where every label is kept.",
    )
    false_alarm: float = Field(
        0.0,
        ge=0,
        lt=1,
        title="False alarm",
        description="Probability that a real record is flagged and lost.",
    )

    @property
    def drops_all_synthetic(self) -> bool:
        """Whether recall is 1."""
        return self.recall == 1.0

    def filtered(self, block: Block, streams: Streams) -> Block:
        """Each record is flagged by itself, once; uniforms are the same for every recall."""
        rate, rng = self.recall, streams.rng("detect")
        if block.origin == 0:
            rate, rng = self.false_alarm, streams.rng("detect/real")
        if rate == 0.0:
            return block
        batch = block.batch
        left = _thinned(batch, rate, rng)
        return Block(block.origin, left, {block.origin: batch.sizes() - left.sizes()})


def _thinned(batch: Batch, rate: float, rng: np.random.Generator) -> Batch:
    """The batch without the records that are flagged at this rate."""
    if isinstance(batch, Counts):
        kept = rng.binomial(batch.counts, 1.0 - rate)
        return Counts(batch.universe, batch.types, kept).compact()
    passed = rng.random(batch.values.shape[:2]) >= rate
    return batch.having(batch.values, batch.mask() & passed)
