"""A read-only table whose rows are selected and copied as sentences."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from desktop_app.theme import px
from desktop_app.translation import mark, tr
from desktop_app.widgets.keys import Keys
from desktop_app.widgets.swatch import swatch_size

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

NARROWEST = 56
"""Least width of a headed column in pixels."""
AIR = 7
"""Between the texts of two rows of many lines, in pixels at the usual size of text."""
WHOLE = Qt.ItemDataRole.UserRole
"""What a cell is copied as, where only a part of it is shown."""
KEYS = Keys(
    mark("On a table"),
    (
        (mark("Up, Down"), mark("Choose a row; with Shift, several")),
        ("Ctrl+C", mark("Copy the chosen rows")),
    ),
)


class CopyTable(QTableWidget):
    """Rows that begin with a name; `said` is what all of them are about."""

    def __init__(self, columns: int) -> None:
        """Make a table without rows."""
        super().__init__(0, columns)
        self.said = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.setAccessibleDescription(tr("Control and C copy the selected rows."))
        self.verticalHeader().hide()
        self._least: int | None = None
        self._size_rows()

    def cell(self, row: int, column: int) -> QTableWidgetItem:
        """The item of a cell, made where there is none."""
        found = self.item(row, column)
        if found is None:
            found = QTableWidgetItem()
            found.setTextAlignment(LEFT if column == 0 else RIGHT)
            self.setItem(row, column, found)
        return found

    def name_columns(self, titles: Sequence[str]) -> None:
        """Head the columns, each as wide as what is in it."""
        across = self.horizontalHeader()
        for column, title in enumerate(titles):
            header = QTableWidgetItem(title)
            header.setTextAlignment(RIGHT if column else LEFT)
            self.setHorizontalHeaderItem(column, header)
        across.setMinimumSectionSize(NARROWEST)
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def start_over(self, rows: int) -> None:
        """Have this many empty rows, none of them current."""
        self.setRowCount(0)
        self.setRowCount(rows)
        self.setCurrentIndex(QModelIndex())

    def fit_rows(self) -> None:
        """Have every text whole, with the same air about one line and about many."""
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + px(AIR))
        self.fit_height()

    def fit_height(self, least: int = 0) -> None:
        """Be as high as the rows, from now on; the page scrolls, not the table.

        least: how many rows are seen at least where there is room for no more, and the table
        scrolls under its heads; 0 for all.
        """
        self._least = least
        header = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().height()
        down, beside = self.verticalHeader(), header + 2 * self.frameWidth()
        tall = max(down.length(), down.defaultSectionSize())
        self.setMaximumHeight(beside + tall)
        self.setMinimumHeight(beside + min(tall, least * down.defaultSectionSize() or tall))

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size_rows()

    def _size_rows(self) -> None:
        self.setIconSize(swatch_size())
        height = self.fontMetrics().height() + 2
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        if self._least is not None:
            self.fit_height(self._least)

    def sentences(self, rows: Iterable[int]) -> str:
        """Each row on a line, which starts with `said`, so that no name is read as a formula."""
        return "\n".join(self._sentence(row) for row in rows)

    def _sentence(self, row: int) -> str:
        said = []
        for column in range(1, self.columnCount()):
            header, cell = self.horizontalHeaderItem(column), self.cell(row, column)
            value = cell.data(WHOLE) or cell.text()
            if value:
                said.append(f"{header.text()} {value}" if header else value)
        return f"{self.said} – {self.cell(row, 0).text()}: {', '.join(said)}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({index.row() for index in self.selectedIndexes()})
            QGuiApplication.clipboard().setText(self.sentences(chosen))
        else:
            super().keyPressEvent(event)
