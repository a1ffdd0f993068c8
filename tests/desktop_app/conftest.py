"""What tests of the window share: the theme, settings of their own, and the search for leaks."""

import gc
import itertools
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakSet

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.main_window import MainWindow
from desktop_app.models.active_run import ActiveRun
from desktop_app.settings import Settings
from desktop_app.theme import dress
from tests.desktop_app.hands import SMALL, Hands

TESTS = itertools.count(1)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    dress(qapp)
    return qapp


@pytest.fixture(scope="package", autouse=True)
def _garbage_in_this_thread() -> Iterator[None]:
    """As in the app: no widget is destroyed in the thread of a run."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_leaks(dressed: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a thread running, a timer ticking or a window behind."""
    started: dict[type, WeakSet] = {QTimer: WeakSet(), QThread: WeakSet()}
    for kind in started:
        monkeypatch.setattr(kind, "start", _noting(kind.start, started[kind]))
    before = set(dressed.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect(1 if next(TESTS) % 50 else 2)
    threads, timers = (filter(isValid, started[kind]) for kind in (QThread, QTimer))
    assert [thread for thread in threads if thread.isRunning()] == []
    assert [timer for timer in timers if timer.isActive()] == []
    assert [widget for widget in dressed.topLevelWidgets() if widget not in before] == []


def _noting(start, noted):
    def noting(self, *given):
        noted.add(self)
        return start(self, *given)

    return noting


@pytest.fixture(autouse=True)
def _no_file_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that opens a dialog it did not answer beforehand: nobody would close it."""

    def unasked(*given: object) -> None:
        raise AssertionError(f"a file dialog was opened: {given}")

    for name in ("getOpenFileName", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, unasked)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def run(dressed: QApplication) -> Iterator[ActiveRun]:
    """The run on screen of one page without a window."""
    made = ActiveRun()
    yield made
    assert made.shutdown(10_000)


@pytest.fixture
def window(qtbot: QtBot, settings: Settings) -> Iterator[MainWindow]:
    """The whole window; tests with more to begin with have a fixture of this name on top of it."""
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    yield made
    assert made.shutdown(10_000)
    made.look.theme_light()
    made.look.text_normal()
    made.look.put_on()


@pytest.fixture
def hands(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Hands:
    """Whoever sits before the window, with a small experiment set up in it."""
    window.draft.load(SMALL)
    return Hands(qtbot, window, monkeypatch, tmp_path)
