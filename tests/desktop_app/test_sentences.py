"""Sentences: what is shown is what the record holds, as plain text, with its repeats marked."""

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor

from core.analysis.repeats import different_words, share_repeated
from core.events import Catalogue, GenerationFinished, Preview, RealDataDrawn
from core.experiment import parse
from core.record import RunRecord
from core.records import RecordKind
from core.text import UNLISTED, spelled
from desktop_app.widgets.sentences_view import SENTENCES
from tests.desktop_app.samples.made import shown
from tests.small import ACCUMULATE, REPLACE, document

WORDS = ("", "we", "the", "<b>people</b>", "of", "these", ".", UNLISTED)
REAL = [[1, 2, 3, 4, 5, 6], [5, 4, 2, 1], [2, 5], [1], [4]]
MADE = [[1, 2, 3, 4], [5, 1, 2, 3, 4], [7, 1], [2], [3]]
HIGH = 400
"""Room for the sentences of the real sample and of two arms, in pixels."""


def tokens(lines):
    values = np.zeros((len(lines), 8), dtype=np.uint16)
    for row, line in zip(values, lines, strict=True):
        row[: len(line)] = line
    return values


def preview(lines) -> Preview:
    return Preview(RecordKind.TEXT, tokens(lines))


@pytest.fixture
def record() -> RunRecord:
    given = document(
        source={"kind": "state-of-the-union"}, learner={"kind": "n-gram"},
        arms=[REPLACE, ACCUMULATE],
    )  # fmt: skip
    made = RunRecord(parse(given))
    law = np.full(len(WORDS), 1 / len(WORDS))
    catalogue = Catalogue(np.arange(len(WORDS)), WORDS, law)
    made.apply(RealDataDrawn(preview(REAL), catalogue))
    return made


def put(record, lines, generation, arm):
    done = GenerationFinished(generation, arm, {}, {}, None, 0.1, preview(lines))
    record.apply(done)


def lines(strip) -> list[str]:
    return strip.view.page.toPlainText().replace("\ufffc", "").split("\n")


def test_real_sentences_stand_above_those_of_the_arms(qtbot, record):
    put(record, REAL, 0, None)
    put(record, MADE, 1, "Replace")
    said = lines(shown(qtbot, record, HIGH))
    names = [said.index(name) for name in ("Real data", " Replace", " Accumulate")]
    assert names == sorted(names)
    for start, given in zip(names, (REAL, MADE, REAL), strict=True):
        assert said[start + 2 : start + 2 + SENTENCES] == [
            spelled(line, WORDS) for line in given[:SENTENCES]
        ]
        values = tokens(given)
        assert said[start + 1] == (
            f"{different_words(values)} different words; "
            f"{100 * share_repeated(values, WORDS):.0f} % of all in repeated runs"
        )


def test_the_note_says_how_many_sentences_are_counted(qtbot, record):
    put(record, REAL, 0, None)
    put(record, MADE, 1, "Replace")
    counted = min(len(REAL), len(MADE))
    assert f"counts of its first {counted}." in shown(qtbot, record, HIGH).said.text()


def test_words_are_never_read_as_markup(qtbot, record):
    put(record, MADE, 0, None)
    assert any("We the <b>people</b> of" in line for line in lines(shown(qtbot, record, HIGH)))


def test_repeated_runs_are_underlined_and_nothing_else(qtbot, record):
    put(record, MADE, 0, None)
    strip = shown(qtbot, record, HIGH)
    page = strip.view.page
    blocks = [page.document().begin()]
    while blocks[-1].next().isValid():
        blocks.append(blocks[-1].next())
    pieces = [piece.fragment() for block in blocks for piece in block]
    underlined = [piece.text() for piece in pieces if piece.charFormat().fontUnderline()]
    assert underlined == ["We the <b>people</b> of", "we the <b>people</b> of"] * 2


def test_the_generation_pointed_at_is_shown(qtbot, record):
    put(record, REAL, 0, None)
    put(record, MADE, 1, "Replace")
    strip = shown(qtbot, record, HIGH)
    assert "… we" in " ".join(lines(strip)).lower()
    strip.point_at(0)
    assert "… we" not in " ".join(lines(strip)).lower()


def test_what_is_selected_is_copied_as_plain_text(qtbot, record):
    put(record, MADE, 0, None)
    strip = shown(qtbot, record, HIGH)
    page = strip.view.page
    page.selectAll()
    page.copy()
    copied = QGuiApplication.clipboard().mimeData()
    assert "We the <b>people</b> of these." in copied.text()
    assert "\ufffc" not in copied.text()
    assert not copied.hasHtml()
    page.moveCursor(QTextCursor.MoveOperation.Start)


def test_the_sheet_is_as_high_as_its_words_at_any_width(qtbot, record):
    put(record, MADE, 0, None)
    strip = shown(qtbot, record, HIGH)
    wide = strip.view.page.height()
    strip.resize(330, 600)
    assert strip.view.page.height() > wide
