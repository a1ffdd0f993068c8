"""Charts: what they draw is what the analysis gives, generation by generation."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.analysis.curves import curve
from core.analysis.families import family_metrics
from core.analysis.intervals import interval
from core.analysis.theory import theory_lines
from core.analysis.wording import say_interval
from core.experiment import parse
from core.metrics.base import SIDE_BY_SIDE, Family
from core.palette import arm_styles
from core.record import RunRecord
from desktop_app.widgets.canvas import Canvas
from desktop_app.widgets.pens import marker_path
from desktop_app.widgets.picture import Picture
from tests.desktop_app.charts import (
    ALIVE,
    MISSING,
    RARE,
    arms,
    drawn,
    falling,
    heights,
    made,
    shown,
    shown_row,
    table,
)
from tests.records import make_events, make_record
from tests.small import ACCUMULATE, REPLACE, SUBSAMPLE, experiment, ran

# Which metric


@pytest.mark.parametrize(
    ("family", "first"),
    [(Family.DIVERSITY, ALIVE), (Family.DISTANCE, MISSING), (Family.TAIL, RARE)],
)
def test_a_chart_opens_with_the_metric_that_says_most(family, first):
    record = ran(experiment("us-first-names", arms=[REPLACE], generations=1, sample_size=50))
    assert family_metrics(record, family)[0] == first


def test_a_chart_opens_with_the_primary_metric_where_it_is_of_its_family():
    given = experiment(
        "us-first-names", arms=[REPLACE], generations=1, primary_metric="shannon-diversity"
    )
    assert family_metrics(RunRecord(given), Family.DIVERSITY)[0] == "shannon-diversity"


def test_another_metric_of_the_family_is_drawn_when_it_is_chosen(qtbot):
    record = ran(experiment("us-first-names", arms=[REPLACE], generations=2, sample_size=50))
    chart = shown(qtbot, record)
    offered = [chart.chooser.itemData(place) for place in range(chart.chooser.count())]
    assert offered == family_metrics(record, Family.DIVERSITY)
    chart.choose("shannon-diversity")
    assert chart.drawn == "shannon-diversity"
    expected = curve(record, "shannon-diversity", "Replace").centre
    np.testing.assert_array_equal(drawn(chart.canvas.arms[0]), expected)
    chart.show_record(record)
    assert chart.drawn == "shannon-diversity", "the choice is lost with the next run"
    with pytest.raises(ValueError, match="is not a diversity metric of this run"):
        chart.choose(MISSING)


def test_too_few_categories_for_a_tail_are_told(qtbot):
    record = make_record(falling(2)[ALIVE], arms(2), source={"kind": "zipf", "types": 12})
    row = shown_row(qtbot, record)
    told = "takes 30 categories or more; these data have 12."
    assert told in row.charts[2].unit.text()
    assert "takes" not in row.charts[1].unit.text(), "only tails need many categories"
    row.show_record(make_record(falling(2)[ALIVE], arms(2)))
    assert "takes" not in row.charts[2].unit.text()


def test_a_family_that_is_not_measured_says_so(qtbot):
    record = make_record(falling(2)[ALIVE], arms(2))
    row = shown_row(qtbot, record)
    distance = row.charts[1]
    assert distance.drawn == ""
    assert not distance.chooser.isVisible()
    assert not distance.canvas.isVisible()
    assert "measures no distance metric" in distance.unit.text()
    row.point_at(2)
    row.refresh()


# What is drawn


@pytest.mark.parametrize("family", SIDE_BY_SIDE)
def test_curves_and_bands_are_those_of_the_analysis(qtbot, family):
    record = made()
    chart = shown(qtbot, record, family)
    for arm, items in zip(record.arms, chart.canvas.arms, strict=True):
        expected = curve(record, chart.drawn, arm)
        x, y = items.line.getData()
        assert x.dtype == np.float64
        np.testing.assert_array_equal(x, expected.generations)
        np.testing.assert_array_equal(y, expected.centre)
        bounds = items.band.path().boundingRect()
        assert (bounds.left(), bounds.right()) == (0, 10)
        assert bounds.top() == pytest.approx(expected.low.min())
        assert bounds.bottom() == pytest.approx(expected.high.max())


def test_arms_share_generation_0(qtbot):
    chart = shown(qtbot, made())
    assert len({items.line.getData()[1][0] for items in chart.canvas.arms}) == 1


def test_every_arm_has_its_colour_its_dash_and_its_marker(qtbot):
    record = made(12, generations=4)
    chart = shown(qtbot, record)
    looks = set()
    for style, items in zip(
        arm_styles(record.arms, record.experiment.baseline).values(), chart.canvas.arms, strict=True
    ):
        pen, marks = items.line.opts["pen"], items.marks.opts
        assert pen.widthF() == 1, "wider lines are many times slower"
        assert pen.color().name().upper() == style.colour
        assert marks["brush"].color().name().upper() == style.colour
        assert marks["symbol"] == marker_path(style.marker)
        assert 4 in items.marks.getData()[0], "the newest value has no marker"
        looks.add((style.colour, tuple(pen.dashPattern()), style.marker))
    assert len(looks) == 12


def test_the_colours_are_on_the_screen(qtbot):
    record = made(4)
    chart = shown(qtbot, record)
    picture = chart.canvas.grab().toImage()
    seen = {
        picture.pixelColor(x, y).name().upper()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    styles = arm_styles(record.arms, record.experiment.baseline)
    assert {style.colour for style in styles.values()} <= seen


@pytest.mark.parametrize("family", SIDE_BY_SIDE)
def test_the_axes_hold_zero_and_all_that_is_drawn(qtbot, family):
    record = made()
    chart = shown(qtbot, record, family)
    low, high = heights(chart)
    curves = [curve(record, chart.drawn, arm) for arm in record.arms]
    assert low <= 0
    assert high >= max(record.bands[chart.drawn][2], *(float(one.high.max()) for one in curves))
    left, right = chart.canvas.axes.view.viewRange()[0]
    assert left <= 0
    assert right >= 10


def test_negative_values_are_not_cut_off(qtbot):
    fall = np.log(falling(2)[ALIVE] / 2000)
    chart = shown(qtbot, make_record({"log-fitted-variance": fall}, arms(2)))
    low, high = heights(chart)
    assert low <= fall.mean(axis=1).min()
    assert high >= 0


def test_the_null_band_is_drawn_and_named(qtbot):
    band = (900.0, 950.0, 1000.0)
    chart = shown(qtbot, made(bands={ALIVE: band}))
    canvas = chart.canvas
    assert canvas.null.isVisible()
    assert (canvas.null.rect().top(), canvas.null.rect().bottom()) == (900, 1000)
    assert canvas.null_label.isVisible()
    assert canvas.null_label.toPlainText().endswith("real data, 95 %")


def test_without_a_null_band_none_is_drawn(qtbot):
    chart = shown(qtbot, made(bands={}))
    canvas = chart.canvas
    assert not canvas.null.isVisible()
    assert not canvas.null_label.isVisible()


def test_theory_is_drawn_beside_the_same_statistic_of_the_run(qtbot):
    record = ran(
        experiment(
            arms=[REPLACE, ACCUMULATE, SUBSAMPLE],
            metrics=["fitted-variance"],
            primary_metric="fitted-variance",
        )
    )
    chart = shown(qtbot, record)
    canvas = chart.canvas
    lines = theory_lines(record, "fitted-variance")
    assert {line.arm for line in lines} == set(record.arms)
    for arm, items in zip(record.arms, canvas.arms, strict=True):
        own = [line for line in lines if line.arm == arm]
        expected = np.concatenate([[*line.theory, np.nan] for line in own])
        np.testing.assert_array_equal(items.theory.getData()[1], expected)
        means = [value for line in own if line.statistic == "mean" for value in line.run]
        circles = items.means.getData()[1]
        circles = circles[np.isfinite(circles)]
        assert set(circles) <= set(means)
        assert bool(len(circles)) == bool(means)
    assert any(line.statistic == "mean" for line in lines)
    assert "short dashes: theory, circles: run's mean" in canvas.axes.bottom.labelText


def test_a_run_without_theory_has_no_dashes(qtbot):
    chart = shown(qtbot, made(sample_size=3_000))
    canvas = chart.canvas
    assert all(len(items.theory.getData()[1]) == 0 for items in canvas.arms)
    assert canvas.axes.bottom.labelText == "generation"


# Too few replicates


@pytest.mark.parametrize(("replicates", "banded"), [(1, False), (3, False), (5, False), (6, True)])
def test_a_median_of_few_replicates_has_its_values_and_no_band(qtbot, replicates, banded):
    record = made(2, replicates)
    chart = shown(qtbot, record, Family.DISTANCE)
    items = chart.canvas.arms[0]
    assert items.band.path().isEmpty() is not banded
    noun = "replicate" if replicates == 1 else "replicates"
    note = chart.canvas.note
    assert note.isVisible() is not banded
    assert banded or note.toPlainText() == f"no interval: {replicates} {noun}"
    strands = items.strands.getData()[1]
    expected = [] if banded else record.values[MISSING][0].ravel()
    np.testing.assert_array_equal(strands[np.isfinite(strands)], expected)


def test_single_values_are_said_by_their_range(qtbot):
    record = made(2, 3)
    values = np.sort(record.values[MISSING][0, :, -1])
    said = dict(table(shown(qtbot, record, Family.DISTANCE)))["Arm 0"]
    assert said == f"{values[1]:.3f} ({values[0]:.3f} to {values[2]:.3f})"


# The numbers underneath


def test_the_table_has_the_value_of_every_arm_with_interval_and_unit(qtbot):
    record = made()
    chart = shown(qtbot, record)
    ends = record.values[ALIVE][:, :, -1]
    assert table(chart) == [
        (arm, say_interval(interval(end, scale=True), " types"))
        for arm, end in zip(record.arms, ends, strict=True)
    ]
    assert chart.values.caption.text() == "Generation 10: geometric mean [95 % interval]"


@pytest.mark.parametrize("name", ["Arm {}", "Discriminator {}", "Accumulate at {}"])
def test_a_unit_gives_way_to_a_name_which_would_take_two_lines(qtbot, name):
    """The widest value is generation 0's, whichever is shown."""
    record = make_record(3 * falling()[ALIVE], arms(3, name))
    chart = shown(qtbot, record)
    told = [value for _, value in table(chart)]
    for width in (320, 288):
        chart.resize(width, 400)
        QApplication.processEvents()
        rows = chart.values.table
        assert {rows.rowHeight(place) for place in range(3)} == {rows.fontMetrics().height() + 2}
    assert told[0].endswith("] types")
    wanted = told if name == "Arm {}" else [value.removesuffix(" types") for value in told]
    assert [value for _, value in table(chart)] == wanted
    assert chart.unit.text() == "types, more is better"
    assert all(value in chart.values.text() for value in told)


