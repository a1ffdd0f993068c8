"""A chart for a shared screen: thick curves, large axes, names and values at the curves' ends."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen, QPolygonF

from core.palette import NULL_BAND
from core.records import AnyArray, BoolArray, FloatArray
from core.report.charts import Line
from core.report.story.steps import Curves
from desktop_app.translation import tr
from desktop_app.widgets.axes import ticks
from desktop_app.widgets.pens import faint
from desktop_app.widgets.present_ink import BODY, SMALL, Ink

GUTTER = 0.33
"""Widest share of the picture for what stands at the ends of curves."""

MARKS = 7
"""About how many markers a whole curve carries."""

KEY = 34
"""Units for a piece of line before a name."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where generations and values lie on the picture."""

    room: QRectF
    last: int
    low: float
    high: float

    def x(self, generation: float) -> float:
        return self.room.left() + self.room.width() * generation / max(self.last, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.room.bottom() - self.room.height() * share

    def points(self, along: AnyArray, values: FloatArray) -> list[QPointF]:
        return [QPointF(self.x(x), self.y(y)) for x, y in zip(along, values, strict=True)]


@dataclass(slots=True)
class _Label:
    """What stands at the end of a curve: lines of a name, its value, and the middle of both."""

    line: Line
    name: list[str]
    value: list[str]
    middle: float
    tall: float


def draw_chart(ink: Ink, chart: Curves, room: QRectF) -> None:
    """Fill the room with a chart."""
    unit = ink.unit
    widest = GUTTER * room.width()
    labels = [_label(ink, line, widest - KEY * unit) for line in chart.panel.lines if len(line.x)]
    title = f"{chart.panel.title}, {chart.panel.unit}" if chart.panel.unit else chart.panel.title
    head = ink.paragraph(title, room, SMALL, bold=True) + 4 * unit
    low, high = chart.reach
    rungs = ticks(low, high, most=max(2, int((room.height() - head) / (46 * unit))))
    left = max(ink.width(said, SMALL) for _, said in rungs) + 10 * unit
    gutter = max((_wide(ink, label) for label in labels), default=0.0) + (KEY + 20) * unit
    foot = ink.step(SMALL) + 6 * unit
    inner = room.adjusted(left, head, -gutter, -foot)
    frame = _Frame(inner, chart.generations, low, high + 0.06 * (high - low))
    _ground(ink, frame, rungs, room)
    _band(ink, frame, chart.panel.band)
    for line in chart.panel.lines:
        _spread(ink, frame, line)
    for place, line in enumerate(chart.panel.lines):
        _curve(ink, frame, line, place / len(chart.panel.lines))
    _rings(ink, frame, chart)
    left = _place_ends(ink, frame, labels, room)
    _band_words(ink, frame, chart, [_room_of(ink, label, left) for label in labels])
    for label in labels:
        _write_end(ink, frame, label, left)


# The ground


def _ground(ink: Ink, frame: _Frame, rungs: list[tuple[float, str]], room: QRectF) -> None:
    unit, inner = ink.unit, frame.room
    for at, said in rungs:
        y = frame.y(at)
        ink.painter.setPen(QPen(ink.grid, 1.2 * unit))
        ink.painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
        wide = ink.width(said, SMALL)
        corner = QPointF(inner.left() - wide - 8 * unit, y - ink.step(SMALL) / 2)
        ink.write(said, corner, SMALL, colour=ink.quiet)
    ink.painter.setPen(QPen(ink.line, 1.5 * unit))
    ink.painter.drawLine(inner.bottomLeft(), inner.bottomRight())
    word = tr("generation")
    most = max(1, int(inner.width() / (110 * unit)))
    top = inner.bottom() + 4 * unit
    reached = room.left() - unit
    for at, said in ticks(0, max(frame.last, 1), whole=True, most=min(most, 10)):
        wide = ink.width(said, SMALL)
        begin = frame.x(at) - wide / 2
        if begin > reached:
            ink.write(said, QPointF(begin, top), SMALL, colour=ink.quiet)
            reached = begin + wide + 8 * unit
    begin = max(reached, inner.right() + 16 * unit)
    if begin + ink.width(word, SMALL) <= room.right():
        ink.write(word, QPointF(begin, top), SMALL, colour=ink.quiet)


def _band(ink: Ink, frame: _Frame, band: tuple[float, float, float] | None) -> None:
    if band is None:
        return
    top, bottom = frame.y(band[2]), frame.y(band[0])
    least = 2 * ink.unit
    strip = QRectF(frame.room.left(), top, frame.room.width(), max(bottom - top, least))
    strip &= frame.room
    ink.painter.setPen(QPen(faint(NULL_BAND, 0.8), ink.unit))
    ink.painter.setBrush(ink.real)
    ink.painter.drawRect(strip)


def _band_words(ink: Ink, frame: _Frame, chart: Curves, taken: list[QRectF]) -> None:
    """What the band is, beside it where curves leave most room; taken: other words' places."""
    band = chart.panel.band
    if band is None:
        return
    said = tr("grey: 95 % of real samples lie here")
    wide, tall = ink.width(said, SMALL), ink.step(SMALL)
    inner, gap = frame.room, 3 * ink.unit
    heights = [frame.y(band[2]) - tall - gap, frame.y(band[0]) + gap]
    middle = (frame.y(band[0]) + frame.y(band[2]) - tall) / 2
    heights += [middle] if frame.y(band[0]) - frame.y(band[2]) > tall else []
    heights += [inner.center().y(), inner.bottom() - tall - gap]
    spare = inner.width() - wide
    corners = [
        QPointF(inner.left() + 8 * ink.unit + share * max(spare - 16 * ink.unit, 0), top)
        for top in heights
        for share in (1.0, 0.5, 0.0)
        if inner.top() - gap <= top <= inner.bottom() - tall
    ]
    if not corners:
        corners = [QPointF(inner.left() + 8 * ink.unit, inner.top())]
    curves = [_path(frame.points(line.x, line.centre)) for line in chart.panel.lines]
    pad = 4 * ink.unit

    def hidden(corner: QPointF) -> int:
        over = QRectF(corner.x() - pad, corner.y(), wide + 2 * pad, tall)
        crossed = sum(path.intersects(over) for path in curves)
        return crossed + len(curves) * sum(other.intersects(over) for other in taken)

    best = min(corners, key=hidden)
    ink.painter.fillRect(
        QRectF(best.x() - pad, best.y(), wide + 2 * pad, tall), faint(ink.ground, 0.75)
    )
    ink.write(said, best, SMALL, colour=ink.quiet)


# The curves


def _spread(ink: Ink, frame: _Frame, line: Line) -> None:
    """The interval as a band, or each replicate by itself where there is none."""
    colour = ink.pen(line.style, 1).color()
    ink.painter.setPen(Qt.PenStyle.NoPen)
    ink.painter.setBrush(faint(colour, 0.22))
    for part in _parts(np.isfinite(line.low) & np.isfinite(line.high)):
        there = frame.points(line.x[part], line.high[part])
        back = frame.points(line.x[part], line.low[part])[::-1]
        ink.painter.drawPolygon(QPolygonF(there + back))
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    if line.replicates is not None and len(line.replicates) > 1:
        ink.painter.setPen(QPen(faint(colour, 0.45), 1.5 * ink.unit))
        for single in line.replicates:
            for part in _parts(np.isfinite(single)):
                ink.painter.drawPath(_path(frame.points(line.x[part], single[part])))


def _curve(ink: Ink, frame: _Frame, line: Line, turn: float) -> None:
    """The centre with its markers; `turn`, 0 to 1, keeps the markers of two arms apart."""
    known = np.isfinite(line.centre)
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    ink.painter.setPen(ink.pen(line.style, 3.2))
    for part in _parts(known):
        ink.painter.drawPath(_path(frame.points(line.x[part], line.centre[part])))
    step = max(1, round(frame.last / MARKS))
    marked = {*range(int(turn * step), len(line.x), step), len(line.x) - 1}
    for at in sorted(marked):
        if at >= 0 and known[at]:
            point = QPointF(frame.x(line.x[at]), frame.y(line.centre[at]))
            ink.mark(line.style, point, 12)


def _rings(ink: Ink, frame: _Frame, chart: Curves) -> None:
    lines = {line.label: line for line in chart.panel.lines}
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    ink.painter.setPen(QPen(ink.text, 2.5 * ink.unit))
    for label, generation in chart.rings:
        value = float(lines[label].centre[generation])
        radius = 13 * ink.unit
        ink.painter.drawEllipse(QPointF(frame.x(generation), frame.y(value)), radius, radius)


def _path(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath()
    if points:
        path.addPolygon(QPolygonF(points))
    return path


def _parts(known: BoolArray) -> list[slice]:
    """Stretches of places that are all known."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    return [slice(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True)]


# The ends


def _label(ink: Ink, line: Line, room: float) -> _Label:
    name = ink.lines(line.label, BODY, room, bold=True)
    value = ink.lines(line.last, SMALL, room) if line.last else []
    label = _Label(line, name, value, 0.0, 0.0)
    label.tall = _tall(ink, label)
    return label


def _tall(ink: Ink, label: _Label) -> float:
    return len(label.name) * ink.step(BODY) + len(label.value) * ink.step(SMALL)


def _wide(ink: Ink, label: _Label) -> float:
    names = [ink.width(said, BODY, bold=True) for said in label.name]
    return max(names + [ink.width(said, SMALL) for said in label.value])


def _place_ends(ink: Ink, frame: _Frame, labels: list[_Label], room: QRectF) -> float:
    """Put names and values at the ends of curves, apart from one another; returns their left."""
    for label in labels:
        value = float(label.line.centre[-1])
        label.middle = frame.y(value) if np.isfinite(value) else frame.room.top()
    labels.sort(key=lambda label: label.middle)
    tallest = room.bottom() - ink.step(SMALL) - room.top()
    if sum(label.tall for label in labels) > tallest:
        for label in labels:
            label.value = []
            label.tall = _tall(ink, label)
    _apart(labels, room.top(), room.top() + tallest)
    newest = max((frame.x(label.line.x[-1]) for label in labels), default=frame.room.left())
    return newest + 14 * ink.unit


def _room_of(ink: Ink, label: _Label, left: float) -> QRectF:
    """What a name and its value cover, with its line."""
    wide = KEY * ink.unit + _wide(ink, label)
    return QRectF(left, label.middle - label.tall / 2, wide, label.tall)


def _apart(labels: list[_Label], top: float, bottom: float) -> None:
    """Move labels, sorted from the top, until none touches another or leaves the picture."""
    reached = top
    for label in labels:
        label.middle = max(label.middle, reached + label.tall / 2)
        reached = label.middle + label.tall / 2
    reached = bottom
    for label in reversed(labels):
        label.middle = min(label.middle, reached - label.tall / 2)
        reached = label.middle - label.tall / 2


def _write_end(ink: Ink, frame: _Frame, label: _Label, left: float) -> None:
    unit, line = ink.unit, label.line
    top = label.middle - label.tall / 2
    value = float(line.centre[-1])
    first = top + ink.step(BODY) / 2
    if np.isfinite(value):
        end = QPointF(frame.x(line.x[-1]), frame.y(value))
        ink.painter.setPen(QPen(faint(ink.pen(line.style, 1).color(), 0.7), 1.2 * unit))
        ink.painter.drawLine(end, QPointF(left, first))
    ink.swatch(line.style, left, first, (KEY - 8) * unit)
    for said in label.name:
        ink.write(said, QPointF(left + KEY * unit, top), BODY, bold=True)
        top += ink.step(BODY)
    for said in label.value:
        ink.write(said, QPointF(left + KEY * unit, top), SMALL, colour=ink.quiet)
        top += ink.step(SMALL)
