"""What a chart draws of one arm: pyqtgraph items that are made once, then given data."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from core.analysis.curves import Curve
from core.analysis.theory import TheoryLine
from core.palette import ArmStyle
from core.records import AnyArray, FloatArray, IntArray
from desktop_app.widgets.axes import Axes
from desktop_app.widgets.pens import arm_pen, blend, faint, ink, marker_path

MARKS = 6
"""About how many markers a whole curve carries."""


class ArmItems:
    """A curve with its band and markers, single replicates, closed forms and the run's means."""

    def __init__(self, axes: Axes, style: ArmStyle, turn: float) -> None:
        """Add the items to the axes; `turn`, 0 to 1, keeps the markers of two arms apart."""
        self._style, self._turn = style, turn
        symbol = marker_path(style.marker)
        self.band = QGraphicsPathItem()
        self.strands = pg.PlotCurveItem(connect="finite", antialias=True)
        self.line = pg.PlotCurveItem(connect="finite", antialias=True)
        self.marks = pg.ScatterPlotItem(symbol=symbol, size=7, pen=None, antialias=True)
        self.theory = pg.PlotCurveItem(connect="finite", antialias=True)
        self.means = pg.ScatterPlotItem(symbol="o", size=6, brush=None, antialias=True)
        self._items = (
            self.band, self.strands, self.line, self.theory, self.means, self.marks,
        )  # fmt: skip
        axes.add(*self._items)
        for height, item in enumerate(self._items):
            item.setZValue(height)

    def remove(self, axes: Axes) -> None:
        """Take the items away again."""
        for item in self._items:
            axes.view.removeItem(item)

    def restyle(self, text: QColor) -> None:
        """Take on the theme; closed forms are half way from the arm's colour to the text's."""
        colour = ink(self._style.colour)
        self.line.setPen(arm_pen(self._style))
        self.band.setBrush(faint(colour, 0.22))
        self.band.setPen(pg.mkPen(faint(colour, 0.45), width=1))
        self.strands.setPen(pg.mkPen(faint(colour, 0.4), width=1))
        self.marks.setBrush(colour)
        tint = blend(colour, text, 0.5)
        self.theory.setPen(pg.mkPen(tint, width=1, dash=(3, 3)))
        self.means.setPen(pg.mkPen(tint, width=1))

    def draw(
        self,
        curve: Curve,
        strands: FloatArray | None,
        theory: Sequence[TheoryLine],
        generations: int,
    ) -> None:
        """Give every item its new data."""
        x = curve.generations.astype(np.float64)
        marked = self._marked(len(x), generations)
        self.line.setData(x, curve.centre)
        self.marks.setData(x[marked], curve.centre[marked])
        self.band.setPath(_band_path(x, curve.low, curve.high))
        self.strands.setData(*_joined((x, row) for row in ([] if strands is None else strands)))
        self.theory.setData(*_joined((line.generations, line.theory) for line in theory))
        means = [line for line in theory if line.statistic == "mean"]
        points = ((line.generations[marked], line.run[marked]) for line in means)
        self.means.setData(*_joined(points))

    def _marked(self, finished: int, generations: int) -> IntArray:
        """The generations that carry a marker: some, evenly spaced, and the newest."""
        step = max(1, round(generations / MARKS))
        places = np.arange(int(self._turn * step), finished, step, dtype=np.int64)
        return np.union1d(places, np.arange(finished, dtype=np.int64)[-1:])


def _joined(lines: Iterable[tuple[AnyArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
    """Several lines, [k] and [k] each, as one with gaps between them."""
    x, y = [np.empty(0)], [np.empty(0)]
    for along, values in lines:
        x += [along.astype(np.float64), np.full(1, np.nan)]
        y += [values, np.full(1, np.nan)]
    return np.concatenate(x), np.concatenate(y)


def _band_path(x: FloatArray, low: FloatArray, high: FloatArray) -> QPainterPath:
    """The area between two lines, wherever both are finite."""
    path = QPainterPath()
    known = np.isfinite(low) & np.isfinite(high)
    breaks = np.flatnonzero(np.diff(known)) + 1
    for part in np.split(np.arange(len(x)), breaks):
        if len(part) and known[part[0]]:
            there, back = part, part[::-1]
            around = np.concatenate([x[there], x[back]]), np.concatenate([low[there], high[back]])
            path.addPolygon(pg.functions.arrayToQPolygonF(*around))
            path.closeSubpath()
    return path