def test_the_rows_can_be_copied_and_no_name_becomes_a_formula(qtbot):
    record = make_record(falling(2), [{**REPLACE, "name": "=1+1"}, ACCUMULATE])
    chart = shown(qtbot, record)
    chart.values.table.selectAll()
    qtbot.keyClick(chart.values.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    first, _ = copied.splitlines()
    assert first.startswith("Types alive in types. Generation 10: geometric mean [95 % interval]")
    assert first.endswith(f"=1+1: {table(chart)[0][1]}")


# A run that goes on


def test_a_chart_follows_a_run_generation_by_generation(qtbot):
    events = make_events(falling(2, generations=4), arms(2))
    record = RunRecord(parse(events[0].experiment))
    record.apply(events[0])
    chart = shown(qtbot, record)
    items = chart.canvas.arms
    assert chart.values.caption.text() == "No generation is finished yet."
    for event in events[1:]:
        record.apply(event)
        chart.refresh()
        for arm, own in zip(record.arms, chart.canvas.arms, strict=True):
            assert len(drawn(own)) == record.done(arm) + 1
    assert chart.canvas.arms is items, "curves are made once"
    assert chart.values.caption.text().startswith("Generation 4:")


def test_the_table_waits_until_every_arm_has_finished_a_generation(qtbot):
    events = make_events(falling(2, generations=4), arms(2))
    record = RunRecord(parse(events[0].experiment))
    record.apply(events[0])
    for event in events[:5]:
        record.apply(event)
    assert [record.done(arm) for arm in record.arms] == [1, 0]
    chart = shown(qtbot, record)
    assert chart.values.caption.text().startswith("Generation 0:")
    assert table(chart)[0][1] == table(chart)[1][1]


def test_a_thousand_updates_leave_as_many_items_as_one(qtbot):
    """PySide6 6.12.0 on Python 3.11 loses a reference to None a call, and aborts well before."""
    record = made(4, generations=99)
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show()
    canvas.set_arms(list(arm_styles(record.arms, record.arms[0]).values()), 99)
    curves = tuple(curve(record, ALIVE, arm) for arm in record.arms)
    picture = Picture(curves, (None,) * 4, (), record.bands[ALIVE], "", "")
    canvas.draw(picture)
    before = len(canvas.axes.view.addedItems)
    for _ in range(1000):
        canvas.draw(picture)
        QApplication.processEvents()
    assert len(canvas.axes.view.addedItems) == before
    np.testing.assert_array_equal(canvas.arms[3].line.getData()[1], curves[3].centre)


def test_another_run_takes_the_place_of_the_first(qtbot):
    row = shown_row(qtbot, made(12, generations=3))
    row.show_record(made(1, generations=7))
    for chart in row.charts:
        assert len(chart.canvas.arms) == 1
        assert len(table(chart)) == 1
        assert chart.canvas.axes.view.viewRange()[0][1] >= 7
