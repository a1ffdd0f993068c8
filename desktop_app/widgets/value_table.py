"""The numbers beside a picture: one row an arm, to be read, selected and copied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QVBoxLayout, QWidget

from core.palette import ArmStyle
from desktop_app.translation import tr
from desktop_app.widgets.copy_table import WHOLE, CopyTable
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import arm_icon
from desktop_app.widgets.whole_names import (
    GAP,
    RIGHT,
    Lines,
    WholeCells,
    narrowest,
    whole_intervals,
)


@dataclass(frozen=True, slots=True)
class Row:
    """An arm and its value, without and with its unit; faint: its curve is not drawn."""

    arm: str
    style: ArmStyle
    value: str
    whole: str
    faint: bool = False


class ValueTable(QWidget):
    """A caption that says what the numbers are, and a row for each arm.

    Units stand beside the numbers where that breaks no name, and are always copied.
    Signal fitted: the rows have another height.
    """

    fitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._what = ""
        self._rows: Sequence[Row] = ()
        self._widest: dict[str, tuple[str, str, str]] = {}
        self.caption = words(role="small")
        self.table = CopyTable(2)
        self.table.setWordWrap(True)
        self._cells = (WholeCells(self), WholeCells(self, RIGHT))
        for column, cells in enumerate(self._cells):
            self.table.setItemDelegateForColumn(column, cells)
        across = self.table.horizontalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.viewport().installEventFilter(self)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.caption)
        layout.addWidget(self.table)
        layout.addStretch(1)

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
        self._rows = rows
        for place, row in enumerate(rows):
            self.allow(row.arm, [(row.value, row.whole)])
            self.table.cell(place, 1).setData(WHOLE, row.whole)
            self._fade(place, row.faint)
        self._fit()

    def forget(self) -> None:
        """Keep no more room for what was allowed for: other numbers are to be shown."""
        self._widest.clear()

    def allow(self, arm: str, values: Iterable[tuple[str, str]]) -> None:
        """Keep room for values that an arm may be shown with, so that no row grows for them.

        values: each without its unit and with it.
        """
        wide = self.table.fontMetrics().horizontalAdvance
        bare, whole, part = self._widest.get(arm, ("", "", ""))
        for value, with_unit in values:
            bare, whole = max(bare, value, key=wide), max(whole, with_unit, key=wide)
            part = max(part, *whole_intervals(with_unit).split(" "), key=wide)
        self._widest[arm] = (bare, whole, part)

    def needed(self) -> int:
        """The height that the caption and the rows take, in pixels."""
        return max(self.caption.heightForWidth(self.width()), 0) + 1 + self.table.minimumHeight()

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share out the width that the table has now."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _arms(self) -> list[str]:
        return [self.table.cell(place, 0).text() for place in range(self.table.rowCount())]

    def _rebuild(self, rows: Sequence[Row]) -> None:
        self.table.start_over(len(rows))
        for place, row in enumerate(rows):
            name = self.table.cell(place, 0)
            name.setText(row.arm)
            name.setIcon(arm_icon(row.style))

    def _fit(self) -> None:
        """Have every name and number whole: a number stands above its interval for long names.

        Widths and heights are those of the widest values that are allowed for: rows stay as they
        are while generations are pointed at.
        """
        table, wide = self.table, self.table.fontMetrics().horizontalAdvance
        arms = self._arms()
        widest = [self._widest.get(arm, ("", "", "")) for arm in arms]
        look, width = table.iconSize().width() + 3 * GAP, table.viewport().width()
        room = width - look - 3 * GAP
        longest = max(map(wide, arms), default=0) + 1
        units = longest + max((wide(whole) for _, whole, _ in widest), default=0) <= room
        values = [whole if units else bare for bare, whole, _ in widest]
        part = max((wide(part) for _, _, part in widest), default=0)
        name = max((narrowest(arm, table.font()) for arm in arms), default=0)
        inner = max(min(max(map(wide, values), default=0), room - name), part) + 1
        beside = max(width - inner - 2 * GAP, 0)
        table.setColumnWidth(0, beside)
        table.setColumnWidth(1, inner + 2 * GAP)
        for at, row in enumerate(self._rows):
            table.cell(at, 1).setText(row.whole if units else row.value)
            table.setRowHeight(at, self._height(at, beside - look, values[at], inner))
        before = table.minimumHeight()
        table.fit_height()
        if table.minimumHeight() != before:
            self.fitted.emit()

    def _height(self, at: int, named: int, whole: str, inner: int) -> int:
        """What a row's name takes in a width, and its widest value in another, in pixels."""
        name = self.table.cell(at, 0)
        both = (
            Lines(name.text(), self._font(name), named),
            Lines(whole_intervals(whole), self._font(name), inner),
        )
        return max(*(round(one.tall) for one in both), self.table.iconSize().height()) + 2

    def _font(self, cell: QTableWidgetItem) -> QFont:
        """The font of a cell: the table's, slanted where the cell's is."""
        font = QFont(self.table.font())
        font.setItalic(cell.font().italic())
        return font
