"""Plots of one sample of vectors against the real one: a density, points, or bars of counts."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from core.palette import NULL_BAND, ArmStyle
from core.records import FloatArray
from desktop_app.widgets.axes import Axes, ticks
from desktop_app.widgets.density import GRID, bars, density, kernel_width
from desktop_app.widgets.pens import arm_pen, faint, marker_path

RUG = 0.07
"""Height of the marks of single records, as a share of the axis."""

LOWEST = 110
"""Least height of a plot in pixels."""


class SamplePlot(QWidget):
    """Axes that hold the real sample and one arm's; without a style, the real sample alone."""

    peak = 0.0
    """The highest value drawn."""

    def __init__(self, real: FloatArray, style: ArmStyle | None) -> None:
        """Make the axes; `real` is [records, numbers]."""
        super().__init__()
        self._sample, self._style = real, style
        self.axes = Axes(self)
        self.axes.restyle(self.palette(), self.font())
        self.setMinimumHeight(LOWEST)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the window's colours and font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.axes.restyle(self.palette(), self.font())

    def draw(self, values: FloatArray | None, low: float, high: float) -> None:
        """Show a sample [records, numbers] between `low` and `high`."""
        raise NotImplementedError

    def reach(self, top: float) -> None:
        """End the upright axis where those of the other plots end."""


class DensityPlot(SamplePlot):
    """The density of a sample of single numbers, with a mark for each record."""

    def __init__(self, real: FloatArray, style: ArmStyle | None) -> None:
        """Make the curves."""
        super().__init__(real, style)
        self._width = kernel_width(real[:, 0])
        self.real = pg.PlotCurveItem(fillLevel=0, antialias=True, pen=pg.mkPen(NULL_BAND))
        self.real.setBrush(faint(NULL_BAND, 0.4))
        self.own = pg.PlotCurveItem(antialias=True)
        self._rug = pg.PlotCurveItem(connect="pairs")
        colour = self.palette().color(QPalette.ColorRole.Text) if style is None else style.colour
        self._rug.setPen(pg.mkPen(faint(colour, 0.35)))
        if style is not None:
            self.own.setPen(arm_pen(style))
        self._marked = real[:, 0] if style is None else np.empty(0)
        self.axes.add(self.real, self.own, self._rug)

    def draw(self, values: FloatArray | None, low: float, high: float) -> None:
        """Show a sample on the range from `low` to `high`."""
        along = np.linspace(low, high, GRID)
        heights = density(self._sample[:, 0], self._width, along)
        self.real.setData(along, heights)
        self.peak = float(heights.max())
        if values is not None:
            self._marked = values[:, 0]
            heights = density(self._marked, self._width, along)
            self.own.setData(along, heights)
            self.peak = max(self.peak, float(heights.max()))
        self.axes.view.setXRange(low, high, padding=0.02)
        self.axes.bottom.setTicks([ticks(low, high), []])

    def reach(self, top: float) -> None:
        """End the upright axis at `top`; the marks stand below zero."""
        self._rug.setData(
            np.repeat(self._marked, 2), np.tile([-RUG * top, -0.01 * top], len(self._marked))
        )
        self.axes.view.setYRange(-RUG * top, 1.05 * top, padding=0.02)
        self.axes.left.setTicks([ticks(0, top, most=4), []])


class PointsPlot(SamplePlot):
    """Records of two numbers as points."""

    def __init__(self, real: FloatArray, style: ArmStyle | None) -> None:
        """Make the two clouds."""
        super().__init__(real, style)
        self.real = pg.ScatterPlotItem(size=4, pen=None, brush=faint(NULL_BAND, 0.6))
        self.own = pg.ScatterPlotItem(size=5, pen=None)
        self.real.setData(real[:, 0], real[:, 1])
        if style is not None:
            self.own.setSymbol(marker_path(style.marker))
            self.own.setBrush(faint(style.colour, 0.7))
        self.axes.add(self.real, self.own)

    def draw(self, values: FloatArray | None, low: float, high: float) -> None:
        """Show a sample on the square from `low` to `high`."""
        if values is not None:
            self.own.setData(values[:, 0], values[:, 1])
        self.axes.view.setRange(xRange=(low, high), yRange=(low, high), padding=0.02)
        for axis in (self.axes.left, self.axes.bottom):
            axis.setTicks([ticks(low, high, most=4), []])


class BarsPlot(SamplePlot):
    """Counts: how often each occurs, or of longer records the mean of each number."""

    def __init__(self, real: FloatArray, style: ArmStyle | None) -> None:
        """Make the two outlines."""
        super().__init__(real, style)
        self.real = pg.PlotCurveItem(fillLevel=0, pen=pg.mkPen(NULL_BAND))
        self.real.setBrush(faint(NULL_BAND, 0.4))
        self.own = pg.PlotCurveItem()
        if style is not None:
            self.own.setPen(arm_pen(style))
        self.axes.add(self.real, self.own)

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

    def reach(self, top: float) -> None:
        """End the upright axis at `top`."""
        top = top or 1.0
        self.axes.view.setYRange(0, 1.05 * top, padding=0.02)
        self.axes.left.setTicks([ticks(0, top, most=4), []])
