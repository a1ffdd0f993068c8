"""The page of the experiment: what is set on the left, what comes of it on the right."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.models.active_run import ActiveRun
from desktop_app.models.audit_setup import AuditSetup
from desktop_app.models.draft import Draft
from desktop_app.models.own_data import OwnData
from desktop_app.pages.audit_page import AuditPage
from desktop_app.pages.own_data_page import OwnDataPage
from desktop_app.pages.run_page import RunPage
from desktop_app.pages.setup_page import SetupPage
from desktop_app.pages.start_page import StartPage
from desktop_app.widgets.focus_order import follow_layout
from desktop_app.widgets.offer_bar import OfferBar


class ExperimentPage(QWidget):
    """Puts the settings beside the run; the settings rest while it goes on."""

    def __init__(
        self,
        draft: Draft,
        run: ActiveRun,
        own_data: OwnData,
        audit: AuditSetup,
        parent: QWidget | None = None,
    ) -> None:
        """Make the pages."""
        super().__init__(parent)
        self._draft, self._run = draft, run
        self.setup, self.start, self.run = SetupPage(draft), StartPage(draft), RunPage(run)
        self.own_data, self.audit = OwnDataPage(own_data), AuditPage(audit)
        self.setup.setProperty("wide", "settings")
        self.stack = QStackedWidget()
        for page in (self.start, self.run, self.own_data, self.audit):
            self.stack.addWidget(page)
        edge = QFrame()
        edge.setProperty("role", "edge")
        self.offer = OfferBar()
        right, layout = QVBoxLayout(), QHBoxLayout(self)
        right.addWidget(self.offer)
        right.addWidget(self.stack, 1)
        for row in (right, layout):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(0)
        layout.addWidget(self.setup, 100)  # as wide as it may be
        layout.addWidget(edge)
        layout.addLayout(right, 1)
        follow_layout(self.start, self.setup)  # what to run is chosen before it is changed
        run.replaced.connect(self._show_run)
        for signal in (draft.changed, run.replaced):
            signal.connect(self._compare)
        self._compare()
        run.state_changed.connect(self._rest)
        self.setup.presets_asked.connect(self.show_presets)
        for page in (self.start, self.own_data, self.audit):
            page.left.connect(self.go_back)

    @Slot()
    def _show_run(self) -> None:
        self.offer.hide()
        self.stack.setCurrentWidget(self.run)

    @Slot()
    def _compare(self) -> None:
        """Say beside the run, and on its arms, when the settings are no longer its own."""
        ran = None if self._run.record is None else self._run.record.experiment
        self.setup.compare_arms(ran)
        self.run.show_changed(ran is not None and self._draft.experiment != ran)

    @Slot()
    def show_presets(self) -> None:
        """The presets as cards, with a way back where there is one."""
        self.start.offer_return(self._run.record is not None)
        self.stack.setCurrentWidget(self.start)
        self.start.presets.take_keyboard()

    @Slot()
    def go_back(self) -> None:
        """To the run on screen, or to what the draft would do where none is."""
        self.stack.setCurrentWidget(self.start if self._run.record is None else self.run)

    @Slot()
    def _rest(self) -> None:
        """Settings of a run that goes on cannot be changed."""
        self.setup.column.setEnabled(self._run.idle)
        if not self._run.idle and self.stack.currentWidget() is self.start:
            self._show_run()
