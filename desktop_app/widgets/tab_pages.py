"""Pages behind a row of tabs, of which only the one in front takes room."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget


class _Bar(QTabBar):
    """Scrolling past it scrolls the page, and turns none."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()


class TabPages(QWidget):
    """A stack that is as high as the page in front, unlike one that is as high as its highest.

    Signal turned: another page is in front.
    """

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a row without tabs."""
        super().__init__(parent)
        self.bar = _Bar()
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.setExpanding(False)
        self.pages: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.bar)
        self.bar.currentChanged.connect(self._turn)

    def add_page(self, page: QWidget, title: str) -> None:
        """Put a page behind the others."""
        self.pages.append(page)
        self._column.addWidget(page, 1)
        page.hide()
        self.bar.addTab(title)

    def offer(self, page: QWidget, offered: bool) -> None:
        """Have a page behind a tab, or no tab for it."""
        self.bar.setTabVisible(self.pages.index(page), offered)

    @property
    def front(self) -> QWidget:
        """The page that is shown."""
        return self.pages[self.bar.currentIndex()]

    @Slot(int)
    def _turn(self, place: int) -> None:
        for at, page in enumerate(self.pages):
            page.setVisible(at == place)
        self.turned.emit()
