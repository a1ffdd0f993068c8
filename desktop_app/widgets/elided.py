"""A name on one line, shortened where there is no room for it."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


class Elided(QLabel):
    """A plain label that ends in "…" rather than asking for more width; the tool tip has it all."""

    def __init__(self, text: str, role: str = "") -> None:
        """Make the label in one of the style sheet's roles."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.show_text(text)

    def show_text(self, text: str, whole: str = "") -> None:
        """Show another text; whole: what the tool tip says, where that is more. No markup."""
        self.setText(text)
        self.setToolTip(f"<p>{escape(whole or text)}</p>")

    def minimumSizeHint(self) -> QSize:
        """Room for the dots."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        painter = QPainter(self)
        mode, room = Qt.TextElideMode.ElideRight, self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), mode, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
