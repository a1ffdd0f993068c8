"""The table of actions: each of them done in the real window."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

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
from tests.desktop_app.hands import LONG, SMALL
from tests.prov import check_prov
from tests.saved import save

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
