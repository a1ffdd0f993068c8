"""Boxes and lines that pages are put together from."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


class Card(QFrame):
    """A white box with a thin border; put things into `rows`."""

    def __init__(
        self, parent: QWidget | None = None, *, margin: int = 12, spacing: int = 8
    ) -> None:
        """Make an empty card."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(margin, margin, margin, margin)
        self.rows.setSpacing(spacing)


def line() -> QFrame:
    """A thin line between parts of a card."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def mark_wrong(widget: QWidget, wrong: bool) -> None:
    """Draw a field or card as wrong, or as right again."""
    if bool(widget.property("wrong")) != wrong:
        widget.setProperty("wrong", wrong)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
