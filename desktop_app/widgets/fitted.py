"""A widget whose parts are placed by the width there is."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Fitted(QWidget):
    """Places its parts anew when it has another width, or text another size."""

    def place(self) -> None:
        """Put the parts where they have room; called often, mostly with nothing to change."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        self.place()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.place()
