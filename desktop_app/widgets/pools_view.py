"""What each generation trained on: a picture for every arm, one beside the other."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from desktop_app.models.pools import (
    PoolHistory,
    say_acceptance,
    say_pools,
    say_source,
    switch_of,
    take_pools,
)
from desktop_app.models.taken_chart import TakenChart
from desktop_app.translation import tr
from desktop_app.widgets.chart_menu import TakeableFrame
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.even_grid import even_columns, fill
from desktop_app.widgets.fitted import Fitted
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import Swatch

NARROWEST = 185
"""Least width of a picture, in pixels at the usual size of text."""


class PoolsView(Fitted):
    """Training pools by origin, every arm beside the others; `note` says what the pictures show.

    Signals: chosen, the arm whose picture was pressed; asked, a picture and how its menu asks
    for it.
    """

    chosen = Signal(str)
    asked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty view."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self.histories: dict[str, PoolHistory] = {}
        self.cells: dict[str, _Cell] = {}
        self._columns = 0
        self.note = ""
        self.setAccessibleName(tr("What each generation trained on"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)

    def show_record(self, record: RunRecord) -> None:
        """Show a run; pictures are made when they are first seen."""
        self._record = record
        for cell in self.cells.values():
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self.cells, self._columns = {}, 0
        self.histories = {arm: PoolHistory(record, arm) for arm in record.arms}
        self.note = _note(record)

    def refresh(self) -> None:
        """Draw the generations that have finished since."""
        if self._record is None:
            return
        if not self.cells:
            self._make_cells(self._record)
        for arm, history in self.histories.items():
            if history.grow():
                cell = self.cells[arm]
                cell.plot.setAccessibleDescription(say_pools(self._record, history, arm))
                cell.say_gate(say_acceptance(self._record, arm))
                cell.plot.draw()

    def mark(self, arm: str) -> None:
        """Frame the picture of an arm, and no other."""
        for name, cell in self.cells.items():
            cell.mark(name == arm)

    def _make_cells(self, record: RunRecord) -> None:
        styles = arm_styles(record.arms, record.experiment.baseline)
        for arm in record.arms:
            cell = _Cell(record, arm, styles[arm], self.histories[arm])
            cell.chosen.connect(self.chosen)
            cell.asked.connect(self.asked)
            self.cells[arm] = cell
        self.place()

    def place(self) -> None:
        """Put the parts where they have room."""
        columns = even_columns(len(self.cells), self.width(), NARROWEST)
        if columns == self._columns:
            return
        self._columns = columns
        fill(self._grid, list(self.cells.values()), columns)


class _Cell(TakeableFrame):
    """A picture under the arm's name, with a frame when its numbers are listed."""

    chosen = Signal(str)

    def __init__(self, record: RunRecord, arm: str, style: ArmStyle, history: PoolHistory) -> None:
        """Make the picture; pyqtgraph is imported here, when one is first drawn."""
        from desktop_app.widgets.pool_plot import PoolPlot

        super().__init__()
        self._record, self._arm, self._history = record, arm, history
        switch = switch_of(record, arm)
        self.setProperty("role", "choice")
        self.plot: PoolPlot = PoolPlot(history, switch)
        self.plot.setAccessibleName(tr("Training pools of {arm} by origin").format(arm=arm))
        self.plot.clicked.connect(self._tell)
        head, rows = QHBoxLayout(), QVBoxLayout(self)
        head.setContentsMargins(6, 0, 4, 0)
        head.setSpacing(8)
        head.addWidget(Swatch(style))
        head.addWidget(Elided(arm, "heading"), 1)
        head.addWidget(self.menu)
        rows.setContentsMargins(4, 4, 4, 2)
        rows.setSpacing(0)
        rows.addLayout(head)
        if switch is not None:
            said = tr("Line: switch at generation {generation}").format(generation=switch)
            rows.addWidget(words(said, "small"))
        self._gate = words(role="small")
        self._gate.hide()
        rows.addWidget(self._gate)
        rows.addWidget(self.plot, 1)

    def take(self) -> TakenChart | None:
        """The picture as it is drawn now, for the report to draw; None before there is one."""
        return take_pools(self._record, self._history, self._arm)

    def say_gate(self, said: str) -> None:
        """Say how much the arm's gate lets through, where it has one."""
        self._gate.setText(said)
        self._gate.setVisible(bool(said))

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
    mean = tr(", mean of all replicates") if record.experiment.replicates > 1 else ""
    filtered = any(
        regime.filter is not None for arm in record.experiment.arms for _, regime in arm.regimes()
    )
    note = tr(
        "Upwards: records in a generation's training pool{mean}, by the model that emitted them: "
        "real data hatched at the bottom, older models faint, newer ones strong. Across: "
        "generations. Every arm has its own scale."
    ).format(mean=mean)
    outline = tr(
        " Dashed outline, which may go on above the picture: what the filter dropped so far."
    )
    return f"{say_source(record)} {note}{outline if filtered else ''}"
