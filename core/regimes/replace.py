"""Replacement: the fully synthetic loop."""

from typing import ClassVar, Literal

from core.pool import Block
from core.regimes.base import Retention


class Replace(Retention):
    """Train only on the newest generation's records (Shumailov et al. 2024)."""

    title: ClassVar[str] = "Replace"
    summary: ClassVar[str] = "Of what models emitted, train only on the newest records."
    keeps_real: ClassVar[bool] = False
    kind: Literal["replace"] = "replace"

    def keep(self, archive: tuple[Block, ...], newest: Block) -> tuple[Block, ...]:
        """The newest block alone."""
        return (newest,)
