"""The three families side by side, on the same generations."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.metrics.base import SIDE_BY_SIDE
from core.record import RunRecord
from desktop_app.widgets.metric_chart import MetricChart


class ChartRow(QWidget):
    """Diversity, distance and tail, each over 0 to the run's generations.

    Signal pointed: the generation that one of them points at (all three then show it), or None.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make three empty charts."""
        super().__init__(parent)
        self.charts = tuple(MetricChart(family) for family in SIDE_BY_SIDE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for chart in self.charts:
            layout.addWidget(chart, 1)
            chart.pointed.connect(self.point_at)
            chart.pointed.connect(self.pointed)
        self.setAccessibleName("Charts")
        self.setAccessibleDescription(
            "Diversity, distance and tail of every arm over the generations of the run."
        )

    def show_record(self, record: RunRecord) -> None:
        """Show a run in all three charts."""
        for chart in self.charts:
            chart.show_record(record)

    def refresh(self) -> None:
        """Draw the generations that have finished since."""
        for chart in self.charts:
            chart.refresh()

    @Slot(object)
    def point_at(self, generation: int | None) -> None:
        """Show a generation in all three charts, or the newest again."""
        for chart in self.charts:
            chart.point_at(generation)
