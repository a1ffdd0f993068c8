"""What must be in place before the first window: turns of threads, garbage, the log, the look."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtWidgets import QApplication

from core import library
from core.errors import BadInput
from desktop_app.garbage import GarbageCollector
from desktop_app.icons import app_icon
from desktop_app.theme import dress

log = logging.getLogger(__name__)

SWITCH_SECONDS = 0.001
"""How long a training thread may keep the window waiting for its turn (5 ms otherwise)."""
LOG_BYTES = 500_000


def prepare() -> QApplication:
    """The application, ready for its first window."""
    sys.setswitchinterval(SWITCH_SECONDS)
    _start_log()
    sys.excepthook = _log_fault
    app = QApplication(sys.argv[:1])
    GarbageCollector(app)
    app.setApplicationName("Collapse Lab")
    app.setDesktopFileName("collapse-lab")
    app.setWindowIcon(app_icon())
    dress(app)
    return app


def _start_log() -> None:
    """Log to stderr, and to a file in the library where it can be written."""
    handlers: list[logging.Handler] = [logging.StreamHandler()] if sys.stderr else []
    try:
        path = library.folder() / "collapse-lab.log"
        handlers.append(RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, delay=True))
    except (BadInput, OSError) as error:
        log.warning("no log file: %s", error)
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, format=form, handlers=handlers)


def _log_fault(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """A fault in a slot must not end the window: note it and go on."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, trace)
        return
    log.critical("a fault of the program", exc_info=(kind, fault, trace))
