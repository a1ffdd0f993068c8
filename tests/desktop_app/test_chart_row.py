"""Charts on a page: pointing, keyboard, wheel, and any run that may come."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from core.analysis.intervals import interval
from core.analysis.wording import say_interval
from desktop_app.widgets.chart_row import level
from desktop_app.widgets.label import words
from desktop_app.widgets.metric_chart import MetricChart
from tests.desktop_app.charts import (
    ALIVE,
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
from tests.small import REPLACE, experiment, ran

# Pointing at a generation


def at(chart: MetricChart, generation: int) -> QPoint:
    axes = chart.canvas.axes
    return axes.plot.mapFromScene(axes.view.mapViewToScene(QPointF(generation, 0)))


def test_pointing_at_one_chart_shows_that_generation_in_all(qtbot):
    record = made()
    row = shown_row(qtbot, record)
    told = []
    row.pointed.connect(told.append)
    viewport = row.charts[0].canvas.axes.plot.viewport()
    qtbot.mouseMove(viewport, at(row.charts[0], 4))
    for chart in row.charts:
        assert chart.canvas.pointer.isVisible()
        assert chart.values.caption.text().startswith("Generation 4:")
    assert table(row.charts[0])[1][1] == say_interval(
        interval(record.values[ALIVE][1, :, 4], scale=True), " types"
    )
    qtbot.mouseMove(viewport, at(row.charts[0], 7))
    row.charts[0].canvas.point(None)
    assert told == [4, 7, None]
    assert row.charts[2].values.caption.text().startswith("Generation 10:")


def test_the_keyboard_points_too(qtbot):
    chart = shown(qtbot, made())
    keys = Qt.Key
    for key, generation in (
        (keys.Key_Left, 9), (keys.Key_Home, 0), (keys.Key_Left, 0), (keys.Key_Right, 1),
        (keys.Key_End, 10), (keys.Key_Right, 10),
    ):  # fmt: skip
        with qtbot.waitSignal(chart.pointed, timeout=50, raising=False):
            qtbot.keyClick(chart.canvas, key)
        assert chart.canvas.at == generation
    qtbot.keyClick(chart.canvas, keys.Key_Escape)
    assert chart.canvas.at is None


@pytest.mark.parametrize("name", ["Arm {}", "A name of an arm that takes two lines {}"])
def test_pointing_changes_no_height(qtbot, name):
    values = falling(3)
    values[ALIVE][:, :, 3] *= 1e4 * (1 + np.arange(20) / 7)
    row = shown_row(qtbot, make_record(values, arms(3, name)))

    def tall():
        QApplication.processEvents()
        found = [one.values.table for one in row.charts]
        return [
            *(one.rowHeight(at) for one in found for at in range(3)),
            *(one.canvas.height() for one in row.charts),
        ]

    before = tall()
    for generation in range(11):
        row.point_at(generation)
        assert tall() == before, generation
    assert len({one.canvas.height() for one in row.charts}) == 1, "the axes are not level"


@pytest.mark.parametrize("longest", ["Words that go over several lines. " * 9, "Few words.", ""])
def test_labels_become_as_high_as_the_longest_needs(qtbot, longest):
    texts = ("Some words. " * 20, "Others.", "")
    *labels, alone = [words(text, "small") for text in (*texts, max(longest, "Others.", key=len))]
    for label in (*labels, alone):
        qtbot.addWidget(label)
        label.resize(150, 10)
        label.ensurePolished()
    level(labels)
    assert {label.minimumHeight() for label in labels} == {labels[0].heightForWidth(150)}
    labels[0].setText(longest)
    level(labels)
    assert {label.minimumHeight() for label in labels} == {alone.heightForWidth(150)}


# A part of a page


def test_the_wheel_is_left_to_the_page_and_changes_no_metric(qtbot):
    chart = shown(qtbot, ran(experiment("us-first-names", arms=[REPLACE], generations=1)))
    assert chart.chooser.count() > 1
    for target in (
        chart.canvas.axes.plot.viewport(), chart.chooser, chart.values.table.viewport()
    ):  # fmt: skip
        assert not takes_the_wheel(target, target.rect().center())
    plot = chart.canvas.axes.plot.viewport()
    for x, y in ((2, plot.height() // 2), (plot.width() // 2, plot.height() - 3)):
        assert not takes_the_wheel(plot, QPoint(x, y)), "an axis keeps it"
    assert chart.drawn == ALIVE


def takes_the_wheel(target, place: QPoint) -> bool:
    """Whether a widget keeps a turn of the wheel at a place from the page that it is on."""
    middle = QPointF(place)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    there = QPointF(target.mapToGlobal(middle))
    turn = QWheelEvent(middle, there, QPoint(), QPoint(0, -120), buttons, keys, phase, False)
    QApplication.sendEvent(target, turn)
    return turn.isAccepted()


def test_there_is_no_context_menu(qtbot):
    chart = shown(qtbot, made())
    viewport = chart.canvas.axes.plot.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.RightButton, pos=at(chart, 5))
    QApplication.processEvents()
    menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu)]
    assert not [menu for menu in menus if menu.isVisible()]


def test_long_names_ask_for_no_more_room(qtbot):
    record = make_record(falling(2), arms(2, "W" * 58 + "{}"))
    assert shown(qtbot, record).minimumSizeHint().width() <= 290


@pytest.mark.parametrize(
    ("width", "before", "after"),
    [
        (960, ["0 1 2"], ["1", "0 2"]),
        (600, ["0 1", "2"], ["1", "0", "2"]),
        (300, ["0", "1", "2"], ["0", "1", "2"]),
    ],
)
def test_a_table_has_a_row_of_its_own_until_it_is_a_chart_again(qtbot, width, before, after):
    row = shown_row(qtbot, made(4))
    row.resize(width, 1200)

    def rows():
        QApplication.processEvents()
        tops = sorted({chart.y() for chart in row.charts})
        return [
            " ".join(str(at) for at, chart in enumerate(row.charts) if chart.y() == top)
            for top in tops
        ]

    assert rows() == before
    turned = row.charts[1]
    turned.table_button.click()
    assert rows() == after
    assert turned.width() == row.width()
    assert turned.table.horizontalScrollBar().maximum() == 0 or width < 900
    assert all(chart.geometry().right() < row.width() for chart in row.charts)
    turned.table_button.click()
    assert rows() == before


@pytest.mark.parametrize("height", [300, 700])
def test_the_newest_generation_stays_in_view_in_a_table_of_another_height(qtbot, height):
    row = shown_row(qtbot, made(generations=40))
    table = row.charts[0].table
    row.charts[0].table_button.click()
    for tall in (1200, 900 + height, 900):
        row.resize(960, tall)
        QApplication.processEvents()
        below = table.rowViewportPosition(40) + table.rowHeight(40)
        assert 0 < below <= table.viewport().height()


# Any run


def missing() -> dict[str, np.ndarray]:
    values = falling()
    for measured in values.values():
        measured[1, :, 5:] = np.nan
        measured[2, 3, 4] = np.nan
    return values


def infinite() -> dict[str, np.ndarray]:
    values = np.log(falling()[ALIVE])
    values[0, :15, 6:] = -np.inf
    return {"log-fitted-variance": values}


RUNS = {
    "nothing finished": lambda: made(done=-1, finished=None),
    "generation 0 alone": lambda: made(done=0, finished=None),
    "one arm": lambda: made(1),
    "twelve arms": lambda: made(12),
    "one replicate": lambda: made(3, 1),
    "one generation": lambda: made(3, 20, 1),
    "a thousand generations": lambda: made(2, 6, 1000),
    "names of sixty letters": lambda: make_record(falling(2), arms(2, "x" * 59 + "{}")),
    "missing values": lambda: make_record(missing(), arms(3)),
    "infinite values": lambda: make_record(infinite(), arms(3)),
    "constant values": lambda: make_record(
        {name: np.full_like(values, 0.5) for name, values in falling().items()}, arms(3)
    ),
    "zeros": lambda: make_record(
        {name: np.zeros_like(values) for name, values in falling().items()}, arms(3), bands={}
    ),
    "huge values": lambda: make_record({"fitted-variance": 1e40 * falling()[ALIVE]}, arms(3)),
}


@pytest.mark.parametrize("which", RUNS)
def test_any_run_is_drawn(qtbot, which):
    record = RUNS[which]()
    row = shown_row(qtbot, record)
    row.refresh()
    for chart in row.charts:
        if not chart.drawn:
            continue
        assert [arm for arm, _ in table(chart)] == record.arms
        low, high = heights(chart)
        assert low <= 0 <= high
        for arm, items in zip(record.arms, chart.canvas.arms, strict=True):
            values = drawn(items)
            assert len(values) == record.done(arm) + 1
            finite = values[np.isfinite(values)]
            assert np.all((finite >= low) & (finite <= high))
    assert not row.grab().isNull()
