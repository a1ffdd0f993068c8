"""What the last start left: the settings, and a run that never came to its end."""

from PySide6.QtCore import QObject, QTimer, Slot

from core.unfinished import Unfinished, newest_unfinished
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.draft import Draft
from desktop_app.models.kept_draft import KeptDraft
from desktop_app.models.library_reader import LET_GO_MS
from desktop_app.runner.task import Task
from desktop_app.settings import Settings
from desktop_app.widgets.offer_bar import OfferBar


class Recall(QObject):
    """Takes up the settings, and offers the run on a bar once the library has been looked at."""

    def __init__(self, draft: Draft, run: ActiveRun, bar: OfferBar, settings: Settings) -> None:
        """Wait for `start`."""
        super().__init__(run)
        self._draft, self._run, self._bar, self._settings = draft, run, bar, settings
        self._left: Unfinished | None = None
        self.kept: KeptDraft | None = None
        self.task = Task(self)
        self.task.succeeded.connect(self._offer)
        bar.declined.connect(self._decline)
        run.file_needed.connect(self._let_go)

    def start(self) -> None:
        """Take up the settings now, and look for the run once the window is seen."""
        self.kept = KeptDraft(self._draft)
        QTimer.singleShot(0, self, self._look)

    def shutdown(self, limit_ms: int) -> bool:
        """Keep the settings, and wait for the look to end; False when the limit passes first."""
        if self.kept is not None:
            self.kept.flush()
        return self.task.shutdown(limit_ms)

    @Slot()
    def _let_go(self) -> None:
        self.task.shutdown(LET_GO_MS)

    @Slot()
    def _look(self) -> None:
        self.task.start(newest_unfinished)

    @Slot(object)
    def _offer(self, left: Unfinished | None) -> None:
        """Offer the run, unless it was declined, or the person has gone on to something else."""
        self._left = left
        if left is None or _mark(left) == self._settings.declined:
            return
        if self._run.idle and self._run.path != left.path:
            self._bar.offer(left)

    @Slot()
    def _decline(self) -> None:
        assert self._left is not None
        self._settings.declined = _mark(self._left)


def _mark(left: Unfinished) -> str:
    """A run, and how far it has got: one that went on and was left again is offered again."""
    return f"{left.done} {left.path}"
