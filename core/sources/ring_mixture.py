"""A ring of Gaussian modes, some common and some rare, whose law is known exactly."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.records import RecordKind
from core.seeding import Streams
from core.sources.base import Source
from core.sources.round_modes import RoundModes


class RingMixture(Source):
    """Round modes on a circle of radius 1, each rarer than the one before by the same factor."""

    title: ClassVar[str] = "Ring of modes"
    summary: ClassVar[str] = "Points in the plane in clusters on a ring, from common to rare."
    gives: ClassVar[RecordKind] = RecordKind.VECTORS
    record_noun: ClassVar[str] = "points"
    has_modes: ClassVar[bool] = True
    kind: Literal["ring-mixture"] = "ring-mixture"
    modes: int = Field(8, ge=2, le=32, title="Modes", description="Clusters on the ring.")
    spread: float = Field(
        0.05, ge=0.001, le=1, title="Spread",
        description="Standard deviation of a cluster in each direction; the ring's radius is 1.",
    )  # fmt: skip
    rarest: float = Field(
        0.06, ge=0.0001, le=1, title="Rarest to commonest",
        description="How often the last mode occurs for each time that the first does. "
        "With 8 modes, 0.06 gives the last one 2 % of the records.",
    )  # fmt: skip

    def record_shape(self) -> tuple[int, ...]:
        """[2]."""
        return (2,)

    def open(self, streams: Streams) -> RoundModes:
        """The law itself: every part is drawn from it."""
        places = np.arange(self.modes)
        angles = 2 * np.pi * places / self.modes
        shares = self.rarest ** (places / (self.modes - 1))
        centres = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        return RoundModes(centres, shares / shares.sum(), self.spread)
