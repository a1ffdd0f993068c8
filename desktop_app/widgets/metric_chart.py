"""One live chart: a metric of one family, a curve an arm, with the numbers underneath."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.analysis.audited import generation_named
from core.analysis.change import declared
from core.analysis.curves import Curve
from core.analysis.families import PURPOSES, family_metrics
from core.metrics.bands import FEWEST_TYPES
from core.metrics.base import Family
from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.models.chart_view import PLAIN, ChartView
from desktop_app.widgets.chart_picture import as_ratio, drawn_curve, drawn_values, make_picture
from desktop_app.widgets.chart_reading import caption, say_reading, say_value, subject
from desktop_app.widgets.label import words
from desktop_app.widgets.value_table import Row, ValueTable

if TYPE_CHECKING:
    from desktop_app.widgets.canvas import Canvas


class MetricChart(QWidget):
    """A metric over generations: curves, bands, the null band, closed forms, and the values.

    Signal pointed: the generation that the mouse or the arrow keys point at, or None.
    """

    pointed = Signal(object)

    def __init__(self, family: Family, parent: QWidget | None = None) -> None:
        """Make an empty chart of a metric family."""
        super().__init__(parent)
        self._family = family
        self._record: RunRecord | None = None
        self._styles: dict[str, ArmStyle] = {}
        self._curves: dict[str, Curve] = {}
        self.canvas: Canvas | None = None
        self._wanted, self._view = "", PLAIN
        self._at: int | None = None
        self.chooser = QComboBox()
        self.unit, self.purpose = words(role="small"), words(PURPOSES.get(family, ""), "small")
        self.values = ValueTable()
        self.chooser.setAccessibleName(f"Metric of {family.value}")
        self.chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.chooser.activated.connect(self._choose)
        self.chooser.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.chooser.installEventFilter(self)
        self._lay_out()

    def _lay_out(self) -> None:
        family = words(self._family.value.capitalize(), "heading")
        head = QHBoxLayout()
        head.addWidget(family)
        head.addWidget(self.chooser, 1)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(2)
        self._body.addLayout(head)
        self.purpose.setVisible(bool(self.purpose.text()))
        for part in (self.purpose, self.unit, self.values):
            self._body.addWidget(part)
        self._body.addStretch(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the page rather than change the metric on its way."""
        if event.type() == QEvent.Type.Wheel and not self.chooser.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @property
    def drawn(self) -> str:
        """The metric that is drawn; "" where the run measures none of the family."""
        return self.chooser.currentData() or ""

    @property
    def _ratio(self) -> bool:
        return as_ratio(self.drawn, self._view)

    def choose(self, metric: str) -> None:
        """Draw another metric of the family.

        Raises ValueError when the run does not measure it.
        """
        place = self.chooser.findData(metric)
        if place < 0:
            raise ValueError(f"metric: '{metric}' is not a {self._family.value} metric of this run")
        self._choose(place)

    def show_record(self, record: RunRecord, view: ChartView = PLAIN) -> None:
        """Show a run, on the metric chosen by hand before if it is measured there too."""
        self._record, self._view, self._at = record, view, None
        self._styles = arm_styles(record.arms, record.experiment.baseline)
        self.chooser.clear()
        for name in family_metrics(record, self._family):
            self.chooser.addItem(declared(name).title, name)
        self.chooser.setCurrentIndex(max(self.chooser.findData(self._wanted), 0))
        if self.canvas is None:
            self.canvas = self._make_canvas()
        styles = [self._styles[arm] for arm in record.arms]
        self.canvas.set_arms(styles, record.experiment.generations)
        self._redraw()

    def show_view(self, view: ChartView) -> None:
        """Draw the run as the person wants to look at it."""
        self._view = view
        self._redraw()

    def refresh(self) -> None:
        """Draw the generations that have finished since."""
        if self._record is None or self.canvas is None or not self.drawn:
            return
        record = self._record
        for arm in record.arms:
            seen = self._curves.get(arm)
            if seen is None or len(seen.generations) != record.done(arm) + 1:
                self._curves[arm] = drawn_curve(record, self.drawn, arm, ratio=self._ratio)
        self._draw(record, self.canvas)
        self._show_values(record)

    def point_at(self, generation: int | None) -> None:
        """Show the values of a generation, or of the newest that every arm has finished."""
        self._at = generation
        if self._record is not None and self.canvas is not None and self.drawn:
            self.canvas.point_at(generation)
            self._show_values(self._record)

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.chooser.setCurrentIndex(place)
        self._wanted = self.drawn
        self._redraw()

    def _redraw(self) -> None:
        """Draw everything anew: another run, or another metric."""
        self._curves.clear()
        self._say_what()
        self.refresh()

    def _make_canvas(self) -> "Canvas":
        """Here, not above: pyqtgraph takes a while to import, and the window opens before that."""
        from desktop_app.widgets.canvas import Canvas

        canvas = Canvas()
        canvas.pointed.connect(self.pointed)
        self._body.insertWidget(3, canvas, 1)
        return canvas

    def _say_what(self) -> None:
        """Title, unit and accessible words; or that there is nothing to draw."""
        if self._record is None or self.canvas is None:
            return
        there = bool(self.drawn)
        for part in (self.chooser, self.canvas, self.values):
            part.setVisible(there)
        if not there:
            self.unit.setText(_say_absent(self._record, self._family))
            return
        title = declared(self.drawn).title
        self.values.name(subject(self.drawn, ratio=self._ratio))
        self.canvas.setAccessibleName(f"Chart of {title}")
        self.canvas.setAccessibleDescription(
            f"{title} over {self._record.experiment.generations} generations, "
            f"one curve for each of {len(self._record.arms)} arms; the table below has the values."
        )

    def _draw(self, record: RunRecord, canvas: "Canvas") -> None:
        curves = [self._curves[arm] for arm in record.arms]
        picture = make_picture(record, self.drawn, curves, self._view)
        linear = self._view.logarithmic and not picture.logarithmic
        self.unit.setText(say_reading(self.drawn, self._view, ratio=self._ratio, linear=linear))
        canvas.draw(picture)

    def _show_values(self, record: RunRecord) -> None:
        generation = record.done() if self._at is None else self._at
        curves = [self._curves[arm] for arm in record.arms]
        rows = [
            Row(
                one.arm,
                self._styles[one.arm],
                self._say_value(record, one, generation),
                faint=one.arm in self._view.hidden,
            )
            for one in curves
        ]
        named = generation_named(record, generation) if generation >= 0 else ""
        replicates = record.experiment.replicates
        said = caption(curves, generation, replicates, named)
        self.values.show_rows(said, rows)

    def _say_value(self, record: RunRecord, of: Curve, generation: int) -> str:
        if generation < 0:
            return ""
        if generation > record.done(of.arm):
            return "no value"
        values = drawn_values(record, self.drawn, of.arm, ratio=self._ratio)[:, generation]
        return say_value(of, generation, values, ratio=self._ratio)


def _say_absent(record: RunRecord, family: Family) -> str:
    """That a family has no metric here and, of few categories, why."""
    said, source = f"This run measures no {family.value} metric.", record.experiment.source
    if family is Family.TAIL and source.gives is RecordKind.COUNTS:
        types = source.universe()
        if types < FEWEST_TYPES:
            said += f" A tail takes {FEWEST_TYPES} categories or more; these data have {types}."
    return said
