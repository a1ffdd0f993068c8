"""The loop, large: real data, the first model, and the five steps that come again."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from core.report.charts import LoopChart, Stage
from desktop_app.widgets.pens import faint
from desktop_app.widgets.present_ink import BODY, SMALL, Ink

GAP = 28
"""Units between two boxes, for the arrow."""

SIZES = (24, 22, SMALL)
"""Heights of the words in the boxes, in units: the largest that fits."""

AIRY, LEAST_BETWEEN = 44, 18
"""Units between the boxes above and those below: so many with larger words, and at least."""

PADDING = 12
"""Units between a box and its words."""


def draw_loop(ink: Ink, chart: LoopChart, room: QRectF) -> None:
    """How the loop is entered above, its five steps below, and the way back under them."""
    unit, columns = ink.unit, len(chart.steps)
    wide = (room.width() - (columns - 1) * GAP * unit) / columns
    back, size = ink.step(BODY) + 26 * unit, SIZES[-1]
    for size in SIZES:
        starts = _tallest(ink, chart.starts, 2 * wide, size)
        steps = _tallest(ink, chart.steps, wide, size)
        spare = room.height() - starts - steps - back
        if spare > AIRY * unit:
            break
    spare = max(spare, 0)
    between = max(min(0.4 * spare, 50 * unit), LEAST_BETWEEN * unit)
    top = room.top() + max(spare - between, 0) / 3
    upper = [
        QRectF(room.left() + place * (2 * wide + GAP * unit), top, 2 * wide, starts)
        for place in range(len(chart.starts))
    ]
    lower = [
        QRectF(room.left() + place * (wide + GAP * unit), top + starts + between, wide, steps)
        for place in range(columns)
    ]
    for stages, boxes in ((chart.starts, upper), (chart.steps, lower)):
        for stage, box in zip(stages, boxes, strict=True):
            _box(ink, stage, box, size)
        for one, other in pairwise(boxes):
            _across(ink, one, other)
    _enter(ink, upper[-1], lower[0])
    _way_back(ink, chart.again, lower)


def _tallest(ink: Ink, stages: tuple[Stage, ...], wide: float, size: int) -> float:
    inner = wide - 2 * PADDING * ink.unit
    words = max(ink.height(stage.said, size, inner) for stage in stages)
    names = max(ink.height(stage.title, size + 3, inner, bold=True) for stage in stages)
    return words + names + (2 * PADDING + 4) * ink.unit


def _box(ink: Ink, stage: Stage, box: QRectF, size: int) -> None:
    """A tinted box is where the arms differ."""
    colour = ink.accent if stage.differs else ink.line
    ink.painter.setPen(QPen(colour, 2 * ink.unit))
    ink.painter.setBrush(faint(ink.accent, 0.12) if stage.differs else ink.raised)
    ink.painter.drawRoundedRect(box, 10 * ink.unit, 10 * ink.unit)
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    pad = PADDING * ink.unit
    inner = box.adjusted(pad, pad, -pad, -pad)
    tall = ink.paragraph(stage.title, inner, size + 3, bold=True)
    ink.paragraph(stage.said, inner.adjusted(0, tall + 4 * ink.unit, 0, 0), size)


def _across(ink: Ink, one: QRectF, other: QRectF) -> None:
    y, gap = one.center().y(), 4 * ink.unit
    ink.arrow([QPointF(one.right() + gap, y), QPointF(other.left() - gap, y)], ink.line)


def _enter(ink: Ink, start: QRectF, first: QRectF) -> None:
    """From the first model to the first step."""
    x, gap = first.center().x(), 4 * ink.unit
    if start.left() <= x <= start.right():
        ink.arrow([QPointF(x, start.bottom() + gap), QPointF(x, first.top() - gap)], ink.line)
        return
    middle = (start.bottom() + first.top()) / 2
    out = start.left() + 40 * ink.unit
    points = [(out, start.bottom() + gap), (out, middle), (x, middle), (x, first.top() - gap)]
    ink.arrow([QPointF(*point) for point in points], ink.line)


def _way_back(ink: Ink, again: str, boxes: list[QRectF]) -> None:
    """From the last step under the others to the first, and what it says."""
    unit, first, last = ink.unit, boxes[0], boxes[-1]
    y = last.bottom() + 22 * unit
    start, end = last.center().x(), first.center().x()
    points = [(start, last.bottom() + 3 * unit), (start, y), (end, y)]
    ink.arrow([QPointF(*p) for p in [*points, (end, first.bottom() + 3 * unit)]], ink.accent, 3)
    room = QRectF(end, y + 4 * unit, start - end, ink.step(BODY))
    ink.paragraph(again, room, BODY, bold=True, align=Qt.AlignmentFlag.AlignHCenter)
