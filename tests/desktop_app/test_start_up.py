"""Starting: what is loaded before the window is seen, what opens it, and what is said if not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core import library
from core.session import Session
from desktop_app import application, entry
from tests.small import ACCUMULATE, REPLACE, experiment

ROOT = Path(__file__).parents[2]
HEAVY = {"torch", "scipy", "matplotlib", "reportlab", "pyqtgraph"}
OPENED = """
import json, sys
from PySide6.QtWidgets import QApplication
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QTest

def look(app):
    QTest.qWait(300)
    window = next(w for w in app.topLevelWidgets() if w.isVisible() and w.windowTitle())
    print(json.dumps({
        "title": window.windowTitle(),
        "modules": sorted({name.partition(".")[0] for name in sys.modules}),
        "switch": sys.getswitchinterval(),
        "font": QFontInfo(app.font()).family(),
    }))
    window.close()
    return 0

QApplication.exec = look
from desktop_app.application import open_window
sys.exit(open_window(sys.argv[1:]))
"""


def opened(*arguments):
    """What a window that `open_window` opened looks like after a moment."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", OPENED, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_the_window_is_shown_before_anything_heavy_is_loaded():
    seen = opened()
    assert seen["title"] == "Collapse Lab"
    assert not set(seen["modules"]) & HEAVY
    assert seen["switch"] == pytest.approx(0.001)
    assert seen["font"] == "Source Sans 3"


def test_a_run_file_that_is_given_is_opened():
    small = experiment(arms=[REPLACE, ACCUMULATE])
    session = Session.create(small, library.new_path(small))
    assert list(session.events())
    assert opened(session.path)["title"].startswith("Small")


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["names.clab"], True),
        (["NAMES.CLAB"], True),
        (["list", "presets"], False),
        (["--help"], False),
        (["show", "names.clab"], False),
    ],
)
def test_the_command_opens_the_window_or_hands_over(monkeypatch, arguments, window):
    called = []
    monkeypatch.setattr(sys, "argv", ["collapse-lab", *arguments])
    monkeypatch.setattr(application, "open_window", lambda given: called.append(given) or 0)
    monkeypatch.setattr("core.cli.main", lambda: called.append("command line"))
    if window:
        with pytest.raises(SystemExit, match="0"):
            entry.main()
    else:
        entry.main()
    assert called == [arguments if window else "command line"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has machines with no display")
def test_without_a_display_it_says_so_in_one_sentence(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert application.open_window([]) == 2
    said = capsys.readouterr().err
    assert "no display" in said
    assert len(said.splitlines()) == 1
