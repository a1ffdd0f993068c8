"""The page of the window: what is set or written on the left, what comes of it on the right."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabWidget, QWidget

from desktop_app.models.active_run import ActiveRun
from desktop_app.models.draft import Draft
from desktop_app.pages.run_page import RunPage
from desktop_app.pages.saved_runs_page import SavedRunsPage
from desktop_app.pages.setup_page import SetupPage
from desktop_app.pages.start_page import StartPage
from desktop_app.pages.write_up_page import WriteUpPage
from desktop_app.settings import Settings

COLUMN_WIDTH = 338
WRITING_WIDTH = 490
"""Of the left column, where there is text to write in it."""


class ExperimentPage(QWidget):
    """Puts the pages side by side; the left column rests while a run goes on."""

    def __init__(
        self, draft: Draft, run: ActiveRun, settings: Settings, parent: QWidget | None = None
    ) -> None:
        """Make the pages."""
        super().__init__(parent)
        self._run = run
        self.setup, self.saved = SetupPage(draft), SavedRunsPage()
        self.start, self.run = StartPage(draft), RunPage(run)
        self.write_up = WriteUpPage(run, settings)
        self.tabs = QTabWidget()
        self.tabs.setFixedWidth(COLUMN_WIDTH)
        self.tabs.addTab(self.setup, "Experiment")
        self.tabs.addTab(self.saved, "Saved runs")
        self.tabs.addTab(self.write_up, "Write-up")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.run)
        self.stack.addWidget(self.write_up.preview)
        edge = QFrame()
        edge.setProperty("role", "edge")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(edge)
        layout.addWidget(self.stack, 1)
        for signal in (run.replaced, run.grown, run.state_changed):
            signal.connect(self._offer)
        run.state_changed.connect(self._rest)
        self.tabs.currentChanged.connect(self._turn)
        self._offer()
        self._turn()

    @Slot()
    def _turn(self) -> None:
        """Show on the right what belongs to the tab in front."""
        writing = self.tabs.currentWidget() is self.write_up
        self.tabs.setFixedWidth(WRITING_WIDTH if writing else COLUMN_WIDTH)
        shown = self.start if self._run.record is None else self.run
        self.stack.setCurrentWidget(self.write_up.preview if writing else shown)
        self.write_up.show_front(writing)

    @Slot()
    def _offer(self) -> None:
        """Let what can be used now be used: of a run that goes on, only its own page."""
        idle, record = self._run.idle, self._run.record
        written = idle and record is not None and record.done() >= 0
        if not written and self.tabs.currentWidget() is self.write_up:
            self.tabs.setCurrentWidget(self.setup)
        self.tabs.setTabEnabled(self.tabs.indexOf(self.write_up), written)
        self._turn()

    @Slot()
    def _rest(self) -> None:
        """Settings of a run that goes on cannot be changed, nor another run be shown."""
        self.setup.column.setEnabled(self._run.idle)
        self.saved.setEnabled(self._run.idle)
        if self._run.idle:
            self.saved.reload()
