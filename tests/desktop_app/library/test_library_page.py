"""The library page: the list, what is said of a run, and what can be done with it."""

import threading
import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from core import labels, library, run_database, runfile
from core.events import FinishReason
from core.session import Session
from desktop_app.main_window import MainWindow
from desktop_app.models.saved_runs import Column
from tests.desktop_app.library.rows import cell, choose, names
from tests.saved import save
from tests.small import experiment


def test_rows_say_name_finding_state_time_and_size(page, read):
    save(name="First", cancel_after=8)
    path = save(name="Second")
    read()
    assert cell(page, "First", Column.STATE) == "Cancelled"
    assert cell(page, "Second", Column.STATE) == "Completed"
    assert cell(page, "Second", Column.FINDING).startswith("By generation 3, Replace ")
    assert ":" in cell(page, "Second", Column.WHEN)
    numbers = (Column.SIZE, Column.REPLICATES, Column.GENERATIONS)
    assert [cell(page, "Second", column) for column in numbers] == ["40", "6", "3"]
    choose(page, "Second")
    record = runfile.open_record(path)
    assert page.details.finding.text() == cell(page, "Second", Column.FINDING)
    assert record.experiment.source.title in page.details.settings.text()
    assert "Replace; Accumulate" in page.details.settings.text()
    assert page.said.text() == "2 runs"


def test_files_that_are_no_runs_are_left_out_and_counted(page, read):
    save(name="Good")
    (library.folder() / "bad.clab").write_bytes(b"nonsense")
    for _ in range(2):  # read, and known from then on
        read()
        assert names(page) == ["Good"]
        assert page.said.text() == "1 run · 1 file cannot be read as a run: bad.clab"


def test_an_empty_library_says_so_and_leads_to_a_run(qtbot, page, read):
    read()
    assert page.nothing.isVisible()
    assert page.nothing.text().startswith("No run is saved yet.")
    with qtbot.waitSignal(page.start_asked, timeout=0):
        page.nothing_button.click()


def test_a_search_looks_through_names_notes_findings_and_arms(qtbot, page, read):
    library.annotate(next(iter(_reading(save(name="First")))), "to show Ada")
    save(name="Second", cancel_after=8)
    read()
    qtbot.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.focusWidget() is page.search
    for text, found in (
        ("first", ["First"]), ("ADA", ["First"]), ("accumulate", ["Second", "First"]),
        ("cancelled", ["Second"]), ("ada first", ["First"]), ("ada second", []),
    ):  # fmt: skip
        page.search.setText(text)
        assert sorted(names(page)) == sorted(found), text
    assert page.said.text() == "0 of 2 runs"
    assert "“ada second”" in page.nothing.text()
    page.nothing_button.click()
    assert sorted(names(page)) == ["First", "Second"]


def _reading(path):
    return (run for run in library.runs() if run.path == path)


def test_columns_sort_by_what_they_mean(page, read):
    for size in (9, 1000, 40):
        save(name=f"n{size}", sample_size=size)
    read()
    page.list.sortByColumn(Column.SIZE, Qt.SortOrder.AscendingOrder)
    assert names(page) == ["n9", "n40", "n1000"]
    page.list.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert names(page) == ["n9", "n40", "n1000"]


def test_enter_opens_and_the_button_resumes(qtbot, page, read):
    path = save(cancel_after=8)
    read()
    with qtbot.waitSignal(page.opened, timeout=0) as told:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert told.args == [path]
    with qtbot.waitSignal(page.resumed, timeout=0) as told:
        page.details.resume_button.click()
    assert told.args == [path]


def test_a_complete_run_has_no_resume_button(page, read):
    save(name="Whole")
    save(name="Half", cancel_after=8)
    read()
    for name, shown in (("Whole", False), ("Half", True)):
        choose(page, name)
        assert page.details.resume_button.isVisible() == shown


def test_a_run_that_was_killed_can_be_resumed(page, read):
    Session.create(experiment(), library.new_path(experiment()))
    read()
    assert page.details.state.text().startswith("Not finished")
    assert page.details.resume_button.isVisible()


def test_f2_renames_beside_the_name_that_is_sealed(qtbot, page, read):
    path = save(name="First")
    read()
    page.list.setFocus()
    page.list.setCurrentIndex(page.shown.index(0, 0))
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    editor = page.list.findChild(QLineEdit)
    editor.setText("For the interview")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["For the interview"])
    assert labels.load(path).title == "For the interview"
    assert runfile.open_record(path).experiment.name == "First"
    assert "Name in its write-up: First" in page.details.settings.text()


def test_a_name_that_cannot_be_kept_is_refused_in_a_sentence(page, read):
    save(name="First")
    read()
    assert not page.table.setData(page.table.index(0, 0), "x" * 61)
    assert page.notice.sentence.text() == "name: 61 characters given; at most 60 are kept"
    assert names(page) == ["First"]


def test_a_note_is_kept_by_itself_when_the_typing_pauses(qtbot, page, read):
    path = save()
    read()
    qtbot.keyClicks(page.details.note, "tail goes first")
    qtbot.waitUntil(lambda: labels.load(path).note == "tail goes first")
    assert page.details.note_said.text() == "Kept in the run's file."
    read()
    assert page.details.note.toPlainText() == "tail goes first"


