"""The palette that finds actions by their words, and the sheet of every key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel

from core import presets
from desktop_app.actions import COMMANDS
from desktop_app.pages.command_palette import CommandPalette, Entry, found
from desktop_app.pages.shortcut_sheet import IN_PLACES, ShortcutSheet
from desktop_app.runner.controller import RunState
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 10_000
LONG = experiment(arms=[REPLACE, ACCUMULATE], generations=1000)


@pytest.fixture
def palette(window):
    return opened(window)


def opened(window):
    window.commands["find_action"].trigger()
    (palette,) = (one for one in window.findChildren(CommandPalette) if one.isVisible())
    return palette


def rows(palette):
    tree = palette.list
    return [tree.topLevelItem(row).text(0) for row in range(tree.topLevelItemCount())]


def entry(text, reason="", tip=""):
    return Entry(text, tip, "", reason, QAction())


# What is found


def test_words_are_found_by_their_beginnings_in_any_order_and_case():
    listed = [entry("Go to Saved runs"), entry("Run"), entry("New from preset: Rare")]
    assert [one.text for one in found(listed, "RUN")] == ["Run", "Go to Saved runs"]
    assert [one.text for one in found(listed, "rare new")] == ["New from preset: Rare"]
    assert [one.text for one in found(listed, "un")] == ["Go to Saved runs", "Run"]
    assert found(listed, "nothing of this") == []


def test_what_can_be_done_comes_first_and_tips_are_searched_last():
    listed = [entry("Replay", "a run goes on"), entry("Read", tip="Replays"), entry("Repeat")]
    assert [one.text for one in found(listed, "re")] == ["Read", "Repeat", "Replay"]
    assert [one.text for one in found(listed, "replay")] == ["Replay", "Read"]


# The palette


def test_it_lists_every_action_but_itself_with_its_keys_and_every_preset(window, palette):
    listed = rows(palette)
    for command in COMMANDS:
        text = window.commands[command.name].text().replace("&&", "&")
        assert (command.name == "find_action") != any(row.startswith(text) for row in listed)
    for name in presets.preset_names():
        assert f"New from preset: {presets.preset(name).name}" in listed
    replay = next(row for row in range(len(listed)) if listed[row].startswith("Replay"))
    assert palette.list.topLevelItem(replay).text(1) == "R"


def test_keys_go_to_its_field_at_once(palette):
    assert palette.focusWidget() is palette.field
    assert QApplication.focusWidget() is palette.field


def test_typing_arrows_and_enter_do_it(qtbot, window, palette):
    qtbot.keyClicks(palette.field, "preset")
    listed = rows(palette)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: f"New from preset: {window.draft.value('name')}" == listed[1])
    assert not [one for one in window.findChildren(CommandPalette) if one.isVisible()]


def test_a_preset_and_a_page_are_found_by_name(qtbot, window, palette):
    qtbot.keyClicks(palette.field, "too late")
    assert rows(palette) == ["New from preset: Too late?"]
    palette.field.setText("go lib")
    qtbot.keyClick(palette.field, Qt.Key.Key_Enter)
    qtbot.waitUntil(lambda: window.shell.front is window.saved)


def test_what_cannot_be_done_says_why_and_is_not_done(qtbot, window):
    window.draft.load(LONG)
    window.commands["step"].trigger()
    qtbot.waitUntil(lambda: window.run.state is RunState.PAUSED, timeout=LIMIT)
    palette = opened(window)
    palette.field.setText("new from preset: van")
    assert rows(palette) == ["New from preset: Vanishing names  –  a run goes on"]
    assert "a run goes on" in palette.field.accessibleDescription()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert window.draft.experiment == LONG
    palette.close()


def test_a_click_does_a_row_and_escape_does_nothing(qtbot, window, palette):
    palette.field.setText("go library")
    row = palette.list.visualItemRect(palette.list.topLevelItem(0)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    qtbot.waitUntil(lambda: window.shell.front is window.saved)
    again = opened(window)
    again.field.setText("experiment")
    qtbot.keyClick(again.field, Qt.Key.Key_Escape)
    assert not again.isVisible()
    assert window.shell.front is window.saved


def test_nothing_found_is_said_and_no_fault(qtbot, palette):
    palette.show()
    assert not palette.nothing.isVisible()
    qtbot.keyClicks(palette.field, "zzz")
    assert palette.nothing.isVisible()
    assert palette.nothing.text() == "Nothing found"
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert rows(palette) == []
    palette.close()


def test_the_palette_opens_by_its_key(qtbot, window):
    window.activateWindow()
    window.page.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (palette,) = (one for one in window.findChildren(CommandPalette) if one.isVisible())
    palette.close()


# The sheet


def test_the_sheet_tells_every_key_of_the_table_and_of_the_widgets(qtbot, window):
    window.activateWindow()
    window.page.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Question)
    (sheet,) = (one for one in window.findChildren(ShortcutSheet) if one.isVisible())
    said = {label.text() for label in sheet.findChildren(QLabel)}
    for command in COMMANDS:
        if command.shortcut:
            assert {command.shortcut, command.text.rstrip("…")} <= said
    for place in IN_PLACES:
        assert {text for row in place.does for text in row} <= said
    sheet.close()
