"""Files are dropped on the window, wherever the mouse is."""

from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def leave_drops(*widgets: QWidget) -> None:
    """Let what is dropped on these go to the window, though they could take text."""
    for widget in widgets:
        widget.setAcceptDrops(False)
        if isinstance(widget, QAbstractScrollArea):
            widget.viewport().setAcceptDrops(False)
