"""The numbers beside a picture: one row an arm, to be read, selected and copied."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from core.palette import ArmStyle
from desktop_app.translation import tr
from desktop_app.widgets.copy_table import CopyTable
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import arm_icon
from desktop_app.widgets.whole_names import GAP, RIGHT, WholeCells, narrowest, whole_intervals


@dataclass(frozen=True, slots=True)
class Row:
    """An arm and what is said of it; faint: its curve is not drawn."""

    arm: str
    style: ArmStyle
    value: str
    faint: bool = False


class ValueTable(QWidget):
    """A caption that says what the numbers are, and a row for each arm."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._what = ""
        self.caption = words(role="small")
        self.table = CopyTable(2)
        self.table.setWordWrap(True)
        self._cells = (WholeCells(self), WholeCells(self, RIGHT))
        for column, cells in enumerate(self._cells):
            self.table.setItemDelegateForColumn(column, cells)
        across = self.table.horizontalHeader()
        across.hide()
        across.sectionResized.connect(self._fit)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.caption)
        layout.addWidget(self.table)

    def name(self, what: str) -> None:
        """Say what the numbers are, to whoever hears them or pastes them elsewhere."""
        self._what = what
        self.table.setAccessibleName(tr("{what}, of every arm").format(what=what))

    def show_rows(self, caption: str, rows: Sequence[Row]) -> None:
        """Show these rows under a caption, keeping the selection where the arms stay the same."""
        self.caption.setText(caption)
        self.table.said = f"{self._what}. {caption}"
        if [row.arm for row in rows] != self._arms():
            self._rebuild(rows)
        for place, row in enumerate(rows):
            self.table.cell(place, 1).setText(row.value)
            self._fade(place, row.faint)
        self._fit()

    def text(self) -> str:
        """All rows as they are copied, a line an arm."""
        return self.table.sentences(range(self.table.rowCount()))

    def _fade(self, place: int, faint: bool) -> None:
        """Grey and slanted, or as ever."""
        grey = self.palette().brush(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        for cell in (self.table.cell(place, column) for column in (0, 1)):
            font = cell.font()
            if font.italic() != faint:
                font.setItalic(faint)
                cell.setFont(font)
            cell.setData(Qt.ItemDataRole.ForegroundRole, grey if faint else None)

    def changeEvent(self, event: QEvent) -> None:
        """Grey what is grey in the window's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for place in range(self.table.rowCount()):
                self._fade(place, self.table.cell(place, 0).font().italic())

    def _arms(self) -> list[str]:
        return [self.table.cell(place, 0).text() for place in range(self.table.rowCount())]

    def _rebuild(self, rows: Sequence[Row]) -> None:
        self.table.start_over(len(rows))
        for place, row in enumerate(rows):
            name = self.table.cell(place, 0)
            name.setText(row.arm)
            name.setIcon(arm_icon(row.style))

    @Slot()
    def _fit(self) -> None:
        """Have every name and number whole: a number stands above its interval for long names."""
        table, metrics = self.table, self.table.fontMetrics()
        names, values = (
            [table.cell(at, of).text() for at in range(table.rowCount())] for of in (0, 1)
        )
        parts = [part for value in values for part in whole_intervals(value).split(" ")]
        value, part = (max(map(metrics.horizontalAdvance, of), default=0) for of in (values, parts))
        name = max((narrowest(one, table.font()) for one in names), default=0)
        beside = table.iconSize().width() + 6 * GAP
        room = table.viewport().width() - name - beside
        table.setColumnWidth(1, max(min(value, room), part) + 2 * GAP + 1)
        for at in range(table.rowCount()):
            table.setRowHeight(at, table.sizeHintForRow(at))
        table.fit_height()
