"""A chart as a table: what its cells say, what is copied, and how it follows a run."""

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.analysis.intervals import interval
from core.analysis.wording import say_interval
from core.metrics.base import Family
from core.palette import arm_style
from desktop_app.models.chart_view import ChartView
from desktop_app.theme import dress
from desktop_app.widgets.chart_table import LOWEST, WITH_UNIT, ChartTable
from desktop_app.widgets.whole_names import Lines
from tests.desktop_app.charts import ALIVE, arms, falling, made, shown
from tests.records import make_events, make_record


def as_table(qtbot, record, family=Family.DIVERSITY):
    chart = shown(qtbot, record, family)
    chart.table_button.click()
    return chart


def cell(chart, row: int, column: int) -> str:
    return chart.table.cells.index(row, column - 1).data()


def test_a_button_turns_the_chart_into_a_table_and_back(qtbot):
    chart = as_table(qtbot, made())
    assert chart.table.isVisible()
    assert not chart.canvas.isVisible()
    assert chart.table_button.accessibleName() == "Show as a chart"
    chart.table_button.click()
    assert chart.canvas.isVisible()
    assert not chart.table.isVisible()


@pytest.mark.parametrize("generation", [0, 4, 10])
def test_cells_are_the_analysis_values_with_intervals_and_units(qtbot, generation):
    record = made()
    chart = as_table(qtbot, record)
    for place in range(3):
        values = record.values[ALIVE][place, :, generation]
        expected = say_interval(interval(values, scale=True))
        assert cell(chart, generation, place + 1) == expected
        assert chart.table.cells.index(generation, place).data(WITH_UNIT) == f"{expected} types"
    assert chart.unit.text().startswith("types, ")
    down = Qt.Orientation.Vertical
    assert chart.table.cells.headerData(generation, down) == f"Gen. {generation}"


def test_ratios_and_hidden_arms_are_those_of_the_chart(qtbot):
    chart = as_table(qtbot, made())
    chart.show_view(ChartView(ratio=True, hidden=frozenset({"Arm 1"})))
    assert cell(chart, 0, 1) == "1.00 [in all 20]"
    assert chart.table.isColumnHidden(1)
    assert "Arm 1" not in chart.table.copied()
    assert "over generation 0" in chart.table.accessibleName()


def test_it_follows_the_run_and_keeps_the_selection(qtbot):
    events = make_events(falling(), arms(3))
    record = make_record(falling(), arms(3), done=4, finished=None)
    chart = as_table(qtbot, record)
    assert chart.table.cells.rowCount() == 5
    chart.table.setCurrentIndex(chart.table.cells.index(2, 0))
    for event in [one for one in events if getattr(one, "generation", 0) == 5]:
        record.apply(event)
        chart.refresh()
        assert cell(chart, 5, 3) == ("no value" if record.done("Arm 2") < 5 else cell(chart, 5, 3))
    assert chart.table.cells.rowCount() == 6
    assert chart.table.currentIndex().row() == 2


def test_what_is_selected_is_copied_with_its_names_parted_by_tabs(qtbot):
    chart = as_table(qtbot, made(generations=3))
    table = chart.table
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == ["Generation", "Arm 0", "Arm 1", "Arm 2"]
    assert len(lines) == 5
    assert lines[2].split("\t") == [
        "1",
        *(f"{cell(chart, 1, column)} types" for column in (1, 2, 3)),
    ]
    table.setCurrentIndex(table.cells.index(1, 1))
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.currentIndex().row() == 2
    said = table.copied().split("\n")
    assert [line.split("\t")[0] for line in said] == ["Generation", "1", "2"]
    assert said[0].endswith("Arm 1")


def test_no_name_is_a_formula_and_no_number_begins_with_a_hyphen(qtbot):
    values = {"log-fitted-variance": np.log(falling(2)[ALIVE] / 5000)}
    chart = as_table(qtbot, make_record(values, arms(2, "=1+{}")))
    head, first, *_ = chart.table.copied().split("\n")
    assert head.split("\t")[1].startswith("'=1+0")
    assert len(first.split("\t")) == 3
    assert first.split("\t")[1].startswith("\u2212")
    assert "-" not in first


