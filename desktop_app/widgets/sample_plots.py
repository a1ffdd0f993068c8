"""Plots of one sample of vectors against the real one: a density, points, or bars of counts."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPainterPath, QPalette, QPen, QResizeEvent, QTransform
from PySide6.QtWidgets import QGraphicsPathItem, QWidget

from core.palette import NULL_BAND, ArmStyle
from core.records import FloatArray
from desktop_app.theme import px
from desktop_app.widgets.axes import Axes, ticks
from desktop_app.widgets.density import GRID, bars, density, kernel_width, peak, surface
from desktop_app.widgets.pens import arm_pen, faint, ink, marker_path

RUG = 0.07
"""Height of the marks of single records, as a share of the axis."""

LOWEST = 110
"""Least height of a plot in pixels."""

BELOW = 12
"""How many pixels the axis below a plot of points takes more than the one at its left."""

CELLS = 96
"""Cells along each side of the grid that contours are found on."""


class SamplePlot(QWidget):
    """Axes that hold the real sample and another; without a style, that is no arm's."""

    peak = 0.0
    """The highest value drawn."""

    def __init__(self, real: FloatArray, style: ArmStyle | None, alone: bool) -> None:
        """Hold the real sample [records, numbers]; alone: it is all that is ever shown."""
        super().__init__()
        self._sample, self._style, self._alone = real, style, alone
        self._range, self._top = (0.0, 0.0), 0.0
        self.built = False
        self.setMinimumHeight(px(LOWEST))

    def build(self) -> None:
        """Make the axes and what they hold, which takes as long as drawing a chart."""
        self.axes = Axes(self)
        self._make_items()
        self.built = True
        self._restyle()

    def _make_items(self) -> None:
        """Put into the axes what is drawn on them."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Take on the window's colours and font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.setMinimumHeight(px(LOWEST))
            if self.built:
                self._restyle()

    def _restyle(self) -> None:
        """Give axes and items the colours of the theme."""
        self.axes.restyle(self.palette(), self.font())

    def draw(self, values: FloatArray | None, low: float, high: float) -> None:
        """Show a sample [records, numbers] between `low` and `high`."""
        raise NotImplementedError

    def peak_of(self, values: FloatArray) -> float:
        """About how high a sample [records, numbers] would reach; 0 where nothing is a height."""
        return 0.0

    def reach(self, top: float) -> None:
        """End the upright axis where those of the other plots end."""

    def _end_at(self, top: float, bottom: float) -> None:
        """Set the upright axis, unless it is so already: it would be laid out anew."""
        if self._top != top:
            self._top = top
            self.axes.view.setYRange(bottom, 1.05 * top, padding=0.02)
            self.axes.left.setTicks([ticks(0, top, most=4), []])

    def _colour(self) -> QColor:
        """The arm's, or the window's text."""
        text = self.palette().color(QPalette.ColorRole.Text)
        return text if self._style is None else ink(self._style.colour)

    def _pen(self) -> QPen:
        return pg.mkPen(self._colour()) if self._style is None else arm_pen(self._style)


class DensityPlot(SamplePlot):
    """The density of a sample of single numbers, with a mark for each record."""

    def __init__(self, real: FloatArray, style: ArmStyle | None, alone: bool) -> None:
        """Find how wide the kernel is."""
        super().__init__(real, style, alone)
        self._width = kernel_width(real[:, 0])
        self._marked = real[:, 0] if alone else np.empty(0)

    def _make_items(self) -> None:
        self.real = pg.PlotCurveItem(fillLevel=0, antialias=True)
        self.own = pg.PlotCurveItem(antialias=True)
        self._rug = pg.PlotCurveItem(connect="pairs")
        self.axes.add(self.real, self.own, self._rug)

    def _restyle(self) -> None:
        super()._restyle()
        self.real.setPen(pg.mkPen(ink(NULL_BAND)))
        self.real.setBrush(faint(NULL_BAND, 0.4))
        self.own.setPen(self._pen())
        self._rug.setPen(pg.mkPen(faint(self._colour(), 0.35)))

    def draw(self, values: FloatArray | None, low: float, high: float) -> None:
        """Show a sample on the range from `low` to `high`."""
        along = np.linspace(low, high, GRID)
        if self._range != (low, high):
            self._range = low, high
            self.real.setData(along, density(self._sample[:, 0], self._width, along))
            self.axes.view.setXRange(low, high, padding=0.02)
            self.axes.bottom.setTicks([ticks(low, high, most=5), []])
        self.peak = float(self.real.getData()[1].max())
        if values is not None:
            self._marked = values[:, 0]
            heights = density(self._marked, self._width, along)
            self.own.setData(along, heights)
            self.peak = max(self.peak, float(heights.max()))

    def peak_of(self, values: FloatArray) -> float:
        """The height of its density."""
        return peak(values[:, 0], self._width)

    def reach(self, top: float) -> None:
        """End the upright axis at `top`; the marks stand below zero."""
        self._end_at(top, -RUG * top)
        self._rug.setData(
            np.repeat(self._marked, 2), np.tile([-RUG * top, -0.01 * top], len(self._marked))
        )


class PointsPlot(SamplePlot):
    """Records of two numbers as points, over the contours of the real sample."""

    outline = QPainterPath()
    """The contours of the real sample."""

    def _make_items(self) -> None:
        self.real = QGraphicsPathItem(self.outline)
        self.own = pg.ScatterPlotItem(size=5, pen=None)
        if self._style is not None:
            self.own.setSymbol(marker_path(self._style.marker))
        if self._alone:
            self.own.setData(self._sample[:, 0], self._sample[:, 1])
        self.axes.add(self.real, self.own)

    def _restyle(self) -> None:
        super()._restyle()
        self.real.setPen(pg.mkPen(ink(NULL_BAND), width=1))
        points = faint(NULL_BAND, 0.9) if self._alone else faint(self._colour(), 0.7)
        self.own.setBrush(points)

    def draw(self, values: FloatArray | None, low: float, high: float) -> None:
        """Show a sample on the square from `low` to `high`."""
        if values is not None:
            self.own.setData(values[:, 0], values[:, 1])
        if self._range != (low, high):
            self._range = low, high
            self.axes.view.setRange(xRange=(low, high), yRange=(low, high), padding=0.02)
            for axis in (self.axes.left, self.axes.bottom):
                axis.setTicks([ticks(low, high, most=4), []])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw no higher than wide, as both axes are alike."""
        super().resizeEvent(event)
        free = event.size().height() - event.size().width() - BELOW
        self.setContentsMargins(0, 0, 0, max(free, 0))


