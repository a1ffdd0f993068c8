"""Ways of looking at charts: logarithmic axes, ratios to generation 0, arms that are left out."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.analysis.curves import curve, ratio_curve
from core.analysis.theory import theory_lines
from core.analysis.wording import say_interval
from core.metrics.base import Family
from core.theory.base import Statistic
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.chart_view import ChartView
from desktop_app.pages.run_page import RunPage
from desktop_app.widgets.axes import log_ticks
from desktop_app.widgets.chart_reading import at_generation
from desktop_app.widgets.chart_switches import LOGARITHMIC, RATIO, ChartSwitches
from tests.desktop_app.charts import (
    ALIVE,
    MISSING,
    arms,
    drawn,
    falling,
    heights,
    made,
    shown,
    shown_row,
    table,
)
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, experiment, ran

LOG, RATIOS = ChartView(logarithmic=True), ChartView(ratio=True)


def look(qtbot, record, view, family=Family.DIVERSITY):
    chart = shown(qtbot, record, family)
    chart.show_view(view)
    return chart


# Logarithmic


def test_a_logarithmic_axis_holds_the_logarithms_of_all_that_is_drawn(qtbot):
    record = made()
    chart = look(qtbot, record, LOG)
    low, high = heights(chart)
    for arm, items in zip(record.arms, chart.canvas.arms, strict=True):
        expected = curve(record, ALIVE, arm)
        np.testing.assert_allclose(drawn(items), np.log10(expected.centre))
        bounds = items.band.path().boundingRect()
        assert low <= bounds.top() == pytest.approx(np.log10(expected.low.min()))
        assert high >= bounds.bottom() == pytest.approx(np.log10(expected.high.max()))
    words = dict(chart.canvas.axes.left._tickLevels[0])
    assert all(float(word.replace(",", "")) == pytest.approx(10**at) for at, word in words.items())
    assert "linear" not in chart.unit.text()
    assert table(chart) == table(shown(qtbot, record)), "the numbers are those that were measured"


def test_theory_and_the_null_band_follow_onto_the_logarithmic_axis(qtbot):
    record = ran(
        experiment(arms=[REPLACE], metrics=["fitted-variance"], primary_metric="fitted-variance")
    )
    chart = look(qtbot, record, LOG)
    (line,) = theory_lines(record, "fitted-variance")
    values = chart.canvas.arms[0].theory.getData()[1]
    np.testing.assert_allclose(values[np.isfinite(values)], np.log10(line.theory))
    chart = look(qtbot, made(bands={ALIVE: (900.0, 950.0, 1000.0)}), LOG)
    strip = chart.canvas.null.rect()
    assert (strip.top(), strip.bottom()) == pytest.approx((np.log10(900), 3))


def test_a_null_band_that_holds_zero_reaches_down_to_the_lowest_curve(qtbot):
    chart = look(qtbot, made(bands={ALIVE: (0.0, 950.0, 1000.0)}), LOG)
    lowest = min(float(items.band.path().boundingRect().top()) for items in chart.canvas.arms)
    assert heights(chart)[0] <= chart.canvas.null.rect().top() <= lowest + 1e-9
    assert heights(chart)[0] > lowest - 1


@pytest.mark.parametrize("value", [0.0, -1.0, -np.inf])
def test_values_that_are_not_positive_keep_the_axis_linear_and_it_says_so(qtbot, value):
    values = falling()
    values[ALIVE][1, :, 6:] = value
    chart = look(qtbot, make_record(values, arms(3)), LOG)
    np.testing.assert_array_equal(
        drawn(chart.canvas.arms[0]), curve(chart._record, ALIVE, "Arm 0").centre
    )
    assert chart.unit.text().endswith("linear: not all values are above 0")
    chart.show_view(ChartView(logarithmic=True, hidden=frozenset({"Arm 1"})))
    assert "linear" not in chart.unit.text(), "the arm that has none is not drawn"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 3, ["1", "10", "100", "1,000"]),
        (-9, 3, ["1e-09", "1e-06", "0.001", "1", "1,000"]),
        (-1.2, 0.1, ["0.1", "0.2", "0.5", "1"]),
        (2.9, 3.0, ["800", "850", "900", "950", "1,000"]),
    ],
)
def test_ticks_of_a_logarithmic_axis_are_round_values(low, high, words):
    assert [word for _, word in log_ticks(low, high)] == words


# Ratios


def test_ratios_are_those_of_the_analysis_and_so_are_the_numbers(qtbot):
    record = made()
    chart = look(qtbot, record, RATIOS)
    for (arm, said), items in zip(table(chart), chart.canvas.arms, strict=True):
        expected = ratio_curve(record, ALIVE, arm)
        np.testing.assert_array_equal(drawn(items), expected.centre)
        assert drawn(items)[0] == 1
        assert said == say_interval(at_generation(expected, 10))
    assert chart.unit.text() == "ratio to generation 0, more is better"
    assert chart.values.text().startswith("Types alive over generation 0. Generation 10:")
    assert not chart.canvas.null.isVisible()


def test_single_replicates_are_ratios_too(qtbot):
    record = made(2, 2)
    chart = look(qtbot, record, RATIOS)
    values = record.values[ALIVE][1]
    strands = chart.canvas.arms[1].strands.getData()[1]
    expected = (values / values[:, :1]).ravel()
    np.testing.assert_allclose(strands[np.isfinite(strands)], expected)
    low, high = sorted(values[:, -1] / values[:, 0])
    assert f"({low:.3f} to {high:.3f})" in table(chart)[1][1]


def test_a_distance_stays_as_measured_and_says_so(qtbot):
    record = made()
    chart = look(qtbot, record, RATIOS, Family.DISTANCE)
    expected = curve(record, MISSING, "Arm 1").centre
    np.testing.assert_array_equal(drawn(chart.canvas.arms[1]), expected)
    assert chart.unit.text() == "share of records, less is better, as measured"
    assert chart.canvas.null.isVisible()


def test_only_theory_of_a_geometric_mean_becomes_a_ratio(qtbot):
    record = ran(
        experiment(
            arms=[REPLACE, ACCUMULATE, SUBSAMPLE],
            metrics=["fitted-variance"],
            primary_metric="fitted-variance",
        )
    )
    chart = look(qtbot, record, RATIOS)
    lines = {line.arm: line for line in theory_lines(record, "fitted-variance")}
    assert {line.statistic for line in lines.values()} == {Statistic.MEAN, Statistic.GEOMETRIC_MEAN}
    for arm, items in zip(record.arms, chart.canvas.arms, strict=True):
        values = items.theory.getData()[1]
        line = lines[arm]
        ratio = line.theory / line.theory[0] if line.statistic != Statistic.MEAN else []
        np.testing.assert_allclose(values[np.isfinite(values)], ratio)
        assert not np.isfinite(items.means.getData()[1]).any()
    assert "theory of the geometric mean" in chart.canvas.axes.bottom.labelText


# Arms


def test_a_hidden_arm_is_drawn_nowhere_and_stays_in_the_table_greyed(qtbot):
    row = shown_row(qtbot, made())
    row.show_view(ChartView(hidden=frozenset({"Arm 0"})))
    for chart in row.charts:
        hidden, kept = chart.canvas.arms[:2]
        assert len(drawn(hidden)) == 0
        assert hidden.band.path().isEmpty()
        assert len(drawn(kept)) == 11
        cells = [chart.values.table.cell(place, 1) for place in (0, 1)]
        assert [cell.font().italic() for cell in cells] == [True, False]
        colours = [cell.foreground().color().lightness() for cell in cells]
        assert colours[0] > colours[1]
        assert cells[0].text() != "no value"
    row.show_view(ChartView())
    assert not row.charts[0].values.table.cell(0, 1).font().italic()


def test_all_arms_can_be_hidden(qtbot):
    record = made()
    chart = look(qtbot, record, ChartView(logarithmic=True, hidden=frozenset(record.arms)))
    assert all(len(drawn(items)) == 0 for items in chart.canvas.arms)
    assert not chart.grab().isNull()


# The switches


@pytest.fixture
def switches(qtbot):
    made_ = ChartSwitches()
    qtbot.addWidget(made_)
    made_.resize(900, 80)
    made_.show_record(made())
    made_.show()
    return made_


def test_switches_say_what_is_wanted_and_why_something_is_left_out(qtbot, switches):
    with qtbot.waitSignal(switches.changed) as told:
        switches.ratio.click()
    assert told.args == [RATIOS]
    assert switches.words.text() == RATIO
    switches.logarithmic.click()
    assert LOGARITHMIC in switches.words.text()
    switches.ratio.click()
    switches.logarithmic.click()
    assert switches.words.isHidden()


def test_an_arm_is_hidden_by_click_and_by_key(qtbot, switches):
    first, second = list(switches.arms.values())[:2]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=first.rect().center())
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert switches.view.hidden == {"Arm 0", "Arm 1"}
    assert first.accessibleName() == "Arm 0, hidden in all charts"
    first.click()
    assert switches.view.hidden == {"Arm 1"}
    switches.show_record(made())
    assert switches.view.hidden == frozenset(), "another run shows all its arms"


@pytest.mark.parametrize("width", [500, 900, 1500])
def test_twelve_long_names_stay_inside(qtbot, switches, width):
    switches.show_record(make_record(falling(12), arms(12, "W" * 58 + "{}")))
    switches.resize(width, 200)
    assert switches.minimumSizeHint().width() <= width, "the page would grow, and the columns too"
    ends = [*switches.arms.values()]
    qtbot.waitUntil(lambda: max(end.geometry().right() for end in ends) < switches.logarithmic.x())


def test_a_second_row_of_arms_gives_names_their_room(qtbot, switches):
    called = ["Replace", "Late from newest", "Late from real + newest", "Archive", "Early"]
    named = [{**REPLACE, "name": name} for name in called]
    switches.show_record(make_record(falling(5), named))
    switches.resize(900, 60)
    switches.show()
    QApplication.processEvents()
    for name, switch in switches.arms.items():
        assert switch._name.contentsRect().width() >= switch._name.sizeHint().width(), name


def test_a_window_that_narrows_and_widens_keeps_all_in_sight(qtbot):
    run = ActiveRun()
    page = RunPage(run)
    qtbot.addWidget(page)
    run.start(experiment(arms=[REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR], replicates=2))
    qtbot.waitUntil(lambda: run.idle, timeout=10_000)
    page.show()
    for width in (900, 640, 700, 800, 1500, 640):
        page.resize(width, 600)
        qtbot.waitUntil(lambda: page.switches.ratio.geometry().right() < page.width() - 20)
    assert run.shutdown(10_000)


def test_all_charts_of_the_page_follow_the_switches_and_each_other(qtbot):
    run = ActiveRun()
    page = RunPage(run)
    qtbot.addWidget(page)
    run.start(experiment(arms=[REPLACE, ACCUMULATE], replicates=6))
    qtbot.waitUntil(lambda: run.idle and page.settled, timeout=10_000)
    page.tabs.bar.setCurrentIndex(page.tabs.pages.index(page.controls))
    page.switches.arms["Replace"].click()
    charts = [chart for row in (page.charts, page.controls) for chart in row.charts if chart.drawn]
    assert len(charts) > 3
    for chart in charts:
        assert [len(drawn(items)) for items in chart.canvas.arms] == [0, 4]
    for pointing in (charts[0], charts[-1]):
        for generation in (1, 2):
            pointing.canvas.point(generation)
            assert {chart.canvas.at for chart in charts} == {generation}
            said = {chart.values.caption.text().split(":")[0] for chart in charts}
            assert said == {f"Generation {generation}"}
    run.start(experiment(arms=[ACCUMULATE, SUBSAMPLE], replicates=6))
    qtbot.waitUntil(lambda: run.idle and page.settled, timeout=10_000)
    assert list(page.switches.arms) == ["Accumulate", "Subsample"]
    assert [len(drawn(items)) for items in charts[0].canvas.arms] == [4, 4]
    assert run.shutdown(10_000)
