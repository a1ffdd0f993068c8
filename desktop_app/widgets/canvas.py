"""The canvas of a chart: pyqtgraph items that are made once and given new data."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from core.palette import NULL_BAND, ArmStyle
from desktop_app.theme import colours, px
from desktop_app.translation import mark, tr
from desktop_app.widgets.arm_items import ArmItems
from desktop_app.widgets.axes import Axes, log_ticks, ticks
from desktop_app.widgets.keys import Keys
from desktop_app.widgets.pens import blend, faint
from desktop_app.widgets.picture import Picture, Place, Room
from desktop_app.widgets.straight_line import StraightLine

KEYS = Keys(
    mark("On a chart"),
    (
        (mark("Left, Right"), mark("Point at one generation back or on, in all charts")),
        (mark("Home, End"), mark("Point at the first or the newest generation")),
        (mark("Esc"), mark("Let go of it")),
    ),
)

HEADROOM = 0.09
"""Free space above the highest value, as a share of the axis, for words on the canvas."""

LOWEST = 170
"""Least height in pixels."""


class Canvas(QWidget):
    """Curves over generations with their bands, the null band and closed forms.

    Signal pointed: the generation under the mouse or chosen by arrow keys, None when left.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the empty axes."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.axes = Axes(self)
        self._grid = pg.PlotCurveItem(connect="pairs")
        self.null = QGraphicsRectItem()
        self.null_label, self.note = pg.TextItem(), pg.TextItem()
        self.pointer = StraightLine(angle=90, movable=False)
        self.alarm = StraightLine(angle=0, movable=False)
        self.arms: list[ArmItems] = []
        self._generations, self._last = 1, -1
        self.at: int | None = None
        ground = (self._grid, self.null)
        words = (self.pointer, self.alarm, self.null_label, self.note)
        self.axes.add(*ground, *words)
        for item, height in (*((item, -1) for item in ground), *((item, 10) for item in words)):
            item.setZValue(height)
        self.axes.plot.viewport().setMouseTracking(True)
        self.axes.plot.viewport().installEventFilter(self)
        self.draw(Picture())
        self.point_at(None)
        self._restyle()

    def set_arms(self, styles: Sequence[ArmStyle], generations: int) -> None:
        """Make the curves of these arms, and the axis from 0 to `generations`."""
        for arm in self.arms:
            arm.remove(self.axes)
        self._generations = generations
        self.arms = [
            ArmItems(self.axes, style, place / len(styles)) for place, style in enumerate(styles)
        ]
        self.axes.bottom.setTicks([ticks(0, generations, whole=True), []])
        self.point_at(None)
        self._restyle()

    def draw(self, picture: Picture) -> None:
        """Show a picture of the arms that were set."""
        low, high = picture.reach()
        high = high if high > low else low + 1
        top = high + HEADROOM * (high - low)
        self.axes.view.setRange(xRange=(0, self._generations), yRange=(low, top), padding=0.025)
        self._draw_ground(picture, low, top)
        self._draw_words(picture, Room(picture, self._generations, low, top))
        for arm, curve, strands in zip(self.arms, picture.curves, picture.strands, strict=True):
            lines = [line for line in picture.theory if line.arm == curve.arm]
            arm.draw(curve, strands, lines, self._generations)
        self._last = picture.newest

    def point_at(self, generation: int | None) -> None:
        """Mark a generation by a thin upright line, or none."""
        self.at = generation
        self.pointer.setVisible(generation is not None)
        self.pointer.setPos(-1.0 if generation is None else float(generation))

    def _draw_ground(self, picture: Picture, low: float, top: float) -> None:
        """The grid, the null band and the name of the axis; no scale before there is a value."""
        scaled = picture.newest >= 0 or picture.null_band is not None
        places = log_ticks if picture.logarithmic else ticks
        heights = places(low, top) if scaled else []
        self.axes.left.setTicks([heights, []])
        across = np.tile([-1.0, 2.0], len(heights)) * self._generations
        self._grid.setData(across, np.repeat([at for at, _ in heights], 2))
        name = tr("generation; {key}").format(key=picture.key) if picture.key else tr("generation")
        if name != self.axes.bottom.labelText:
            self.axes.bottom.setLabel(name)
            self.axes.bottom.resizeEvent()  # else a longer name stays where the shorter began
        self.alarm.setVisible(picture.alarm is not None)
        self.alarm.setPos(picture.alarm or 0.0)
        self.null.setVisible(picture.null_band is not None)
        bottom, _, ceiling = picture.null_band or (0.0, 0.0, 0.0)
        self.null.setRect(-self._generations, bottom, 3 * self._generations, ceiling - bottom)

    def _draw_words(self, picture: Picture, room: Room) -> None:
        label = room.band_label()
        self.null_label.setVisible(label is not None)
        if label is not None:
            beside = label.value in (picture.null_band or ())
            self.null_label.setText(
                tr("real data, 95 %") if beside else tr("grey strip: real data, 95 %")
            )
            self._put(self.null_label, label)
        self.note.setVisible(bool(picture.note))
        if picture.note:
            self.note.setText(picture.note)
            self._put(self.note, room.note(label))

    def _put(self, words: pg.TextItem, place: Place) -> None:
        words.setAnchor((float(place.right), float(place.above)))
        words.setPos(self._generations * place.right, place.value)

    # Colours and fonts follow the window's

    def changeEvent(self, event: QEvent) -> None:
        """Take on the window's colours and font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._restyle()

    def _restyle(self) -> None:
        self.setMinimumHeight(px(LOWEST))
        palette = self.palette()
        font = self.axes.restyle(palette, self.font())
        self.axes.bottom.setHeight(2.4 * QFontMetrics(font).height())
        text = palette.color(QPalette.ColorRole.Text)
        quiet = blend(text, palette.color(QPalette.ColorRole.Base), 0.35)
        self._grid.setPen(pg.mkPen(faint(text, 0.1), width=1))
        self.axes.bottom.label.setFont(font)
        self.alarm.setPen(pg.mkPen(colours().alarm, width=1, style=Qt.PenStyle.DashLine))
        self.pointer.setPen(pg.mkPen(faint(text, 0.5), width=1))
        self.null.setPen(pg.mkPen(faint(NULL_BAND, 0.6), width=1))
        self.null.setBrush(faint(NULL_BAND, 0.35))
        for words in (self.null_label, self.note):
            words.setFont(font)
            words.setColor(quiet)
        for arm in self.arms:
            arm.restyle(text)

    # Pointing at a generation

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the plot."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self.point(self._generation_at(event.position().toPoint()))
        elif event.type() == QEvent.Type.Leave:
            self.point(None)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Home and End point at a generation; Escape lets go."""
        now = self._last if self.at is None else self.at
        aims = {
            Qt.Key.Key_Left: now - 1,
            Qt.Key.Key_Right: now + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._last,
        }
        if event.key() == Qt.Key.Key_Escape and self.at is not None:
            self.point(None)
        elif event.key() in aims and self._last >= 0:
            self.point(min(max(aims[Qt.Key(event.key())], 0), self._last))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the canvas while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the generation that the arrow keys chose."""
        super().focusOutEvent(event)
        self.point(None)

    def _generation_at(self, place: QPoint) -> int | None:
        generation = round(self.axes.view.mapSceneToView(self.axes.plot.mapToScene(place)).x())
        return generation if 0 <= generation <= self._last else None

    def point(self, generation: int | None) -> None:
        """Mark a generation and tell whoever listens."""
        if generation != self.at:
            self.point_at(generation)
            self.pointed.emit(generation)
