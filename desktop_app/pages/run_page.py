"""The run on screen: where it stands, what it has shown, curves and samples."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.models.active_run import ActiveRun
from desktop_app.widgets.arm_legend import ArmLegend
from desktop_app.widgets.chart_row import ChartRow
from desktop_app.widgets.finding_bar import FindingBar
from desktop_app.widgets.progress_strip import ProgressStrip
from desktop_app.widgets.sample_strip import SampleStrip

REDRAW_MS = 150
"""Least time between two redraws while a run goes on; generations of small models end faster."""


class RunPage(QScrollArea):
    """Shows the active run; reads its RunRecord and nothing else."""

    def __init__(self, run: ActiveRun, parent: QWidget | None = None) -> None:
        """Make the widgets and follow the run."""
        super().__init__(parent)
        self._run = run
        self.strip, self.finding, self.charts = ProgressStrip(run), FindingBar(), ChartRow()
        self.legend, self.samples = ArmLegend(), SampleStrip()
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(10)
        rows.addWidget(self.strip)
        rows.addWidget(self.finding)
        rows.addWidget(self.charts, 3)
        rows.addWidget(self.samples, 1)
        rows.addWidget(self.legend)
        self.setWidget(column)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REDRAW_MS)
        self._pause.timeout.connect(self._refresh)
        run.replaced.connect(self._show)
        run.grown.connect(self._grow)
        run.state_changed.connect(self._grow)
        self.charts.pointed.connect(self.samples.point_at)

    @Slot()
    def _show(self) -> None:
        assert self._run.record is not None
        for part in (self.finding, self.legend, self.charts, self.samples):
            part.show_record(self._run.record)

    @Slot()
    def _grow(self) -> None:
        """Redraw soon, with whatever else will have come by then; at once when the run rests."""
        if self._run.idle:
            self._pause.stop()
            self._refresh()
        elif not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _refresh(self) -> None:
        for part in (self.finding, self.legend, self.charts, self.samples):
            part.refresh()
