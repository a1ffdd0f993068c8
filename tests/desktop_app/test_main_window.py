"""The whole window during tiny real runs: every action, closing, opening, writing files."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core import presets, runfile
from core.events import FinishReason
from desktop_app.main_window import MainWindow
from desktop_app.pages.export_dialog import ExportDialog
from desktop_app.runner.controller import RunState
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 10_000
SMALL = experiment(arms=[REPLACE, ACCUMULATE])
HELP = {"compare_runs", "glossary", "find_action", "show_shortcuts", "about"}
LONG = experiment(arms=[REPLACE, ACCUMULATE], generations=1000)


@pytest.fixture
def window(window):
    window.draft.load(SMALL)
    return window


def press(window, name):
    action = window.commands[name]
    assert action.isEnabled(), f"{name} cannot be pressed now"
    action.trigger()


def wait_for(qtbot, window, *states):
    qtbot.waitUntil(lambda: window.run.state in states, timeout=LIMIT)


def finish(qtbot, window):
    wait_for(qtbot, window, RunState.IDLE)


def ran(qtbot, window):
    press(window, "run_or_pause")
    finish(qtbot, window)


def complaints(window):
    return [box.text() for box in window.findChildren(QMessageBox) if box.isVisible()]


def allowed(window):
    """What can be done now, but for how the window looks, which can be chosen at any time."""
    names = (name for name in window.commands if not name.startswith(("theme_", "text_")))
    return {name for name in names if window.commands[name].isEnabled()}


def test_at_first_a_run_can_be_started_and_nothing_be_written(window):
    assert allowed(window) == {
        "open_file", "use_own_data", "audit_generations", "close", "run_or_pause", "step",
        "run_new_seed", "undo", "go_to_experiment", "go_to_saved", "save_setup", "open_setup",
        "copy_setup", "paste_setup", *HELP,
    }  # fmt: skip
    assert window.windowTitle() == "Collapse Lab"


def test_changes_of_settings_are_named_undone_and_done_again_by_keys(qtbot, window):
    control = Qt.KeyboardModifier.ControlModifier
    undo, redo = window.commands["undo"], window.commands["redo"]
    row = window.page.setup.sizes["sample_size"]
    window.draft.set("sample_size", 500)
    assert undo.text() == "Undo: sample size n 500"
    qtbot.keyClick(window, Qt.Key.Key_Z, control)
    assert window.draft.experiment == SMALL
    assert row.value() == SMALL.sample_size
    assert redo.text() == "Redo: sample size n 500"
    qtbot.keyClick(window, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert row.value() == window.draft.experiment.sample_size == 500
    assert not redo.isEnabled()
    assert redo.text() == "Redo"
    window.draft.set("name", "R&D")
    assert undo.text().endswith("R&&D")


def test_a_text_field_with_the_keyboard_undoes_its_own_letters(qtbot, window):
    window.draft.add_arm()
    editor = window.page.setup.sizes["sample_size"].editor
    editor.setFocus()
    before = editor.text()
    editor.selectAll()
    qtbot.keyClicks(editor, "77")
    assert window.draft.experiment.sample_size == 77
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == before
    assert window.draft.experiment.sample_size == int(before)
    assert len(window.draft.arms) == 3, "the window took the keys"


def test_a_field_in_which_nothing_was_typed_leaves_undo_and_redo_to_the_window(qtbot, window):
    control = Qt.KeyboardModifier.ControlModifier
    sizes = window.page.setup.sizes
    typed, before = sizes["generations"].editor, window.draft.experiment
    typed.setFocus()
    typed.selectAll()
    qtbot.keyClicks(typed, "7")
    qtbot.keyClick(typed, Qt.Key.Key_Tab)
    after = sizes["sample_size"].editor
    assert after.hasFocus()
    qtbot.keyClick(after, Qt.Key.Key_Z, control)
    assert window.draft.experiment == before
    assert typed.text() == str(before.generations)
    qtbot.keyClick(after, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert window.draft.experiment.generations == 7


def test_an_arm_that_is_off_is_not_run_and_outlives_a_replay(qtbot, window):
    window.draft.switch_arm(1)
    ran(qtbot, window)
    assert window.run.record.arms == ["Replace"]
    press(window, "replay")
    finish(qtbot, window)
    assert [arm["name"] for arm in window.draft.arms] == ["Replace", "Accumulate"]
    assert window.run.record.arms == ["Replace"]


def test_settings_are_not_undone_under_a_run(qtbot, window):
    window.draft.load(LONG)
    press(window, "run_or_pause")
    wait_for(qtbot, window, RunState.RUNNING)
    assert not allowed(window) & {"undo", "redo"}
    press(window, "cancel")
    finish(qtbot, window)
    assert "undo" in allowed(window)


def test_a_bad_setting_disables_running(window):
    window.draft.set("generations", 0)
    assert not allowed(window) & {"run_or_pause", "step", "run_new_seed"}
    window.draft.set("generations", 2)
    assert {"run_or_pause", "step", "run_new_seed"} <= allowed(window)


def test_a_run_goes_to_its_end_and_can_then_be_written(qtbot, window):
    press(window, "run_or_pause")
    always = {"go_to_experiment", "go_to_saved", "save_setup", "copy_setup", *HELP}
    assert allowed(window) == {"close", "run_or_pause", "step", "cancel", "present", *always}
    assert not window.page.setup.column.isEnabled()
    finish(qtbot, window)
    assert window.run.record.finished.reason is FinishReason.COMPLETED
    assert {"save_copy", "export_pdf", "replay"} <= allowed(window)
    assert "resume" not in allowed(window)
    assert window.page.setup.column.isEnabled()
    assert window.windowTitle() == "Small – Collapse Lab"
    with qtbot.waitSignal(window.saved.reader.ended):
        window.shell.turn_to(window.saved)
    assert [row.path for row in window.saved.table.rows] == [window.run.path]
    window.shell.turn_to(window.page)


def test_run_becomes_pause_and_continue(qtbot, window):
    window.draft.load(LONG)
    action = window.commands["run_or_pause"]
    press(window, "run_or_pause")
    assert action.text() == "Pause"
    press(window, "run_or_pause")
    assert (window.run.state, action.text()) == (RunState.PAUSED, "Continue")
    press(window, "run_or_pause")
    assert window.run.state is RunState.RUNNING
    press(window, "cancel")
    finish(qtbot, window)
    assert (window.run.record.finished.reason, action.text()) == (FinishReason.CANCELLED, "Run")


def test_step_starts_a_run_and_goes_on_one_generation_at_a_time(qtbot, window):
    for generation in range(3):
        press(window, "step")
        wait_for(qtbot, window, RunState.PAUSED)
        qtbot.waitUntil(lambda g=generation: window.run.record.done() == g, timeout=LIMIT)
    press(window, "run_or_pause")
    finish(qtbot, window)
    assert window.run.record.finished.reason is FinishReason.COMPLETED


def test_a_cancelled_run_is_resumed(qtbot, window):
    press(window, "step")
    wait_for(qtbot, window, RunState.PAUSED)
    press(window, "cancel")
    finish(qtbot, window)
    press(window, "resume")
    finish(qtbot, window)
    assert window.run.record.finished.reason is FinishReason.COMPLETED
    assert "resume" not in allowed(window)


def test_replay_gives_the_same_numbers_and_a_new_seed_others(qtbot, window):
    ran(qtbot, window)
    first, path = window.run.record.content_hash(), window.run.path
    window.draft.set("seed", 99)
    press(window, "replay")
    finish(qtbot, window)
    assert window.run.record.content_hash() == first
    assert window.run.path != path
    assert window.page.setup.sizes["seed"].value() == SMALL.seed
    press(window, "run_new_seed")
    finish(qtbot, window)
    assert window.run.record.content_hash() != first
    assert window.run.record.experiment.seed == window.page.setup.sizes["seed"].value()
    assert window.run.record.experiment.seed != SMALL.seed


def test_a_preset_from_the_menu_fills_the_settings(window):
    for action in window.presets_menu.actions():
        action.trigger()
        assert window.draft.experiment == presets.preset(action.data())


def test_keys_start_pause_and_step(qtbot, window):
    window.draft.load(LONG)
    window.activateWindow()
    window.page.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Period)
    wait_for(qtbot, window, RunState.PAUSED)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.run.state is RunState.RUNNING
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.run.state is RunState.PAUSED


def test_a_space_that_is_typed_stays_in_its_field(qtbot, window):
    field = window.page.setup.sizes["seed"].editor
    window.activateWindow()
    field.setFocus()
    qtbot.keyClicks(field, " .r")
    assert field.text().endswith(" .r")
    assert window.run.idle


# Files


def test_opening_shows_the_same_curves_and_settings(qtbot, window, settings, monkeypatch):
    ran(qtbot, window)
    live, path = window.run.record, window.run.path
    other = MainWindow(settings)
    qtbot.addWidget(other)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    press(other, "open_file")
    for name, values in live.values.items():
        np.testing.assert_array_equal(other.run.record.values[name], values)
    mine, theirs = (each.page.run for each in (window, other))
    qtbot.waitUntil(lambda: mine.settled)
    assert mine.finding.sentence.text() == theirs.finding.sentence.text() != ""
    for one, same in zip(mine.charts.charts, theirs.charts.charts, strict=True):
        assert one.drawn == same.drawn
        for arm, curve in one._curves.items():
            np.testing.assert_array_equal(curve.centre, same._curves[arm].centre)
            np.testing.assert_array_equal(curve.low, same._curves[arm].low)
    assert other.draft.experiment == live.experiment
    assert settings.folder == path.parent


@pytest.mark.parametrize("harm", ["cut", "emptied", "foreign", "missing"])
def test_a_file_that_cannot_be_opened_is_one_sentence_and_loses_nothing(
    qtbot, window, tmp_path, harm
):
    ran(qtbot, window)
    shown, whole, path = window.run.record, window.run.path.read_bytes(), tmp_path / "bad.clab"
    content = {
        "cut": whole[: len(whole) // 2],
        "emptied": b"",
        "foreign": b"%PDF-1.7 nothing of ours",
    }
    if harm in content:
        path.write_bytes(content[harm])
    window.open_run(path)
    (sentence,) = complaints(window)
    assert sentence.startswith(f"run file: '{path}'")
    assert "\n" not in sentence
    assert window.run.record is shown


def test_a_run_that_was_killed_is_resumed_from_the_list(qtbot, window):
    press(window, "step")
    wait_for(qtbot, window, RunState.PAUSED)
    qtbot.waitUntil(lambda: window.run.record.done() == 0, timeout=LIMIT)
    killed = window.run.path.with_name("killed.clab")
    press(window, "cancel")
    finish(qtbot, window)
    runfile.copy(window.run.path, killed)
    with qtbot.waitSignal(window.saved.reader.ended):
        window.shell.turn_to(window.saved)
    window.saved.list.select(*window.saved.shown.places_of([killed]))
    window.saved.details.resume_button.click()
    finish(qtbot, window)
    assert window.run.path == killed
    assert window.run.record.finished.reason is FinishReason.COMPLETED


def test_a_copy_is_the_same_run(qtbot, window, tmp_path, monkeypatch):
    ran(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "copy"), ""))
    with qtbot.waitSignal(window.task.succeeded, timeout=LIMIT):
        press(window, "save_copy")
    copied = runfile.open_record(tmp_path / "copy.clab")
    assert copied.content_hash() == window.run.record.content_hash()
    assert window.page.run.strip.aside.text() == "Copy written"


def test_a_copy_that_cannot_be_written_is_one_sentence(qtbot, window, tmp_path, monkeypatch):
    ran(qtbot, window)
    target = tmp_path / "no such folder" / "copy.clab"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(window.task.failed, timeout=LIMIT):
        press(window, "save_copy")
    assert len(complaints(window)) == 1
    assert "export_pdf" in allowed(window)


def test_the_pdf_is_written_on_another_thread_with_the_name_that_was_given(
    qtbot, window, settings, tmp_path, monkeypatch
):
    seen = {}

    def export(record, path, **choices):
        seen.update(choices, record=record, thread=threading.get_ident())
        path.write_bytes(b"%PDF")

    monkeypatch.setattr("core.report.export_pdf", export)
    monkeypatch.setattr(ExportDialog, "exec", lambda _: ExportDialog.DialogCode.Accepted)
    settings.person = "Ada Example"
    ran(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "run.pdf"), ""))
    with qtbot.waitSignal(window.task.succeeded, timeout=LIMIT):
        press(window, "export_pdf")
    assert seen["person"] == "Ada Example"
    assert seen["record"].content_hash() == window.run.record.content_hash()
    assert seen["thread"] != threading.get_ident()
    assert not window.page.run.strip.file_button.isHidden()


def test_nothing_is_written_when_the_person_thinks_better_of_it(qtbot, window, monkeypatch):
    ran(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    press(window, "save_copy")
    monkeypatch.setattr(ExportDialog, "exec", lambda _: ExportDialog.DialogCode.Rejected)
    press(window, "export_pdf")
    assert not window.task.busy


def test_a_library_that_cannot_be_written_is_one_sentence(window, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COLLAPSE_LAB_HOME", str(tmp_path / "file" / "library"))
    press(window, "run_or_pause")
    (sentence,) = complaints(window)
    assert sentence.startswith("COLLAPSE_LAB_HOME")
    assert window.run.idle


# Closing


def test_closing_during_a_run_ends_it_and_keeps_what_is_finished(qtbot, window):
    window.draft.load(LONG)
    press(window, "run_or_pause")
    qtbot.waitUntil(lambda: window.run.record.done() > 0, timeout=LIMIT)
    assert window.close()
    assert window.run.idle
    saved = runfile.open_record(window.run.path)
    assert saved.finished.reason is FinishReason.CANCELLED
    assert saved.content_hash() == window.run.record.content_hash()


def test_the_window_stays_open_while_a_run_does_not_end(qtbot, window, monkeypatch):
    monkeypatch.setattr(window.run, "shutdown", lambda _limit: False)
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()
    assert len(complaints(window)) == 1
    monkeypatch.undo()


def test_the_window_comes_back_where_it_stood(qtbot, window, settings):
    window.resize(840, 650)  # wider ones are cut to the screen
    window.close()
    again = MainWindow(settings)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (840, 650)
