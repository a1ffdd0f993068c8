"""The window: what its actions do, and which of them can be done now."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QWidget

from core import edits, presets, runfile
from core.errors import BadInput
from core.experiment import Experiment
from desktop_app.actions import make_actions
from desktop_app.button_keys import ButtonKeys
from desktop_app.file_chooser import RUNS, FileChooser
from desktop_app.icons import icon
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.audit_setup import AuditSetup
from desktop_app.models.draft import Draft
from desktop_app.models.own_data import OwnData
from desktop_app.pages.about_dialog import AboutDialog
from desktop_app.pages.experiment_page import ExperimentPage
from desktop_app.pages.export_dialog import ExportDialog
from desktop_app.pages.library_page import LibraryPage
from desktop_app.pages.samples_page import SamplesPage
from desktop_app.pages.shell import Shell
from desktop_app.pages.write_up_page import WriteUpPage
from desktop_app.runner.controller import RunState
from desktop_app.runner.task import Task
from desktop_app.settings import Settings
from desktop_app.theme import LIGHT

TITLE = "Collapse Lab"
CLOSE_LIMIT_MS = 8000
SEEDS = 1_000_000
RUN_WORDS = {
    RunState.IDLE: ("Run", "play"),
    RunState.RUNNING: ("Pause", "pause"),
    RunState.PAUSED: ("Continue", "play"),
    RunState.STOPPING: ("Stopping", "pause"),
}


class MainWindow(QMainWindow):
    """Holds the draft, the run on screen and the page that shows both."""

    def __init__(self, settings: Settings) -> None:
        """Make the window with the default preset."""
        super().__init__()
        self._settings, self._files = settings, FileChooser(self, settings)
        self.draft = Draft(presets.preset(presets.DEFAULT), self)
        self.run, self.task = ActiveRun(self), Task(self)
        self.own_data, self.audit = OwnData(self), AuditSetup(self)
        self.page = ExperimentPage(self.draft, self.run, self.own_data, self.audit)
        self.saved, self.write_up = LibraryPage(self.run), WriteUpPage(self.run, settings)
        self.samples = SamplesPage(self.run)
        self.shell = Shell(self.run, self.page, self.samples, self.write_up, self.saved)
        self.setAcceptDrops(True)
        self.setCentralWidget(self.shell)
        self.commands = make_actions(self)
        ButtonKeys(self)
        self._add_presets()
        self._connect()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(1000, 600)
        if not self.restoreGeometry(settings.geometry):
            self.resize(1280, 720)
        self._refresh()
        self.page.setFocus()

    def _connect(self) -> None:
        for signal in (
            self.draft.changed,
            self.run.replaced,
            self.run.grown,
            self.run.state_changed,
        ):
            signal.connect(self._refresh)
        self.page.start.run_asked.connect(self.run_or_pause)
        self.page.run.strip.resume_asked.connect(self.resume)
        self.saved.opened.connect(self.open_run)
        self.saved.resumed.connect(self.resume_run)
        self.saved.settings_asked.connect(self.use_settings)
        self.saved.undo_changed.connect(self._refresh)
        self.shell.stack.currentChanged.connect(self._refresh)
        self.page.setup.own_data_asked.connect(self.use_own_data)
        self.page.setup.audit_asked.connect(self.audit_generations)
        self.page.own_data.asked.connect(self._choose_own)
        self.page.audit.asked.connect(self._choose_audited)
        self.page.audit.started.connect(self._start_audit)
        self.page.own_data.used.connect(self._use_suggestion)
        self.task.succeeded.connect(self._tell_written)
        self.task.failed.connect(self._tell_failed)

    def _add_presets(self) -> None:
        file_menu = self.menuBar().findChild(QMenu, "File")
        assert file_menu is not None
        menu = QMenu("New from preset", file_menu)
        for name in presets.preset_names():
            action = menu.addAction(presets.preset(name).name)
            action.setData(name)
        menu.triggered.connect(self._load_preset)
        file_menu.insertMenu(self.commands["open_file"], menu)
        self.presets_menu = menu

    # What the actions do; `actions.COMMANDS` names these methods

    @Slot()
    def run_or_pause(self) -> None:
        """Run the draft, hold what runs, or let it go on."""
        match self.run.state:
            case RunState.IDLE if self.draft.experiment is not None:
                self._start(self.draft.experiment)
            case RunState.RUNNING:
                self.run.pause()
            case RunState.PAUSED:
                self.run.go()

    @Slot()
    def step(self) -> None:
        """One generation, of the run that is on or of a new one."""
        if not self.run.idle:
            self.run.step()
        elif self.draft.experiment is not None:
            self._start(self.draft.experiment, step=True)

    @Slot()
    def cancel(self) -> None:
        """End the run; what is finished is kept."""
        self.run.cancel()

    @Slot()
    def resume(self) -> None:
        """Go on with the unfinished run on screen."""
        self._try(self.run.resume)

    @Slot()
    def replay(self) -> None:
        """Run what is on screen again, with its seed; settings that ask for just that stay."""
        assert self.run.record is not None
        experiment = self.run.record.experiment
        if self.draft.experiment != experiment:
            self.draft.load(experiment)
        self._start(experiment)

    @Slot()
    def run_new_seed(self) -> None:
        """Run the draft with a seed that is drawn by chance."""
        self.draft.set("seed", secrets.randbelow(SEEDS))
        self.draft.replaced.emit()
        if self.draft.experiment is not None:
            self._start(self.draft.experiment)

    @Slot()
    def undo(self) -> None:
        """Take back the last change of the settings, or the last deletion from the library."""
        self._undoing.undo()

    @Slot()
    def redo(self) -> None:
        """Make the change again that was taken back."""
        self._undoing.redo()

    @property
    def _undoing(self) -> LibraryPage | Draft:
        """What the page in front can undo."""
        return self.saved if self.shell.front is self.saved else self.draft

    @Slot()
    def open_file(self) -> None:
        """Ask for a run file and show it."""
        path = self._files.run()
        if path is not None:
            self.open_run(path)

    @Slot(Path)
    def open_run(self, path: Path) -> None:
        """Show a saved run, and its settings on the left."""
        if self._try(lambda: self.run.open(path)):
            assert self.run.record is not None
            self.draft.load(self.run.record.experiment)

    @Slot(Path)
    def resume_run(self, path: Path) -> None:
        """Show an unfinished run and go on with it."""
        self.open_run(path)
        if self.run.path == path and self.run.resumable:
            self.resume()

    @Slot(Path)
    def use_settings(self, path: Path) -> None:
        """Take a saved run's settings, without its results, as the draft."""
        if self._try(lambda: self.draft.load(runfile.open_experiment(path))):
            self._show_beside(self.page.start)

    @Slot()
    def use_own_data(self) -> None:
        """Show the page of the person's own data, with the draft's file where it has one."""
        part = self.draft.value("source")
        if part.get("kind") == "file" and part.get("path"):
            self.own_data.load(part)
        self._show_beside(self.page.own_data)

    @Slot()
    def audit_generations(self) -> None:
        """Show the page where an audit is set up."""
        self._show_beside(self.page.audit)

    @Slot(bool)
    def _choose_own(self, folder: bool) -> None:
        path = self._files.data("Your own data", folder)
        if path is not None:
            self._read_own(path)

    @Slot(bool, bool)
    def _choose_audited(self, folder: bool, reference: bool) -> None:
        path = self._files.data("The reference" if reference else "The generations", folder)
        if path is not None:
            self.audit.choose(**{"reference" if reference else "pipeline": str(path)})

    def _read_own(self, path: Path) -> None:
        self.own_data.choose(str(path))
        self._show_beside(self.page.own_data)

    @Slot(Experiment)
    def _start_audit(self, experiment: Experiment) -> None:
        self.draft.load(experiment)
        self._start(experiment)

    @Slot(Experiment)
    def _use_suggestion(self, experiment: Experiment) -> None:
        self.draft.load(experiment)
        self._show_beside(self.page.start)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder of this computer, unless a run goes on."""
        if self.run.idle and dropped_path(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a run, or read what was dropped: for an audit, or as the person's own data."""
        path = dropped_path(event.mimeData())
        if path.endswith(runfile.SUFFIX):
            self.open_run(Path(path))
        elif self.page.stack.currentWidget() is self.page.audit:
            self.audit.drop(path)
        else:
            self._read_own(Path(path))

    @Slot()
    def save_copy(self) -> None:
        """Ask for a name and save the run on screen under it."""
        source = self._shown_file()
        target = self._files.target("Save a copy", source.name, RUNS, runfile.SUFFIX)
        if target is not None:
            self._write("Saving a copy…", lambda: _copied(source, target))

    @Slot()
    def export_pdf(self) -> None:
        """Ask for the name on the report, and write it on a thread of its own."""
        dialog = ExportDialog(self._settings, self)
        dialog.deleteLater()
        if dialog.exec() != ExportDialog.DialogCode.Accepted:
            return
        source, choices = self._shown_file(), dialog.choices()
        target = self._files.target("Export PDF", f"{source.stem}.pdf", "PDF (*.pdf)", ".pdf")
        if target is not None:
            self._write("Writing the PDF…", lambda: _reported(source, target, choices))

    @Slot()
    def about(self) -> None:
        """Version, licence and data."""
        dialog = AboutDialog(self)
        dialog.exec()
        dialog.deleteLater()

    @Slot(QAction)
    def _load_preset(self, action: QAction) -> None:
        self.draft.load(presets.preset(action.data()))

    # What they have in common

    def _show_beside(self, page: QWidget) -> None:
        """Show a page beside the settings."""
        self.page.stack.setCurrentWidget(page)
        self.shell.turn_to(self.page)

    def _start(self, experiment: Experiment, *, step: bool = False) -> None:
        self._try(lambda: self.run.start(experiment, step=step))

    def _try(self, action: Callable[[], None]) -> bool:
        """Do something that bad input may prevent; says so in a dialog and returns False."""
        self.setCursor(Qt.CursorShape.WaitCursor)
        try:
            action()
        except BadInput as problem:
            self._complain(str(problem))
            return False
        finally:
            self.unsetCursor()
        return True

    def _shown_file(self) -> Path:
        assert self.run.path is not None
        return self.run.path

    def _write(self, doing: str, work: Callable[[], object]) -> None:
        self.page.run.strip.show_note(doing)
        self.task.start(work)
        self._refresh()

    @Slot(object)
    def _tell_written(self, target: Path) -> None:
        if target.suffix == ".pdf":
            self.page.run.strip.show_note("PDF written", target)
        else:
            self.page.run.strip.show_note("Copy written")
        self._refresh()

    @Slot(str)
    def _tell_failed(self, sentence: str) -> None:
        self.page.run.strip.show_note("Not written.")
        self._refresh()
        self._complain(sentence)

    def _complain(self, sentence: str) -> None:
        """One sentence in a dialog, never read as markup."""
        box = QMessageBox(QMessageBox.Icon.Warning, TITLE, sentence, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    @Slot()
    def _refresh(self) -> None:
        """Allow what can be done now, and name what the run button would do."""
        run, idle, undoing = self.run, self.run.idle, self._undoing
        ready, shown = self.draft.experiment is not None, run.record is not None
        going = run.state in (RunState.RUNNING, RunState.PAUSED)
        allowed = {
            "open_file": idle,
            "use_own_data": idle,
            "audit_generations": idle,
            "save_copy": idle and shown and not self.task.busy,
            "export_pdf": idle and run.record is not None and run.record.done() >= 0
            and not self.task.busy,
            "undo": (idle or undoing is self.saved) and bool(undoing.undo_words),
            "redo": (idle or undoing is self.saved) and bool(undoing.redo_words),
            "run_or_pause": going or (idle and ready),
            "step": going or (idle and ready),
            "cancel": going,
            "resume": run.resumable,
            "replay": idle and shown,
            "run_new_seed": idle and ready,
        }  # fmt: skip
        for name, yes in allowed.items():
            self.commands[name].setEnabled(yes)
        self._name_changes()
        self.presets_menu.setEnabled(idle)
        text, drawing = RUN_WORDS[run.state]
        if self.commands["run_or_pause"].text() != text:
            self.commands["run_or_pause"].setText(text)
            self.commands["run_or_pause"].setIcon(icon(drawing, LIGHT.surface))
        self.setWindowTitle(f"{run.record.experiment.name} – {TITLE}" if run.record else TITLE)

    def _name_changes(self) -> None:
        """Say what would be undone and done again; an ampersand in a name is no shortcut."""
        undoing = self._undoing
        for name, words in (("undo", undoing.undo_words), ("redo", undoing.redo_words)):
            text = f"{name.capitalize()}: {words}" if words else name.capitalize()
            self.commands[name].setText(text.replace("&", "&&"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the run first; stay open, with a message, where it does not end in time."""
        self._settings.geometry = self.saveGeometry()
        self.setCursor(Qt.CursorShape.WaitCursor)
        works = (self.run, self.task, self.own_data, self.audit, self.write_up, self.saved)
        ended = all(work.shutdown(CLOSE_LIMIT_MS) for work in works)
        self.unsetCursor()
        if ended:
            event.accept()
            return
        event.ignore()
        self._complain(
            "The window stays open, because a step is still being finished; close it again soon."
        )


def dropped_path(data: QMimeData) -> str:
    """The one file or folder of this computer that is dropped; "" for anything else."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""


def _copied(source: Path, target: Path) -> Path:
    runfile.copy(source, target)
    return target


def _reported(source: Path, target: Path, choices: dict[str, Any]) -> Path:
    """Write the report, in the thread that calls this: the imports alone take a while."""
    from core import report

    record, (_, created, _) = runfile.open_record(source), runfile.headline(source)
    report.export_pdf(record, target, created=created, edits=edits.load(source), **choices)
    return target
