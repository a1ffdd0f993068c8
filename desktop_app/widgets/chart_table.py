"""A chart as a table: a row a generation, a column an arm, read and copied cell by cell."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from core.palette import ArmStyle
from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.swatch import arm_icon, swatch_size
from desktop_app.widgets.whole_names import NameHeader

Index = QModelIndex | QPersistentModelIndex

LEAST_WIDTH = 96
"""Of an arm's column, in pixels at the usual size of text; it widens to what comes into view."""

WITH_UNIT = Qt.ItemDataRole.AccessibleTextRole
"""A cell's words with the unit, as they are copied and read out; it stands above those seen."""

LOWEST = 170
"""Least height in pixels at the usual size of text: a chart's."""


Say: TypeAlias = Callable[[str, int, bool], str]
"""An arm's value at a generation; the last tells whether with its unit."""


class CurveTable(QAbstractTableModel):
    """Asks for a cell's words when it is looked at, so that a long run costs no more than a short.

    Rows are generations, which stay in view beside the arms' columns.
    """

    def __init__(self, parent: QWidget) -> None:
        """Make it without rows."""
        super().__init__(parent)
        self._arms: tuple[str, ...] = ()
        self._icons: list[QIcon] = []
        self._rows = 0
        self._say: Say = _nothing

    def start_over(self, styles: dict[str, ArmStyle]) -> None:
        """Have the columns of another run."""
        self.beginResetModel()
        self._arms, self._rows = tuple(styles), 0
        self._icons = [arm_icon(style) for style in styles.values()]
        self.endResetModel()

    def show_rows(self, rows: int, say: Say) -> None:
        """Have so many generations, of which `say` tells an arm's value; selections stay."""
        if rows < self._rows:
            self.beginResetModel()
            self._rows, self._say = rows, say
            self.endResetModel()
            return
        before, self._say = self._rows, say
        if rows > before:
            self.beginInsertRows(QModelIndex(), before, rows - 1)
            self._rows = rows
            self.endInsertRows()
        if before:
            self.dataChanged.emit(self.index(0, 0), self.index(before - 1, len(self._arms) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many generations there are."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many arms there are."""
        return 0 if parent.isValid() else len(self._arms)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """An arm's value at a generation."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, WITH_UNIT) or not index.isValid():
            return None
        said = self._say(self._arms[index.column()], index.row(), role == WITH_UNIT)
        return said.replace("-", "\u2212")

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The arms' names and looks; the generations."""
        if orientation is Qt.Orientation.Vertical:
            shown = role == Qt.ItemDataRole.DisplayRole
            return tr("Gen. {number}").format(number=section) if shown else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._arms[section]
        return self._icons[section] if role == Qt.ItemDataRole.DecorationRole else None


class ChartTable(QTableView):
    """Cells that are selected and copied, with the names of their columns, parted by tabs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self.cells, self._heads = CurveTable(self), NameHeader(self)
        self.setHorizontalHeader(self._heads)
        self.setModel(self.cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleDescription(
            tr("Arrow keys move, Shift selects, Control and C copy what is selected, or all.")
        )
        self.setCornerButtonEnabled(False)
        self._heads.setHighlightSections(False)
        self._heads.setResizeContentsPrecision(0)  # rows in view alone
        self.verticalScrollBar().valueChanged.connect(self._widen)
        self._size_all()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size_all()

    def _size_all(self) -> None:
        self.setIconSize(swatch_size())
        self.setMinimumHeight(px(LOWEST))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 4)
        self.horizontalHeader().setDefaultSectionSize(px(LEAST_WIDTH))
        self._narrow()
        self._widen()

    def _narrow(self) -> None:
        """Give all columns the least width again: what made them wider is no longer there."""
        for place in range(self.cells.columnCount()):
            self.setColumnWidth(place, px(LEAST_WIDTH))

    @Slot()
    def _widen(self) -> None:
        """Have every name and number in view whole; no column narrows while a run is shown.

        A name stands on one line where all columns can be so wide.
        """
        seen = [at for at in range(self.cells.columnCount()) if not self.isColumnHidden(at)]
        even = self.viewport().width() // max(len(seen), 1)
        for place in seen:
            head = max(self._heads.least_width(place), min(self._heads.full_width(place), even))
            wanted = max(self.sizeHintForColumn(place), head)
            if wanted > self.columnWidth(place):
                self.setColumnWidth(place, wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have room for rows that come into view; the newest stay there."""
        at_end = self._at_end()
        super().resizeEvent(event)
        self._widen()
        self._follow(at_end)

    def start_over(self, styles: dict[str, ArmStyle]) -> None:
        """Have another run's arms."""
        self.cells.start_over(styles)
        self._narrow()

    def show_rows(self, rows: int, say: Say, hidden: Sequence[bool], unit: str) -> None:
        """Show so many generations; hidden: which arms to leave out. unit: of all values."""
        at_end = self._at_end()
        self.cells.show_rows(rows, say)
        for place, left_out in enumerate(hidden):
            self.setColumnHidden(place, left_out)
        self._widen()
        self.setAccessibleName(tr("{what}, a row a generation").format(what=unit))
        self._follow(at_end)

    def _at_end(self) -> bool:
        return self.verticalScrollBar().value() == self.verticalScrollBar().maximum()

    def _follow(self, at_end: bool) -> None:
        """Have the newest generation in view where it was, unless somebody reads another one."""
        if at_end and not self.selectionModel().hasSelection():
            self.scrollToBottom()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected, or all."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """The selected rows and columns, or all, under the names of the columns; tabs between.

        No name is a spreadsheet's formula.
        """
        chosen, cells = self.selectedIndexes(), self.cells
        rows = sorted({at.row() for at in chosen}) or range(cells.rowCount())
        columns = sorted({at.column() for at in chosen}) or range(cells.columnCount())
        shown = [column for column in columns if not self.isColumnHidden(column)]
        across = Qt.Orientation.Horizontal
        lines = [[tr("Generation"), *(_harmless(cells.headerData(at, across)) for at in shown)]]
        lines += [
            [str(row), *(cells.index(row, at).data(WITH_UNIT) for at in shown)] for row in rows
        ]
        return "\n".join("\t".join(line) for line in lines)


def _harmless(name: str) -> str:
    from core.report.tables import harmless

    return str(harmless(name)).replace("\t", " ")


def _nothing(arm: str, generation: int, unit: bool) -> str:
    return ""
