"""A drop-down list that the mouse wheel leaves alone."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class Choice(QComboBox):
    """Scrolling past it scrolls the page, and never changes what is chosen."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()
