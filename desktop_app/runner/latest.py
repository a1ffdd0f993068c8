"""Latest: the newest of several functions, one at a time on a thread of its own."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.runner.task import Task


class Latest(QObject):
    """Runs what was asked for last; what was asked for before and still runs tells nothing.

    Signals as of Task.
    """

    succeeded = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start idle."""
        super().__init__(parent)
        self._next: Callable[[], object] | None = None
        self._task = Task(self)
        self._task.succeeded.connect(self._pass_on)
        self._task.failed.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether anything runs."""
        return self._task.busy

    def start(self, work: Callable[[], object]) -> None:
        """Call `work` on a thread of its own, now or when the one before has ended."""
        if self.busy:
            self._next = work
        else:
            self._task.start(work)

    def shutdown(self, limit_ms: int) -> bool:
        """Wait for what runs to end; False when the limit passes first."""
        self._next = None
        return self._task.shutdown(limit_ms)

    @Slot(object)
    def _pass_on(self, found: object) -> None:
        if not self._go_on():
            self.succeeded.emit(found)

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        if not self._go_on():
            self.failed.emit(sentence)

    def _go_on(self) -> bool:
        """Start what was asked for since; False where nothing was."""
        work, self._next = self._next, None
        if work is None:
            return False
        self._task.start(work)
        return True