def test_columns_are_as_wide_as_what_is_in_view_so_that_two_fit(qtbot):
    table = ChartTable()
    qtbot.addWidget(table)
    styles = {f"Arm {place}": arm_style(place) for place in range(4)}
    table.start_over(styles)
    table.resize(289, LOWEST)
    table.show()
    table.show_rows(21, lambda arm, generation, unit: "948 [940, 955]", [False] * 4, "types")
    QApplication.processEvents()
    wide = table.fontMetrics().horizontalAdvance("948 [940, 955]")
    assert all(table.columnWidth(place) > wide for place in range(4))
    assert table.columnViewportPosition(2) <= table.viewport().width()
    table.show_rows(22, lambda arm, generation, unit: "12,948 [12,940, 12,955]", [False] * 4, "")
    wider = table.fontMetrics().horizontalAdvance("12,948 [12,940, 12,955]")
    assert all(table.columnWidth(place) > wider for place in range(4))


def test_missing_values_and_a_run_without_any_are_said(qtbot):
    values = falling()
    values[ALIVE][1, :, 5:] = np.nan
    assert cell(as_table(qtbot, make_record(values, arms(3))), 7, 2) == "no value"
    assert as_table(qtbot, made(done=-1, finished=None)).table.cells.rowCount() == 0


def test_another_metric_and_another_run_start_over(qtbot):
    values = falling() | {"shannon-diversity": falling()[ALIVE] / 2}
    chart = as_table(qtbot, make_record(values, arms(3)))
    before = cell(chart, 4, 1)
    chart.choose("shannon-diversity")
    assert cell(chart, 4, 1) != before
    chart.show_record(made(1, generations=2))
    assert (chart.table.cells.rowCount(), chart.table.cells.columnCount()) == (3, 1)
    chart.table.selectionModel().select(
        chart.table.cells.index(1, 0), QItemSelectionModel.SelectionFlag.Select
    )
    assert len(chart.table.copied().split("\n")) == 2


LONG = "Keep everything and the real records, too, and subsample {}"
JOINED = "Keep" * 14 + "{}"


@pytest.mark.parametrize("name", [LONG, JOINED])
def test_long_names_of_arms_stand_whole_over_their_columns(qtbot, name):
    record = make_record(falling(), arms(3, name))
    chart = as_table(qtbot, record)
    QApplication.processEvents()
    heads = chart.table.horizontalHeader()
    beside = chart.table.iconSize().width()
    for place, arm in enumerate(record.arms):
        lines = Lines(arm, heads.font(), chart.table.columnWidth(place) - beside)
        assert lines.count <= 3
        assert heads.height() >= lines.tall


@pytest.mark.parametrize("percent", [100, 200])
def test_five_generations_are_in_view_at_any_size_of_text(qtbot, dressed, percent):
    dress(dressed, percent=percent)
    chart = as_table(qtbot, made())
    table = chart.table
    QApplication.processEvents()
    heads, row = table.horizontalHeader().height(), table.verticalHeader().defaultSectionSize()
    assert table.minimumHeight() >= heads + 5 * row
    dress(dressed)


def test_text_that_was_large_leaves_no_wide_columns(qtbot, dressed):
    chart = as_table(qtbot, made())
    chart.resize(900, 500)
    QApplication.processEvents()
    columns = range(chart.table.cells.columnCount())
    before = [chart.table.columnWidth(place) for place in columns]
    dress(dressed, percent=200)
    QApplication.processEvents()
    assert [chart.table.columnWidth(place) for place in columns] > before
    dress(dressed)
    QApplication.processEvents()
    assert [chart.table.columnWidth(place) for place in columns] == before


@pytest.mark.parametrize("width", [300, 900])
def test_names_stand_on_one_line_over_their_columns_where_there_is_room(qtbot, width):
    chart = as_table(qtbot, make_record(falling(), arms(3, "Likelihood gate, {}")))
    chart.resize(width, 400)
    QApplication.processEvents()
    one_line = chart.table.horizontalHeader().height() < 2 * chart.table.fontMetrics().height()
    assert one_line == (width == 900)


@pytest.mark.parametrize("name", [LONG, JOINED])
def test_long_names_of_arms_stand_whole_beside_their_values(qtbot, name):
    record = make_record(falling(), arms(3, name))
    chart = shown(qtbot, record)
    QApplication.processEvents()
    table = chart.values.table
    for place, arm in enumerate(record.arms):
        assert table.item(place, 0).text() == arm
        width = table.columnWidth(0) - table.iconSize().width()
        assert table.rowHeight(place) >= Lines(arm, table.font(), width).tall
        interval = table.item(place, 1).text().split(" ", 1)[1].removesuffix(" types")
        assert table.fontMetrics().horizontalAdvance(interval) < table.columnWidth(1)
    assert table.height() >= table.verticalHeader().length()
    assert table.columnWidth(0) + table.columnWidth(1) <= table.viewport().width()
