"""Vectors as densities, or as points in two dimensions, each arm against the real sample."""

from collections.abc import Mapping

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from core.events import Preview
from core.palette import NULL_BAND, ArmStyle
from core.record import RunRecord
from core.records import FloatArray
from desktop_app.widgets.axes import Axes, ticks
from desktop_app.widgets.columns_view import REAL, ColumnsView
from desktop_app.widgets.density import GRID, density, kernel_width, span
from desktop_app.widgets.pens import arm_pen, faint, marker_path

RUG = 0.07
"""Height of the marks of single records, as a share of the axis."""


LOWEST = 110
"""Least height of a plot in pixels."""


class VectorsView(ColumnsView):
    """A plot for the real sample and for each arm, all on the same axes."""

    narrowest = 150

    def show_record(self, record: RunRecord, styles: Mapping[str, ArmStyle]) -> None:
        """Make a plot for the real sample and for each arm."""
        assert record.real is not None
        self.real = record.real.values
        self._flat = self.real.shape[1] > 1
        kind = PointsPlot if self._flat else DensityPlot
        titles = (REAL, *record.arms)
        self.plots = {title: kind(self.real, styles.get(title)) for title in titles}
        self.lay_out(record, styles, self.plots)

    def show_samples(self, said: str, samples: Mapping[str, Preview]) -> None:
        """Show what each arm emitted, on axes that hold all of it."""
        values = {arm: sample.values for arm, sample in samples.items()}
        together = [self.real[:, :2], *(sample[:, :2] for sample in values.values())]
        margin = 0.0 if self._flat else 3 * kernel_width(self.real[:, 0])
        low, high = span(together, margin)
        for title, plot in self.plots.items():
            plot.draw(values.get(title), low, high)
            plot.setAccessibleDescription(f"{said}: {title} against the real sample, in grey.")
        top = max(plot.peak for plot in self.plots.values())
        for plot in self.plots.values():
            plot.reach(top)

    def note(self) -> str:
        """What is drawn."""
        if self._flat:
            numbers = self.real.shape[1]
            which = "Both numbers" if numbers == 2 else f"The first two of {numbers} numbers"
            return f"{which} of each record; real data in grey."
        width = kernel_width(self.real[:, 0])
        return (
            f"Density by a Gaussian kernel, {width:.2g} wide for all, as fits the real sample; "
            "marks below are single records; real data in grey."
        )


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
    """The first two numbers of each record as points."""

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
