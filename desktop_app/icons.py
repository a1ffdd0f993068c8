"""Icons that are drawn when they are painted, in the colours of the theme in force then."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

import resources
from desktop_app.theme import Theme, colours

Draw = Callable[[QPainter, QRect, QIcon.Mode], None]
"""Draws an icon into a rectangle, in the colours of the theme in force."""


def icon(name: str, colour: Callable[[Theme], str] = lambda theme: theme.text) -> QIcon:
    """The icon `icons/<name>.svg` with its strokes in a colour of the theme."""
    drawing = resources.read_text(f"icons/{name}.svg")

    def draw(painter: QPainter, place: QRect, mode: QIcon.Mode) -> None:
        theme = colours()
        stroke = theme.disabled if mode is QIcon.Mode.Disabled else colour(theme)
        strokes = QByteArray(drawing.replace("#000", stroke).encode())
        QSvgRenderer(strokes).render(painter, QRectF(place))

    return drawn_icon(draw)


def on_accent(theme: Theme) -> str:
    """The colour of an icon on the button that is the thing to press."""
    return theme.on_accent


def drawn_icon(draw: Draw) -> QIcon:
    """An icon that `draw` draws whenever it is painted."""
    return QIcon(_Engine(draw))


def app_icon() -> QIcon:
    """The icon of the app itself."""
    return QIcon(str(resources.path("icons/collapse-lab.png")))


class _Engine(QIconEngine):
    """Draws anew at each painting, so that a change of theme needs nothing more.

    Qt owns a clone, but PySide would delete it as soon as `clone` returns: clones are kept here
    for as long as Qt has them.
    """

    _clones: ClassVar[list["_Engine"]] = []

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._draw = draw

    def clone(self) -> QIconEngine:
        made = _Engine(self._draw)
        self._clones[:] = [one for one in self._clones if isValid(one)] + [made]
        return made

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        self._draw(painter, rect, mode)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        if picture.isNull():
            return picture
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self._draw(painter, QRect(QPoint(0, 0), size), mode)
        painter.end()
        return picture
