"""The real window on a real screen, used with keys alone: run, look, present, export, reopen."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from core import library, runfile
from tests.end_to_end.screen import PATIENCE_S, Screen, lacking, wait_for

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is a screen of Linux"),
    pytest.mark.skipif(bool(lacking()), reason=f"not installed: {', '.join(lacking())}"),
    pytest.mark.timeout(6 * PATIENCE_S),
]
NAME = "Vanishing names"


class Desktop:
    """A person's computer: a screen, a home, and the app as a process of its own."""

    def __init__(self, screen: Screen, home: Path) -> None:
        self.screen, self.home = screen, home
        self.app: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the app, and give its window the keyboard."""
        own = {"DISPLAY": self.screen.display, "QT_QPA_PLATFORM": "xcb", "HOME": str(self.home)}
        own |= {"XDG_CONFIG_HOME": str(self.home), "XDG_DATA_HOME": str(self.home)}
        self.app = subprocess.Popen([sys.executable, "-m", "desktop_app"], env=os.environ | own)
        self.screen.focus("Collapse Lab")

    def end(self) -> int:
        """Wait until the app has closed; returns its exit code."""
        assert self.app is not None
        return self.app.wait(PATIENCE_S)


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setenv(library.HOME_VARIABLE, str(tmp_path / "runs"))
    with Screen(tmp_path) as screen:
        made = Desktop(screen, tmp_path)
        yield made
        if made.app is not None and made.app.poll() is None:
            made.app.kill()
            made.app.wait(10)


def completed() -> Path | None:
    """The run file that another process can read and whose run has come to its end."""
    return next((run.path for run in library.runs() if run.state == "completed"), None)


def test_a_person_runs_looks_presents_exports_and_finds_it_again(desktop: Desktop) -> None:
    screen, target = desktop.screen, desktop.home / "report.pdf"
    desktop.start()
    screen.key("space")
    path = wait_for("completed run", completed)
    screen.focus(NAME)

    screen.sees("samples", lambda: screen.key("ctrl+2"))
    newest = screen.rest()
    screen.sees("generation 0", lambda: screen.key("Home"))
    screen.sees("the newest generation", lambda: screen.key("End"))
    assert np.array_equal(screen.rest(), newest)

    screen.sees("story", lambda: screen.key("F5"))
    story = screen.focus("Present")
    screen.sees("next step", lambda: screen.key("Right"))
    screen.sees("window", lambda: screen.key("Escape"))
    assert np.array_equal(screen.rest(), newest)

    screen.focus(NAME, other_than=story)
    screen.key("ctrl+e")
    asking = screen.focus("Export PDF")
    screen.key("Return")
    screen.focus("Export PDF", other_than=asking)
    screen.key("ctrl+a")
    screen.type(str(target))
    screen.key("Return")
    wait_for("report", lambda: target if target.exists() else None)
    assert NAME in PdfReader(target).pages[0].extract_text()

    screen.focus(NAME)
    screen.key("ctrl+q")
    assert desktop.end() == 0

    desktop.start()
    screen.sees("library", lambda: screen.key("ctrl+5"))
    screen.key("Down", "Return")
    screen.focus(NAME)
    assert runfile.open_record(path).done() == 20
    screen.key("ctrl+q")
    assert desktop.end() == 0
