"""The Write-up page in the window: texts and pages side by side, live, and files to send."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from core import edits, runfile
from core.errors import BadInput
from core.report.person import person_of
from core.run_database import opened
from core.session import Session
from desktop_app.models.desk import Desk, Drawn
from desktop_app.pages.write_up_page import say_pages
from desktop_app.widgets.text_card import TextCard
from tests.report.pages import words
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 20_000
FINDING = "result/finding"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "run.clab"
    assert list(Session.create(experiment(arms=[REPLACE, ACCUMULATE]), path).events())
    return path


@pytest.fixture
def path(whole, tmp_path):
    runfile.copy(whole, tmp_path / "run.clab")
    return tmp_path / "run.clab"


def quickly(desk, choices, width):
    """Pages in grey that differ with what is on them; run and person are checked as for real."""
    desk._document(choices.length)
    person_of(choices.person, choices.role, choices.links)
    shade = sum(map(ord, "".join(edit.text for edit in desk._edits.values()))) % 200
    height = round(1.4 * width)
    count = {"one": 1, "four": 3}[choices.length]
    return Drawn([np.full((height, width, 3), shade, dtype=np.uint8)] * count)


@pytest.fixture
def quick(monkeypatch):
    """Draw no real pages, which takes seconds."""

    def draw(desk, choices, width):
        try:
            return quickly(desk, choices, width)
        except BadInput as problem:
            return Drawn(problem=str(problem))

    monkeypatch.setattr(Desk, "draw", draw)


@pytest.fixture
def window(window):
    window.write_up.model._pause.setInterval(20)
    return window


@pytest.fixture
def page(qtbot, window, path, quick):
    """The page in front, its texts and pages there."""
    return in_front(qtbot, window, path)


def in_front(qtbot, window, path):
    window.open_run(path)
    window.shell.turn_to(window.write_up)
    rest(qtbot, window.write_up)
    return window.write_up


def rest(qtbot, page):
    """Wait until nothing is left to be done."""
    model = page.model
    waiting = lambda: model.busy or model._pause.isActive() or model._undrawn  # noqa: E731
    qtbot.waitUntil(lambda: not waiting(), timeout=LIMIT)


def rewrite(qtbot, page, said, key=FINDING):
    page.cards[key].editor.setFocus()
    page.cards[key].editor.selectAll()
    qtbot.keyClicks(page.cards[key].editor, said)
    rest(qtbot, page)
    return page.cards[key]


def first_page(page):
    image = page.preview.pages[0].pixmap().toImage()
    return np.frombuffer(image.constBits(), dtype=np.uint8).copy()


def test_it_can_be_opened_once_there_is_something_to_write_up(qtbot, window, path):
    assert not window.shell.offers(window.write_up)
    window.open_run(path)
    assert window.shell.offers(window.write_up)
    assert window.write_up.cards == {}


def test_the_pages_have_the_keyboard_at_first_not_a_field_of_text(qtbot, window, path, quick):
    window.open_run(path)
    window.page.setup.sizes["seed"].editor.setFocus()
    window.shell.turn_to(window.write_up)
    assert window.write_up.preview.hasFocus()
    rest(qtbot, window.write_up)
    qtbot.keyClicks(QApplication.focusWidget(), "x")
    assert window.write_up.form.person.text() == ""


def test_texts_stand_beside_their_pages_as_they_are_printed(qtbot, window, path):
    page = in_front(qtbot, window, path)
    assert page.isVisible()
    assert page.preview.isVisible()
    computed = {text.key: text.computed for text in Desk(page._run.path).read("four", {}).texts}
    assert {key: card.editor.toPlainText() for key, card in page.cards.items()} == computed
    assert len(page.preview.pages) >= 2
    assert page.preview.pages[0].pixmap().width() == page.preview.page_width()
    before = first_page(page)
    rewrite(qtbot, page, "Mine.")
    assert not np.array_equal(before, first_page(page))
    assert "The story: " in page.length.text()
    assert "as printed" in page.said.text()


def test_whatever_is_asked_for_beside_the_settings_leaves_the_write_up(page, window):
    window.commands["use_own_data"].trigger()
    assert window.shell.front is window.page
    assert window.page.stack.currentWidget() is window.page.own_data
    window.shell.turn_to(page)
    assert page.isVisible()


def test_what_is_typed_is_saved_remarked_and_drawn(qtbot, page):
    before = first_page(page)
    card = rewrite(qtbot, page, "This proves that Accumulate collapsed.")
    assert edits.load(page._run.path)[FINDING].text == "This proves that Accumulate collapsed."
    said = card.remarks.text().splitlines()
    assert [line.split("”")[0] for line in said] == ["• “proves", "• “collapsed"]
    assert card.remarks.isVisible()
    underlined = [one.cursor.selectedText() for one in card.editor.extraSelections()]
    assert underlined == ["proves", "collapsed"]
    assert card.computed.text().startswith("Computed: By generation 3")
    assert "1 of" in page.length.text()
    assert "2 remarks" in page.length.text()
    assert not np.array_equal(before, first_page(page))


def test_reset_is_one_click(qtbot, page):
    before = first_page(page)
    card = rewrite(qtbot, page, "Mine.")
    card.reset_button.click()
    rest(qtbot, page)
    assert card.editor.toPlainText() == card.text.computed
    assert edits.load(page._run.path) == {}
    assert card.reset_button.isHidden()
    assert np.array_equal(before, first_page(page))


def test_what_cannot_be_printed_stays_in_the_editor_and_out_of_the_run(qtbot, page):
    before = first_page(page)
    card = page.cards[FINDING]
    for bad, said in (
        ("x" * 10_000, "10,000 characters"),
        ("\u0645\u0631 <b>", "Arabic letter"),
        ("", "nothing is given"),
    ):
        card.editor.setPlainText(bad)
        rest(qtbot, page)
        assert said in card.problem.text()
        assert card.problem.isVisible()
        assert card.editor.toPlainText() == bad
    assert edits.load(page._run.path) == {}
    assert np.array_equal(before, first_page(page))
    card.reset_button.click()
    rest(qtbot, page)
    assert card.problem.isHidden()


def test_markup_is_shown_as_it_was_typed(qtbot, page):
    card = rewrite(qtbot, page, "<b>bold</b> & <img src=x>")
    card.editor.setFocus()
    assert card.editor.toPlainText() == "<b>bold</b> & <img src=x>"
    assert card.remarks.textFormat() is Qt.TextFormat.PlainText
    assert card.computed.textFormat() is Qt.TextFormat.PlainText


def test_typing_goes_on_while_the_pages_are_drawn(qtbot, page):
    editor = page.cards[FINDING].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "One ")
    qtbot.waitUntil(lambda: page.model.busy, timeout=LIMIT)
    qtbot.keyClicks(editor, "two")
    assert editor.toPlainText() == "One two"
    rest(qtbot, page)
    assert editor.toPlainText() == "One two"
    assert editor.textCursor().position() == len("One two")
    assert edits.load(page._run.path)[FINDING].text == "One two"


def test_an_edit_that_is_out_of_date_says_so_and_can_be_kept(qtbot, page, window, path):
    edits.save(path, FINDING, edits.Edit("as it was", "Mine."))
    window.open_run(path)
    rest(qtbot, page)
    card = page.cards[FINDING]
    assert card._state.text().startswith("out of date")
    assert "texts edited, 1 out of date" in page.length.text()
    card.keep_button.click()
    rest(qtbot, page)
    assert card._state.text() == "edited"
    assert card.keep_button.isHidden()
    assert edits.load(path)[FINDING].computed == card.text.computed


def test_a_run_that_cannot_be_printed_says_why_and_still_gives_its_values(
    qtbot, window, quick, tmp_path
):
    path, target = tmp_path / "hebrew.clab", tmp_path / "values.csv"
    arms = [REPLACE, ACCUMULATE | {"name": "\u05e9\u05dc\u05d5\u05dd"}]
    assert list(Session.create(experiment(arms=arms), path).events())
    page = in_front(qtbot, window, path)
    why = "arms.1.name: has characters whose place or form depends on others"
    assert page.problem.text().startswith(why)
    assert not page.problem.isHidden()
    assert page.preview.said.text().startswith(why)
    assert not page.preview.pages
    assert page._column.isHidden()
    able = {kind for kind, button in page.buttons.items() if button.isEnabled()}
    assert able == {"csv", "json", "prov.json"}
    page.model.write("csv", target)
    rest(qtbot, page)
    assert arms[1]["name"] in target.read_text(encoding="utf-8")
    assert page.said.text() == "Written: values.csv"


def test_what_the_title_claims_is_remarked(qtbot, window, quick, tmp_path):
    path = tmp_path / "claims.clab"
    asked = experiment(arms=[REPLACE], about="This proves that data always collapse.")
    assert list(Session.create(asked, path).events())
    page = in_front(qtbot, window, path)
    assert "In the title, or the question under it" in page.notes.text()
    assert "“proves”" in page.notes.text()
    assert page.notes.isVisible()


def test_remarks_are_on_the_words_on_screen(qtbot, page):
    card = rewrite(qtbot, page, "Collapse is inevitable.")
    assert card.remarks.isVisible()
    card.editor.clear()
    rest(qtbot, page)
    assert card.problem.text().startswith("text: nothing is given")
    assert card.remarks.isHidden()


def test_pages_of_before_are_not_called_printed(qtbot, page):
    assert page.said.text().endswith("as printed.")
    qtbot.keyClicks(page.form.person, "A")
    assert page.said.text() == "Drawing the pages…"
    rest(qtbot, page)
    assert page.said.text().endswith("as printed.")


def test_hostile_edits_are_told_and_reset(qtbot, page, window, path):
    with opened(path) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO edits VALUES (?, '{')", (FINDING,))
    window.open_run(path)
    rest(qtbot, page)
    assert "damaged" in page.notes.text()
    page.reset_all_button.click()
    rest(qtbot, page)
    assert page.notes.isHidden()
    assert edits.load(path) == {}


def test_who_sends_it_and_how_long_it_is(qtbot, page, settings):
    before = len(page.preview.pages)
    qtbot.keyClicks(page.form.person, "Ada Example")
    page.form.length.setCurrentIndex(page.form.length.findData("one"))
    page.form.length.activated.emit(1)
    rest(qtbot, page)
    assert settings.person == "Ada Example"
    assert (before > 1, len(page.preview.pages)) == (True, 1)
    assert len(page.cards) < 12
    qtbot.keyClicks(page.form.links, "file:///x")
    rest(qtbot, page)
    assert "link: 'file:///x' given" in page.preview.said.text()
    assert len(page.preview.pages) == 1


@pytest.mark.parametrize("kind", ["pdf", "md", "csv", "json"])
def test_files_are_written_on_another_thread(qtbot, page, tmp_path, monkeypatch, kind):
    threads = []
    write = Desk.write

    def noting(desk, *given):
        threads.append(threading.get_ident())
        return write(desk, *given)

    monkeypatch.setattr(Desk, "write", noting)
    target = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    rewrite(qtbot, page, "In my own words.")
    with qtbot.waitSignal(page.model.written, timeout=LIMIT):
        page.buttons[kind].click()
    written = target.with_name(f"mine.{kind}")
    assert written.stat().st_size > 500
    assert threads == [thread for thread in threads if thread != threading.get_ident()] != []
    told = f"Written: mine.{kind}" + (", its figures in mine-files" if kind == "md" else "")
    assert page.said.text() == told
    assert not page.open_button.isHidden()
    page.preview.resize(page.preview.width() - 40, 500)
    rest(qtbot, page)
    assert page.said.text() == told
    if kind == "pdf":
        assert "In my own words. [edited]" in words(written)


def test_a_file_that_cannot_be_written_is_one_sentence(qtbot, page, tmp_path, monkeypatch):
    target = tmp_path / "no such folder" / "run.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(page.model.failed, timeout=LIMIT):
        page.buttons["pdf"].click()
    assert "cannot be written" in page.problem.text()
    assert page.problem.isVisible()


def test_nothing_is_written_when_the_person_thinks_better_of_it(qtbot, page, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.buttons["pdf"].click()
    assert not page.model.busy


def test_a_run_that_starts_is_seen_and_then_written_up(qtbot, page, window):
    old = page._run.path
    page.cards[FINDING].editor.setPlainText("Typed just before.")
    window.draft.load(experiment(arms=[REPLACE, ACCUMULATE], name="Next"))
    window.commands["run_or_pause"].trigger()
    assert window.shell.front is window.page
    assert not window.shell.offers(page)
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    window.shell.turn_to(page)
    rest(qtbot, page)
    assert page._run.path != old
    assert window.page.stack.currentWidget() is window.page.run
    assert edits.load(old)[FINDING].text == "Typed just before."
    assert edits.load(page._run.path) == {}
    assert page.cards[FINDING].editor.toPlainText() == page.cards[FINDING].text.computed


def test_closing_the_window_keeps_what_was_typed_last(qtbot, page, window, path):
    page.cards[FINDING].editor.setPlainText("My last words.")
    assert window.close()
    assert edits.load(path)[FINDING].text == "My last words."


def test_the_wheel_over_a_text_scrolls_the_column(qtbot, page):
    editor = page.cards[FINDING].editor
    middle = editor.rect().center()
    event = QWheelEvent(
        middle.toPointF(), middle.toPointF(), middle * 0, middle, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    editor.wheelEvent(event)
    assert not event.isAccepted()


def test_more_pages_than_were_asked_for_are_told():
    assert say_pages(1, 1) == "1 page, as printed."
    assert say_pages(6, 4) == "6 pages, where 4 were asked for: shorten some texts."


def test_no_field_takes_away_what_is_dropped_on_the_window(page):
    takers = [child for child in page.findChildren(QWidget) if child.acceptDrops()]
    assert takers == []


def test_a_card_is_as_high_as_its_text(qtbot, page):
    short, long = page.cards[FINDING], max(page.cards.values(), key=_length)
    assert long.editor.height() > short.editor.height()
    for card in page.cards.values():
        assert card.editor.height() >= card.editor.document().size().height()


def _length(card: TextCard) -> int:
    return len(card.text.computed)
