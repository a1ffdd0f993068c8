"""ActiveRun: the run on screen, whether it runs here or was opened from a file."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from core import library, runfile
from core.events import Event, FinishReason, Progress
from core.experiment import Experiment
from core.record import RunRecord
from core.session import Session
from desktop_app.runner.controller import RunController, RunState


class ActiveRun(QObject):
    """The RunRecord that pages show, and the handles of the run behind it.

    Signal replaced: another record. grown: more of it is known. progressed: `progress` is newer.
    state_changed: the runner's state. file_needed: the run is about to write to its file, and
    whoever reads it on another thread is to let go of it before it returns.
    """

    replaced = Signal()
    grown = Signal()
    progressed = Signal()
    state_changed = Signal()
    file_needed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing to show."""
        super().__init__(parent)
        self.record: RunRecord | None = None
        self.path: Path | None = None
        self.progress: Progress | None = None
        self._controller = RunController(self)
        self._controller.events.connect(self._take)
        self._controller.state_changed.connect(self.state_changed)
        self.pause, self.go = self._controller.pause, self._controller.go
        self.step, self.cancel = self._controller.step, self._controller.cancel
        self.shutdown = self._controller.shutdown

    @property
    def state(self) -> RunState:
        """What the runner does just now."""
        return self._controller.state

    @property
    def idle(self) -> bool:
        """Whether nothing runs."""
        return self.state is RunState.IDLE

    @property
    def resumable(self) -> bool:
        """Whether the run on screen stopped before its end."""
        if not self.idle or self.record is None:
            return False
        ending = self.record.finished
        return ending is None or ending.reason is not FinishReason.COMPLETED

    def start(self, experiment: Experiment, *, step: bool = False) -> None:
        """Run an experiment into a new file of the library.

        Raises BadInput when the file cannot be made.
        """
        path = library.new_path(experiment)
        session = Session.create(experiment, path)
        self._show(runfile.open_record(path), path)
        self._controller.start(session, step=step)

    def resume(self) -> None:
        """Go on with the unfinished run on screen.

        Raises BadInput when its file cannot be used.
        """
        assert self.path is not None
        self.file_needed.emit()
        session = Session.resume(self.path)
        self._controller.start(session)

    def open(self, path: Path) -> None:
        """Show a saved run.

        Raises BadInput when the file cannot be read; what was shown stays.
        """
        self._show(runfile.open_record(path), path)

    def _show(self, record: RunRecord, path: Path) -> None:
        self.record, self.path, self.progress = record, path, None
        self.replaced.emit()

    @Slot(list)
    def _take(self, events: list[Event]) -> None:
        assert self.record is not None
        for event in events:
            self.record.apply(event)
            if isinstance(event, Progress):
                self.progress = event
        if not all(isinstance(event, Progress) for event in events):
            self.grown.emit()
        self.progressed.emit()
