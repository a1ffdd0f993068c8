"""Redrawing charts: milliseconds for what happens when a generation ends."""

import statistics
import time

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from core.analysis.curves import curve
from core.metrics.base import SIDE_BY_SIDE
from core.palette import arm_styles
from desktop_app.widgets.arm_legend import ArmLegend
from desktop_app.widgets.canvas import Canvas
from desktop_app.widgets.chart_row import ChartRow
from desktop_app.widgets.finding_bar import FindingBar
from desktop_app.widgets.picture import Picture
from desktop_app.widgets.sample_strip import SampleStrip
from tests.desktop_app.charts import ALIVE, arms, falling
from tests.records import make_events, make_record

FRAME_MS = 33


def milliseconds(work) -> float:
    started = time.perf_counter()
    work()
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - started)


@pytest.mark.parametrize("points", [20, 100, 1000])
def test_twelve_curves_with_bands(qtbot, points) -> None:
    record = make_record(falling(12, 20, points - 1)[ALIVE], arms(12))
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 220)
    canvas.set_arms(list(arm_styles(record.arms, record.arms[0]).values()), points - 1)
    canvas.show()
    curves = tuple(curve(record, ALIVE, arm) for arm in record.arms)
    picture = Picture(curves, (None,) * 12, (), record.bands[ALIVE])
    spent = statistics.median(milliseconds(lambda: canvas.draw(picture)) for _ in range(30))
    print(f"\n12 curves of {points} points: {spent:.1f} ms (100 points: at most {FRAME_MS})")
    assert points > 100 or spent <= FRAME_MS


PARTS = {
    "ChartRow": lambda: ChartRow(SIDE_BY_SIDE),
    "SampleStrip": SampleStrip,
    "FindingBar": FindingBar,
    "ArmLegend": ArmLegend,
}


@pytest.mark.parametrize("which", PARTS)
def test_a_generation_that_ends(qtbot, which) -> None:
    """Four arms of 200 replicates, the last of a hundred generations."""
    events = make_events(falling(4, 200, 100), arms(4))
    record = make_record(falling(4, 200, 100), arms(4), done=99, finished=None)
    widget: QWidget = PARTS[which]()
    qtbot.addWidget(widget)
    widget.resize(960, 400)
    widget.show_record(record)
    widget.show()
    spent = []
    for event in events[-5:-1]:
        record.apply(event)
        spent.append(milliseconds(widget.refresh))
    print(f"\n{which}: {np.median(spent):.1f} ms an arm and generation")
