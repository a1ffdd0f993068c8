"""A file of one's own in the window: read aside, shown as understood, refused without loss."""

import threading
from html import escape

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from core.presets import preset
from desktop_app.main_window import dropped_path
from desktop_app.models import own_data
from desktop_app.models.audit_setup import AuditSetup
from desktop_app.models.draft import Draft
from desktop_app.models.own_data import OwnData
from desktop_app.pages.audit_page import AuditPage
from desktop_app.pages.own_data_page import OwnDataPage
from desktop_app.pages.setup_page import SetupPage
from desktop_app.widgets.source_form import SourceForm
from tests import files

LIMIT = 20_000


@pytest.fixture
def data(qtbot):
    made = OwnData()
    yield made
    assert made.shutdown(LIMIT)


@pytest.fixture
def page(qtbot, data):
    made = OwnDataPage(data)
    qtbot.addWidget(made)
    made.resize(940, 600)
    made.show()
    return made


def read(qtbot, data):
    qtbot.waitUntil(lambda: not data.busy, timeout=LIMIT)


def columns(page) -> dict[str, tuple[bool, str]]:
    table = page.table
    return {
        table.cell(row, 0).text(): (
            table.cell(row, 0).checkState() is Qt.CheckState.Checked,
            table.cell(row, 2).text(),
        )
        for row in range(table.rowCount())
    }


def tick(page, name):
    rows = range(page.table.rowCount())
    (item,) = (page.table.cell(row, 0) for row in rows if page.table.cell(row, 0).text() == name)
    on = item.checkState() is Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


# Reading


def test_a_file_is_read_on_another_thread(qtbot, data, tmp_path, monkeypatch):
    seen = []
    real = own_data.understand
    monkeypatch.setattr(
        own_data, "understand", lambda of: seen.append(threading.current_thread()) or real(of)
    )
    data.choose(str(files.first_names(tmp_path)))
    assert data.busy
    read(qtbot, data)
    assert data.understood is not None
    assert seen != [threading.main_thread()]


def test_the_last_choice_counts_while_another_is_being_read(qtbot, data, tmp_path):
    data.choose(str(files.first_names(tmp_path)))
    data.choose(str(files.speech(tmp_path)))
    qtbot.waitUntil(lambda: data.understood is not None, timeout=LIMIT)
    assert data.understood.facts.reads == "text"


def test_what_is_being_read_is_waited_for(qtbot, data, tmp_path):
    data.choose(str(files.surnames(tmp_path)))
    assert data.shutdown(LIMIT)
    assert not data.busy


# The page


def test_gaps_are_refused_in_a_sentence_and_left_out_at_a_click(qtbot, data, page, tmp_path):
    data.choose(str(files.penguins(tmp_path)))
    read(qtbot, data)
    assert page.problem.text().startswith("Line 5 of 'penguins.csv' has no value")
    assert page.choices.fields["missing"].editor.property("wrong")
    assert not page.use.isEnabled()
    qtbot.mouseClick(page.drop, Qt.MouseButton.LeftButton)
    read(qtbot, data)
    assert page.problem.text() == ""
    assert page.records.text() == (
        "Read as numbers: 342 rows of 5 numbers; 2 rows with missing values left out."
    )
    assert page.use.isEnabled()
    assert not page.drop.isVisible()
    assert page.view.real.shape == (342, 2)


def test_columns_are_kept_and_dropped_with_their_reasons(qtbot, data, page, tmp_path):
    data.load({"kind": "file", "path": str(files.penguins(tmp_path)), "missing": "drop"})
    read(qtbot, data)
    shown = columns(page)
    assert shown["species"] == (False, "no number in line 2")
    assert shown["body_mass_g"] == (True, "")
    tick(page, "year")
    read(qtbot, data)
    assert "of 4 numbers" in page.records.text()
    assert not columns(page)["year"][0]


def test_a_wrong_choice_of_column_can_be_taken_back(qtbot, data, page, tmp_path):
    data.load({"kind": "file", "path": str(files.penguins(tmp_path)), "missing": "drop"})
    read(qtbot, data)
    tick(page, "species")
    read(qtbot, data)
    assert "'species'" in page.problem.text()
    assert columns(page)["species"][0]
    assert columns(page)["body_mass_g"][0]
    tick(page, "species")
    read(qtbot, data)
    assert page.problem.text() == ""
    assert "of 5 numbers" in page.records.text()


def test_of_categories_one_column_is_ticked(qtbot, data, page, tmp_path):
    given = {"kind": "file", "path": str(files.penguins(tmp_path)), "reads": "categories"}
    data.load(given)
    read(qtbot, data)
    assert "in 3 categories" in page.records.text()
    tick(page, "island")
    read(qtbot, data)
    assert [name for name, (on, _) in columns(page).items() if on] == ["island"]
    assert not page.choices.fields["standardise"].isVisible()


def test_text_and_pictures_show_themselves(qtbot, data, page, tmp_path):
    data.choose(str(files.speech(tmp_path)))
    read(qtbot, data)
    assert page.records.text().startswith("Read as text: ")
    assert "Real data" in page.view.page.toPlainText()
    assert not page.table.isVisible()
    data.choose(str(files.digits(tmp_path / "digits")))
    read(qtbot, data)
    assert page.records.text().endswith("pictures of 8 × 8 pixels.")
    assert list(page.view.mosaics) == ["Real data"]


def test_a_file_that_is_not_there_leaves_everything_as_it_was(qtbot, data, page, tmp_path):
    data.load({"kind": "file", "path": str(tmp_path / "no.csv"), "missing": "drop"})
    read(qtbot, data)
    assert page.problem.text().startswith("'no.csv' cannot be read")
    assert page.choices.fields["missing"].value() == "drop"
    assert page.file.isEnabled()


