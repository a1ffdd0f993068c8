"""A line across a plot answers while its plot goes."""

import pyqtgraph as pg

from desktop_app.widgets.straight_line import StraightLine


def test_a_line_whose_view_goes_while_it_is_asked_has_no_size(qtbot, monkeypatch):
    plot = pg.PlotWidget()
    qtbot.addWidget(plot)
    line = StraightLine(angle=90, movable=False)
    plot.addItem(line)
    assert line.boundingRect().height() >= 0
    rect, line._boundingRect = line.viewRect(), None
    monkeypatch.setattr(line, "viewRect", lambda: rect)
    monkeypatch.setattr(line, "getViewBox", lambda: None)
    assert line.boundingRect().isNull()
