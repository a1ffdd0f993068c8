"""Metrics of several families side by side, on the same generations."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.analysis.wording import listed
from core.metrics.base import Family
from core.record import RunRecord
from desktop_app.models.chart_view import PLAIN, ChartView
from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.even_grid import fill
from desktop_app.widgets.fitted import Fitted
from desktop_app.widgets.metric_chart import MetricChart

NARROWEST = 240
"""Least width of a chart in pixels; there are as many in a row as fit."""


class ChartRow(Fitted):
    """A chart a family, each over 0 to the run's generations.

    Signals: pointed, the generation that one of them points at (all then show it), or None; asked
    and explain_asked, as of MetricChart.
    """

    pointed = Signal(object)
    asked = Signal(object, str)
    explain_asked = Signal(str)

    def __init__(self, families: tuple[Family, ...], parent: QWidget | None = None) -> None:
        """Make empty charts of these families."""
        super().__init__(parent)
        self.charts = tuple(MetricChart(family) for family in families)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        for chart in self.charts:
            chart.pointed.connect(self.point_at)
            chart.pointed.connect(self.pointed)
            chart.asked.connect(self.asked)
            chart.explain_asked.connect(self.explain_asked)
            chart.worded.connect(self._level)
        self._arrange(len(self.charts))
        self.setAccessibleName(tr("Charts"))
        self.setAccessibleDescription(
            tr("{families} of every arm over the generations of the run.").format(
                families=listed(list(families)).capitalize()
            )
        )

    def place(self) -> None:
        """Put the parts where they have room."""
        self._arrange(max(1, min(len(self.charts), self.width() // px(NARROWEST))))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        fill(self._grid, self.charts, columns)

    def show_record(self, record: RunRecord, view: ChartView = PLAIN) -> None:
        """Show a run in all charts, as the person wants to look at it."""
        for chart in self.charts:
            chart.show_record(record, view)

    @Slot(object)
    def show_view(self, view: ChartView) -> None:
        """Draw all charts as the person wants to look at them."""
        for chart in self.charts:
            chart.show_view(view)

    def refresh(self) -> None:
        """Draw the generations that have finished since."""
        for chart in self.charts:
            chart.refresh()

    @Slot()
    def _level(self) -> None:
        """Words and values of different charts take the same heights: their canvases are level."""
        level([one.unit for one in self.charts])
        level([one.sentence for one in self.charts])
        tallest = max(one.values.needed() for one in self.charts)
        for one in self.charts:
            one.values.setMinimumHeight(tallest)

    @Slot(object)
    def point_at(self, generation: int | None) -> None:
        """Show a generation in all charts, or the newest again."""
        for chart in self.charts:
            chart.point_at(generation)


def level(labels: Sequence[QLabel]) -> None:
    """Give labels beside each other the height that the longest needs."""
    tallest = max(_needed(label) for label in labels)
    for label in labels:
        label.setMinimumHeight(tallest)


def _needed(label: QLabel) -> int:
    """The height that a label's words take; it would itself answer with no less than it has.

    Setting its least height to 0 first would lay the whole page out again.
    """
    wrapped = label.alignment() | Qt.TextFlag.TextWordWrap
    room = QRect(0, 0, label.contentsRect().width(), 0)
    words = label.fontMetrics().boundingRect(room, wrapped, label.text())
    return words.height() if label.text() else 0
