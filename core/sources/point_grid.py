"""A square grid of Gaussian modes, all equally common, whose law is known exactly."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.records import RecordKind
from core.seeding import Streams
from core.sources.base import Source
from core.sources.round_modes import RoundModes


class PointGrid(Source):
    """Round modes a distance of 1 apart, centred on 0 (the grid of Srivastava et al. 2017)."""

    title: ClassVar[str] = "Grid of modes"
    summary: ClassVar[str] = "Points in the plane in equally common clusters on a square grid."
    gives: ClassVar[RecordKind] = RecordKind.VECTORS
    record_noun: ClassVar[str] = "points"
    has_modes: ClassVar[bool] = True
    kind: Literal["point-grid"] = "point-grid"
    side: int = Field(
        5, ge=2, le=12, title="Modes a side",
        description="Clusters in each row and in each column; 5 give 25.",
    )  # fmt: skip
    spread: float = Field(
        0.05, ge=0.001, le=1, title="Spread",
        description="Standard deviation of a cluster in each direction; neighbours are 1 apart.",
    )  # fmt: skip

    def record_shape(self) -> tuple[int, ...]:
        """[2]."""
        return (2,)

    def open(self, streams: Streams) -> RoundModes:
        """The law itself: every part is drawn from it."""
        modes = self.side**2
        rows, columns = np.divmod(np.arange(modes), self.side)
        centres = np.stack([columns, rows], axis=1) - (self.side - 1) / 2
        return RoundModes(centres, np.full(modes, 1 / modes), self.spread)
