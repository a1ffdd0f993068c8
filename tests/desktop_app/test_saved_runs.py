"""The list of saved runs reads the library."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core import library, runfile
from core.session import Session
from desktop_app.models.saved_runs import saved_run_rows
from desktop_app.pages.saved_runs_page import SavedRunsPage
from tests.small import ACCUMULATE, REPLACE, experiment


def save(cancel_after=None, **changes):
    """Run a small experiment into the library, to its end or through so many events."""
    path = library.new_path(experiment(arms=[REPLACE, ACCUMULATE], **changes))
    session = Session.create(experiment(arms=[REPLACE, ACCUMULATE], **changes), path)
    for number, _ in enumerate(session.events()):
        if number == cancel_after:
            session.control.cancel()
    return path


@pytest.fixture
def page(qtbot):
    made = SavedRunsPage()
    qtbot.addWidget(made)
    return made


def test_rows_say_name_time_and_state():
    save(name="First", cancel_after=8)
    save(name="Second")
    rows = {row.name: row for row in saved_run_rows()}
    assert (rows["First"].state, rows["First"].resumable) == ("Cancelled", True)
    assert (rows["Second"].state, rows["Second"].resumable) == ("Completed", False)
    assert ":" in rows["First"].when


def test_a_run_that_was_killed_can_be_resumed():
    path = library.new_path(experiment())
    Session.create(experiment(), path)
    assert [(row.state, row.resumable) for row in saved_run_rows()] == [("Not finished", True)]


def test_files_that_are_no_runs_are_left_out(page):
    save(name="Good")
    (library.folder() / "bad.clab").write_bytes(b"nonsense")
    page.reload()
    assert [row.name for row in page.rows] == ["Good"]


def test_a_click_opens_and_one_more_resumes(qtbot, page):
    path = save(cancel_after=8)
    page.reload()
    page.show()
    name = page.list.itemWidget(page.list.item(0)).findChildren(QLabel)[0]
    with qtbot.waitSignal(page.opened, timeout=0) as told:
        qtbot.mouseClick(
            name.window().windowHandle(),
            Qt.MouseButton.LeftButton,
            pos=name.mapTo(page, name.rect().center()),
        )
    assert told.args == [path]
    with qtbot.waitSignal(page.resumed, timeout=0) as told:
        page.resume_buttons[path].click()
    assert told.args == [path]


def test_a_complete_run_has_no_resume_button(page):
    save()
    page.reload()
    assert page.resume_buttons == {}
    assert page.list.count() == 1


def test_a_folder_that_cannot_be_made_is_one_sentence(page, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(library.HOME_VARIABLE, str(tmp_path / "file" / "library"))
    page.reload()
    assert page._said.text().startswith(library.HOME_VARIABLE)
    assert page.list.count() == 0


def test_a_name_is_never_markup(page):
    save(name="<b>bold</b>")
    page.reload()
    assert runfile.headline(page.rows[0].path)[0] == "<b>bold</b>"
    texts = page.list.itemWidget(page.list.item(0)).findChildren(QLabel)
    assert "<b>bold</b>" in [text.text() for text in texts]
    assert not any("<b>" in text.toolTip() for text in texts)
    assert all(text.textFormat().name == "PlainText" for text in texts)
