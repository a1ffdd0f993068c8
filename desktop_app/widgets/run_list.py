"""The table of saved runs: two lines a row, sorted by any column, no widget in any cell."""

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop_app.models.saved_runs import Column, Row, RunFilter
from desktop_app.theme import px
from desktop_app.translation import tr

WIDTHS = {
    Column.NAME: 160, Column.STATE: 88, Column.WHEN: 134, Column.SIZE: 64,
    Column.REPLICATES: 82, Column.GENERATIONS: 92,
}  # fmt: skip
GIVE_WAY = {
    Column.REPLICATES: 840, Column.GENERATIONS: 840, Column.SIZE: 720, Column.WHEN: 560,
    Column.STATE: 440,
}  # fmt: skip
"""Width of the table, in pixels at text of 100 %, below which a column is left to the panel."""


class RunList(QTableView):
    """Rows of the library.

    Signals: chosen when other rows are selected; opened and delete_asked by the keys for it.
    """

    chosen = Signal()
    opened = Signal()
    delete_asked = Signal()

    def __init__(self, shown: RunFilter, parent: QWidget | None = None) -> None:
        """Show the rows that a filter lets through, the newest first."""
        super().__init__(parent)
        self._shown = shown
        self.setModel(shown)
        self.setProperty("role", "library")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.WHEN, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Saved runs"))
        self.setAccessibleDescription(
            tr("Enter opens, Delete deletes, F2 renames, Control and F searches.")
        )
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        self._size_all()
        across.setSectionResizeMode(Column.FINDING, QHeaderView.ResizeMode.Stretch)
        self.activated.connect(self.opened)
        self.selectionModel().selectionChanged.connect(self.chosen)

    @property
    def selected(self) -> list[Row]:
        """The rows that are selected, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._shown.row_at(place) for place in places]

    def select_one(self, place: int = 0) -> None:
        """Select a row, where none is."""
        if not self.selectionModel().hasSelection() and self._shown.rowCount():
            self.select(place)

    def select(self, *places: int) -> None:
        """Select these rows and no others; `selectRow` would ask which keys are down just now."""
        how, model = QItemSelectionModel.SelectionFlag, self.selectionModel()
        model.setCurrentIndex(self._shown.index(places[0], 0), how.NoUpdate)
        model.clearSelection()
        for place in places:
            model.select(self._shown.index(place, 0), how.Select | how.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete what is selected."""
        if event.matches(QKeySequence.StandardKey.Delete):
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size_all()

    def _size_all(self) -> None:
        self.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().lineSpacing() + 10)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, px(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the finding room to be read."""
        super().resizeEvent(event)
        for column, width in GIVE_WAY.items():
            self.setColumnHidden(column, self.viewport().width() < px(width))
