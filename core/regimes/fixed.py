"""A fixed real-data reservoir."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.pool import Block
from core.records import Batch, Counts, subsample_counts
from core.regimes.base import RealShare
from core.seeding import Streams


class FixedReal(RealShare):
    """The same real records every generation (Alemohammad et al. 2023, Bertrand et al. 2023)."""

    title: ClassVar[str] = "Fixed reservoir"
    summary: ClassVar[str] = (
        "The same real records are mixed into every generation's training pool."
    )
    kind: Literal["fixed"] = "fixed"
    share: float = Field(
        0.1,
        gt=0,
        lt=1,
        title="Real share",
        description="Share of each training pool that is real: the same records every generation.",
    )

    def count(self, sample_size: int) -> int:
        """n_r = round(share x n)."""
        return round(self.share * sample_size)

    def block(self, real: Batch, sample_size: int, streams: Streams) -> Block:
        """The first n_r real records; of counts, which have no order, n_r drawn once."""
        wanted = self.count(sample_size)
        if isinstance(real, Counts):
            sizes = np.full(real.replicates, wanted)
            rng = streams.at(generation=0).rng("reservoir")
            return Block(0, subsample_counts(real, sizes, rng))
        return Block(0, real.first(wanted))
