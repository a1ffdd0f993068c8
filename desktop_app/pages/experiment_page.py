"""The page of the window: settings and saved runs on the left, the run on the right."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabWidget, QWidget

from desktop_app.models.active_run import ActiveRun
from desktop_app.models.draft import Draft
from desktop_app.pages.run_page import RunPage
from desktop_app.pages.saved_runs_page import SavedRunsPage
from desktop_app.pages.setup_page import SetupPage
from desktop_app.pages.start_page import StartPage

COLUMN_WIDTH = 338


class ExperimentPage(QWidget):
    """Puts the pages side by side; the left column rests while a run goes on."""

    def __init__(self, draft: Draft, run: ActiveRun, parent: QWidget | None = None) -> None:
        """Make the pages."""
        super().__init__(parent)
        self._run = run
        self.setup, self.saved = SetupPage(draft), SavedRunsPage()
        self.start, self.run = StartPage(draft), RunPage(run)
        self.tabs = QTabWidget()
        self.tabs.setFixedWidth(COLUMN_WIDTH)
        self.tabs.addTab(self.setup, "Experiment")
        self.tabs.addTab(self.saved, "Saved runs")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.run)
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

    @Slot()
    def _show_run(self) -> None:
        self.stack.setCurrentWidget(self.run)

    @Slot()
    def _rest(self) -> None:
        """Settings of a run that goes on cannot be changed, nor another run be shown."""
        self.setup.column.setEnabled(self._run.idle)
        self.saved.setEnabled(self._run.idle)
        if self._run.idle:
            self.saved.reload()
