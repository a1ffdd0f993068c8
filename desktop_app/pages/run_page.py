"""The run on screen: where it stands, what it has shown, curves and samples."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.analysis.described import say_run
from core.metrics.base import CONTROLS, SIDE_BY_SIDE
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.pace import Pace
from desktop_app.models.turns import Turns, Work
from desktop_app.translation import mark, tr
from desktop_app.widgets.arm_legend import ArmLegend
from desktop_app.widgets.chart_row import ChartRow
from desktop_app.widgets.chart_switches import ChartSwitches
from desktop_app.widgets.finding_bar import FindingBar
from desktop_app.widgets.focus_order import follow_layout
from desktop_app.widgets.label import words
from desktop_app.widgets.progress_strip import ProgressStrip
from desktop_app.widgets.sample_strip import SampleStrip
from desktop_app.widgets.scroll_page import ScrollPage
from desktop_app.widgets.tab_pages import TabPages
from desktop_app.widgets.theory_view import TheoryView

CHANGED = mark("The settings on the left have changed since this run; what is shown is the run's.")
TABS = (mark("Samples"), mark("Theory"), mark("Controls"))


class RunPage(QWidget):
    """Shows the active run; reads its RunRecord and nothing else.

    The strip stands above what scrolls: it is always seen, and its words, which change many times
    a second, never lay the charts out again.
    Signals: asked and explain_asked, as of the charts; term_asked: a term of the glossary.
    """

    asked = Signal(object, str)
    explain_asked = Signal(str)
    term_asked = Signal(str)

    def __init__(self, run: ActiveRun, parent: QWidget | None = None) -> None:
        """Make the widgets and follow the run."""
        super().__init__(parent)
        self._run = run
        self.strip, self.finding = ProgressStrip(run), FindingBar()
        self.charts, self.controls = ChartRow(SIDE_BY_SIDE), ChartRow(CONTROLS)
        self.switches, self.legend, self.tabs = ChartSwitches(), ArmLegend(), TabPages()
        self.samples, self.theory, self.scrolling = SampleStrip(), TheoryView(), ScrollPage()
        self._pages = (self.samples, self.theory, self.controls)
        self._behind: set[QWidget] = set()
        self.which, self.changed = words(role="small"), words(tr(CHANGED), "edited")
        self.changed.hide()
        self._lay_out()
        run.replaced.connect(self._show)
        self._pace, self._turns = Pace(run, self), Turns(self)
        self._pace.due.connect(self._refresh)
        self.tabs.turned.connect(self._refresh_front)
        for row in (self.charts, self.controls):
            self.switches.changed.connect(row.show_view)
            row.asked.connect(self.asked)
            row.explain_asked.connect(self.explain_asked)
        for part in (self.strip, self.finding, self.theory):
            part.explain_asked.connect(self.term_asked)
        for pointing, following in (
            (self.charts, self.controls), (self.controls, self.charts),
            (self.charts, self.samples), (self.controls, self.samples),
        ):  # fmt: skip
            pointing.pointed.connect(following.point_at)

    def _lay_out(self) -> None:
        column, page = QWidget(), QVBoxLayout(self)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(16, 0, 16, 12)
        rows.setSpacing(10)
        rows.addWidget(self.which)
        rows.addWidget(self.changed)
        rows.addWidget(self.finding)
        rows.addWidget(self.switches)
        rows.addWidget(self.charts, 3)
        self.tabs.bar.setAccessibleName(tr("More of this run"))
        for front, title in zip(self._pages, TABS, strict=True):
            self.tabs.add_page(front, tr(title))
        rows.addWidget(self.tabs, 1)
        rows.addWidget(self.legend)
        self.scrolling.setWidget(column)
        self.scrolling.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        above = QVBoxLayout()
        above.setContentsMargins(16, 12, 26, 10)
        above.addWidget(self.strip)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(above)
        page.addWidget(self.scrolling, 1)

    def show_changed(self, changed: bool) -> None:
        """Say, or no longer say, that the settings beside the run are other ones."""
        self.changed.setVisible(changed)

    @property
    def settled(self) -> bool:
        """Whether all that was to be drawn is drawn."""
        return not (self._turns.busy or self._pace.pause.isActive())

    @Slot()
    def _show(self) -> None:
        assert self._run.record is not None
        experiment = self._run.record.experiment
        self.scrolling.verticalScrollBar().setValue(0)
        self.which.setText(say_run(experiment))
        self.tabs.offer(self.theory, not experiment.recorded)
        self.legend.setVisible(not experiment.recorded)
        self.switches.show_record(self._run.record)
        for part in (self.finding, self.legend):
            part.show_record(self._run.record)
        self.charts.show_record(self._run.record, self.switches.view)
        self._behind = set(self._pages)
        self._refresh_front()
        follow_layout(self)

    @Slot()
    def _refresh(self) -> None:
        """Part by part, so that the window never waits for all of them."""
        charts: list[Work] = []
        for chart in self.charts.charts:
            charts += [chart.catch_up, chart.refresh]
        if self.tabs.front is self.samples:
            charts.append(self.samples.prepare)
        self._turns.take(self.finding.refresh, self.legend.refresh, *charts, self._refresh_front)

    @Slot()
    def _refresh_front(self) -> None:
        """Draw the page that is seen; the others when they are."""
        front = next(page for page in self._pages if page is self.tabs.front)
        if front not in self._behind:
            front.refresh()
            return
        self._behind.remove(front)
        assert self._run.record is not None
        if front is self.controls:
            self.controls.show_record(self._run.record, self.switches.view)
        else:
            front.show_record(self._run.record)
