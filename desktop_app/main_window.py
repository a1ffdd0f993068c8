"""The window: what its actions do, and which of them can be done now."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QMessageBox

from core import edits, presets, runfile
from core.errors import BadInput
from core.experiment import Experiment
from desktop_app.actions import make_actions
from desktop_app.icons import icon
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.draft import Draft
from desktop_app.pages.about_dialog import AboutDialog
from desktop_app.pages.experiment_page import ExperimentPage
from desktop_app.pages.export_dialog import ExportDialog
from desktop_app.runner.controller import RunState
from desktop_app.runner.task import Task
from desktop_app.settings import Settings
from desktop_app.theme import LIGHT

TITLE = "Collapse Lab"
RUNS = f"Collapse Lab runs (*{runfile.SUFFIX})"
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
        self._settings = settings
        self.draft = Draft(presets.preset(presets.DEFAULT), self)
        self.run, self.task = ActiveRun(self), Task(self)
        self.page = ExperimentPage(self.draft, self.run, settings)
        self.setCentralWidget(self.page)
        self.commands = make_actions(self)
        self._add_presets()
        self._connect()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(1000, 600)
        if not self.restoreGeometry(settings.geometry):
            self.resize(1280, 720)
        self._refresh()
        self.page.setFocus()
        QTimer.singleShot(0, self.page.saved, self.page.saved.reload)

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
        self.page.saved.opened.connect(self.open_run)
        self.page.saved.resumed.connect(self.resume_run)
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
        """Run what is on screen again, with its seed."""
        assert self.run.record is not None
        self.draft.load(self.run.record.experiment)
        self._start(self.run.record.experiment)

    @Slot()
    def run_new_seed(self) -> None:
        """Run the draft with a seed that is drawn by chance."""
        self.draft.set("seed", secrets.randbelow(SEEDS))
        self.draft.replaced.emit()
        if self.draft.experiment is not None:
            self._start(self.draft.experiment)

    @Slot()
    def open_file(self) -> None:
        """Ask for a run file and show it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open a run", str(self._settings.folder), RUNS)
        if name:
            self._settings.folder = Path(name).parent
            self.open_run(Path(name))

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

    @Slot()
    def save_copy(self) -> None:
        """Ask for a name and save the run on screen under it."""
        source = self._shown_file()
        target = self._ask_target("Save a copy", source.name, RUNS, runfile.SUFFIX)
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
        target = self._ask_target("Export PDF", f"{source.stem}.pdf", "PDF (*.pdf)", ".pdf")
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

    def _ask_target(self, title: str, name: str, kinds: str, suffix: str) -> Path | None:
        """A file to write, remembered folder first; None when the person thinks better of it."""
        given, _ = QFileDialog.getSaveFileName(
            self, title, str(self._settings.folder / name), kinds
        )
        if not given:
            return None
        target = Path(given)
        self._settings.folder = target.parent
        return target if target.suffix.lower() == suffix else target.with_name(target.name + suffix)

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
        run, idle = self.run, self.run.idle
        ready, shown = self.draft.experiment is not None, run.record is not None
        going = run.state in (RunState.RUNNING, RunState.PAUSED)
        allowed = {
            "open_file": idle,
            "save_copy": idle and shown and not self.task.busy,
            "export_pdf": idle and run.record is not None and run.record.done() >= 0
            and not self.task.busy,
            "run_or_pause": going or (idle and ready),
            "step": going or (idle and ready),
            "cancel": going,
            "resume": run.resumable,
            "replay": idle and shown,
            "run_new_seed": idle and ready,
        }  # fmt: skip
        for name, yes in allowed.items():
            self.commands[name].setEnabled(yes)
        self.presets_menu.setEnabled(idle)
        text, drawing = RUN_WORDS[run.state]
        if self.commands["run_or_pause"].text() != text:
            self.commands["run_or_pause"].setText(text)
            self.commands["run_or_pause"].setIcon(icon(drawing, LIGHT.surface))
        self.setWindowTitle(f"{run.record.experiment.name} – {TITLE}" if run.record else TITLE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the run first; stay open, with a message, where it does not end in time."""
        self._settings.geometry = self.saveGeometry()
        self.setCursor(Qt.CursorShape.WaitCursor)
        works = (self.run, self.task, self.page.write_up)
        ended = all(work.shutdown(CLOSE_LIMIT_MS) for work in works)
        self.unsetCursor()
        if ended:
            event.accept()
            return
        event.ignore()
        self._complain(
            "The window stays open, because a step is still being finished; close it again soon."
        )


def _copied(source: Path, target: Path) -> Path:
    runfile.copy(source, target)
    return target


def _reported(source: Path, target: Path, choices: dict[str, Any]) -> Path:
    """Write the report, in the thread that calls this: the imports alone take a while."""
    from core import report

    record, (_, created, _) = runfile.open_record(source), runfile.headline(source)
    report.export_pdf(record, target, created=created, edits=edits.load(source), **choices)
    return target