def test_a_note_is_kept_when_the_page_is_left_at_once(qtbot, page, read):
    path = save()
    read()
    qtbot.keyClicks(page.details.note, "in haste")
    page.hide()
    assert labels.load(path).note == "in haste"


def test_a_note_goes_to_the_run_that_it_was_typed_for(qtbot, page, read):
    first, second = save(name="First"), save(name="Second")
    read()
    choose(page, "First")
    qtbot.keyClicks(page.details.note, "of the first")
    choose(page, "Second")
    assert (labels.load(first).note, labels.load(second).note) == ("of the first", "")
    assert page.details.note.toPlainText() == ""


def test_a_note_that_is_too_long_is_not_kept_and_not_lost(qtbot, page, read):
    path = save()
    read()
    page.details.note.setPlainText("x" * 4001)
    page.details.note.flush()
    assert page.details.note_said.text() == "Not kept: 4,001 characters, and at most 4,000 are."
    assert len(page.details.note.toPlainText()) == 4001
    assert labels.load(path).note == ""
    page.details.note.setPlainText("")
    page.details.note.flush()


def test_a_note_on_a_file_in_use_is_kept_when_it_is_free(qtbot, page, read):
    path = save()
    read()
    writer = runfile.RunWriter(path)
    qtbot.keyClicks(page.details.note, "patient")
    page.details.note.flush()
    assert page.details.note_said.text().startswith("Not kept yet")
    writer.close()
    qtbot.waitUntil(lambda: labels.load(path).note == "patient")


def test_a_folder_that_cannot_be_made_is_one_sentence(page, read, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(library.HOME_VARIABLE, str(tmp_path / "file" / "library"))
    read()
    assert page.notice.sentence.text().startswith(library.HOME_VARIABLE)
    assert names(page) == []


def test_a_name_is_never_markup(page, read):
    save(name="<b>bold</b>")
    read()
    assert cell(page, "<b>bold</b>", Column.NAME) == "<b>bold</b>"
    assert page.details.name.text() == "<b>bold</b>"
    assert page.details.name.textFormat() is Qt.TextFormat.PlainText


def test_the_folder_is_shown_and_copied(page, read):
    save()
    read()
    page.copy_button.click()
    assert QGuiApplication.clipboard().text() == str(library.folder())
    assert str(library.folder()) in page.folder.text()


def test_the_details_fit_their_panel_after_larger_text_was_put_off_on_another_page(qtbot, window):
    save(name="First")
    with qtbot.waitSignal(window.saved.reader.ended):
        window.shell.turn_to(window.saved)
    inside = window.saved.details.widget()
    while window.look.size < 200:
        window.look.text_larger()
    window.look.put_on()
    qtbot.waitUntil(lambda: window.saved.details.open_button.width() > 200)
    window.shell.turn_to(window.page)
    window.look.text_normal()
    window.look.put_on()
    QApplication.processEvents()
    with qtbot.waitSignal(window.saved.reader.ended):
        window.shell.turn_to(window.saved)
    QApplication.processEvents()
    assert inside.layout().geometry().width() == inside.width() < 320


def test_in_the_window_undo_goes_to_the_page_in_front(qtbot, settings):
    path = save(name="First")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    window.draft.set("seed", 99)
    with qtbot.waitSignal(window.saved.reader.ended):
        window.shell.turn_to(window.saved)
    assert not window.commands["undo"].isEnabled()
    with qtbot.waitSignal(window.saved.reader.ended):
        window.saved.details.delete_button.click()
    assert window.commands["undo"].text() == "Undo: delete “First”"
    with qtbot.waitSignal(window.saved.reader.ended):
        window.commands["undo"].trigger()
    assert path.exists()
    assert window.commands["redo"].isEnabled()
    window.shell.turn_to(window.page)
    window.commands["undo"].trigger()
    assert window.draft.value("seed") != 99
    window.close()


def test_in_the_window_a_run_is_opened_or_its_settings_are_used(qtbot, settings):
    path = save(name="First", seed=41)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.saved.reader.ended):
        window.shell.turn_to(window.saved)
    window.saved.details.settings_button.click()
    assert (window.draft.value("seed"), window.run.record) == (41, None)
    assert window.shell.front is window.page
    window.shell.turn_to(window.saved)
    window.saved.details.open_button.click()
    assert window.run.path == path
    assert window.shell.front is window.page
    window.close()


def test_a_run_that_is_still_being_read_is_resumed_once_the_reader_has_let_go(
    qtbot, page, run, monkeypatch
):
    """A very large file takes longer to read than SQLite waits for it."""
    path = save(name="Large", cancel_after=8)
    begun, reading = threading.Event(), library.read_saved

    def slow(file):
        with run_database.opened(file.path) as connection:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM events").fetchall()
            begun.set()
            time.sleep(3)  # SQLite waits for 1 second, twice
        return reading(file)

    monkeypatch.setattr(library, "read_saved", slow)
    run.open(path)
    page.show()
    assert begun.wait(5)
    run.resume()
    qtbot.waitUntil(lambda: run.idle, timeout=10_000)
    assert run.record.finished.reason is FinishReason.COMPLETED
    assert not page.reader.busy or page.shutdown(5000)
