"""LibraryReader: reads the library on a thread of its own, what is known first."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core import library
from core.errors import BadInput
from core.library import Listing, Unreadable
from desktop_app.models.active_run import ActiveRun
from desktop_app.runner.background import Background
from desktop_app.translation import tr

log = logging.getLogger(__name__)

LET_GO_MS = 5000
"""How long the window waits for a file that is being read; it is let go of after its last row."""

POLL_MS = 250
"""How often what was read is passed on, while there is more to read."""


class LibraryReader(QObject):
    """Lists the library at once, then reads the files that it does not know yet.

    The file of a run that goes on is left alone, so that its writer never has to wait for it.
    Signals: listed (a Listing), read (a list of SavedRun and Unreadable), ended, failed (a
    sentence).
    """

    listed = Signal(object)
    read = Signal(list)
    ended = Signal()
    failed = Signal(str)

    def __init__(self, run: ActiveRun, parent: QObject | None = None) -> None:
        """Start idle."""
        super().__init__(parent)
        self._run, self._going, self._name = run, Path(), ""
        self._background: Background | None = None
        self._stop = threading.Event()
        self._again, self._tidied = False, False
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._take)
        run.file_needed.connect(self.let_go)

    @property
    def busy(self) -> bool:
        """Whether files are being read."""
        return self._background is not None

    @Slot()
    def reload(self) -> None:
        """List the library afresh, now or as soon as the file that is being read is done with."""
        if self.busy:
            self._again = True
            self._stop.set()
            return
        self._stop.clear()
        self._again = False
        going = None if self._run.idle else self._run.path
        self._going = going or Path()
        record = self._run.record
        self._name = "" if record is None else record.experiment.name
        self._background = Background(self._work, self._settle)
        self._poll.start()

    @Slot()
    def let_go(self) -> None:
        """Read no further for now, so that no file is held; what is left is read another time."""
        self.shutdown(LET_GO_MS)

    def shutdown(self, limit_ms: int) -> bool:
        """Read no further; False when the limit passes first."""
        self._again = False
        self._stop.set()
        if self._background is not None:
            if not self._background.finish(limit_ms):
                return False
            self._settle()
        return True

    def _work(self) -> Iterator[object]:
        """In the thread: touches nothing of the window."""
        if not self._tidied:
            library.tidy()
            self._tidied = True
        found = library.listing()
        yield found
        going = [file for file in found.unread if file.path == self._going]
        yield from (Unreadable(file, True, "", self._name) for file in going)
        for one in library.read([file for file in found.unread if file not in going]):
            yield one
            if self._stop.is_set():
                return

    @Slot()
    def _take(self) -> None:
        items = [] if self._background is None else self._background.take()
        for listing in (item for item in items if isinstance(item, Listing)):
            self.listed.emit(listing)
        found = [item for item in items if not isinstance(item, Listing)]
        if found:
            self.read.emit(found)

    @Slot()
    def _settle(self) -> None:
        background = self._background
        if background is None or not background.ended:
            return  # told twice: `shutdown` was here before the signal
        self._take()
        background.finish(-1)
        self._background = None
        self._poll.stop()
        if isinstance(background.error, BadInput):
            self.failed.emit(str(background.error))
        elif background.error is not None:
            log.error("the library could not be read", exc_info=background.error)
            self.failed.emit(tr("a fault of the program: {error!r}").format(error=background.error))
        if self._again:
            self.reload()
        else:
            self.ended.emit()
