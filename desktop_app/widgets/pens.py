"""Arms as Qt draws them: the colour, dash and marker that `core.palette` gives each.

Colours are those of the theme in force when a function is called.
"""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from core.palette import ArmStyle, Dash, Marker
from desktop_app.theme import colours

SWATCH = QSize(30, 12)
"""Size of a swatch in logical pixels: a piece of line with its marker."""

MARKER_SHARE = 2 / 3
"""How wide the marker is at most, as a share of the swatch's height."""

_DASHES: dict[Dash, tuple[float, ...]] = {
    "solid": (),
    "dashed": (6, 3),
    "dashdot": (7, 3, 1.5, 3),
    "dotted": (1.5, 2.5),
}
_PLUS = (
    (-0.19, -0.58), (0.19, -0.58), (0.19, -0.19), (0.58, -0.19), (0.58, 0.19), (0.19, 0.19),
    (0.19, 0.58), (-0.19, 0.58), (-0.19, 0.19), (-0.58, 0.19), (-0.58, -0.19), (-0.19, -0.19),
)  # fmt: skip
_HALF_ROOT = 0.5**0.5
_CORNERS: dict[Marker, tuple[tuple[float, float], ...]] = {
    "circle": (),
    "square": ((-0.44, -0.44), (0.44, -0.44), (0.44, 0.44), (-0.44, 0.44)),
    "triangle": ((0, -0.56), (0.54, 0.42), (-0.54, 0.42)),
    "diamond": ((0, -0.6), (0.5, 0), (0, 0.6), (-0.5, 0)),
    "plus": _PLUS,
    "downward": ((0, 0.56), (0.54, -0.42), (-0.54, -0.42)),
    "cross": tuple(((x - y) * _HALF_ROOT, (x + y) * _HALF_ROOT) for x, y in _PLUS),
    "hourglass": ((-0.5, -0.54), (0.5, -0.54), (-0.5, 0.54), (0.5, 0.54)),
}


def ink(colour: str) -> QColor:
    """A colour of `core.palette` as it is drawn on the theme in force."""
    return QColor(colours().drawn(colour))


def arm_pen(style: ArmStyle, width: float = 1.0) -> QPen:
    """A pen in the arm's colour and dash, as wide on any scale; width in pixels."""
    pen = QPen(ink(style.colour), width)
    pen.setCosmetic(True)
    if _DASHES[style.dash]:
        pen.setDashPattern(list(_DASHES[style.dash]))
    return pen


def faint(colour: QColor | str, alpha: float) -> QColor:
    """The colour, or one of `core.palette`, with an opacity between 0 and 1."""
    see_through = ink(colour) if isinstance(colour, str) else QColor(colour)
    see_through.setAlphaF(alpha)
    return see_through


def blend(colour: QColor | str, other: QColor, share: float) -> QColor:
    """A share of `other` mixed into the colour."""
    one = QColor(colour)
    return QColor.fromRgbF(
        one.redF() * (1 - share) + other.redF() * share,
        one.greenF() * (1 - share) + other.greenF() * share,
        one.blueF() * (1 - share) + other.blueF() * share,
    )


def marker_path(marker: Marker) -> QPainterPath:
    """The outline of a marker around the origin, about one wide, y pointing down."""
    path = QPainterPath()
    if _CORNERS[marker]:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in _CORNERS[marker]]))
        path.closeSubpath()
    else:
        path.addEllipse(QRectF(-0.5, -0.5, 1, 1))
    return path


def swatch(style: ArmStyle, ratio: float = 1.0, size: QSize = SWATCH) -> QPixmap:
    """A piece of the arm's line with its marker; `ratio` is the screen's pixels per logical one."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_swatch(painter, QRect(QPoint(0, 0), size), style)
    painter.end()
    return picture


def draw_swatch(painter: QPainter, place: QRect, style: ArmStyle) -> None:
    """Draw a piece of the arm's line with its marker in the middle of a rectangle."""
    middle = QRectF(place).center()
    half = QPointF(place.width() / 2, 0)
    marker = min(place.height() * MARKER_SHARE, place.width() / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(arm_pen(style, 1.6))
    painter.drawLine(middle - half, middle + half)
    painter.translate(middle)
    painter.scale(marker, marker)
    painter.fillPath(marker_path(style.marker), ink(style.colour))
    painter.restore()
