"""The control that takes a chart out of the window, for any chart."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from desktop_app.icons import icon
from desktop_app.models.taken_chart import PICTURE, SENTENCE, TakenChart
from desktop_app.translation import mark, tr
from desktop_app.widgets.label import words

PADDING = 24
"""Pixels around what is told, at both sides together."""


class Takeable(Protocol):
    """A chart with such a menu."""

    def take(self) -> TakenChart | None:
        """The chart as it is now; None where there is none."""

    def tell(self, said: str) -> None:
        """Say over the chart what has become of it."""


FILES = {
    "png": mark("PNG (*.png)"),
    "svg": mark("SVG (*.svg)"),
    "pdf": mark("PDF (*.pdf)"),
    "csv": mark("CSV (*.csv)"),
}
"""What a chart can be saved as, with a file dialog's words for it."""


class ChartMenu(QToolButton):
    """A button with the ways to take a chart, and words on how that went.

    Signal asked: PICTURE, SENTENCE or one of FILES.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Make the menu of a chart, over which `told` then stands."""
        super().__init__(parent)
        self.told = words(role="told")
        self.told.setParent(parent)
        self.told.hide()
        self.setIcon(icon("save"))
        self.setProperty("role", "bare")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Copy or save this chart"))
        self.setToolTip(tr("Copy or save this chart"))
        self.menu_of_ways = self._make_menu()
        self.clicked.connect(self.pop_up)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        self._add(menu, tr("Copy as picture"), PICTURE)
        self._add(menu, tr("Copy the sentence"), SENTENCE)
        menu.addSeparator()
        for kind in FILES:
            self._add(menu, tr("Save {kind}…").format(kind=kind.upper()), kind)
        return menu

    def _add(self, menu: QMenu, text: str, how: str) -> None:
        action = QAction(text, menu)
        action.setData(how)
        action.triggered.connect(self._ask)
        menu.addAction(action)

    @Slot()
    def _ask(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.asked.emit(action.data())

    @Slot()
    def pop_up(self) -> None:
        """Open the menu under the button, on the screen."""
        self.menu_of_ways.popup(self.mapToGlobal(QPoint(0, self.height())))

    def tell(self, said: str) -> None:
        """Say how it went, under the button and over the chart; "" says nothing any more."""
        self.told.setText(said)
        self.told.setVisible(bool(said))
        parent = self.parentWidget()
        if not said or parent is None:
            return
        self.setAccessibleDescription(said)
        corner = self.mapTo(parent, QPoint(0, self.height() + 2))
        needed = self.told.fontMetrics().horizontalAdvance(said) + PADDING
        width = min(needed, parent.width())
        self.told.setFixedWidth(width)
        self.told.adjustSize()
        self.told.move(max(0, parent.width() - width), corner.y())
        self.told.raise_()


class TakeableFrame(QFrame):
    """A chart with such a menu, which the keyboard and the right button open too.

    Signal asked: this chart, and how its menu asks for it.
    """

    asked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the menu; whoever lays out the chart places it."""
        super().__init__(parent)
        self.menu = ChartMenu(self)
        self.menu.asked.connect(self._ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the picture, where no part of the chart that has the keyboard copies its own."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._ask(PICTURE)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The ways to take the chart, by the right button or the menu key."""
        self.menu.menu_of_ways.popup(event.globalPos())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """What was told of a copy has been read."""
        super().leaveEvent(event)
        self.tell("")

    def tell(self, said: str) -> None:
        """Say over the chart what has become of a copy; "" says nothing any more."""
        self.menu.tell(said)

    @Slot(str)
    def _ask(self, how: str) -> None:
        self.asked.emit(self, how)
