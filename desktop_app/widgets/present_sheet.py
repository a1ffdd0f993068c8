"""One step of a story on the whole of a screen: a sentence, its picture, samples, a thin foot."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.report.charts import LoopChart
from core.report.document import Table
from core.report.story.steps import Curves, Step
from core.report.story.telling import Story
from desktop_app.translation import tr
from desktop_app.widgets.present_chart import draw_chart
from desktop_app.widgets.present_ink import DESIGNED, HEAD, SMALL, Ink, Placed
from desktop_app.widgets.present_loop import draw_loop
from desktop_app.widgets.present_samples import draw_samples, samples_height
from desktop_app.widgets.present_table import draw_table

MARGIN = 44
"""Units between the edge of the screen and what stands on it."""

SMALLEST_HEAD = 26
"""A headline is at least so large, in units."""

HEAD_LINES = 2
"""Lines that a headline may take before it is set smaller."""

NOTE_LINES, NOTE_LINES_BESIDE = 4, 2
"""Lines that notes may take together, and beside samples; the first note is always there."""

GAP = 14
"""Units between the parts."""


class PresentSheet(QWidget):
    """Paints a step; everything that matters is on the picture itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty sheet."""
        super().__init__(parent)
        self._step: Step | None = None
        self._foot, self._count = "", ""
        self.placed: list[Placed] = []
        self.picture = QRectF()
        """Where the picture was drawn last, and all words that were."""

    def show_step(self, story: Story, at: int) -> None:
        """Show one of the steps, as the run stands now."""
        self._step = step = story.step(story.keys[at])
        self._foot = story.foot
        self._count = tr("step {at} of {all}").format(at=at + 1, all=len(story.keys))
        self.setAccessibleName(step.title)
        self.setAccessibleDescription(" ".join([step.headline, *step.notes]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the step as large as the screen allows."""
        painter = QPainter(self)
        unit = min(self.width() / DESIGNED[0], self.height() / DESIGNED[1])
        ink = Ink(painter, self.palette(), self.font(), unit)
        painter.fillRect(self.rect(), ink.ground)
        if self._step is not None:
            self._draw(ink, self._step)
        self.placed = ink.placed
        painter.end()

    def _draw(self, ink: Ink, step: Step) -> None:
        unit = ink.unit
        edge = MARGIN * unit
        room = QRectF(self.rect()).adjusted(edge, 0.6 * edge, -edge, -0.4 * edge)
        foot = self._draw_foot(ink, room)
        room.setBottom(room.bottom() - foot)
        room.setTop(room.top() + _draw_words(ink, step, room) + GAP * unit)
        if step.samples is not None:
            tall = samples_height(ink, step.samples, room.width())
            below = QRectF(room.left(), room.bottom() - tall, room.width(), tall)
            draw_samples(ink, step.samples, below)
            room.setBottom(below.top() - GAP * unit)
        self.picture = room
        _draw_picture(ink, step, room)

    def _draw_foot(self, ink: Ink, room: QRectF) -> float:
        """The run and its size at the left, the place in the story at the right."""
        wide = ink.width(self._count, SMALL)
        left = room.width() - wide - GAP * ink.unit
        tall = ink.height(self._foot, SMALL, left)
        top = room.bottom() - tall
        ink.painter.setPen(QPen(ink.grid, 1.5 * ink.unit))
        line = top - 4 * ink.unit
        ink.painter.drawLine(QPointF(room.left(), line), QPointF(room.right(), line))
        ink.paragraph(self._foot, QRectF(room.left(), top, left, tall), SMALL, colour=ink.quiet)
        ink.write(self._count, QPointF(room.right() - wide, top), SMALL, colour=ink.quiet)
        return tall + (4 + GAP) * ink.unit


def _draw_words(ink: Ink, step: Step, room: QRectF) -> float:
    """What the step is about, its sentence and its notes; returns their height."""
    top = room.top()
    top += ink.paragraph(step.title, room, SMALL + 2, bold=True, colour=ink.accent)
    sizes = range(HEAD, SMALLEST_HEAD, -2)
    fitting = (
        size
        for size in sizes
        if len(ink.lines(step.headline, size, room.width(), bold=True)) <= HEAD_LINES
    )
    size = next(fitting, SMALLEST_HEAD)
    below = QRectF(room.left(), top, room.width(), 0)
    top += ink.paragraph(step.headline, below, size, bold=True) + 4 * ink.unit
    left = NOTE_LINES if step.samples is None else NOTE_LINES_BESIDE
    for place, note in enumerate(step.notes):
        lines = len(ink.lines(note, SMALL, room.width()))
        if place and lines > left:
            continue
        below.moveTop(top)
        top += ink.paragraph(note, below, SMALL, colour=ink.quiet)
        left -= lines
    return top - room.top()


def _draw_picture(ink: Ink, step: Step, room: QRectF) -> None:
    match step.picture:
        case Curves():
            draw_chart(ink, step.picture, room)
        case LoopChart():
            draw_loop(ink, step.picture, room)
        case Table():
            draw_table(ink, step.picture, room)
