"""Present in the real window: its action, its keys, a run that goes on, and how it is left."""

from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.record import RunRecord
from desktop_app.pages.present_window import PresentWindow
from desktop_app.runner.controller import RunState
from tests.small import ACCUMULATE, REPLACE, experiment, ran

LIMIT = 30_000
NAMES = {"records": "us-first-names", "arms": [REPLACE, ACCUMULATE], "sample_size": 200}
LONG = experiment(**NAMES, generations=300)


@cache
def collapsed():
    return ran(experiment(**NAMES, generations=8))


@cache
def kept():
    arms = [ACCUMULATE, {**REPLACE, "name": "Newest"}]
    return ran(experiment("gaussian", arms=arms, sample_size=1000, replicates=20, generations=2))


def show(window, record):
    window.run._show(record, Path("there-is-no-file.clab"))


def present(qtbot, window) -> PresentWindow:
    window.commands["present"].trigger()
    found = window.findChild(PresentWindow)
    qtbot.waitExposed(found)
    return found


@pytest.fixture
def shown(qtbot, window):
    show(window, collapsed())
    return present(qtbot, window)


def leave(qtbot, window, key):
    """Press a key, and let what was closed be deleted: within a test no event loop does."""
    QTest.keyClick(window.findChild(PresentWindow), key)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChild(PresentWindow) is None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=LIMIT)


def test_only_a_run_can_be_presented(window):
    assert window.commands["present"].shortcut().toString() == "F5"
    assert not window.commands["present"].isEnabled()
    show(window, collapsed())
    assert window.commands["present"].isEnabled()


def test_it_fills_the_screen_that_the_window_is_on(window, shown):
    assert shown.isFullScreen()
    assert shown.isWindow()
    assert shown.screen() is window.screen()
    assert shown.geometry() == window.screen().geometry()
    assert shown.sheet.size() == shown.size()


def test_keys_turn_the_steps_and_stop_at_both_ends(shown):
    assert shown.at == 0
    key = Qt.Key
    expected = [
        (key.Key_Right, 1), (key.Key_Space, 2), (key.Key_PageDown, 3), (key.Key_Down, 4),
        (key.Key_Right, 4), (key.Key_Left, 3), (key.Key_PageUp, 2), (key.Key_Up, 1),
        (key.Key_Backspace, 0), (key.Key_Left, 0), (key.Key_End, 4), (key.Key_Home, 0),
    ]  # fmt: skip
    for pressed, at in expected:
        QTest.keyClick(shown, pressed)
        assert shown.at == at, pressed


def test_a_click_at_the_right_goes_on_and_at_the_left_goes_back(shown):
    button = Qt.MouseButton.LeftButton
    QTest.mouseClick(shown, button, pos=QPoint(shown.width() - 20, 90))
    assert shown.at == 1
    QTest.mouseClick(shown.sheet, button, pos=QPoint(shown.width() - 20, 90))
    assert shown.at == 2
    QTest.mouseClick(shown, button, pos=QPoint(20, 90))
    assert shown.at == 1
    QTest.mouseClick(shown, Qt.MouseButton.RightButton, pos=QPoint(20, 90))
    assert shown.at == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F5])
def test_it_gives_the_window_back_as_it_was(qtbot, window, key):
    show(window, collapsed())
    window.shell.turn_to(window.samples)
    window.shell.bar.setFocus()
    before = window.geometry(), window.windowState(), window.shell.front
    found = present(qtbot, window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is found, timeout=LIMIT)
    leave(qtbot, window, key)
    assert (window.geometry(), window.windowState(), window.shell.front) == before
    assert QApplication.focusWidget() is window.shell.bar


def test_f5_again_shows_no_second_one(qtbot, window, shown):
    window.commands["present"].trigger()
    assert window.findChildren(PresentWindow) == [shown]


def test_the_pointer_hides_and_comes_back(qtbot, shown):
    shape = Qt.CursorShape
    shown._rest.setInterval(1)
    QTest.mouseMove(shown.windowHandle(), QPoint(100, 100))
    QTest.mouseMove(shown.windowHandle(), QPoint(120, 100))
    qtbot.waitUntil(lambda: shown.cursor().shape() is shape.BlankCursor)
    shown._rest.setInterval(LIMIT)
    QTest.mouseMove(shown.windowHandle(), QPoint(140, 100))
    qtbot.waitUntil(lambda: shown.cursor().shape() is shape.ArrowCursor)


def test_it_follows_a_run_and_space_does_not_hold_it(qtbot, window):
    window.draft.load(LONG)
    window.runs.run_or_pause()
    found = present(qtbot, window)
    qtbot.waitUntil(lambda: len(found._keys) == 5, timeout=LIMIT)
    QTest.keyClick(found, Qt.Key.Key_Space)
    QTest.keyClick(found, Qt.Key.Key_Space)
    assert window.run.state is RunState.RUNNING
    first = found.sheet.accessibleDescription()
    assert first.startswith("So far, at generation ")
    qtbot.waitUntil(lambda: found.sheet.accessibleDescription() != first, timeout=LIMIT)
    assert found._keys[found.at] == "loss"
    found.close()


def test_another_run_is_told_at_the_same_step(shown, window):
    shown.turn(2)
    before = shown.sheet.accessibleName()
    show(window, kept())
    assert [before, shown.sheet.accessibleName()] == ["The collapse", "No loss"]
    show(window, RunRecord(LONG))
    assert shown.sheet.accessibleDescription() == "Nothing is measured yet."


def test_it_is_gone_with_the_window(qtbot, window, shown):
    window.close()
    assert not any(
        isinstance(one, PresentWindow) and one.isVisible() for one in QApplication.topLevelWidgets()
    )
