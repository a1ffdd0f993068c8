"""The theory tab: every closed form that matches, and a sentence where none does."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.analysis.theory import theory_table
from core.record import RunRecord
from desktop_app.theme import dress
from desktop_app.widgets.theory_view import COLUMNS, NOTHING, NUMBERS, TheoryView
from tests.small import ACCUMULATE, REPLACE, VERIFIED, experiment, ran


@pytest.fixture(scope="module")
def record():
    return ran(experiment(arms=[REPLACE, ACCUMULATE], replicates=12))


def shown(record, qtbot):
    view = TheoryView()
    qtbot.addWidget(view)
    view.show_record(record)
    view.resize(900, 400)
    view.show()
    view.refresh()
    return view


def column(view, title):
    at = list(COLUMNS).index(title)
    return [view.table.cell(row, at).text() for row in range(view.table.rowCount())]


def test_every_closed_form_has_its_row(qtbot, record):
    view, lines = shown(record, qtbot), theory_table(record)
    assert view.table.rowCount() == len(lines) > 4
    assert column(view, "Arm") == [line.arm for line in lines]
    assert [said.partition(":")[0] for said in column(view, "Formula")] == [
        line.row for line in lines
    ]
    assert column(view, "Source") == [line.source for line in lines]
    assert set(column(view, "Gen.")) == {"3"}
    assert "T0" in [line.row for line in lines]


def test_the_numbers_are_those_of_the_table(qtbot, record):
    view, lines = shown(record, qtbot), theory_table(record)
    for said, line in zip(column(view, "z"), lines, strict=True):
        if math.isnan(line.z):
            assert said == NOTHING
        else:
            assert float(said.replace("\u2212", "-")) == pytest.approx(line.z, abs=0.051)
    for title, values in (("Theory", "theory"), ("Run", "run")):
        for said, line in zip(column(view, title), lines, strict=True):
            value = float(said.replace("\u2212", "-"))
            assert value == pytest.approx(getattr(line, values)[-1], rel=0.01, abs=1e-6)


def test_a_row_is_copied_as_a_sentence(qtbot, record):
    view = shown(record, qtbot)
    view.table.selectRow(0)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    said = QGuiApplication.clipboard().text()
    assert said.startswith("Theory beside the run – Replace: Gen. 3, Statistic over replicates ")
    assert "Source " in said


def test_where_no_form_fits_it_says_so(qtbot):
    plain = experiment(arms=[VERIFIED], learner={"kind": "kernel-density"}, generations=1)
    view = shown(ran(plain), qtbot)
    assert view.note.text() == "No closed form of the app fits this run's settings."
    assert view.table.isHidden()


def test_before_the_first_generation_there_is_none_yet(qtbot):
    view = shown(RunRecord(experiment(arms=[REPLACE])), qtbot)
    assert view.note.text() == "No generation is finished yet."
    assert view.table.isHidden()


def test_the_table_is_as_high_as_its_wrapped_rows(qtbot, record):
    view = shown(record, qtbot)
    table = view.table
    rows = sum(table.rowHeight(row) for row in range(table.rowCount()))
    assert table.height() >= rows
    assert rows > table.rowCount() * table.verticalHeader().defaultSectionSize()


@pytest.mark.parametrize(("percent", "width"), [(100, 900), (100, 600), (200, 590)])
def test_numbers_are_whole_and_every_row_is_seen_in_a_narrow_table(
    qtbot, dressed, record, percent, width
):
    dress(dressed, percent=percent)
    view = shown(record, qtbot)
    view.resize(width, 2400)
    for _ in range(3):
        QApplication.processEvents()
    table, wide = view.table, view.table.fontMetrics().horizontalAdvance
    for at, title in enumerate(COLUMNS):
        if title in NUMBERS:
            assert max(map(wide, column(view, title))) < table.columnWidth(at), title
    assert table.verticalScrollBar().maximum() == 0
    assert (table.horizontalScrollBar().maximum() > 0) == (width < 900)
    dress(dressed)
