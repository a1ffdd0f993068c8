"""Opens the window and stays until it is closed."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop_app import bootstrap
from desktop_app.main_window import MainWindow
from desktop_app.settings import Settings

NO_DISPLAY = (
    "collapse-lab: there is no display to open the window on; "
    "run in the terminal instead: collapse-lab run vanishing-names"
)


def open_window(argv: list[str]) -> int:
    """Show the window, with the run file that `argv` names; returns the exit code."""
    if _lacks_display():
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return 2
    app = bootstrap.prepare()
    window = MainWindow(Settings())
    window.recall.start()
    window.show()
    if argv:
        QTimer.singleShot(0, window, lambda: window.open_run(Path(argv[0])))
    return app.exec()


def _lacks_display() -> bool:
    """Qt would abort: only X11 and Wayland can be missing."""
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in wanted)
