"""One live chart: a metric of one family, a curve an arm, with the numbers underneath."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.analysis.audited import generation_named
from core.analysis.change import declared
from core.analysis.curves import Curve
from core.analysis.described import describe
from core.analysis.families import PURPOSES, family_metrics
from core.metrics.bands import FEWEST_TYPES
from core.metrics.base import Family
from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.icons import icon
from desktop_app.models.chart_view import PLAIN, ChartView
from desktop_app.models.taken_chart import TakenChart, take_metric
from desktop_app.translation import tr
from desktop_app.widgets.arm_legend import breakable
from desktop_app.widgets.chart_menu import TakeableFrame
from desktop_app.widgets.chart_picture import as_ratio, drawn_curve, drawn_values, make_picture
from desktop_app.widgets.chart_reading import caption, say_reading, say_value, subject
from desktop_app.widgets.chart_table import ChartTable
from desktop_app.widgets.explain_button import ExplainButton
from desktop_app.widgets.label import words
from desktop_app.widgets.value_table import Row, ValueTable

if TYPE_CHECKING:
    from desktop_app.widgets.canvas import Canvas

ALLOWED = 24
"""Generations, or fewer than twice as many, whose values are looked at for their width at once."""


class MetricChart(TakeableFrame):
    """A metric over generations: curves, bands, the null band, closed forms, and the values.

    The same as a table on request; below it, one sentence that says what it shows.
    Signals: pointed, the generation that the mouse or the arrow keys point at, or None.
    explain_asked: the metric that is to be explained. worded: words have changed. turned: the
    chart is a table now, or the table a chart.
    """

    pointed = Signal(object)
    explain_asked = Signal(str)
    worded = Signal()
    turned = Signal()

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
        self._logarithmic = False
        self._said_of: tuple[object, ...] = ()
        self.chooser = QComboBox()
        self.unit, self.purpose = words(role="small"), words(PURPOSES.get(family, ""), "small")
        self.values, self.table, self.sentence = ValueTable(), ChartTable(), words(role="small")
        self.values.fitted.connect(self.worded)
        self.table.hide()
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table_button = _table_button()
        self.explain_button = ExplainButton(self._family.value)
        self.table_button.toggled.connect(self._turn)
        self.explain_button.clicked.connect(self._explain)
        self.chooser.setAccessibleName(tr("Metric of {family}").format(family=family.value))
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
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.unit, 1)
        for button in (self.table_button, self.menu, self.explain_button):
            beside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(self.purpose)
        self._body.addLayout(beside)
        self._body.addWidget(self.table, 1)
        self._body.addWidget(self.values)
        self._body.addWidget(self.sentence)
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
    def is_table(self) -> bool:
        """Whether the numbers are shown in place of the chart."""
        return self.table_button.isChecked()

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
        self.table.start_over({arm: self._styles[arm] for arm in record.arms})
        self._redraw()

    def show_view(self, view: ChartView) -> None:
        """Draw the run as the person wants to look at it."""
        self._view = view
        self._redraw()

    def catch_up(self) -> None:
        """Work out the curves over the generations that have finished since."""
        if self._record is None or not self.drawn:
            return
        record = self._record
        for arm in record.arms:
            seen = self._curves.get(arm)
            if seen is None or len(seen.generations) != record.done(arm) + 1:
                self._curves[arm] = drawn_curve(record, self.drawn, arm, ratio=self._ratio)
                self._allow(record, arm, 0 if seen is None else len(seen.generations))

    def refresh(self) -> None:
        """Draw the generations that have finished since."""
        if self._record is None or self.canvas is None or not self.drawn:
            return
        self.catch_up()
        self._draw(self._record, self.canvas)
        self._show_values(self._record)
        self._say_sentence(self._record)

    def _allow(self, record: RunRecord, arm: str, first: int) -> None:
        """Have room in the table for an arm's values from a generation on: any can be shown.

        Of very many, some are looked at, or opening a long run would hold the window.
        """
        of, ratio = self._curves[arm], self._ratio
        values = drawn_values(record, of.metric, arm, ratio=ratio)
        done = len(of.generations)
        new = range(first, done, max(1, (done - first) // ALLOWED))
        say = partial(say_value, of, ratio=ratio)
        self.values.allow(
            arm, [(say(at, values[:, at], with_unit=False), say(at, values[:, at])) for at in new]
        )

    def take(self) -> TakenChart | None:
        """The chart as it is drawn now, for the report to draw; None where there is none."""
        record = self._record
        if record is None or not self.drawn or set(record.arms) <= self._view.hidden:
            return None
        return take_metric(
            record, self.drawn, self._view, ratio=self._ratio, logarithmic=self._logarithmic
        )

    def point_at(self, generation: int | None) -> None:
        """Show the values of a generation, or of the newest that every arm has finished."""
        self._at = generation
        if self._record is not None and self.canvas is not None and self.drawn:
            self.canvas.point_at(generation)
            self._show_values(self._record)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break otherwise now."""
        super().resizeEvent(event)
        self.worded.emit()

    @Slot()
    def _explain(self) -> None:
        self.explain_asked.emit(self.drawn)

    @Slot(bool)
    def _turn(self, table: bool) -> None:
        """Chart or table."""
        self.table_button.setIcon(icon("chart" if table else "table"))
        said = tr("Show as a chart") if table else tr("Show as a table")
        self.table_button.setToolTip(said)
        self.table_button.setAccessibleName(said)
        self._say_what()
        self.refresh()
        self.turned.emit()

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.chooser.setCurrentIndex(place)
        self._wanted = self.drawn
        self._redraw()

    def _redraw(self) -> None:
        """Draw everything anew: another run, or another metric."""
        self._curves.clear()
        self.values.forget()
        self._said_of = ()
        self.tell("")
        self._say_what()
        self.refresh()

    def _make_canvas(self) -> "Canvas":
        """Here, not above: pyqtgraph takes a while to import, and the window opens before that."""
        from desktop_app.widgets.canvas import Canvas

        canvas = Canvas()
        canvas.pointed.connect(self.pointed)
        self._body.insertWidget(self._body.indexOf(self.table), canvas, 1)
        return canvas

    def _say_what(self) -> None:
        """Title, unit and accessible words; or that there is nothing to draw."""
        if self._record is None or self.canvas is None:
            return
        there, table = bool(self.drawn), self.is_table
        controls = (self.chooser, self.table_button, self.menu, self.explain_button)
        wanted = dict.fromkeys(controls, there) | {self.table: there and table}
        for part, shown in (wanted | dict.fromkeys((self.canvas, self.values), not table)).items():
            part.setVisible(there and shown)
        if not there:
            self.unit.setText(_say_absent(self._record, self._family))
            self.sentence.setText("")
            self.worded.emit()
            return
        self.values.name(subject(self.drawn, ratio=self._ratio))
        self.canvas.setAccessibleName(
            tr("Chart of {title}").format(title=declared(self.drawn).title)
        )

    def _draw(self, record: RunRecord, canvas: "Canvas") -> None:
        curves = [self._curves[arm] for arm in record.arms]
        picture = make_picture(record, self.drawn, curves, self._view)
        self._logarithmic = picture.logarithmic
        linear = self._view.logarithmic and not picture.logarithmic
        self.unit.setText(say_reading(self.drawn, self._view, ratio=self._ratio, linear=linear))
        if not self.is_table:
            canvas.draw(picture)
            return
        hidden = [arm in self._view.hidden for arm in record.arms]
        rows = 1 + max(record.done(arm) for arm in record.arms)
        say = partial(_say_value, record, dict(self._curves), ratio=self._ratio)
        self.table.show_rows(rows, say, hidden, subject(self.drawn, ratio=self._ratio))

    def _say_sentence(self, record: RunRecord) -> None:
        """What the chart shows, on screen and to whoever cannot see it.

        It speaks of what all arms have finished, which most events do not change.
        """
        of = (self.drawn, self._view, self._logarithmic, record.done(), len(record.bands))
        if of == self._said_of:
            return
        self._said_of = of
        arms = [arm for arm in record.arms if arm not in self._view.hidden]
        said = describe(record, self.drawn, arms, ratio=self._ratio, logarithmic=self._logarithmic)
        self.sentence.setText(breakable(said))
        if self.canvas is not None:
            self.canvas.setAccessibleDescription(said)
        self.worded.emit()

    def _show_values(self, record: RunRecord) -> None:
        generation = record.done() if self._at is None else self._at
        curves = [self._curves[arm] for arm in record.arms]
        say = partial(_say_value, record, self._curves, generation=generation, ratio=self._ratio)
        rows = [
            Row(
                one.arm,
                self._styles[one.arm],
                say(one.arm, with_unit=False),
                say(one.arm),
                faint=one.arm in self._view.hidden,
            )
            for one in curves
        ]
        named = generation_named(record, generation) if generation >= 0 else ""
        replicates = record.experiment.replicates
        said = caption(curves, generation, replicates, named)
        self.values.show_rows(said, rows)


