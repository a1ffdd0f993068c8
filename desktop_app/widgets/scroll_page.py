"""A page that scrolls where the window is too small for it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrollPage(QScrollArea):
    """An area without a frame, as wide as its widget, that takes no focus of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without a widget."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the widget out anew: text may have another size since, of which it hears nothing.

        Qt leaves what is inside at the width of a larger text that was put off while hidden.
        """
        super().showEvent(event)
        if (inside := self.widget()) is not None and (layout := inside.layout()) is not None:
            layout.invalidate()
