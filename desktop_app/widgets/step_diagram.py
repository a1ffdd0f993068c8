"""The five steps of a generation, with the one that is being done lit."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.events import Progress, Step
from core.record import RunRecord
from desktop_app.translation import tr
from desktop_app.widgets.pens import blend

STEPS = tuple(Step)
GAP = 18
"""Pixels between two steps, for the arrow."""

PADDING = 8
"""Pixels at either side of a step's name."""


class StepDiagram(QWidget):
    """Sample, verify, admit, train, measure; steps that this generation skips are faint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the diagram with no step lit."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._progress: Progress | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Steps of a generation"))
        self.refresh()

    def show_record(self, record: RunRecord) -> None:
        """Show a run, at none of its steps yet."""
        self._record = record
        self.show_progress(None)

    def show_progress(self, progress: Progress | None) -> None:
        """Light the step that is being done; None lights none."""
        self._progress = progress
        self.refresh()

    def refresh(self) -> None:
        """Draw it anew."""
        self.setAccessibleDescription(self.text())
        self.update()

    def text(self) -> str:
        """Generation, arm and step in words."""
        if self._progress is None:
            return tr("No step is being done; a generation is: {steps}.").format(
                steps=", ".join(STEPS)
            )
        arm = self._progress.arm or tr("all arms")
        return tr("Generation {generation}, {arm}: {step}.").format(
            generation=self._progress.generation, arm=arm, step=self._progress.step
        )

    def skipped(self) -> frozenset[Step]:
        """Steps that do not happen: all before training in generation 0, and absent verifiers."""
        if self._progress is None or self._record is None:
            return frozenset()
        if self._progress.arm is None or self._progress.generation == 0:
            return frozenset({Step.SAMPLE, Step.VERIFY, Step.ADMIT} - {self._progress.step})
        regime = self._record.experiment.arm(self._progress.arm).at(self._progress.generation)
        return frozenset() if regime.verifier is not None else frozenset({Step.VERIFY})

    def sizeHint(self) -> QSize:
        """Room for the five names and the arrows between them."""
        widths = sum(self.fontMetrics().horizontalAdvance(step) + 2 * PADDING for step in STEPS)
        return QSize(widths + GAP * (len(STEPS) - 1) + 2, self.fontMetrics().height() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps as boxes with arrows between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, skipped = 0.5, self.skipped()
        for place, step in enumerate(STEPS):
            width = self.fontMetrics().horizontalAdvance(step) + 2 * PADDING
            box = QRectF(left, 0.5, width, self.height() - 1)
            if place:
                self._draw_arrow(painter, left)
            self._draw_step(painter, box, step, step in skipped)
            left += width + GAP
        painter.end()

    def _draw_step(self, painter: QPainter, box: QRectF, step: Step, skipped: bool) -> None:
        role, palette = QPalette.ColorRole, self.palette()
        lit = self._progress is not None and self._progress.step is step
        ink = self._ink(0.7 if skipped else 0.25)
        painter.setPen(QPen(palette.color(role.Highlight) if lit else self._ink(0.75), 1))
        painter.setBrush(palette.color(role.Highlight if lit else role.Base))
        painter.drawRoundedRect(box, 6, 6)
        font = self.font()
        font.setBold(lit)
        painter.setFont(font)
        painter.setPen(palette.color(role.HighlightedText) if lit else ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, step)

    def _draw_arrow(self, painter: QPainter, to: float) -> None:
        middle, ink = self.height() / 2, self._ink(0.5)
        painter.setPen(QPen(ink, 1))
        painter.drawLine(QPointF(to - GAP + 3, middle), QPointF(to - 6, middle))
        painter.setBrush(ink)
        head = ((-3, 0), (-8, -3.5), (-8, 3.5))
        painter.drawPolygon(QPolygonF([QPointF(to + x, middle + y) for x, y in head]))

    def _ink(self, faded: float) -> QColor:
        role = QPalette.ColorRole
        return blend(self.palette().color(role.WindowText), self.palette().color(role.Base), faded)
