"""One piece of work on one thread, from its start to its end."""

import ctypes
import logging
import sys
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal, Slot

log = logging.getLogger(__name__)

STACK_BYTES = 16 * 2**20
"""macOS gives a second thread half a megabyte, too little for linear algebra."""


class Worker(QObject):
    """Iterates work in the thread it lives in; what comes is left in a deque.

    Signal done: the work has ended, by itself or by the error that `error` holds.
    """

    done = Signal()

    def __init__(self, work: Callable[[], Iterable[object]]) -> None:
        """Hold the work; `run` starts it."""
        super().__init__()
        self._work = work
        self.items: deque[object] = deque()
        self.error: Exception | None = None
        self.ended = False

    @Slot()
    def run(self) -> None:
        """Iterate to the end."""
        try:
            for item in self._work():
                self.items.append(item)
        except Exception as error:
            log.info("background work ended early", exc_info=True)
            self.error = error
        finally:
            _hand_back()
            self.ended = True
            self.done.emit()


class Background:
    """A worker and its thread; made when the work starts and dropped after `finish`."""

    def __init__(self, work: Callable[[], Iterable[object]], on_done: Callable[[], None]) -> None:
        """Start the work. `on_done`, a method of a QObject, runs in the thread of that object."""
        self._thread, self._worker = QThread(), Worker(work)
        self._thread.setStackSize(STACK_BYTES)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.run)
        self._worker.done.connect(on_done)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the work is over."""
        return self._worker.ended

    @property
    def error(self) -> Exception | None:
        """What ended the work early."""
        return self._worker.error

    def take(self) -> list[object]:
        """What has come since the last call."""
        items = self._worker.items
        return [items.popleft() for _ in range(len(items))]

    def finish(self, limit_ms: int) -> bool:
        """Wait for the end, never by force; False when the limit passes first."""
        self._thread.quit()
        return self._thread.wait(QDeadlineTimer(limit_ms))


def _hand_back() -> None:
    """Let go of freed memory: GNU's C library keeps it, tens of MiB for every PDF drawn."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
