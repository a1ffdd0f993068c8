"""Parts beside each other, or below each other where they have no room."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QBoxLayout, QWidget, QWidgetItem

from desktop_app.widgets.fitted import Fitted


class TurningRow(Fitted):
    """A row of parts that becomes a column rather than be wider than its page."""

    def __init__(self, *parts: QWidget, spacing: int = 8) -> None:
        """Put the parts beside each other, none of them stretched."""
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        self._parts = parts
        for part in parts:
            self._row.addWidget(part)

    def stretch(self, part: QWidget, share: int = 1) -> None:
        """Let a part have what room is left."""
        self._row.setStretchFactor(part, share)

    def event(self, event: QEvent) -> bool:
        """Turn when a part needs another width than before."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().event(event)

    def _widths(self) -> list[int]:
        """What each part that is not hidden needs at least, in pixels."""
        return [QWidgetItem(one).minimumSize().width() for one in self._parts if not one.isHidden()]

    def place(self) -> None:
        """Put the parts where they have room."""
        widths = self._widths()
        beside = self.width() >= sum(widths) + self._row.spacing() * (len(widths) - 1)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._row.direction():
            self._row.setDirection(way)
