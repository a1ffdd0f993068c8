"""Accumulation: nothing is thrown away."""

from typing import ClassVar, Literal

from core.pool import Block
from core.regimes.base import Retention


class Accumulate(Retention):
    """One fit to everything so far, real records included (Gerstgrasser et al. 2024)."""

    title: ClassVar[str] = "Accumulate"
    summary: ClassVar[str] = "Train on everything so far, real records included; the pool grows."
    keeps_real: ClassVar[bool] = True
    kind: Literal["accumulate"] = "accumulate"

    def keep(self, archive: tuple[Block, ...], newest: Block) -> tuple[Block, ...]:
        """All blocks so far and the newest."""
        return (*archive, newest)
