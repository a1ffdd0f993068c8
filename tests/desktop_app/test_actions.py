"""The table of actions: where each stands, its keys, and each of them done in the real window."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QTextEdit, QToolButton

from core import runfile
from core.experiment import parse_json
from desktop_app.actions import COMMANDS
from desktop_app.pages.about_dialog import AboutDialog
from desktop_app.pages.command_palette import CommandPalette
from desktop_app.pages.export_dialog import ExportDialog
from desktop_app.pages.present_window import PresentWindow
from desktop_app.pages.shortcut_sheet import ShortcutSheet
from desktop_app.runner.controller import RunState
from desktop_app.theme import DARK, LIGHT, colours, percent
from tests.prov import check_prov
from tests.saved import save
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 10_000
SMALL = experiment(arms=[REPLACE, ACCUMULATE])
LONG = experiment(arms=[REPLACE, ACCUMULATE], generations=1000)


@pytest.fixture
def window(window):
    window.draft.load(SMALL)
    return window


class Hands:
    """Whoever sits before the window."""

    def __init__(self, qtbot, window, monkeypatch, folder):
        self.qtbot, self.window, self.monkeypatch = qtbot, window, monkeypatch
        self.folder = folder

    def press(self, name):
        action = self.window.commands[name]
        assert action.isEnabled(), action.toolTip()
        action.trigger()

    def until(self, true):
        self.qtbot.waitUntil(true, timeout=LIMIT)

    def rests(self):
        self.until(lambda: self.window.run.idle)

    def ran(self):
        self.press("run_or_pause")
        self.rests()

    def holds(self, of=LONG):
        """A run that is held after a generation."""
        self.window.draft.load(of)
        self.press("step")
        self.until(lambda: self.window.run.state is RunState.PAUSED)

    def chooses(self, kind, path):
        """The file that is chosen in the next dialog."""
        self.monkeypatch.setattr(QFileDialog, f"get{kind}FileName", lambda *_: (str(path), ""))

    def opened(self, kind):
        """The one dialog of a kind that is open; it is closed again."""
        (dialog,) = (one for one in self.window.findChildren(kind) if one.isVisible())
        dialog.close()
        return dialog


@pytest.fixture
def hands(qtbot, window, monkeypatch, tmp_path):
    return Hands(qtbot, window, monkeypatch, tmp_path)


DOES = {}


def does(function):
    """A test that does the action it is named after."""
    DOES[function.__name__.removeprefix("do_")] = function
    return function


@does
def do_open_file(hands):
    hands.ran()
    path = hands.window.run.path
    hands.ran()
    hands.chooses("Open", path)
    hands.press("open_file")
    assert hands.window.run.path == path


@does
def do_save_copy(hands):
    hands.ran()
    hands.chooses("Save", hands.folder / "copy.clab")
    hands.press("save_copy")
    hands.until(lambda: not hands.window.files.task.busy)
    copied = runfile.open_record(hands.folder / "copy.clab")
    assert copied.content_hash() == hands.window.run.record.content_hash()


@does
def do_export_pdf(hands):
    hands.ran()
    hands.monkeypatch.setattr(ExportDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    hands.chooses("Save", hands.folder / "run.pdf")
    hands.press("export_pdf")
    hands.until(lambda: not hands.window.files.task.busy)
    assert (hands.folder / "run.pdf").read_bytes().startswith(b"%PDF")


@does
def do_export_prov(hands):
    hands.ran()
    hands.chooses("Save", hands.folder / "run")
    hands.press("export_prov")
    hands.until(lambda: not hands.window.files.task.busy)
    check_prov(json.loads((hands.folder / "run.prov.json").read_text(encoding="utf-8")))


@does
def do_save_setup(hands):
    hands.chooses("Save", hands.folder / "small")
    hands.press("save_setup")
    assert parse_json((hands.folder / "small.json").read_text()) == SMALL


@does
def do_open_setup(hands):
    (hands.folder / "long.json").write_text(LONG.to_json())
    hands.chooses("Open", hands.folder / "long.json")
    hands.press("open_setup")
    assert hands.window.draft.experiment == LONG


@does
def do_copy_setup(hands):
    hands.press("copy_setup")
    assert parse_json(QGuiApplication.clipboard().text()) == SMALL
    said = hands.window.shell.notice.sentence
    hands.window.shell.turn_to(hands.window.saved)
    assert not said.isVisible(), "it was told on the page before"
    for page in (hands.window.saved, hands.window.page):
        hands.window.shell.turn_to(page)
        hands.press("copy_setup")
        assert hands.window.shell.front is page
        assert (said.isVisible(), said.text()) == (True, "Setup copied")
    hands.window.draft.set("seed", 8)
    assert not said.isVisible()


@does
def do_paste_setup(hands):
    QGuiApplication.clipboard().setText(LONG.to_json())
    hands.press("paste_setup")
    assert hands.window.draft.experiment == LONG
    said = hands.window.shell.notice.sentence
    assert (said.isVisible(), said.text()) == (True, "Setup pasted")


@does
def do_use_own_data(hands):
    hands.press("use_own_data")
    assert hands.window.page.stack.currentWidget() is hands.window.page.own_data


@does
def do_audit_generations(hands):
    hands.press("audit_generations")
    assert hands.window.page.stack.currentWidget() is hands.window.page.audit


@does
def do_close(hands):
    hands.press("close")
    assert not hands.window.isVisible()


@does
def do_undo(hands):
    hands.window.draft.set("sample_size", 77)
    hands.press("undo")
    assert hands.window.draft.experiment == SMALL


@does
def do_redo(hands):
    hands.window.draft.set("sample_size", 77)
    hands.press("undo")
    hands.press("redo")
    assert hands.window.draft.experiment.sample_size == 77


@does
def do_run_or_pause(hands):
    hands.window.draft.load(LONG)
    hands.press("run_or_pause")
    assert hands.window.run.state is RunState.RUNNING
    hands.press("run_or_pause")
    assert hands.window.run.state is RunState.PAUSED


@does
def do_step(hands):
    hands.holds()
    hands.until(lambda: hands.window.run.record.done() == 0)


@does
def do_cancel(hands):
    hands.holds()
    hands.press("cancel")
    hands.rests()
    assert hands.window.run.resumable


@does
def do_resume(hands):
    hands.holds(SMALL)
    hands.press("cancel")
    hands.rests()
    hands.press("resume")
    hands.rests()
    assert hands.window.run.record.done() == SMALL.generations


@does
def do_replay(hands):
    hands.ran()
    first = hands.window.run.record.content_hash()
    hands.press("replay")
    hands.rests()
    assert hands.window.run.record.content_hash() == first


@does
def do_run_new_seed(hands):
    hands.press("run_new_seed")
    hands.rests()
    assert hands.window.run.record.experiment.seed != SMALL.seed


@does
def do_theme_light(hands):
    hands.press("theme_dark")
    hands.press("theme_light")
    assert colours() is LIGHT


@does
def do_theme_dark(hands):
    hands.press("theme_dark")
    assert colours() is DARK
    assert hands.window.commands["theme_dark"].isChecked()


@does
def do_theme_system(hands):
    hands.press("theme_dark")
    hands.press("theme_system")
    assert colours() is LIGHT
    assert hands.window.commands["theme_system"].isChecked()


@does
def do_text_larger(hands):
    hands.press("text_larger")
    hands.until(lambda: percent() == 110)


@does
def do_text_smaller(hands):
    hands.press("text_smaller")
    hands.until(lambda: percent() == 90)


@does
def do_text_normal(hands):
    hands.press("text_larger")
    hands.until(lambda: percent() == 110)
    hands.press("text_normal")
    hands.until(lambda: percent() == 100)


@does
def do_go_to_samples(hands):
    hands.ran()
    hands.press("go_to_samples")
    assert hands.window.shell.front is hands.window.samples


@does
def do_go_to_provenance(hands):
    hands.ran()
    hands.press("go_to_provenance")
    assert hands.window.shell.front is hands.window.provenance


@does
def do_go_to_write_up(hands):
    hands.ran()
    hands.press("go_to_write_up")
    assert hands.window.shell.front is hands.window.write_up


@does
def do_go_to_saved(hands):
    hands.press("go_to_saved")
    assert hands.window.shell.front is hands.window.saved


@does
def do_compare_runs(hands):
    saved = hands.window.saved
    for name in ("First", "Second"):
        save(name=name)
    hands.press("compare_runs")
    assert hands.window.shell.front is saved
    assert saved.notice.sentence.text().startswith("Choose two runs in the list")
    hands.until(lambda: len([row for row in saved.table.rows if row.run]) == 2)
    saved.list.select(0, 1)
    hands.press("compare_runs")
    assert saved.compare.isVisible()
    assert saved.notice.isHidden()


@does
def do_present(hands):
    hands.ran()
    hands.press("present")
    assert hands.window.findChild(PresentWindow).isFullScreen()


@does
def do_go_to_experiment(hands):
    hands.press("go_to_saved")
    hands.press("go_to_experiment")
    assert hands.window.shell.front is hands.window.page


@does
def do_find_action(hands):
    hands.press("find_action")
    assert hands.opened(CommandPalette).list.topLevelItemCount() > len(COMMANDS)


@does
def do_show_shortcuts(hands):
    hands.press("show_shortcuts")
    assert {group.where for group in hands.opened(ShortcutSheet).groups} >= {"File", "Run"}


@does
def do_glossary(hands):
    hands.press("glossary")
    assert hands.window.help.isVisible()
    assert hands.window.help.found.count() > 10
    QTest.keyClick(hands.window.help.field, Qt.Key.Key_Escape)
    assert not hands.window.help.isVisible()


@does
def do_about(hands):
    hands.press("about")
    assert hands.opened(AboutDialog).windowTitle() == "About Collapse Lab"


def test_every_row_of_the_table_is_done_here():
    assert set(DOES) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_it_is_done_in_the_window(hands, name):
    DOES[name](hands)


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
def front(window):
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
