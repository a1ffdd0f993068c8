"""Where actions stand, their keys, and what the widget that has the keyboard keeps for itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtWidgets import QDialog, QTextEdit, QToolButton

from desktop_app.actions import COMMANDS
from desktop_app.runner.controller import RunState
from tests.desktop_app.hands import LIMIT, LONG

# Where they stand


def test_each_action_is_in_its_menu_with_words_and_keys(window):
    menus = {menu.text().strip("&"): menu.menu() for menu in window.menuBar().actions()}
    for command in COMMANDS:
        action = window.commands[command.name]
        assert action in menus[command.menu].actions()
        assert action.toolTip().startswith(command.tip)
        assert action.shortcut().toString() == command.shortcut


def test_no_two_actions_share_a_key(window):
    """An action's own keys, and what the platform adds to them."""
    keys = [keys.toString() for one in window.commands.values() for keys in one.shortcuts()]
    assert len(set(keys)) == len(keys)


def test_the_keys_that_a_platform_has_for_an_action_do_it_too(window):
    redo = [keys.toString() for keys in window.commands["redo"].shortcuts()]
    platform = QKeySequence.keyBindings(QKeySequence.StandardKey.Redo)
    assert redo[0] == "Ctrl+Shift+Z"
    assert {keys.toString() for keys in platform} <= set(redo)


def test_the_toolbar_has_words_beside_its_icons(window):
    buttons = {button.text(): button for button in window.findChildren(QToolButton)}
    for command in (command for command in COMMANDS if command.group):
        text = window.commands[command.name].text().rstrip("…")
        assert not buttons[text].icon().isNull()


def test_the_tip_says_why_an_action_cannot_be_done_now(hands):
    assert hands.window.commands["cancel"].toolTip().endswith("Not now: no run goes on.")
    hands.holds()
    assert "Not now" not in hands.window.commands["cancel"].toolTip()
    assert hands.window.commands["open_file"].toolTip().endswith("Not now: a run goes on.")


def test_whatever_cannot_be_done_says_why(hands):
    """Before a run, during one and after it."""
    window = hands.window
    for reached in (lambda: None, hands.holds, lambda: hands.press("cancel"), hands.rests):
        reached()
        for name, action in window.commands.items():
            assert action.isEnabled() == (not window.refusals.get(name))


# Keys and the widget that has the keyboard


@pytest.fixture
def front(hands):
    window = hands.window
    window.activateWindow()
    window.page.setFocus()
    return window


def test_keys_start_hold_step_and_run_again(qtbot, front):
    front.draft.load(LONG)
    qtbot.keyClick(front, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: front.run.state is RunState.PAUSED, timeout=LIMIT)
    qtbot.keyClick(front, Qt.Key.Key_Space)
    assert front.run.state is RunState.RUNNING
    qtbot.keyClick(front, Qt.Key.Key_Space)
    assert front.run.state is RunState.PAUSED
    qtbot.keyClick(front, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: front.run.idle, timeout=LIMIT)
    first = front.run.path
    qtbot.keyClick(front, Qt.Key.Key_R)
    assert not front.run.idle
    assert front.run.path != first
    assert front.run.record.experiment.seed == LONG.seed
    assert front.run.shutdown(LIMIT)
    qtbot.keyClick(front, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert front.run.record.experiment.seed != LONG.seed


@pytest.mark.parametrize("where", ["seed", "name of an arm"])
def test_what_is_typed_stays_in_its_field(qtbot, front, where):
    setup = front.page.setup
    field = setup.sizes["seed"].editor
    if where != "seed":
        setup.arms.cards[1].edit_button.click()
        field = setup.arms.cards[1].editor.findChildren(type(field))[0]
    field.setFocus()
    qtbot.keyClicks(field, " .rR?")
    assert field.text().endswith(" .rR?")
    assert front.run.idle
    assert front.run.record is None
    assert not [one for one in front.findChildren(QDialog) if one.isVisible()]


def test_what_is_typed_into_the_write_up_stays_there(qtbot, hands, front):
    hands.ran()
    hands.press("go_to_write_up")
    hands.until(lambda: bool(front.write_up.findChildren(QTextEdit)))
    field = front.write_up.findChildren(QTextEdit)[0]
    path, before = front.run.path, field.toPlainText()
    hands.until(field.isEnabled)
    field.setFocus()
    field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(field, " .rR?")
    assert field.toPlainText() == f"{before} .rR?"
    assert front.run.idle
    assert front.run.path == path


def test_space_presses_a_button_that_has_the_keyboard(qtbot, front):
    button = front.page.setup.own_data
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert front.page.stack.currentWidget() is front.page.own_data
    assert front.run.record is None


def test_space_and_letters_on_a_list_of_choices_are_its_own(qtbot, front):
    box = front.page.setup.presets
    box.setFocus()
    qtbot.keyClicks(box, "Too")
    assert box.currentText().startswith("Too")
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.view().isVisible()
    box.hidePopup()
    assert front.run.record is None


def test_a_list_of_choices_leaves_other_keys_to_the_window(qtbot, front):
    """F5 says no letter that the list could look for."""
    done = []
    front.commands["glossary"].triggered.connect(lambda: done.append("glossary"))
    front.page.setup.presets.setFocus()
    qtbot.keyClick(front.page.setup.presets, Qt.Key.Key_F1)
    assert done == ["glossary"]
