"""One metric of two runs on the same axes: A in solid lines, B in dashes, an arm in one colour."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.analysis.change import declared, finished_values, is_loss
from core.analysis.compared import shared_metrics
from core.analysis.compared_words import describe_compared
from core.analysis.curves import Curve, curve
from core.metrics.base import Family
from core.palette import compared_styles
from core.record import RunRecord
from core.records import FloatArray
from desktop_app.models.taken_chart import TakenChart, take_compared
from desktop_app.translation import tr
from desktop_app.widgets.arm_legend import breakable
from desktop_app.widgets.canvas import Canvas
from desktop_app.widgets.chart_menu import TakeableFrame
from desktop_app.widgets.chart_reading import has_interval, interval_note, say_direction
from desktop_app.widgets.label import words
from desktop_app.widgets.picture import Picture


class CompareChart(TakeableFrame):
    """A metric of a family, that both runs measure, and one sentence that says what it shows.

    Signals: chosen when another metric is; pointed with a generation, or None; worded: words
    have changed.
    """

    chosen = Signal()
    pointed = Signal(object)
    worded = Signal()

    def __init__(self, family: Family, parent: QWidget | None = None) -> None:
        """Make an empty chart of a metric family."""
        super().__init__(parent)
        self._family = family
        self._runs: tuple[RunRecord, RunRecord] | None = None
        self.chooser, self.unit, self.canvas = QComboBox(), words(role="small"), Canvas()
        self.chooser.setAccessibleName(tr("Metric of {family}").format(family=family.value))
        self.chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.chooser.activated.connect(self._choose)
        self.canvas.pointed.connect(self.pointed)
        self.sentence = words(role="small")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        head, beside, rows = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(words(family.value.capitalize(), "heading"))
        head.addWidget(self.chooser, 1)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(head)
        beside.addWidget(self.unit, 1)
        beside.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(beside)
        rows.addWidget(self.canvas, 1)
        rows.addWidget(self.sentence)

    @property
    def drawn(self) -> str:
        """The metric that is drawn; "" where the runs share none of the family."""
        return self.chooser.currentData() or ""

    def show_runs(self, a: RunRecord, b: RunRecord) -> None:
        """Draw two runs, by the primary metric of A if it is of this family."""
        self._runs = (a, b)
        self.tell("")
        self.chooser.clear()
        shared = [name for name in shared_metrics(a, b) if declared(name).family is self._family]
        for name in sorted(shared, key=lambda name: name != a.experiment.primary()):
            self.chooser.addItem(declared(name).title, name)
        both = compared_styles(a.arms, b.arms, a.experiment.baseline)
        styles = [style for each in both for style in each.values()]
        longest = max(one.experiment.generations for one in (a, b))
        self.canvas.set_arms(styles, longest)
        self._draw(a, b)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break otherwise now."""
        super().resizeEvent(event)
        self.worded.emit()

    def take(self) -> TakenChart | None:
        """The chart as it is drawn now, for the report to draw; None where there is none."""
        return take_compared(*self._runs, self.drawn) if self._runs and self.drawn else None

    @Slot()
    def _choose(self) -> None:
        if self._runs is not None:
            self.tell("")
            self._draw(*self._runs)
            self.chosen.emit()

    def _draw(self, a: RunRecord, b: RunRecord) -> None:
        there = bool(self.drawn)
        for part in (self.chooser, self.menu, self.canvas, self.sentence):
            part.setVisible(there)
        if not there:
            self.unit.setText(
                tr("The two runs share no {family} metric.").format(family=self._family.value)
            )
            return
        self.unit.setText(say_direction(self.drawn))
        found = [(run, curve(run, self.drawn, arm)) for run in (a, b) for arm in run.arms]
        curves = tuple(one for _, one in found)
        fewest = min(run.experiment.replicates for run in (a, b))
        strands = tuple(_strands(run, one) for run, one in found)
        note, from_zero = interval_note(curves, fewest), not is_loss(self.drawn)
        self.canvas.draw(Picture(curves, strands, note=note, from_zero=from_zero))
        title = declared(self.drawn).title
        self.canvas.setAccessibleName(tr("Chart of {title}").format(title=title))
        said = describe_compared(a, b, self.drawn)
        self.sentence.setText(breakable(said))
        self.canvas.setAccessibleDescription(said)
        self.worded.emit()


def _strands(run: RunRecord, of: Curve) -> FloatArray | None:
    """Single replicates, of an arm that has no interval."""
    return None if has_interval(of) else finished_values(run, of.metric, of.arm)
