"""The keys of a widget, as the sheet of shortcuts tells them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that work in one place. where: that place. does: keys and what they do there."""

    where: str
    does: tuple[tuple[str, str], ...]
