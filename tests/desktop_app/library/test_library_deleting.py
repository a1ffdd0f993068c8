"""Deleting runs, bringing them back, and runs that are in use."""

import pytest
from PySide6.QtCore import Qt

from core import library, library_bin, runfile
from desktop_app.models.active_run import ActiveRun
from desktop_app.runner.controller import RunState
from tests.desktop_app.library.rows import choose, names
from tests.saved import save


def test_the_file_of_the_run_that_goes_on_is_not_touched(qtbot, page, read, run, monkeypatch):
    run.open(save(name="First"))
    run.path = run.path.rename(run.path.with_name("of-a-file.clab"))
    monkeypatch.setattr(ActiveRun, "state", RunState.RUNNING)
    monkeypatch.setattr(library, "read_saved", lambda file: pytest.fail(str(file)))
    read()
    assert [row.state for row in page.table.rows] == ["Going on"]
    assert names(page) == ["First"], "the experiment's name, not the file's"


def test_delete_undo_and_redo(qtbot, page, read):
    path = save(name="First")
    save(name="Second")
    read()
    choose(page, "First")
    with qtbot.waitSignal(page.reader.ended):
        qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert (names(page), path.exists()) == (["Second"], False)
    assert page.notice.sentence.text() == "Deleted “First”. It stays in the bin for 30 days."
    assert page.deleting.undo_words == "delete “First”"
    with qtbot.waitSignal(page.reader.ended):
        page.notice.button.click()
    assert (sorted(names(page)), path.exists()) == (["First", "Second"], True)
    assert page.notice.sentence.text() == "Back in the library: “First”."
    assert [row.path for row in page.list.selected] == [path]
    assert (page.deleting.undo_words, page.deleting.redo_words) == ("", "delete “First”")
    with qtbot.waitSignal(page.reader.ended):
        page.deleting.redo()
    assert names(page) == ["Second"]


def test_several_are_deleted_and_come_back_together(qtbot, page, read):
    for name in ("First", "Second", "Third"):
        save(name=name)
    read()
    choose(page, "First", "Third")
    assert page.details.name.text() == "2 runs are chosen"
    with qtbot.waitSignal(page.reader.ended):
        page.details.delete_button.click()
    assert names(page) == ["Second"]
    with qtbot.waitSignal(page.reader.ended):
        page.deleting.undo()
    assert sorted(names(page)) == ["First", "Second", "Third"]


def test_the_run_on_screen_is_not_deleted(page, read, run):
    path = save(name="First")
    read()
    run.open(path)
    page.details.delete_button.click()
    assert path.exists()
    assert page.notice.sentence.text().startswith("“First” is on screen.")


def test_a_deletion_is_not_done_again_of_the_run_that_is_on_screen_by_then(page, read, run):
    path = save(name="First")
    read()
    choose(page, "First")
    page.list.delete_asked.emit()
    page.deleting.undo()
    read()
    run.open(path)
    page.deleting.redo()
    assert path.exists()
    assert page.notice.sentence.text().startswith("“First” is on screen.")
    assert page.deleting.redo_words == "delete “First”"


def test_of_several_deleted_runs_all_come_back_that_are_still_there(page, read):
    for name in ("First", "Second", "Third"):
        save(name=name)
    read()
    choose(page, "First", "Second", "Third")
    page.list.delete_asked.emit()
    [gone] = (library.folder() / "bin").glob("*second*")
    gone.unlink()
    page.deleting.undo()
    assert "cannot be put back" in page.notice.sentence.text()
    read()
    assert sorted(names(page)) == ["First", "Third"]


def test_a_run_that_is_being_written_is_neither_opened_nor_deleted(qtbot, page, read):
    path = save(name="First", cancel_after=8)
    read()
    writer = runfile.RunWriter(path)
    page.details.delete_button.click()
    assert page.notice.sentence.text().startswith("That file is being written")
    assert path.exists()
    read_again = page.reader
    path.touch()
    with qtbot.waitSignal(read_again.ended):
        read_again.reload()
    assert [row.state for row in page.table.rows] == ["Going on"]
    assert not page.details.open_button.isVisible()
    assert "A run is being written" in page.details.hint.text()
    writer.close()


def test_the_run_that_goes_on_says_to_cancel_it_first(qtbot, page, read, run, monkeypatch):
    path = save(name="First")
    read()
    run.open(path)
    page._follow_run()
    page.list.delete_asked.emit()
    assert page.notice.sentence.text().startswith("“First” is on screen.")
    monkeypatch.setattr(ActiveRun, "state", RunState.RUNNING)
    with qtbot.waitSignal(page.reader.ended):
        page._follow_run()
    assert page.notice.isHidden(), "what was said no longer holds"
    assert not page.details.delete_button.isEnabled()
    assert "Cancel the run first" in page.details.hint.text()
    page.list.delete_asked.emit()
    assert page.notice.sentence.text() == "“First” goes on. Cancel the run first, then delete it."
    assert path.exists()
    monkeypatch.setattr(ActiveRun, "state", RunState.IDLE)
    with qtbot.waitSignal(page.reader.ended):
        page._follow_run()
    assert page.details.delete_button.isEnabled()
    assert page.notice.isHidden()


def test_while_a_run_goes_on_the_library_is_read_and_no_other_run_is_opened(
    qtbot, page, read, monkeypatch
):
    save(name="First")
    read()
    monkeypatch.setattr(ActiveRun, "state", RunState.RUNNING)
    with qtbot.waitSignal(page.reader.ended):
        page._follow_run()
    assert page.isEnabled()
    assert page.details.hint.text().endswith("Another can be opened when it has ended.")
    with qtbot.assertNotEmitted(page.opened):
        page.details.open_button.click()
    assert page.notice.sentence.text().startswith("A run goes on.")


def test_old_runs_in_the_bin_go_when_the_library_is_first_shown(page, read):
    bin_ = library.folder() / library_bin.NAME
    bin_.mkdir()
    (bin_ / "20200101T000000Z-old.clab").write_bytes(b"")
    read()
    assert list(bin_.iterdir()) == []
