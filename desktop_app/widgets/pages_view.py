"""Pages of a PDF below one another, as they would be printed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.records import AnyArray
from desktop_app.translation import tr
from desktop_app.widgets.label import words

MARGIN, GAP = 16, 14
WIDEST = 900
"""Wider pages are no easier to read, in logical pixels."""


class PagesView(QScrollArea):
    """Shows pictures of pages; keeps its place when they are drawn anew.

    Signal resized: `page_width` has changed.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a view without pages."""
        super().__init__(parent)
        self.pages: list[QLabel] = []
        self.said = words("", "problem")
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.said)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(tr("Preview of the write-up"))
        self.setProperty("role", "view")

    def page_width(self) -> int:
        """How wide a page is to be drawn, in pixels of the screen."""
        room = min(self.viewport().width() - 2 * MARGIN, WIDEST)
        return round(max(room, 100) * self.devicePixelRatioF())

    def show_pages(self, pictures: Sequence[AnyArray]) -> None:
        """Show pages, each uint8 [height, width, 3], in place of those before."""
        while len(self.pages) > len(pictures):
            page = self.pages.pop()
            self._column.removeWidget(page)
            page.deleteLater()
        while len(self.pages) < len(pictures):
            self._add_page()
        for number, (page, picture) in enumerate(zip(self.pages, pictures, strict=True), start=1):
            page.setPixmap(_pixmap(picture, self.devicePixelRatioF()))
            page.setAccessibleName(
                tr("Page {number} of {pictures}").format(number=number, pictures=len(pictures))
            )
        self.say("")

    def say(self, text: str) -> None:
        """Say something above the pages; "" for nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that pages have another width to fit."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def _add_page(self) -> None:
        page = QLabel()
        page.setProperty("role", "page")
        self.pages.append(page)
        self._column.insertWidget(len(self.pages), page, 0, Qt.AlignmentFlag.AlignHCenter)


def _pixmap(picture: AnyArray, ratio: float) -> QPixmap:
    height, width, _ = picture.shape
    image = QImage(picture.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made
