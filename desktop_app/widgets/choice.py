"""A drop-down list that the mouse wheel leaves alone, and that gives way where room is short."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

LEAST = 14
"""The letters that a choice always shows: names of arms may be long, and a page is only so wide."""


class Choice(QComboBox):
    """Scrolling past it scrolls the page, and never changes what is chosen."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()

    def minimumSizeHint(self) -> QSize:
        """No wider than a few letters, however long the choices are; shut, it cuts them short."""
        hint = super().minimumSizeHint()
        return hint.boundedTo(QSize(LEAST * self.fontMetrics().averageCharWidth(), hint.height()))
