"""Type and colour of a large picture: words measured and broken by their font, and noted down."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPolygonF,
)

from core.palette import NULL_BAND, ArmStyle
from core.unbroken import NO_BREAK, unbroken
from desktop_app.widgets.pens import arm_pen, blend, faint, marker_path

DESIGNED = (1280, 720)
"""The size of a screen at which a unit is a pixel."""

SMALL, BODY, HEAD = 20, 23, 34
"""Heights of type in units; nothing is smaller than SMALL."""

STEP = 1.28
"""From line to line, in heights of type."""

INTERVAL = re.compile(r" \[[^\[\]]*\]")
"""A number's interval, which stays in its line."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Words as they stand on the picture, in pixels."""

    said: str
    room: QRectF
    pixels: int


class Ink:
    """A painter that writes words and arms' lines in units of a screen 1280 wide.

    placed: all words written so far, so that a test can ask whether they fit.
    """

    def __init__(self, painter: QPainter, palette: QPalette, font: QFont, unit: float) -> None:
        """Take the window's colours and font; unit: pixels that a unit is."""
        self.painter, self.unit, self._font = painter, unit, font
        role = QPalette.ColorRole
        self.text, self.ground = palette.color(role.Text), palette.color(role.Base)
        self.accent = palette.color(role.Highlight)
        self.quiet = blend(self.text, self.ground, 0.28)
        self.line = blend(self.text, self.ground, 0.55)
        self.grid = blend(self.text, self.ground, 0.86)
        self.raised = blend(self.text, self.ground, 0.94)
        self.real = faint(NULL_BAND, 0.32)
        self.placed: list[Placed] = []
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    # Words

    def font(self, size: float, *, bold: bool = False, italic: bool = False) -> QFont:
        """The window's font, so many units high."""
        made = QFont(self._font)
        made.setPixelSize(self.pixels(size))
        made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        made.setItalic(italic)
        return made

    def pixels(self, size: float) -> int:
        """A height of type in whole pixels."""
        return round(size * self.unit)

    def step(self, size: float) -> float:
        """From one line of this size to the next, in pixels."""
        return STEP * size * self.unit

    def width(self, said: str, size: float, *, bold: bool = False) -> float:
        """How wide words are on one line, in pixels."""
        return QFontMetricsF(self.font(size, bold=bold)).horizontalAdvance(said)

    def lines(self, said: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """Words in lines no wider than `room` pixels; a word that is wider is broken."""
        metrics = QFontMetricsF(self.font(size, bold=bold))
        found = [""]
        for word in _words(_joined(said), metrics, room):
            longer = f"{found[-1]} {word}" if found[-1] else word
            if metrics.horizontalAdvance(longer) <= room:
                found[-1] = longer
                continue
            pieces = _pieces(word, metrics, room)
            found = [*filter(None, found), *pieces]
        return found

    def write(
        self,
        said: str,
        at: QPointF,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        colour: QColor | None = None,
    ) -> float:
        """One line, `at` being its upper left corner in pixels; returns its width."""
        font = self.font(size, bold=bold, italic=italic)
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(said)
        tall = self.step(size)
        self.painter.setFont(font)
        self.painter.setPen(colour or self.text)
        middle = (tall - metrics.ascent() - metrics.descent()) / 2
        self.painter.drawText(QPointF(at.x(), at.y() + middle + metrics.ascent()), said)
        self.placed.append(Placed(said, QRectF(at.x(), at.y(), wide, tall), self.pixels(size)))
        return wide

    def paragraph(
        self,
        said: str,
        room: QRectF,
        size: float,
        *,
        bold: bool = False,
        colour: QColor | None = None,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> float:
        """Words over as many lines as they take, from the top of `room`; returns their height."""
        top = room.top()
        for line in self.lines(said, size, room.width(), bold=bold):
            left = room.left()
            if align is not Qt.AlignmentFlag.AlignLeft:
                spare = room.width() - self.width(line, size, bold=bold)
                left += spare / (2 if align is Qt.AlignmentFlag.AlignHCenter else 1)
            self.write(line, QPointF(left, top), size, bold=bold, colour=colour)
            top += self.step(size)
        return top - room.top()

    def breaks(self, said: str, size: float, room: float, *, bold: bool = False) -> bool:
        """Whether a word or an interval would not fit on one line."""
        joined = _joined(said).split(" ")
        return any(self.width(word, size, bold=bold) > room for word in joined)

    def height(self, said: str, size: float, room: float, *, bold: bool = False) -> float:
        """How high a paragraph would be, in pixels."""
        return len(self.lines(said, size, room, bold=bold)) * self.step(size)

    # Lines and marks

    def pen(self, style: ArmStyle, width: float) -> QPen:
        """An arm's pen, so many units wide; dashes grow less than the line does."""
        pen = arm_pen(style)
        dashes = [length / 2 for length in pen.dashPattern()]
        pen.setCosmetic(False)
        pen.setWidthF(width * self.unit)
        if dashes:
            pen.setDashPattern(dashes)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def mark(self, style: ArmStyle, at: QPointF, size: float) -> None:
        """An arm's marker, so many units wide."""
        self.painter.save()
        self.painter.translate(at)
        self.painter.scale(size * self.unit, size * self.unit)
        self.painter.fillPath(marker_path(style.marker), arm_pen(style).color())
        self.painter.restore()

    def swatch(self, style: ArmStyle, left: float, middle: float, wide: float) -> None:
        """A piece of an arm's line with its marker."""
        self.painter.setPen(self.pen(style, 3))
        self.painter.drawLine(QPointF(left, middle), QPointF(left + wide, middle))
        self.mark(style, QPointF(left + wide / 2, middle), 11)

    def arrow(self, along: list[QPointF], colour: QColor, width: float = 2) -> None:
        """A line through these points that ends in a head."""
        path = QPainterPath(along[0])
        for point in along[1:]:
            path.lineTo(point)
        self.painter.setPen(QPen(colour, width * self.unit))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPath(path)
        tip, before = along[-1], along[-2]
        away = before - tip
        length = max((away.x() ** 2 + away.y() ** 2) ** 0.5, 1e-9)
        back = away * (11 * self.unit / length)
        side = QPointF(-back.y(), back.x()) * 0.5
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawPolygon(QPolygonF([tip, tip + back + side, tip + back - side]))


def _joined(said: str) -> str:
    """The text with no place to break a line before an interval or a unit."""
    return INTERVAL.sub(lambda found: found.group().replace(" ", NO_BREAK), unbroken(said))


def _words(said: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """The words of a text; numbers are parted from intervals only where both are too wide."""
    found = []
    for word in said.split(" "):
        fits = metrics.horizontalAdvance(word) <= room
        found += [word] if fits else word.split(NO_BREAK)
    return found


def _pieces(word: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """A word in pieces that fit; whole where it fits."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and metrics.horizontalAdvance(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
