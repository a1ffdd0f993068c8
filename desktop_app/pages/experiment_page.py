"""The page of the window: what is set or written on the left, what comes of it on the right."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabWidget, QWidget

from desktop_app.models.active_run import ActiveRun
from desktop_app.models.audit_setup import AuditSetup
from desktop_app.models.draft import Draft
from desktop_app.models.own_data import OwnData
from desktop_app.pages.audit_page import AuditPage
from desktop_app.pages.own_data_page import OwnDataPage
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
        self,
        draft: Draft,
        run: ActiveRun,
        own_data: OwnData,
        audit: AuditSetup,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        """Make the pages."""
        super().__init__(parent)
        self._run = run
        self.setup, self.saved = SetupPage(draft), SavedRunsPage()
        self.start, self.run = StartPage(draft), RunPage(run)
        self.write_up = WriteUpPage(run, settings)
        self.own_data, self.audit = OwnDataPage(own_data), AuditPage(audit)
        self.tabs = QTabWidget()
        self.tabs.setFixedWidth(COLUMN_WIDTH)
        self.tabs.addTab(self.setup, "Experiment")
        self.tabs.addTab(self.saved, "Saved runs")
        self.tabs.addTab(self.write_up, "Write-up")
        self.stack = QStackedWidget()
        for page in (self.start, self.run, self.own_data, self.audit, self.write_up.preview):
            self.stack.addWidget(page)
        edge = QFrame()
        edge.setProperty("role", "edge")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(edge)
        layout.addWidget(self.stack, 1)
        run.replaced.connect(self._show_run)
        run.state_changed.connect(self._rest)
        for page in (self.own_data, self.audit):
            page.left.connect(self.go_back)
        for signal in (run.replaced, run.grown, run.state_changed):
            signal.connect(self._offer_write_up)
        self.tabs.currentChanged.connect(self._turn)
        self.stack.currentChanged.connect(self._turn_back)
        self._behind: QWidget | None = self.start
        self._offer_write_up()

    @property
    def writing(self) -> bool:
        """Whether the write-up is in front: its texts on the left, its pages on the right."""
        return self.tabs.currentWidget() is self.write_up

    @Slot()
    def _show_run(self) -> None:
        if self.writing:
            self._behind = self.run
        else:
            self.stack.setCurrentWidget(self.run)

    @Slot()
    def _turn(self) -> None:
        """Show the pages beside their texts, and what was there before beside anything else."""
        shown, preview = self.stack.currentWidget(), self.write_up.preview
        self.tabs.setFixedWidth(WRITING_WIDTH if self.writing else COLUMN_WIDTH)
        if self.writing:
            self._behind = shown
            self.stack.setCurrentWidget(preview)
        elif shown is preview and self._behind is not None:
            self.stack.setCurrentWidget(self._behind)
        self.write_up.show_front(self.writing)

    @Slot()
    def _turn_back(self) -> None:
        """Leave the write-up when something else is shown in place of its pages."""
        if self.writing and self.stack.currentWidget() is not self.write_up.preview:
            self._behind = self.stack.currentWidget()
            self.tabs.setCurrentWidget(self.setup)

    @Slot()
    def _offer_write_up(self) -> None:
        """Let a run be written up once it rests; until then, show the run."""
        record = self._run.record
        ready = self._run.idle and record is not None and record.done() >= 0
        if self.writing and not ready:
            self.tabs.setCurrentWidget(self.setup)
        self.tabs.setTabEnabled(self.tabs.indexOf(self.write_up), ready)

    @Slot()
    def go_back(self) -> None:
        """To the run on screen, or to what the draft would do where none is."""
        self.stack.setCurrentWidget(self.start if self._run.record is None else self.run)

    @Slot()
    def _rest(self) -> None:
        """Settings of a run that goes on cannot be changed, nor another run be shown."""
        self.setup.column.setEnabled(self._run.idle)
        self.saved.setEnabled(self._run.idle)
        if self._run.idle:
            self.saved.reload()
