"""A widget whose parts are placed by the width there is."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget, QWidgetItem

PARTS = Qt.FindChildOption.FindDirectChildrenOnly


class Fitted(QWidget):
    """Places its parts anew when it has another width, or text another size."""

    def place(self) -> None:
        """Put the parts where they have room; called often, mostly with nothing to change."""
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest part: parts side by side would else hold the page open."""
        parts = self.findChildren(QWidget, options=PARTS)
        wide = (QWidgetItem(part).minimumSize().width() for part in parts if not part.isHidden())
        return QSize(max(wide, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        self.place()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.place()
