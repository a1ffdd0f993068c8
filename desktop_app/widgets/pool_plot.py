"""One arm's training pools over generations: records by origin, one on top of the other."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainterPath,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QGraphicsPathItem, QWidget

from core.palette import COLOURS, REAL_DATA
from core.records import FloatArray
from desktop_app.models.pools import PoolHistory
from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.axes import Axes, ticks
from desktop_app.widgets.pens import blend, ink
from desktop_app.widgets.straight_line import StraightLine

LOWEST = 120
"""Least height in pixels."""

NAMES_MARGIN = 8
"""Pixels beside the names of the bands."""

PALEST = 0.82
"""How much of the ground is mixed into the colour of the first synthetic band."""

SEPARATED = 16
"""Up to so many generations, thin lines keep the bands apart."""

MOST_DROPPED = 2.0
"""The axis ends here, in units of the largest pool, however much more a filter has dropped."""


class PoolPlot(QWidget):
    """Steps, not slopes: a pool belongs to its generation and nothing lies between two.

    Signal clicked: by the mouse.
    """

    clicked = Signal()

    def __init__(self, history: PoolHistory, switch: int | None) -> None:
        """Make the empty axes; `switch` is the generation that another regime begins at."""
        super().__init__()
        self._history = history
        self._generations, self._ceiling = history.records.shape[1] - 1, 1.0
        self.axes = Axes(self, right=True)
        self.axes.plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.bands = [QGraphicsPathItem() for _ in history.bands]
        self.hatching, self.dropped = QGraphicsPathItem(), QGraphicsPathItem()
        self.switch_line = StraightLine(angle=90, movable=False)
        self.axes.add(*self.bands, self.hatching, self.dropped, self.switch_line)
        self.axes.bottom.setTicks([ticks(0, self._generations, whole=True, most=4), []])
        self.switch_line.setVisible(switch is not None)
        self.switch_line.setPos((switch or 0) - 0.5)
        self._restyle()
        self.draw()

    def draw(self) -> None:
        """Show all generations that the history has taken in."""
        history, known = self._history, self._history.done + 1
        heights = np.cumsum(history.records[:, :known], axis=0)
        for place, item in enumerate(self.bands):
            bottom = heights[place - 1] if place else np.zeros(known)
            item.setPath(_steps(bottom, heights[place]))
        self.hatching.setPath(self.bands[0].path())
        total = heights[-1]
        self.dropped.setPath(_steps(total, total + history.dropped[:known]))
        largest = float(total.max(initial=1.0))
        top = float((total + history.dropped[:known]).max(initial=1.0))
        self._scale(min(top, MOST_DROPPED * largest))
        self._name_bands()

    def _scale(self, top: float) -> None:
        self._ceiling = 1.04 * top
        self.axes.view.setRange(
            xRange=(-0.5, self._generations + 0.5), yRange=(0, self._ceiling), padding=0.0
        )
        self.axes.left.setTicks([ticks(0, top, whole=True, most=3), []])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name as many bands as there is room for now."""
        super().resizeEvent(event)
        self._name_bands()

    def _name_bands(self) -> None:
        """Names at the right, beside what the newest pool is made of, as many as there is room."""
        history, at = self._history, self._history.done
        if at < 0 or self.axes.right is None:
            return
        held = history.records[:, at]
        middles = np.cumsum(held) - held / 2
        named = [
            (float(middle), band.name())
            for band, middle, records in zip(history.bands, middles, held, strict=True)
            if records > 0
        ]
        wanted = [*named[:1], *reversed(named[1:])]
        pool, dropped = float(held.sum()), float(history.dropped[at])
        if dropped > 0:
            middle = (pool + min(pool + dropped, self._ceiling)) / 2
            wanted.insert(1, (middle, tr("{dropped:,.0f} dropped").format(dropped=dropped)))
        room = max(self.height() - 2 * self.fontMetrics().height(), 1)
        apart = self._ceiling * self.fontMetrics().height() / room
        shown: list[tuple[float, str]] = []
        for place, name in wanted:
            if all(abs(place - other) > apart for other, _ in shown):
                shown.append((place, name))
        widest = max(self._small.horizontalAdvance(name) for _, name in shown)
        self.axes.right.setWidth(widest + NAMES_MARGIN)
        self.axes.right.setTicks([shown, []])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell that this arm is wanted."""
        self.clicked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Take on the window's colours and font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._restyle()

    def _restyle(self) -> None:
        self.setMinimumHeight(px(LOWEST))
        palette = self.palette()
        self._small = QFontMetrics(self.axes.restyle(palette, self.font()))
        text, ground = (
            palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base)
        )
        apart = pg.mkPen(ground, width=1) if self._generations <= SEPARATED else pg.mkPen(None)
        for place, item in enumerate(self.bands):
            item.setBrush(band_colour(place, len(self.bands), ground))
            item.setPen(apart)
        if self.axes.right is not None:
            self.axes.right.setPen(pg.mkPen(None))
        self.hatching.setBrush(QBrush(ground, Qt.BrushStyle.BDiagPattern))
        self.hatching.setPen(pg.mkPen(None))
        self.dropped.setPen(pg.mkPen(text, width=1, dash=(3, 3)))
        self.switch_line.setPen(pg.mkPen(text, width=2))


def band_colour(place: int, bands: int, ground: QColor) -> QColor:
    """Dark for real data, then from pale to strong, the newer the stronger."""
    if place == 0:
        return blend(ink(REAL_DATA), ground, 0.25)
    return blend(ink(COLOURS[1]), ground, PALEST * (1 - place / max(bands - 1, 1)))


def _steps(bottom: FloatArray, top: FloatArray) -> QPainterPath:
    """The area between two heights [generations], each generation as wide as another."""
    path = QPainterPath()
    there = np.flatnonzero(top > bottom)
    breaks = np.flatnonzero(np.diff(there) > 1) + 1
    for run in np.split(there, breaks):
        if not len(run):
            continue
        edges = np.repeat(np.arange(run[0], run[-1] + 2) - 0.5, 2)[1:-1]
        x = np.concatenate([edges, edges[::-1]])
        y = np.concatenate([np.repeat(top[run], 2), np.repeat(bottom[run], 2)[::-1]])
        path.addPolygon(pg.functions.arrayToQPolygonF(x, y))
        path.closeSubpath()
    return path
