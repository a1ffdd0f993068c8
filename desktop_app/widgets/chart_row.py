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
from desktop_app.widgets.even_grid import put
from desktop_app.widgets.fitted import Fitted
from desktop_app.widgets.focus_order import follow_layout
from desktop_app.widgets.metric_chart import MetricChart

NARROWEST = 240
"""Least width of a chart in pixels; there are as many in a row as fit."""


GRID = 6
"""Columns of the grid, which one, two or three charts divide evenly."""


class ChartRow(Fitted):
    """A chart a family, each over 0 to the run's generations; one shown as a table takes a row.

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
        self._rows: list[tuple[list[MetricChart], int]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        for column in range(GRID):
            self._grid.setColumnStretch(column, 1)
        for chart in self.charts:
            chart.pointed.connect(self.point_at)
            chart.pointed.connect(self.pointed)
            chart.asked.connect(self.asked)
            chart.explain_asked.connect(self.explain_asked)
            chart.worded.connect(self._level)
            chart.turned.connect(self.place)
        self._arrange(len(self.charts))
        self.setAccessibleName(tr("Charts"))
        self.setAccessibleDescription(
            tr("{families} of every arm over the generations of the run.").format(
                families=listed(list(families)).capitalize()
            )
        )

    @Slot()
    def place(self) -> None:
        """Put the parts where they have room."""
        self._arrange(max(1, min(len(self.charts), self.width() // px(NARROWEST))))

    def _arrange(self, columns: int) -> None:
        """Have so many charts beside each other; a table stands above the charts of its row."""
        rows: list[tuple[list[MetricChart], int]] = []
        for first in range(0, len(self.charts), columns):
            beside = self.charts[first : first + columns]
            charts = [chart for chart in beside if not chart.is_table]
            rows += [([chart], GRID) for chart in beside if chart.is_table]
            many = len(charts) if len(charts) < len(beside) else columns
            rows += [(charts, GRID // many)] if charts else []
        if rows == self._rows:
            return
        self._rows = rows
        for down, (row, wide) in enumerate(rows):
            for across, chart in enumerate(row):
                put(self._grid, chart, down, across * wide, wide)
        follow_layout(self)
        self._level()

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
        for row, _ in self._rows:
            level([one.unit for one in row])
            level([one.sentence for one in row])
            tallest = max(one.values.needed() for one in row)
            for one in row:
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
    shown = QLabel.text(label)  # with what no line may part
    return label.fontMetrics().boundingRect(room, wrapped, shown).height() if shown else 0
