"""The palette: type a few letters of what you want to do, and do it."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.label import words

WIDTH, HEIGHT = 640, 430
BELOW_TOP = 70
"""How far under the window's top edge the palette hangs, in pixels."""
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be done.

    tip: what it does, searched too. keys: its shortcut. reason: why not now, "" where it can be.
    """

    text: str
    tip: str
    keys: str
    reason: str
    action: QAction


def found(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """The entries that hold every word that was typed, the best first, then the possible ones.

    Best is a text that begins with it, then one with words that do, then one that holds it.
    """
    wanted = typed.casefold().split()
    ranked = [(_rank(entry, wanted), bool(entry.reason), entry) for entry in entries]
    fitting = [row for row in ranked if row[0] is not None]
    return [entry for _, _, entry in sorted(fitting, key=lambda row: row[:2])]


def _rank(entry: Entry, wanted: list[str]) -> int | None:
    """How well an entry fits, 0 the best; None where it does not."""
    text = entry.text.casefold()
    starts = text.replace(":", " ").split()
    if text.startswith(" ".join(wanted)):
        return 0
    if all(any(start.startswith(word) for start in starts) for word in wanted):
        return 1
    if all(word in text for word in wanted):
        return 2
    described = f"{text} {entry.tip.casefold()}"
    return 3 if all(word in described for word in wanted) else None


class CommandPalette(QDialog):
    """A field and the list of what fits; Enter does the chosen row, Escape closes."""

    def __init__(self, entries: list[Entry], parent: QWidget) -> None:
        """Hang over a window."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Find an action"))
        self.setProperty("role", "palette")
        self._entries, self._shown = entries, list[Entry]()
        self.field, self.list = QLineEdit(), QTreeWidget()
        self.field.setPlaceholderText(tr("Type what you want to do"))
        self.field.setAccessibleName(tr("Find an action"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self._set_up_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.addWidget(self.field)
        self.nothing = words(tr("Nothing found"))
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.hint = words(tr("Arrow keys choose, Enter does it, Escape closes."), "small")
        column.addWidget(self.hint)
        self.setFixedSize(
            min(px(WIDTH), parent.width() - 40), min(px(HEIGHT), parent.height() - 100)
        )
        self.move(parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, BELOW_TOP)))
        self.field.setFocus()  # a popup gives its keys to the widget that had them before
        self._search("")

    def _set_up_list(self) -> None:
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Actions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemClicked.connect(self._do)
        self.list.currentItemChanged.connect(self._tell)

    @Slot(str)
    def _search(self, typed: str) -> None:
        self._shown = found(self._entries, typed)
        self.list.clear()
        rows = [self._row(entry) for entry in self._shown]
        self.list.addTopLevelItems(rows)
        self.nothing.setVisible(not rows)
        if rows:
            self.list.setCurrentItem(rows[0])

    def _row(self, entry: Entry) -> QTreeWidgetItem:
        """What can be done, its keys, and in grey why it cannot be done now."""
        text = f"{entry.text}  –  {entry.reason}" if entry.reason else entry.text
        row = QTreeWidgetItem([text, entry.keys])
        row.setToolTip(0, entry.tip)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        row.setForeground(1, quiet)
        if entry.reason:
            row.setForeground(0, quiet)
        return row

    @Slot()
    def _tell(self) -> None:
        """Let a screen reader, whose place is the field, say which row is chosen."""
        row = self.list.currentItem()
        self.field.setAccessibleDescription("" if row is None else f"{row.text(0)} {row.text(1)}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move in the list, and Enter, from the field."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in MOVES:
            QApplication.sendEvent(self.list, event)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do()
            return True
        return False

    @Slot()
    def _do(self) -> None:
        """Do the chosen row once the palette is gone; one that cannot be done stays."""
        chosen = self.list.currentIndex()
        if not chosen.isValid() or self._shown[chosen.row()].reason:
            return
        action = self._shown[chosen.row()].action
        self.close()
        QTimer.singleShot(0, action, action.trigger)