def test_the_suggestion_is_the_files_with_what_was_chosen(qtbot, data, page, tmp_path):
    data.load({"kind": "file", "path": str(files.first_names(tmp_path)), "copy_data": True})
    read(qtbot, data)
    suggestion = data.understood.suggestion
    assert "Categorical frequencies" in page.suggestion.text()
    assert f"n = {suggestion.experiment.sample_size:,}" in page.suggestion.text()
    assert suggestion.why in page.suggestion.text()
    with qtbot.waitSignal(page.used) as used:
        qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    assert used.args == [suggestion.experiment]
    assert used.args[0].source.copy_data


# The settings column


def test_a_file_in_the_draft_is_named_and_its_facts_stay(qtbot, data, tmp_path):
    data.choose(str(files.first_names(tmp_path)))
    read(qtbot, data)
    draft = Draft(preset("gaussian-drift"))
    setup = SetupPage(draft)
    qtbot.addWidget(setup)
    draft.load(data.understood.suggestion.experiment)
    form = setup.source
    assert form.chooser.currentData() == "file"
    assert form._rows == []
    assert form._name.text() == "first_names.csv"
    assert "read as categories" in form._said.text()
    assert form.value()["facts"]["sha256"] == data.understood.facts.sha256
    setup.learner.edited.emit()
    assert draft.problem is None
    with qtbot.waitSignal(setup.own_data_asked):
        qtbot.mouseClick(form.choose, Qt.MouseButton.LeftButton)


def test_a_folder_with_markup_in_its_name_is_no_markup_in_a_tool_tip(qtbot, data, page, tmp_path):
    folder = tmp_path / "<b>bold<"
    folder.mkdir()
    data.choose(str(files.first_names(folder)))
    read(qtbot, data)
    audit_setup = AuditSetup()
    form, audited = SourceForm(), AuditPage(audit_setup)
    for widget in (form, audited):
        qtbot.addWidget(widget)
    audit_setup.choose(pipeline=data.part["path"])
    form.show_value(data.part)
    for label in (page.name, form._name, audited.names[0]):
        assert label.toolTip() == f"<p>{escape(data.part['path'])}</p>"


def test_own_data_without_a_file_say_what_is_missing(qtbot):
    draft = Draft(preset("gaussian-drift"))
    setup = SetupPage(draft)
    qtbot.addWidget(setup)
    form = setup.source
    form.chooser.setCurrentIndex(form.chooser.findData("file"))
    form._choose()
    assert "no file chosen yet" in str(draft.problem)
    assert form._name.text() == "No file chosen yet"


# The window


def mime(*paths) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window, data):
    middle, action = QPoint(700, 400), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(middle, action, data, buttons, keys)
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(QDropEvent(QPointF(middle), action, data, buttons, keys))
    return enter.isAccepted()


def test_a_dropped_file_is_read_and_can_be_run(qtbot, window, tmp_path):
    assert drop(window, mime(files.first_names(tmp_path)))
    assert window.page.stack.currentWidget() is window.page.own_data
    read(qtbot, window.own_data)
    qtbot.mouseClick(window.page.own_data.use, Qt.MouseButton.LeftButton)
    assert window.page.stack.currentWidget() is window.page.start
    assert window.draft.experiment.source.kind == "file"
    assert window.commands["run_or_pause"].isEnabled()


def test_a_file_or_a_folder_is_asked_for(qtbot, window, tmp_path, monkeypatch):
    given, folder = files.first_names(tmp_path), files.digits(tmp_path / "digits")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(given), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    for button, path in ((window.page.own_data.file, given), (window.page.own_data.folder, folder)):
        button.click()
        assert window.own_data.part["path"] == str(path)
        read(qtbot, window.own_data)
        assert window.own_data.understood is not None
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    window.page.own_data.file.click()
    assert window.own_data.part["path"] == str(folder), "thinking better of it changes nothing"
    window.page.audit.buttons[True, True].click()
    assert window.audit.reference == str(folder)


def test_only_one_file_of_this_computer_is_taken(window, tmp_path):
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.csv")])
    words = QMimeData()
    words.setText("/etc/passwd")
    for data in (web, words, mime(tmp_path / "a", tmp_path / "b")):
        assert dropped_path(data) == ""
        assert not drop(window, data)


def test_no_part_of_the_window_takes_a_drop_away(window):
    takers = [
        child
        for child in window.findChildren(object)
        if getattr(child, "acceptDrops", lambda: False)()
    ]
    assert takers == []


def test_back_leads_to_where_one_came_from(window):
    window.commands["use_own_data"].trigger()
    assert window.page.stack.currentWidget() is window.page.own_data
    window.page.own_data.back.click()
    assert window.page.stack.currentWidget() is window.page.start


def test_pictures_of_mixed_sizes_can_be_shrunk_on_the_page(qtbot, data, page, tmp_path):
    folder = files.digits(tmp_path / "digits", 60)
    Image.fromarray(np.full((9, 8), 40, np.uint8)).save(folder / "odd.png")
    data.choose(str(folder))
    read(qtbot, data)
    assert "a side to shrink all to" in page.problem.text()
    assert page.choices.fields["side"].isVisible()
    assert not page.choices.fields["standardise"].isVisible()
    data.set("side", 4)
    read(qtbot, data)
    assert data.understood is not None
    assert page.use.isEnabled()
    data.choose(str(files.first_names(tmp_path)))
    assert not page.choices.fields["side"].isVisible()
    read(qtbot, data)
