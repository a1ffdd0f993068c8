"""The numbers of one arm's training pools: in sentences, and in tables a generation a row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.record import RunRecord
from core.seals import Checked
from desktop_app.models.pools import (
    BROKEN,
    SHORT_HASH,
    PoolHistory,
    Row,
    gate_rows,
    generation_rows,
    origin_rows,
    recorded_rows,
    say_audited,
    say_gates,
    say_link,
    say_newest,
    say_real,
)
from desktop_app.translation import mark, tr
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.copy_table import WHOLE, CopyTable
from desktop_app.widgets.label import words
from desktop_app.widgets.tab_pages import TabPages

GENERATIONS = (
    mark("Generation"), mark("Records"), mark("Real"), mark("Dropped"), mark("Hash"), mark("Link"),
)  # fmt: skip
RECORDED = (
    mark("Generation"), mark("Label"), mark("Recorded"), mark("Compared"), mark("Hash"),
    mark("Link"),
)  # fmt: skip
GATE = (
    mark("Generation"), mark("Candidates"), mark("Admitted"), mark("Acceptance"),
    mark("Shortfall"), mark("Trusted"),
)  # fmt: skip
ORIGINS = (mark("Origin"), mark("Records"), mark("Share"), mark("Parent hash"))
DROPPED, HASH, LINK = 3, 4, 5
"""Columns of the table of generations; an audit has something else in the first."""
LOWEST = 116
"""Least height of a table in pixels."""


class PoolFacts(QWidget):
    """One arm in words and numbers; the page says which history its pools are in.

    Signal chosen: the arm that was chosen in the list.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty panel."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._history: PoolHistory | None = None
        self._checked: Checked | None = None
        self._judged = 0
        self.chooser, self.tabs = Choice(), TabPages()
        self.real, self.newest, self.gate = words(), words(role="small"), words(role="small")
        self.note, self.origin_of = words(role="small"), words(role="small")
        self.generations, self.gates = _table(GENERATIONS), _table(GATE)
        self.origins = _table(ORIGINS)
        self._by_origin = QWidget()
        self._lay_out()
        self.chooser.setAccessibleName(tr("Arm whose training pools are listed"))
        self.chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chooser.activated.connect(self._tell)
        self.generations.itemSelectionChanged.connect(self._show_origins)
        self.tabs.turned.connect(self._show_origins)

    def _lay_out(self) -> None:
        inner, rows = QVBoxLayout(self._by_origin), QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.origin_of)
        inner.addWidget(self.origins, 1)
        self.tabs.bar.setAccessibleName(tr("Tables of this arm"))
        for page, title in (
            (self.generations, tr("Generations")),
            (self.gates, tr("Gate")),
            (self._by_origin, tr("By origin")),
        ):
            self.tabs.add_page(page, title)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for part in (self.chooser, self.real, self.newest, self.gate):
            rows.addWidget(part)
        rows.addWidget(self.tabs, 1)
        rows.addWidget(self.note)

    @property
    def arm(self) -> str:
        """The arm that is listed."""
        return self.chooser.currentText()

    def show_record(self, record: RunRecord) -> None:
        """List the first arm of a run."""
        self._record, self._history, self._checked = record, None, None
        recorded = record.experiment.recorded
        titles = RECORDED if recorded else GENERATIONS
        self.generations.name_columns([tr(title) for title in titles])
        self.chooser.clear()
        self.chooser.addItems(record.arms)
        self.chooser.setVisible(not recorded)
        self.tabs.offer(self._by_origin, not recorded)
        self.note.setText(_note(record))

    def show_arm(self, arm: str, history: PoolHistory) -> None:
        """List an arm from its first generation, or what is new of it."""
        if self._record is None:
            return
        if self._history is not history:
            self._history = history
            self.chooser.setCurrentText(arm)
            self._judged = 0
            for table in (self.generations, self.gates, self.origins):
                table.start_over(0)
                table.said = arm
            self.generations.setColumnHidden(DROPPED, not self._record.experiment.recorded)
            self.generations.setAccessibleName(tr("Generations of {arm}").format(arm=arm))
            self.gates.setAccessibleName(tr("Verifier of {arm}").format(arm=arm))
        self._refresh(self._record, history)

    def show_checked(self, checked: Checked | None) -> None:
        """Say of every link whether it holds."""
        self._checked = checked
        self._mark_links(0)

    def _refresh(self, record: RunRecord, history: PoolHistory) -> None:
        """Take in what has finished since."""
        first = self.generations.rowCount()
        if record.experiment.recorded:
            _append(self.generations, recorded_rows(record, self.arm, first), HASH)
            self._say(say_audited(record), "", "")
        else:
            rows = generation_rows(record, self.arm, history, first)
            _append(self.generations, rows, HASH)
            if any(row[DROPPED] for row in rows):
                self.generations.setColumnHidden(DROPPED, False)
            switch = record.experiment.arm(self.arm).switch
            real = say_real(history, None if switch is None else switch.generation)
            self._say(real, say_newest(record, history), say_gates(record, self.arm))
            _append(self.gates, gate_rows(record, self.arm, self._judged + 1))
        self._judged = record.done(self.arm)
        self._mark_links(first)
        self.tabs.offer(self.gates, self.gates.rowCount() > 0)
        self._show_origins()

    def _say(self, real: str, newest: str, gate: str) -> None:
        for label, said in ((self.real, real), (self.newest, newest), (self.gate, gate)):
            label.setText(said)
            label.setVisible(bool(said))

    def _mark_links(self, first: int) -> None:
        for row in range(first, self.generations.rowCount()):
            link = self.generations.cell(row, LINK)
            link.setText(say_link(self._checked, self.arm, row))
            font = link.font()
            font.setBold(link.text() == tr(BROKEN))
            link.setFont(font)

    @Slot()
    def _show_origins(self) -> None:
        """List the pool of the generation that is chosen in the table, else of the newest."""
        record = self._record
        if record is None or self.tabs.front is not self._by_origin:
            return
        rows = self.generations.selectionModel().selectedRows()
        generation = rows[0].row() if rows else record.done(self.arm)
        what = tr("Training pool of generation {generation}").format(generation=generation)
        self.origin_of.setText(what if generation >= 0 else "")
        self.origins.said = f"{self.arm}. {what}"
        self.origins.setAccessibleName(f"{what}, {self.arm}")
        self.origins.start_over(0)
        if generation >= 0:
            _append(self.origins, origin_rows(record, self.arm, generation), 3)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.arm)


def _table(titles: Sequence[str]) -> CopyTable:
    table = CopyTable(len(titles))
    table.name_columns([tr(title) for title in titles])
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    table.setMinimumHeight(LOWEST)
    return table


def _append(table: CopyTable, rows: Sequence[Row], hashes: int = -1) -> None:
    """Put rows below those that are there; hashes: the column of which the start is shown."""
    first = table.rowCount()
    table.setRowCount(first + len(rows))
    for at, row in enumerate(rows, first):
        for column, said in enumerate(row):
            cell = table.cell(at, column)
            cell.setText(said[:SHORT_HASH] if column == hashes else said)
            if column == hashes:
                cell.setData(WHOLE, said)


def _note(record: RunRecord) -> str:
    """What the numbers in the tables are."""
    copied = tr("Control and C copy the chosen rows, hashes whole.")
    if record.experiment.recorded or record.experiment.replicates == 1:
        return copied
    over = tr(
        "Per replicate. Where {count} replicates differ: the median, and in brackets its 95 % "
        "interval over replicates."
    ).format(count=f"{record.experiment.replicates:,}")
    return f"{over} {copied}"
