"""What the file actions do: open a run, save a copy of it, write its report and provenance."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from core import edits, runfile
from desktop_app.complaint import complain
from desktop_app.file_chooser import RUNS, FileChooser
from desktop_app.models.active_run import ActiveRun
from desktop_app.pages.export_dialog import ExportDialog
from desktop_app.runner.task import Task
from desktop_app.settings import Settings
from desktop_app.translation import mark, tr

PROV = ".prov.json"
PROVS = mark("W3C PROV-JSON (*.prov.json)")


class FileActions(QObject):
    """Works on the run on screen; `actions.COMMANDS` names these methods.

    Signal opened: a file was chosen. told: something to say beside the run, and a file that can be
    opened with it, or None. changed: writing began or ended.
    """

    opened = Signal(Path)
    told = Signal(str, object)
    changed = Signal()

    def __init__(
        self, run: ActiveRun, settings: Settings, files: FileChooser, window: QWidget
    ) -> None:
        """Work for a window, on which what goes wrong is said."""
        super().__init__(window)
        self._run, self._settings, self._window = run, settings, window
        self._files, self.task = files, Task(self)
        self.task.succeeded.connect(self._tell_written)
        self.task.failed.connect(self._tell_failed)

    @Slot()
    def open_file(self) -> None:
        """Ask for a run or a settings file and show it."""
        path = self._files.run_or_setup()
        if path is not None:
            self.opened.emit(path)

    @Slot()
    def save_copy(self) -> None:
        """Ask for a name and save the run on screen under it."""
        source = self._shown_file()
        target = self._files.target(tr("Save a copy"), source.name, tr(RUNS), runfile.SUFFIX)
        if target is not None:
            self._write(tr("Saving a copy…"), lambda: _copied(source, target))

    @Slot()
    def export_pdf(self) -> None:
        """Ask for the name on the report, and write it on a thread of its own."""
        dialog = ExportDialog(self._settings, self._window)
        dialog.deleteLater()
        if dialog.exec() != ExportDialog.DialogCode.Accepted:
            return
        source, choices = self._shown_file(), dialog.choices()
        name = f"{source.stem}.pdf"
        target = self._files.target(tr("Export PDF"), name, tr("PDF (*.pdf)"), ".pdf")
        if target is not None:
            self._write(tr("Writing the PDF…"), lambda: _reported(source, target, choices))

    @Slot()
    def export_prov(self) -> None:
        """Ask for a name, and write what every record came from."""
        source = self._shown_file()
        name = f"{source.stem}{PROV}"
        target = self._files.target(tr("Export provenance"), name, tr(PROVS), PROV)
        if target is not None:
            self._write(tr("Writing the provenance…"), lambda: _traced(source, target))

    def shutdown(self, limit_ms: int) -> bool:
        """Wait for a file that is being written; False when the limit passes first."""
        return self.task.shutdown(limit_ms)

    def _shown_file(self) -> Path:
        assert self._run.path is not None
        return self._run.path

    def _write(self, doing: str, work: Callable[[], object]) -> None:
        self.told.emit(doing, None)
        self.task.start(work)
        self.changed.emit()

    @Slot(object)
    def _tell_written(self, target: Path) -> None:
        if target.suffix == ".pdf":
            self.told.emit(tr("PDF written"), target)
        elif target.name.endswith(PROV):
            self.told.emit(tr("Provenance written"), None)
        else:
            self.told.emit(tr("Copy written"), None)
        self.changed.emit()

    @Slot(str)
    def _tell_failed(self, sentence: str) -> None:
        self.told.emit(tr("Not written."), None)
        self.changed.emit()
        if not self.task.at_fault:  # a dialog about that comes by itself
            complain(self._window, sentence)


def _copied(source: Path, target: Path) -> Path:
    runfile.copy(source, target)
    return target


def _reported(source: Path, target: Path, choices: dict[str, Any]) -> Path:
    """Write the report, in the thread that calls this: the imports alone take a while."""
    from core import report

    record, (_, created, _) = runfile.open_record(source), runfile.headline(source)
    report.export_pdf(record, target, created=created, edits=edits.load(source), **choices)
    return target


def _traced(source: Path, target: Path) -> Path:
    """Write the provenance, in the thread that calls this."""
    from core.provenance import export_prov

    export_prov(runfile.open_record(source), target, runfile.headline(source)[1])
    return target
