"""Memory of a window that is kept open: presets run in a row, and every page is looked at.

SOAK_MINUTES=60 for the whole hour; ten minutes otherwise.
"""

import os
import time
from collections.abc import Callable

import psutil
import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core import presets
from desktop_app.main_window import MainWindow
from desktop_app.settings import Settings
from tests.presets import QUICK

MINUTES = float(os.environ.get("SOAK_MINUTES", "10"))
GROWTH = 0.05
"""At most, of the memory after the first round, in which everything is loaded once."""


@pytest.mark.timeout(0)
def test_presets_in_a_row(prepared: QApplication) -> None:
    """Rounds of quick presets until the time is up; the last round's memory over the first's."""
    window = MainWindow(Settings())
    window.show()
    started, rounds = time.monotonic(), []
    while len(rounds) < 2 or time.monotonic() - started < 60 * MINUTES:
        for name in QUICK:
            _run(window, name)
        _rest(window)
        rounds.append(psutil.Process().memory_info().rss / 2**20)
    window.close()
    minutes = (time.monotonic() - started) / 60
    grown = rounds[-1] / rounds[0] - 1
    print(f"\n{len(rounds)} rounds in {minutes:.0f} min: {' '.join(f'{mib:.0f}' for mib in rounds)}"
          f" MiB, grown by {100 * grown:.1f} % (at most {100 * GROWTH:.0f})")  # fmt: skip
    assert grown < GROWTH


def _run(window: MainWindow, name: str) -> None:
    """Run a preset to its end, and turn to every page that it offers."""
    window.shell.turn_to(window.page)
    window.draft.load(presets.preset(name))
    window.runs.run_or_pause()
    _until(lambda: window.run.idle)
    for place in range(window.shell.bar.count()):
        if window.shell.bar.isTabEnabled(place):
            window.shell.bar.setCurrentIndex(place)
            _for(2)


def _rest(window: MainWindow) -> None:
    """Until nothing is being drawn any more, and what was dropped has been collected."""
    window.shell.turn_to(window.page)
    _until(lambda: not window.write_up.model.busy)
    _for(5)


def _until(ended: Callable[[], bool]) -> None:
    """Wait in a loop of events as the app has one: others never end what is to be deleted later."""
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: loop.quit() if ended() else None)
    look.start(5)
    loop.exec()


def _for(seconds: float) -> None:
    until = time.monotonic() + seconds
    _until(lambda: time.monotonic() > until)
