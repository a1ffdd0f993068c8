"""Axes of every plot: pyqtgraph without its menus, in the window's colours."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_app.widgets.drops import leave_drops
from desktop_app.widgets.pens import blend, faint

SMALL = 12 / 14
"""Size of the words in a plot beside the window's text."""


class _Plot(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """A plot that the mouse wheel leaves alone: its axes would keep the wheel from the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()


class Axes:
    """A view with an axis at its left and one below, perhaps one for words at its right.

    Items go into `view`.
    """

    def __init__(self, inside: QWidget, *, right: bool = False) -> None:
        """Make the axes, and fill a widget with them."""
        self.plot = _Plot()
        for part in (self.plot, self.plot.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it is in may take the keyboard
        leave_drops(self.plot)
        # A view of graphics would ask for 640 x 480.
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.plot.ci.layout.setContentsMargins(0, 2, 4, 0)
        self.plot.ci.layout.setSpacing(0)
        self.view = pg.ViewBox(enableMenu=False, enableMouse=False)
        self.left, self.bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self.right = pg.AxisItem("right") if right else None
        self._axes = [axis for axis in (self.left, self.bottom, self.right) if axis is not None]
        for item, row, column in ((self.left, 0, 0), (self.view, 0, 1), (self.bottom, 1, 1)):
            self.plot.addItem(item, row, column)
        if self.right is not None:
            self.plot.addItem(self.right, 0, 2)
        for axis in self._axes:
            axis.linkToView(self.view)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=-4, tickTextOffset=3, hideOverlappingLabels=False)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.plot)

    def add(self, *items: object) -> None:
        """Put items into the view; ranges are always set, never found from the items."""
        for item in items:
            self.view.addItem(item, ignoreBounds=True)

    def restyle(self, palette: QPalette, font: QFont) -> QFont:
        """Take on a window's colours and font; returns the smaller font of words in the plot."""
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * SMALL)
        text = palette.color(QPalette.ColorRole.Text)
        ground = palette.color(QPalette.ColorRole.Base)
        self.plot.setBackground(ground)
        for axis in self._axes:
            axis.setPen(faint(text, 0.45))
            axis.setTextPen(blend(text, ground, 0.35))
            axis.setStyle(tickFont=small)
        self.bottom.label.setFont(small)
        return small


def ticks(
    low: float, high: float, *, whole: bool = False, most: int = 6
) -> list[tuple[float, str]]:
    """Places and words for an axis, `most` or so, in steps of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(digit * power for digit in (1, 2, 5, 10) if digit * power >= rough)
    step = max(step, 1.0) if whole else step
    # Adding zero turns -0.0 into 0.0.
    places = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step + 0.0
    decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    plain = decimals <= 5 and max(abs(low), abs(high)) < 1e7
    return [(float(at), f"{at:,.{decimals}f}" if plain else f"{at:.3g}") for at in places]


def log_ticks(low: float, high: float, *, most: int = 6) -> list[tuple[float, str]]:
    """Places and words for an axis from 10^low to 10^high: powers of ten, or between few of them.

    The places are logarithms too.
    """
    powers = np.arange(np.ceil(low - 1e-9), np.floor(high + 1e-9) + 1)
    if len(powers) > most:
        powers = powers[:: -(-len(powers) // most)]
    values = 10.0**powers
    if len(powers) < 3:
        tens = 10.0 ** np.arange(np.floor(low), np.ceil(high) + 1)
        values = np.outer(tens, (1, 2, 5)).ravel()
        values = values[(values >= 10**low) & (values <= 10**high)]
    if len(values) < 3:
        return [
            (float(np.log10(value)), word)
            for value, word in ticks(10**low, 10**high, most=most)
            if value > 0
        ]
    return [(float(np.log10(value)), _plain(float(value))) for value in values]


def _plain(value: float) -> str:
    """A round value as it is read: 10,000, 0.05 or 1e-07."""
    return f"{value:,.0f}" if 1 <= value < 1e7 else f"{value:.3g}"