def contour(real: FloatArray) -> QPainterPath:
    """Lines around where the real sample [records, 2] lies densest."""
    heights, corners, levels = surface(real, CELLS)
    path = QPainterPath()
    for level in levels:
        path.addPath(pg.functions.isocurve(heights, level, connected=True, path=True))
    low, high = corners
    step = (high - low) / (CELLS - 1)
    place = QTransform(step[0], 0, 0, step[1], *(low - 0.5 * step))
    return place.map(path)


class BarsPlot(SamplePlot):
    """Counts: how often each occurs, or of longer records the mean of each number."""

    def _make_items(self) -> None:
        self.real, self.own = pg.PlotCurveItem(fillLevel=0), pg.PlotCurveItem()
        self.axes.add(self.real, self.own)

    def _restyle(self) -> None:
        super()._restyle()
        self.real.setPen(pg.mkPen(ink(NULL_BAND)))
        self.real.setBrush(faint(NULL_BAND, 0.4))
        self.own.setPen(self._pen())

    def draw(self, values: FloatArray | None, low: float, high: float) -> None:
        """Show a sample of counts from `low` to `high`."""
        edges, heights = bars(self._sample, low, high)
        self.real.setData(edges, heights, stepMode="center")
        self.peak = float(heights.max())
        if values is not None:
            _, heights = bars(values, low, high)
            self.own.setData(edges, heights, stepMode="center")
            self.peak = max(self.peak, float(heights.max()))
        self.axes.view.setXRange(edges[0], edges[-1], padding=0.02)
        self.axes.bottom.setTicks([ticks(edges[0], edges[-1], whole=True), []])

    def peak_of(self, values: FloatArray) -> float:
        """The height of its highest bar."""
        _, heights = bars(values, float(values.min()), float(values.max()))
        return float(heights.max())

    def reach(self, top: float) -> None:
        """End the upright axis at `top`."""
        self._end_at(top or 1.0, 0.0)
