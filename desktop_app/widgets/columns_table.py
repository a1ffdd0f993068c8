"""The columns of a table, each with a tick where it is kept and the reason where it is not."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem

from core.userdata.choices import ColumnSeen
from desktop_app.translation import mark, tr
from desktop_app.widgets.copy_table import LEFT, RIGHT, CopyTable

TITLES = (mark("Column"), mark("Missing"), mark("Why not kept"))
MOST_ROWS = 9
"""Rows that are seen at once; with more the table scrolls."""


class ColumnsTable(CopyTable):
    """Signal picked: the names of the columns that are ticked, after one was ticked or unticked.

    Of categories one column is read: ticking another unticks it.
    """

    picked = Signal(list)

    def __init__(self) -> None:
        """Make an empty table."""
        super().__init__(len(TITLES))
        self._one = False
        self.setAccessibleName(tr("Columns of the file"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        across, mode = self.horizontalHeader(), QHeaderView.ResizeMode
        for column, title in enumerate(TITLES):
            header = QTableWidgetItem(tr(title))
            header.setTextAlignment(RIGHT if column == 1 else LEFT)
            self.setHorizontalHeaderItem(column, header)
            stretched = column == len(TITLES) - 1
            across.setSectionResizeMode(
                column, mode.Stretch if stretched else mode.ResizeToContents
            )
        self.itemChanged.connect(self._tell)

    def show_columns(self, columns: Sequence[ColumnSeen], one: bool, counts: str = "") -> None:
        """Show columns as they were read. one: of categories; counts: their column of counts."""
        self._one = one
        self.blockSignals(True)
        self.start_over(len(columns))
        for row, column in enumerate(columns):
            name, gaps, why = (self.cell(row, place) for place in range(3))
            name.setText(column.name)
            gaps.setText(f"{column.missing:,}" if column.missing else "")
            why.setText(column.why or (tr("their counts") if column.name == counts else ""))
            why.setTextAlignment(LEFT)
            why.setToolTip(f"<p>{escape(column.why)}</p>")
            if column.name == counts:
                continue
            name.setFlags(name.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            kept = Qt.CheckState.Checked if column.kept else Qt.CheckState.Unchecked
            name.setCheckState(kept)
        self.blockSignals(False)
        self._fit()

    def ticked(self) -> list[str]:
        """The columns that are ticked."""
        names = (self.cell(row, 0) for row in range(self.rowCount()))
        return [name.text() for name in names if name.checkState() is Qt.CheckState.Checked]

    def _fit(self) -> None:
        """Be as high as the rows, up to a limit."""
        height = self.verticalHeader().defaultSectionSize()
        rows = min(self.rowCount(), MOST_ROWS)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * height + 2)

    @Slot(QTableWidgetItem)
    def _tell(self, item: QTableWidgetItem) -> None:
        if item.column() != 0:
            return
        if self._one:
            self.picked.emit([item.text()])
        else:
            self.picked.emit(self.ticked())
