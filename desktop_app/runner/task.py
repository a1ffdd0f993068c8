"""Task: one function on a thread of its own, such as the export of a PDF."""

import logging
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal, Slot

from core.errors import BadInput
from desktop_app.runner.background import Background
from desktop_app.translation import tr

log = logging.getLogger(__name__)


class Task(QObject):
    """Runs one function at a time.

    Signal succeeded: what the function returned. failed: one sentence. `at_fault` says of the last
    failure that it was a fault of the program, which is told elsewhere too.
    """

    succeeded = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start idle."""
        super().__init__(parent)
        self._background: Background | None = None
        self.at_fault = False

    @property
    def busy(self) -> bool:
        """Whether the function still runs."""
        return self._background is not None

    def start(self, work: Callable[[], object]) -> None:
        """Call `work` on a thread of its own; it must touch nothing of the window."""
        assert self._background is None, "one task at a time"

        def once() -> Iterator[object]:
            yield work()

        self._background = Background(once, self._settle)

    def shutdown(self, limit_ms: int) -> bool:
        """Wait for the function to end; False when the limit passes first."""
        if self._background is None:
            return True
        if not self._background.finish(limit_ms):
            return False
        self._settle()
        return True

    @Slot()
    def _settle(self) -> None:
        background = self._background
        if background is None or not background.ended:
            return  # told twice: `shutdown` was here before the signal
        background.finish(-1)
        self._background = None
        self.at_fault = False
        if background.error is None:
            self.succeeded.emit(background.take()[0])
        else:
            self.failed.emit(self._sentence(background.error))

    def _sentence(self, error: Exception) -> str:
        if isinstance(error, BadInput):
            return str(error)
        if isinstance(error, OSError) and error.strerror:
            return tr("'{filename}' cannot be written: {strerror}").format(
                filename=error.filename, strerror=error.strerror
            )
        self.at_fault = True
        log.error("a task stopped on a fault of the program", exc_info=error)
        return tr("a fault of the program: {error!r}").format(error=error)
