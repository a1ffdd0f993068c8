"""What is done with files of one's own: choose them, read them, run or audit what they hold."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from core.experiment import Experiment
from desktop_app.file_chooser import FileChooser
from desktop_app.models.audit_setup import AuditSetup
from desktop_app.models.draft import Draft
from desktop_app.models.own_data import OwnData
from desktop_app.pages.shell import Shell
from desktop_app.run_actions import RunActions
from desktop_app.translation import tr


class OwnDataActions(QObject):
    """Leads to the two pages beside the settings, and does what they ask for."""

    def __init__(
        self,
        models: tuple[OwnData, AuditSetup],
        draft: Draft,
        runs: RunActions,
        shell: Shell,
        files: FileChooser,
    ) -> None:
        """Follow what the pages ask for."""
        super().__init__(shell)
        self._own_data, self._audit = models
        self._draft, self._runs, self._files = draft, runs, files
        self._shell, self._page = shell, shell.experiment
        self._page.setup.own_data_asked.connect(self.use_own_data)
        self._page.setup.audit_asked.connect(self.audit_generations)
        self._page.own_data.asked.connect(self._choose_own)
        self._page.own_data.used.connect(self._use_suggestion)
        self._page.audit.asked.connect(self._choose_audited)
        self._page.audit.started.connect(self._start_audit)

    @Slot()
    def use_own_data(self) -> None:
        """Show the page of the person's own data, with the draft's file where it has one."""
        part = self._draft.value("source")
        if part.get("kind") == "file" and part.get("path"):
            self._own_data.load(part)
        self._show_beside(self._page.own_data)

    @Slot()
    def audit_generations(self) -> None:
        """Show the page where an audit is set up."""
        self._show_beside(self._page.audit)

    def drop(self, path: str) -> None:
        """Read what was dropped: for an audit where its page is open, or as one's own data."""
        if self._page.stack.currentWidget() is self._page.audit:
            self._audit.drop(path)
        else:
            self._read_own(Path(path))

    @Slot(bool)
    def _choose_own(self, folder: bool) -> None:
        path = self._files.data(tr("Your own data"), folder)
        if path is not None:
            self._read_own(path)

    @Slot(bool, bool)
    def _choose_audited(self, folder: bool, reference: bool) -> None:
        path = self._files.data(tr("The reference") if reference else tr("The generations"), folder)
        if path is not None:
            self._audit.choose(**{"reference" if reference else "pipeline": str(path)})

    def _read_own(self, path: Path) -> None:
        self._own_data.choose(str(path))
        self._show_beside(self._page.own_data)

    @Slot(Experiment)
    def _start_audit(self, experiment: Experiment) -> None:
        self._draft.load(experiment)
        self._runs.start(experiment)

    @Slot(Experiment)
    def _use_suggestion(self, experiment: Experiment) -> None:
        self._draft.load(experiment)
        self._show_beside(self._page.start)

    def _show_beside(self, page: QWidget) -> None:
        """Show a page beside the settings."""
        self._page.stack.setCurrentWidget(page)
        self._shell.turn_to(self._page)