def _say_value(
    record: RunRecord,
    curves: dict[str, Curve],
    arm: str,
    generation: int,
    with_unit: bool = True,
    *,
    ratio: bool,
) -> str:
    """An arm's value at a generation, as the chart's curves have it."""
    of = curves[arm]
    if generation < 0:
        return ""
    if generation >= len(of.generations):
        return tr("no value")
    values = drawn_values(record, of.metric, arm, ratio=ratio)[:, generation]
    return say_value(of, generation, values, ratio=ratio, with_unit=with_unit)


def _table_button() -> QToolButton:
    button = QToolButton()
    button.setCheckable(True)
    button.setIcon(icon("table"))
    button.setProperty("role", "bare")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(tr("Show as a table"))
    button.setToolTip(tr("Show as a table"))
    return button


def _say_absent(record: RunRecord, family: Family) -> str:
    """That a family has no metric here and, of few categories, why."""
    said = tr("This run measures no {family} metric.").format(family=family.value)
    source = record.experiment.source
    if family is Family.TAIL and source.gives is RecordKind.COUNTS:
        types = source.universe()
        if types < FEWEST_TYPES:
            tail = tr("A tail takes {fewest} categories or more; these data have {types}.")
            return f"{said} {tail.format(fewest=FEWEST_TYPES, types=types)}"
    return said
