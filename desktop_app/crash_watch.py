"""A fault of the program, wherever it happens, ends in the log and in one calm dialog.

Everything that goes wrong unexpectedly is logged as an error with its traceback: by the hooks
below what nobody caught, by the runner and by `core.session` what ended their work. This listens
to the log.
"""

import contextlib
import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from core.environment import environment
from desktop_app.logbook import without_details
from desktop_app.pages.crash_dialog import CrashDialog
from desktop_app.translation import tr

log = logging.getLogger(__name__)

WATCHED = ("core", "desktop_app")
"""Whose errors are faults of this program."""


def log_uncaught() -> None:
    """Log what nobody catches, in any thread, instead of ending the window."""
    sys.excepthook = _log_fault
    threading.excepthook = _log_thread_fault


def _log_fault(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, trace)
        return
    log.critical("a fault of the program", exc_info=(kind, fault, trace))


def _log_thread_fault(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and not issubclass(given.exc_type, SystemExit):
        _log_fault(given.exc_type, given.exc_value, given.exc_traceback)


class CrashWatch(QObject):
    """Shows a dialog for the first fault; more that come while it is open are counted in it.

    A fault that was shown is only logged when it comes again, as one in painting does at once.
    """

    happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Listen to the log until `stop`."""
        super().__init__(parent)
        self._seen: set[str] = set()
        self.dialog: CrashDialog | None = None
        self._handler = _Listener(self)
        for name in WATCHED:
            logging.getLogger(name).addHandler(self._handler)
        # Queued: a fault may come from any thread, or in the middle of painting.
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def stop(self) -> None:
        """Listen no longer."""
        for name in WATCHED:
            logging.getLogger(name).removeHandler(self._handler)

    @Slot(str)
    def _show(self, traceback: str) -> None:
        seen = traceback in self._seen
        self._seen.add(traceback)  # first, so that a fault in here is not shown for ever
        if self.dialog is not None and isValid(self.dialog):  # it may have gone with its parent
            self.dialog.count_another(traceback)
        elif not seen:
            parent = QApplication.activeModalWidget() or QApplication.activeWindow()
            self.dialog = CrashDialog(report(traceback), parent)
            self.dialog.finished.connect(self._forget)
            self.dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None


class _Listener(logging.Handler):
    """Passes the tracebacks of errors on."""

    def __init__(self, watch: CrashWatch) -> None:
        super().__init__(logging.ERROR)
        self._watch = watch
        self._form = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on an error that is a fault; one without a traceback is an expected one."""
        if record.exc_info and record.exc_info[0] is not None:
            said = without_details(self._form.formatException(record.exc_info))
            with contextlib.suppress(RuntimeError):  # the application has already ended
                self._watch.happened.emit(said)


def report(traceback: str) -> str:
    """What a report of a fault holds: when, the versions, and where it happened."""
    when = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
    versions = "\n".join(f"{name}: {value}" for name, value in environment().items())
    head = tr("Collapse Lab, fault of {when}").format(when=when)
    return f"{head}\n\n{traceback}\n\n{versions}\n"
