"""One metric of two runs on the same axes: A in solid lines, B in dashes, an arm in one colour."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.analysis.change import declared, finished_values
from core.analysis.compared import shared_metrics
from core.analysis.curves import Curve, curve
from core.metrics.base import Family
from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from core.records import FloatArray
from desktop_app.translation import tr
from desktop_app.widgets.canvas import Canvas
from desktop_app.widgets.chart_reading import has_interval, interval_note, say_direction
from desktop_app.widgets.label import words
from desktop_app.widgets.picture import Picture


def compared_styles(a: RunRecord, b: RunRecord) -> list[dict[str, ArmStyle]]:
    """The styles of A's arms and of B's: the colour and marker tell the arm, the dash the run."""
    arms = [*a.arms, *(arm for arm in b.arms if arm not in a.arms)]
    styles = arm_styles(arms, a.experiment.baseline)
    return [
        {arm: replace(styles[arm], dash="solid") for arm in a.arms},
        {arm: replace(styles[arm], dash="dashed") for arm in b.arms},
    ]


class CompareChart(QWidget):
    """A metric of a family, that both runs measure.

    Signals: chosen when another metric is; pointed with a generation, or None.
    """

    chosen = Signal()
    pointed = Signal(object)

    def __init__(self, family: Family, parent: QWidget | None = None) -> None:
        """Make an empty chart of a metric family."""
        super().__init__(parent)
        self._family, self._runs = family, tuple[RunRecord, ...]()
        self.chooser, self.unit, self.canvas = QComboBox(), words(role="small"), Canvas()
        self.chooser.setAccessibleName(tr("Metric of {family}").format(family=family.value))
        self.chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.chooser.activated.connect(self._choose)
        self.canvas.pointed.connect(self.pointed)
        head, rows = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(words(family.value.capitalize(), "heading"))
        head.addWidget(self.chooser, 1)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(head)
        rows.addWidget(self.unit)
        rows.addWidget(self.canvas, 1)

    @property
    def drawn(self) -> str:
        """The metric that is drawn; "" where the runs share none of the family."""
        return self.chooser.currentData() or ""

    def show_runs(self, a: RunRecord, b: RunRecord) -> None:
        """Draw two runs, by the primary metric of A if it is of this family."""
        self._runs = (a, b)
        self.chooser.clear()
        shared = [name for name in shared_metrics(a, b) if declared(name).family is self._family]
        for name in sorted(shared, key=lambda name: name != a.experiment.primary()):
            self.chooser.addItem(declared(name).title, name)
        styles = [style for each in compared_styles(a, b) for style in each.values()]
        longest = max(one.experiment.generations for one in self._runs)
        self.canvas.set_arms(styles, longest)
        self._draw()

    @Slot()
    def _choose(self) -> None:
        self._draw()
        self.chosen.emit()

    def _draw(self) -> None:
        there = bool(self.drawn)
        self.chooser.setVisible(there)
        self.canvas.setVisible(there)
        if not there:
            self.unit.setText(
                tr("The two runs share no {family} metric.").format(family=self._family.value)
            )
            return
        self.unit.setText(say_direction(self.drawn))
        found = [(run, curve(run, self.drawn, arm)) for run in self._runs for arm in run.arms]
        curves = tuple(one for _, one in found)
        fewest = min(run.experiment.replicates for run in self._runs)
        strands = tuple(_strands(run, one) for run, one in found)
        self.canvas.draw(Picture(curves, strands, note=interval_note(curves, fewest)))
        title = declared(self.drawn).title
        self.canvas.setAccessibleName(tr("Chart of {title}").format(title=title))
        self.canvas.setAccessibleDescription(
            tr(
                "{title} over the generations, run A in solid lines and run B in dashes; the table "
                "below has the values."
            ).format(title=title)
        )


def _strands(run: RunRecord, of: Curve) -> FloatArray | None:
    """Single replicates, of an arm that has no interval."""
    return None if has_interval(of) else finished_values(run, of.metric, of.arm)
