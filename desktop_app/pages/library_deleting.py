"""Deleting from the library: into the bin, back, and again."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from core.errors import BadInput
from core.library_bin import KEPT_DAYS
from core.run_database import InUse
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.deletions import Deletions
from desktop_app.models.saved_runs import RunTable
from desktop_app.pages.library_notices import LibraryNotices
from desktop_app.translation import tr
from desktop_app.widgets.run_list import RunList


class LibraryDeleting(QObject):
    """Deletes the chosen runs and tells of it; the run on screen is not deleted.

    Signal changed: something was deleted or came back, or what can be undone is another.
    """

    changed = Signal()

    def __init__(
        self, run: ActiveRun, table: RunTable, chosen: RunList, notices: LibraryNotices
    ) -> None:
        """Start with nothing deleted."""
        super().__init__(chosen)
        self._run, self._table, self._list, self._notices = run, table, chosen, notices
        self._deletions = Deletions(self)
        self._deletions.changed.connect(self.changed)
        self.back: list[Path] = []
        """What has just come back, and is to be chosen once it is listed."""

    @property
    def undo_words(self) -> str:
        """What would be undone; "" where nothing can be."""
        return self._deletions.undo_words

    @property
    def redo_words(self) -> str:
        """What would be done again; "" where nothing can be."""
        return self._deletions.redo_words

    @Slot()
    def delete(self) -> None:
        """Delete the chosen runs, unless one of them is in use."""
        rows = self._list.selected
        if not rows or self._is_shown([row.path for row in rows]):
            return
        names = (
            tr("“{name}”").format(name=rows[0].called)
            if len(rows) == 1
            else tr("{count} runs").format(count=len(rows))
        )
        try:
            self._deletions.delete([row.path for row in rows], names)
        except InUse:
            self._notices.refuse(
                tr("That file is being written or read now, so it cannot be deleted.")
            )
        except BadInput as problem:
            self._notices.tell(str(problem))
        else:
            place = self._list.currentIndex().row()
            self._table.remove(row.path for row in rows)
            self._list.select_one(max(min(place, self._list.model().rowCount() - 1), 0))
            self._tell_deleted()

    @Slot()
    def undo(self) -> None:
        """Put back what was deleted last."""
        try:
            names = self._deletions.undo()
        except BadInput as problem:
            self._notices.tell(str(problem))
        else:
            self.back = self._deletions.redo_paths
            self._notices.tell(tr("Back in the library: {names}.").format(names=names))

    @Slot()
    def redo(self) -> None:
        """Delete again what was put back last."""
        if self._is_shown(self._deletions.redo_paths):
            return
        try:
            self._deletions.redo()
        except BadInput as problem:
            self._notices.tell(str(problem))
        else:
            self._tell_deleted()

    def _is_shown(self, paths: list[Path]) -> bool:
        """Whether one of these is the run on screen, which is not deleted; says so."""
        if self._run.path not in paths:
            return False
        assert self._run.record is not None
        row = next((row for row in self._table.rows if row.path == self._run.path), None)
        name = row.called if row and row.run else self._run.record.experiment.name
        said = (
            tr("“{name}” is on screen. Open or start another run, then delete it.")
            if self._run.idle
            else tr("“{name}” goes on. Cancel the run first, then delete it.")
        )
        self._notices.refuse(said.format(name=name))
        return True

    def _tell_deleted(self) -> None:
        self._notices.tell(
            tr("Deleted {names}. It stays in the bin for {days} days.").format(
                names=self._deletions.names, days=KEPT_DAYS
            ),
            tr("Undo"),
        )
