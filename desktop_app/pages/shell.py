"""The window's pages behind one row of tabs."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop_app.models.active_run import ActiveRun
from desktop_app.pages.experiment_page import ExperimentPage
from desktop_app.pages.library_page import LibraryPage
from desktop_app.pages.provenance_page import ProvenancePage
from desktop_app.pages.samples_page import SamplesPage
from desktop_app.pages.write_up_page import WriteUpPage
from desktop_app.translation import tr
from desktop_app.widgets.notice_bar import NoticeBar


class Shell(QWidget):
    """Shows one page at a time, and offers only those that have something to show."""

    def __init__(
        self,
        run: ActiveRun,
        experiment: ExperimentPage,
        samples: SamplesPage,
        provenance: ProvenancePage,
        write_up: WriteUpPage,
        saved: LibraryPage,
        parent: QWidget | None = None,
    ) -> None:
        """Put the pages behind their tabs; they follow the run by themselves."""
        super().__init__(parent)
        self._run = run
        self.experiment, self.samples, self.provenance = experiment, samples, provenance
        self.write_up, self.saved = write_up, saved
        self.bar, self.notice, self.stack = QTabBar(), NoticeBar(), QStackedWidget()
        self.bar.setAccessibleName(tr("Pages"))
        self.bar.setProperty("role", "pages")
        self.bar.setExpanding(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for page, title in (
            (experiment, tr("Experiment")),
            (samples, tr("Samples")),
            (provenance, tr("Provenance")),
            (write_up, tr("Write-up")),
            (saved, tr("Library")),
        ):
            self.bar.addTab(title)
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self.stack.setCurrentIndex)
        self.bar.currentChanged.connect(self.notice.dismiss)
        experiment.run.samples.opened.connect(self._open_samples)
        saved.start_asked.connect(self._set_up)
        run.replaced.connect(self._leave_saved)
        for signal in (run.replaced, run.grown, run.state_changed):
            signal.connect(self._offer)
        self._offer()

    @property
    def front(self) -> QWidget | None:
        """The page that is shown."""
        return self.stack.currentWidget()

    def tell(self, sentence: str) -> None:
        """Say what was done, over whichever page is shown, until another one is."""
        self.notice.tell(sentence)

    def turn_to(self, page: QWidget) -> None:
        """Show a page."""
        self.bar.setCurrentIndex(self.stack.indexOf(page))

    @Slot()
    def go_to_experiment(self) -> None:
        """Settings, charts and the finding."""
        self.turn_to(self.experiment)

    @Slot()
    def go_to_samples(self) -> None:
        """What each arm emitted."""
        self.turn_to(self.samples)

    @Slot()
    def go_to_provenance(self) -> None:
        """What each generation trained on."""
        self.turn_to(self.provenance)

    @Slot()
    def go_to_write_up(self) -> None:
        """The report."""
        self.turn_to(self.write_up)

    @Slot()
    def go_to_saved(self) -> None:
        """The saved runs."""
        self.turn_to(self.saved)

    @Slot()
    def compare_runs(self) -> None:
        """Two saved runs beside each other."""
        self.turn_to(self.saved)
        self.saved.compare_chosen()

    def offers(self, page: QWidget) -> bool:
        """Whether a page can be turned to now."""
        return self.bar.isTabEnabled(self.stack.indexOf(page))

    @Slot()
    def _open_samples(self) -> None:
        self.turn_to(self.samples)

    @Slot()
    def _leave_saved(self) -> None:
        """A run that was just started or opened is looked at."""
        if self.front is self.saved:
            self.turn_to(self.experiment)

    @Slot()
    def _set_up(self) -> None:
        self.turn_to(self.experiment)

    @Slot()
    def _offer(self) -> None:
        """Let samples and pools be seen once there are any, and a run that rests be written up."""
        record = self._run.record
        for page in (self.samples, self.provenance):
            begun = record is not None and (record.done() >= 0 or self.front is page)
            self.bar.setTabEnabled(self.stack.indexOf(page), begun)
        ready = self._run.idle and record is not None and record.done() >= 0
        if self.front is self.write_up and not ready:
            self.turn_to(self.experiment)
        self.bar.setTabEnabled(self.stack.indexOf(self.write_up), ready)
