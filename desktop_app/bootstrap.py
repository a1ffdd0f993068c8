"""What must be in place before the first window: turns of threads, garbage, the log, the look."""

import sys

from PySide6.QtWidgets import QApplication

from desktop_app import logbook
from desktop_app.crash_watch import CrashWatch, log_uncaught
from desktop_app.garbage import GarbageCollector
from desktop_app.icons import app_icon
from desktop_app.theme import dress

SWITCH_SECONDS = 0.001
"""How long a training thread may keep the window waiting for its turn (5 ms otherwise)."""


def prepare() -> QApplication:
    """The application, ready for its first window."""
    sys.setswitchinterval(SWITCH_SECONDS)
    logbook.start()
    log_uncaught()
    app = QApplication(sys.argv[:1])
    GarbageCollector(app)
    app.setApplicationName("Collapse Lab")
    app.setDesktopFileName("collapse-lab")
    app.setWindowIcon(app_icon())
    CrashWatch(app)
    dress(app)
    return app
