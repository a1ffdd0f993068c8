"""Spelled names and lines: what is shown is what the record holds, and no name that offends."""

import pytest

from core.events import GenerationFinished, Preview, RealDataDrawn
from core.experiment import parse
from core.line_letters import letters_of as letters_of_lines
from core.names import letters_of, undisplayed
from core.record import RunRecord
from core.records import RecordKind
from core.report.sections import samples as section
from core.report.story.samples import samples as told
from desktop_app.widgets.columns_view import Columns
from desktop_app.widgets.sample_strip import SampleStrip
from desktop_app.widgets.sample_view import make_view, samples_at
from tests.small import ACCUMULATE, REPLACE, document

OFFENDS = sorted(undisplayed())[0]
REAL = ["SMITH", "LEE", "LEE", "XU"]
MADE = ["SMYTH", OFFENDS, "SMYTH", "SMYTH"]


def preview(names: list[str]) -> Preview:
    return Preview(RecordKind.NAMES, letters_of(names))


@pytest.fixture
def record() -> RunRecord:
    made = RunRecord(parse(document("spelled-names", arms=[REPLACE, ACCUMULATE])))
    made.apply(RealDataDrawn(preview(REAL), None))
    for generation, arm in ((0, None), (1, "Replace"), (1, "Accumulate")):
        given = preview(MADE if arm == "Replace" else REAL)
        made.apply(GenerationFinished(generation, arm, {}, {}, None, 0.1, given))
    return made


def shown(page: object) -> list[str]:
    return page.toPlainText().replace("\ufffc", "").split("\n")  # type: ignore[attr-defined]


def test_names_stand_under_the_real_ones_and_are_counted(qtbot, record):
    strip = SampleStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 400)
    strip.show_record(record)
    said = shown(strip.view.page)
    assert said[said.index("Real data") + 1 :][:2] == ["3 different names", "Smith, Lee, Lee, Xu"]
    assert said[said.index(" Replace") + 1 :][:2] == [
        "2 different names",
        "Smyth, …, Smyth, Smyth",
    ]
    assert OFFENDS.lower() not in " ".join(said).lower().split(", ")
    assert "counts of its first 4." in strip.said.text()


def test_the_page_has_generation_0_beside_the_arms(qtbot, record):
    columns = Columns(tuple(record.arms), before=True)
    view = make_view(record, columns)
    qtbot.addWidget(view)
    view.show_samples("Replicate 1", samples_at(record, columns, 1))
    assert "Smyth, …, Smyth, Smyth" in shown(view.page)


def test_the_write_up_shows_the_same_names(record):
    blocks = section.section(record).blocks
    assert "not picked by hand" in blocks[0].text
    said = [item.text for item in blocks[1].items]
    assert said[0] == "Smith, Lee, Lee, Xu (3 different names among 4)"
    assert said[2] == "Smyth, …, Smyth, Smyth (2 different names among 4)"


def test_the_story_shows_them_too(record):
    rows = told(record, "Replace", 1).rows
    assert [row.cells for row in rows] == [
        ("Smith, Lee, Lee, Xu",), ("Smith, Lee, Lee, Xu",), ("Smyth, …, Smyth, Smyth",),
    ]  # fmt: skip
    assert rows[-1].said == "2 different names among 4"


# Lines

SAID = ["we the people", "we are", "it's the war", "the end", "of it"]
SPELT = ["wi the peeple", "we are", "we are", "the enn", "of"]


@pytest.fixture
def lines() -> RunRecord:
    source = {"kind": "spelled-lines", "length": 16}
    made = RunRecord(parse(document(source=source, learner={"kind": "n-gram"}, arms=[REPLACE])))
    real, spelt = (
        Preview(RecordKind.LINES, letters_of_lines(given, 16)) for given in (SAID, SPELT)
    )
    made.apply(RealDataDrawn(real, None))
    made.apply(GenerationFinished(0, None, {}, {}, None, 0.1, real))
    made.apply(GenerationFinished(1, "Replace", {}, {}, None, 0.1, spelt))
    return made


def test_lines_stand_one_under_another_with_their_words_counted(qtbot, lines):
    strip = SampleStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 400)
    strip.show_record(lines)
    said = shown(strip.view.page)
    counted = "9 different words, real or invented"
    assert said[said.index("Real data") + 1 :][:4] == [counted, *SAID[:3]]
    place = said.index(" Replace") + 1
    assert said[place:][:4] == ["7 different words, real or invented", *SPELT[:3]]


def test_the_write_up_and_the_story_show_the_same_lines(lines):
    (intro, listing) = section.section(lines).blocks
    assert "The first 4 lines" in intro.text
    assert listing.items[-1].text == (
        "“wi the peeple” “we are” “we are” “the enn” "
        "(7 different words, real or invented, in 5 lines)"
    )
    rows = told(lines, "Replace", 1).rows
    assert rows[-1].cells == ("“wi the peeple” “we are” “we are”",)
    assert rows[0].said == "9 different words, real or invented, in 5 lines"
