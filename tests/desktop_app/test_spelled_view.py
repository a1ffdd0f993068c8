"""Spelled names: what is shown is what the record holds, and no name that offends."""

import pytest

from core.events import GenerationFinished, Preview, RealDataDrawn
from core.experiment import parse
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
