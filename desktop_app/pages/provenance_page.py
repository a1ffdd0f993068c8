"""The page of provenance: what each generation trained on, what gates cost, and the hash chain."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.seals import Checked, check_file
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.library_reader import LET_GO_MS
from desktop_app.models.pace import Pace
from desktop_app.runner.latest import Latest
from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.chain_card import ChainCard
from desktop_app.widgets.focus_order import follow_layout
from desktop_app.widgets.label import words
from desktop_app.widgets.pool_facts import PoolFacts
from desktop_app.widgets.pools_view import PoolsView
from desktop_app.widgets.scroll_page import ScrollPage
from desktop_app.widgets.turning_row import TurningRow

FACTS_WIDTH = 564
"""What sentences and tables take beside the pictures, in pixels at the usual size of text."""

QWIDGETSIZE_MAX = 16_777_215
"""Of Qt, which PySide6 does not name: no limit."""


class ProvenancePage(QWidget):
    """Follows the run lazily; its file is checked on a thread of its own whenever it rests."""

    def __init__(self, run: ActiveRun, parent: QWidget | None = None) -> None:
        """Make the widgets and follow the run."""
        super().__init__(parent)
        self._run = run
        self._unchecked = True
        self._checking: Path | None = None
        self._latest, self.note = Latest(self), words(role="small")
        self.chain, self.pools, self.facts = ChainCard(), PoolsView(), PoolFacts()
        self._lay_out()
        self.chain.check_asked.connect(self._check_again)
        self.pools.chosen.connect(self._choose)
        self.facts.chosen.connect(self._choose)
        self._latest.succeeded.connect(self._show_checked)
        self._latest.failed.connect(self._show_problem)
        run.replaced.connect(self._show)
        run.state_changed.connect(self._forget_check)
        run.file_needed.connect(self._let_go)
        self._pace = Pace(run, self)
        self._pace.due.connect(self._refresh)

    def _lay_out(self) -> None:
        column, scroll, page = QWidget(), ScrollPage(), QVBoxLayout(self)
        rows, beside = QVBoxLayout(column), TurningRow(self.pools, self.facts, spacing=14)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(10)
        beside.stretch(self.pools)
        rows.addWidget(self.chain)
        rows.addWidget(self.note)
        rows.addWidget(beside, 1)
        scroll.setWidget(column)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scroll)
        self.setFocusProxy(self.chain.check_button)

    @Slot()
    def _let_go(self) -> None:
        """Have a check of the run's file end before the run goes on."""
        self._latest.shutdown(LET_GO_MS)

    def shutdown(self, limit_ms: int) -> bool:
        """Wait for a check to end; False when the limit passes first."""
        return self._latest.shutdown(limit_ms)

    @Slot(str, object)
    def say(self, note: str, file: object) -> None:
        """Tell how the writing of a file goes."""
        self.chain.note.setText(note)

    # What is shown

    @Slot()
    def _show(self) -> None:
        """Another run."""
        record = self._run.record
        assert record is not None
        recorded = record.experiment.recorded
        self.pools.show_record(record)
        self.note.setText(self.pools.note)
        for part in (self.note, self.pools):
            part.setVisible(not recorded)
        self.chain.note.setText("")
        self.facts.show_record(record)
        self._fit_width()
        self._forget_check()
        self._refresh()

    def _fit_width(self) -> None:
        """Give the tables what they need at this size of text; those of an audit, all there is."""
        record, wanted = self._run.record, px(FACTS_WIDTH)
        alone = record is not None and record.experiment.recorded
        self.facts.setMinimumWidth(wanted)
        self.facts.setMaximumWidth(QWIDGETSIZE_MAX if alone else wanted)

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_width()

    @Slot()
    def _refresh(self) -> None:
        """Take in new generations; a page that is not seen waits until it is."""
        record = self._run.record
        if record is None or not self.isVisible():
            return
        made = bool(self.pools.cells)
        if not record.experiment.recorded:
            self.pools.refresh()
        self._choose(self.facts.arm)
        self.chain.show_record(record, rests=self._run.idle)
        if not made:
            follow_layout(self)
        self._check()

    @Slot(str)
    def _choose(self, arm: str) -> None:
        self.facts.show_arm(arm, self.pools.histories[arm])
        self.pools.mark(arm)

    # The chain

    @Slot()
    def _forget_check(self) -> None:
        """A run begins, goes on or has ended: what was found of its file is no longer so."""
        self._unchecked = True
        self.facts.show_checked(None)
        if self._run.record is not None:
            self.chain.show_record(self._run.record, rests=self._run.idle)
        if not self._run.idle:
            self.chain.say(
                tr("The run goes on."),
                tr("Each generation is sealed as it is stored; the chain is checked when it ends."),
            )  # fmt: skip

    @Slot()
    def _check_again(self) -> None:
        self._unchecked = True
        self._check()

    def _check(self) -> None:
        """Check the run file, once, while nothing writes to it and somebody looks."""
        path = self._run.path
        if not (self._unchecked and self._run.idle and self.isVisible() and path is not None):
            return
        self._unchecked, self._checking = False, path
        self.chain.say(tr("Checking the run file…"))
        self._latest.start(partial(check_file, path))

    @Slot(object)
    def _show_checked(self, found: Checked) -> None:
        if self._is_due():
            self.chain.show_checked(found)
            self.facts.show_checked(found)

    @Slot(str)
    def _show_problem(self, sentence: str) -> None:
        if self._is_due():
            self.chain.say(sentence, wrong=True)

    def _is_due(self) -> bool:
        """Whether what was found is still of the run that is shown."""
        return self._run.idle and not self._unchecked and self._run.path == self._checking

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while the page was not seen."""
        super().showEvent(event)
        self._refresh()
