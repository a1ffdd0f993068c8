"""What each generation trained on: a picture for every arm, and the numbers of one of them."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.analysis.chain import say_chain
from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from desktop_app.models.pools import PoolHistory, pool_facts, say_gate
from desktop_app.theme import px
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.copy_table import LEFT, RIGHT, CopyTable
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import Swatch

NARROWEST = 185
"""Least width of a picture in pixels."""

COLUMNS = ("Origin", "Records", "Share", "Parent hash")


class PoolsView(QWidget):
    """Training pools by origin, every arm beside the others; numbers of the arm that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty view."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._histories: dict[str, PoolHistory] = {}
        self.cells: dict[str, _Cell] = {}
        self._columns = 0
        self.note, self.caption = words(role="small"), words(role="small")
        self.gate, self.chain = words(role="small"), words(role="small")
        self.chooser, self.table = Choice(), CopyTable(len(COLUMNS))
        self.chooser.setAccessibleName("Arm whose training pool is listed")
        self.chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chooser.activated.connect(self._show_facts)
        self.setAccessibleName("What each generation trained on")
        self._lay_out()

    def _lay_out(self) -> None:
        across = self.table.horizontalHeader()
        for column, title in enumerate(COLUMNS):
            header = QTableWidgetItem(title)
            header.setTextAlignment(RIGHT if column else LEFT)
            self.table.setHorizontalHeaderItem(column, header)
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._facts = QWidget()
        self._facts.setProperty("wide", "facts")
        told = QVBoxLayout(self._facts)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(4)
        for part in (self.chooser, self.caption, self.gate, self.table, self.chain):
            told.addWidget(part, 1 if part is self.table else 0)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addLayout(self._grid, 1)
        beside.addWidget(self._facts)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.note)
        rows.addLayout(beside, 1)

    def show_record(self, record: RunRecord) -> None:
        """Show a run; pictures are made when they are first seen."""
        self._record = record
        for cell in self.cells.values():
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self.cells, self._columns = {}, 0
        self._histories = {arm: PoolHistory(record, arm) for arm in record.arms}
        self.note.setText(_note(record))
        self.chooser.clear()
        self.chooser.addItems(record.arms)
        self.check_chain()
        if self.isVisible():
            self.refresh()

    def check_chain(self) -> None:
        """Follow the hashes anew: a run has been opened, or has ended."""
        if self._record is not None:
            self.chain.setText(say_chain(self._record))

    def refresh(self) -> None:
        """Draw the generations that have finished since."""
        if self._record is None:
            return
        if not self.cells:
            self._make_cells(self._record)
        for arm, history in self._histories.items():
            if history.grow():
                self.cells[arm].plot.draw()
        self._show_facts()

    def _make_cells(self, record: RunRecord) -> None:
        styles = arm_styles(record.arms, record.experiment.baseline)
        for arm in record.arms:
            switch = record.experiment.arm(arm).switch
            begins = None if switch is None else switch.generation
            cell = _Cell(arm, styles[arm], self._histories[arm], begins)
            cell.chosen.connect(self._choose)
            cell.plot.setAccessibleDescription(
                "The table beside has the numbers of the chosen arm."
            )
            self.cells[arm] = cell
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        count, width = len(self.cells), self.width() - self._facts.width()
        room = max(1, min(count, width // px(NARROWEST)))
        columns = -(-count // -(-count // room)) if count else 0
        if columns == self._columns:
            return
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for place, cell in enumerate(self.cells.values()):
            self._grid.addWidget(cell, *divmod(place, columns))

    @Slot(str)
    def _choose(self, arm: str) -> None:
        self.chooser.setCurrentText(arm)
        self._show_facts()

    @Slot()
    def _show_facts(self) -> None:
        """List the newest pool of the chosen arm."""
        record, arm = self._record, self.chooser.currentText()
        if record is None:
            return
        generation = record.done(arm)
        for name, cell in self.cells.items():
            cell.mark(name == arm)
        replicates = record.experiment.replicates
        over = f", mean of {replicates:,} replicates" if replicates > 1 else ""
        what = f"Training pool of generation {generation}{over}"
        self.caption.setText(what if generation >= 0 else "No generation is finished yet.")
        self.table.said = f"{arm}. {what}"
        self.table.setAccessibleName(f"{what}, {arm}")
        gate = record.gate(arm, generation)
        self.gate.setText("" if gate is None else say_gate(gate, record.experiment.sample_size))
        self.gate.setVisible(gate is not None)
        facts = pool_facts(record, arm, generation) if generation >= 0 else []
        if self.table.rowCount() != len(facts):
            self.table.start_over(len(facts))
        for row, cells in enumerate(facts):
            for column, said in enumerate(cells):
                self.table.cell(row, column).setText(said)


class _Cell(QFrame):
    """A picture under the arm's name, with a frame when its numbers are listed."""

    chosen = Signal(str)

    def __init__(self, arm: str, style: ArmStyle, history: PoolHistory, switch: int | None) -> None:
        """Make the picture; pyqtgraph is imported here, when one is first drawn."""
        from desktop_app.widgets.pool_plot import PoolPlot

        super().__init__()
        self._arm = arm
        self.setProperty("role", "choice")
        self.plot: PoolPlot = PoolPlot(history, switch)
        self.plot.setAccessibleName(f"Training pools of {arm} by origin")
        self.plot.clicked.connect(self._tell)
        head, rows = QHBoxLayout(), QVBoxLayout(self)
        head.setContentsMargins(6, 0, 4, 0)
        head.setSpacing(8)
        head.addWidget(Swatch(style))
        head.addWidget(Elided(arm, "heading"), 1)
        rows.setContentsMargins(4, 4, 4, 2)
        rows.setSpacing(0)
        rows.addLayout(head)
        if switch is not None:
            rows.addWidget(words(f"Line: switch at generation {switch}", "small"))
        rows.addWidget(self.plot, 1)

    def mark(self, chosen: bool) -> None:
        """Frame the picture, or no longer."""
        if bool(self.property("chosen")) != chosen:
            self.setProperty("chosen", chosen)
            self.style().unpolish(self)
            self.style().polish(self)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self._arm)


def _note(record: RunRecord) -> str:
    """What the pictures show."""
    mean = ", mean of all replicates" if record.experiment.replicates > 1 else ""
    filtered = any(
        regime.filter is not None for arm in record.experiment.arms for _, regime in arm.regimes()
    )
    note = (
        f"Upwards: records in a generation's training pool{mean}, by the model that emitted them, "
        "real data dark at the bottom, older models pale, newer ones strong. Across: generations. "
        "Every arm has its own scale."
    )
    outline = " Dashed outline, which may go on above the picture: what the filter dropped so far."
    return note + outline if filtered else note
