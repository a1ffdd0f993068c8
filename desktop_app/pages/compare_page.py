"""Two saved runs on the same axes: what differs in the result and in the settings."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core import runfile
from core.analysis.compared_words import Compared, compare
from core.metrics.base import SIDE_BY_SIDE
from core.record import RunRecord
from desktop_app.runner.latest import Latest
from desktop_app.translation import tr
from desktop_app.widgets.chart_row import level
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.label import words
from desktop_app.widgets.scroll_page import ScrollPage

if TYPE_CHECKING:
    from desktop_app.widgets.compare_chart import CompareChart
    from desktop_app.widgets.compare_tables import ComparedSettings, ComparedValues


class ComparePage(QWidget):
    """Shows two runs beside each other.

    Signals: closed, the person goes back; asked, a chart and how its menu asks for it.
    """

    closed = Signal()
    asked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty page; charts are made when they are first needed."""
        super().__init__(parent)
        self._files: list[tuple[Path, str]] = []
        self._runs: tuple[RunRecord, RunRecord] | None = None
        self.back, self.swap = QPushButton(tr("Back to the library")), QPushButton(tr("Swap"))
        self.names = [Elided("", "heading"), Elided("", "heading")]
        self.sentence, self.fairness = words(role="title"), words(role="small")
        self.charts: list[CompareChart] = []
        self.values: ComparedValues | None = None
        self.settings: ComparedSettings | None = None
        self._reading = Latest(self)
        self._reading.succeeded.connect(self._show)
        self._reading.failed.connect(self._say_failed)
        self.back.clicked.connect(self.closed)
        self.swap.clicked.connect(self._swap)
        self._lay_out()

    def _lay_out(self) -> None:
        inside, page, head = QWidget(), QVBoxLayout(self), QHBoxLayout()
        self._body, scroll = QVBoxLayout(inside), ScrollPage()
        head.setContentsMargins(14, 10, 14, 6)
        head.setSpacing(10)
        head.addWidget(self.back)
        for name in self.names:
            head.addWidget(name, 1)
        head.addWidget(self.swap)
        self._body.setContentsMargins(14, 0, 14, 12)
        self._body.setSpacing(10)
        self._body.addWidget(self.sentence)
        self._body.addWidget(self.fairness)
        self._body.addStretch(1)
        self.sentence.setAccessibleName(tr("What differs"))
        self.fairness.setAccessibleName(tr("Whether the comparison is fair"))
        scroll.setWidget(inside)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(scroll, 1)

    def show_files(self, a: tuple[Path, str], b: tuple[Path, str]) -> None:
        """Read two run files on a thread of their own, each with its name, and show them."""
        self._files, self._runs = [a, b], None
        signs = (("A", tr("solid lines")), ("B", tr("dashed lines")))
        for label, (_, name), (sign, line) in zip(self.names, self._files, signs, strict=True):
            label.show_text(f"{sign}: {name} ({line})")
        self.sentence.setText(tr("The two runs are being read…"))
        self.fairness.setText("")
        self._offer(False)
        self._reading.start(partial(_read, a[0], b[0]))

    def shutdown(self, limit_ms: int) -> bool:
        """Wait for what is being read; False when the limit passes first."""
        return self._reading.shutdown(limit_ms)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _swap(self) -> None:
        first, second = self._files
        self.show_files(second, first)

    @Slot(object)
    def _show(self, found: tuple[RunRecord, RunRecord, Compared]) -> None:
        a, b, said = found
        self._runs = (a, b)
        self._make_parts()
        self.sentence.setText(said.sentence)
        self.fairness.setText("\n".join(said.fairness))
        assert self.settings is not None
        self.settings.show_settings(said.settings)
        self._offer(said.comparable)
        if said.comparable:
            for chart in self.charts:
                chart.show_runs(a, b)
            self._show_values()

    def _make_parts(self) -> None:
        """Here, not above: pyqtgraph takes a while to import, and the window opens before that."""
        from desktop_app.widgets.compare_chart import CompareChart
        from desktop_app.widgets.compare_tables import ComparedSettings, ComparedValues

        if self.charts:
            return
        row, end = QHBoxLayout(), self._body.count() - 1
        row.setSpacing(16)
        for family in SIDE_BY_SIDE:
            chart = CompareChart(family)
            chart.chosen.connect(self._show_values)
            chart.pointed.connect(self._point)
            chart.asked.connect(self.asked)
            chart.worded.connect(self._level)
            self.charts.append(chart)
            row.addWidget(chart, 1)
        self.values, self.settings = ComparedValues(), ComparedSettings()
        self._body.insertLayout(end, row)
        self._body.insertWidget(end + 1, self.values)
        self._body.insertWidget(end + 2, self.settings)

    @Slot()
    def _level(self) -> None:
        """Sentences take the same height, so that the canvases above them are level."""
        level([chart.sentence for chart in self.charts])

    def _offer(self, comparable: bool) -> None:
        """Show the charts and values only where there is something to compare."""
        for chart in self.charts:
            chart.setVisible(comparable)
        if self.values is not None and self.settings is not None:
            self.values.setVisible(comparable)
            self.settings.setVisible(self._runs is not None)

    @Slot()
    def _show_values(self) -> None:
        self._point(None)

    @Slot(object)
    def _point(self, generation: int | None) -> None:
        """Show the values of a generation in the table, and mark it in every chart."""
        if self._runs is None or self.values is None:
            return
        for chart in self.charts:
            chart.canvas.point_at(generation)
        metrics = [chart.drawn for chart in self.charts if chart.drawn]
        self.values.show_runs(*self._runs, metrics, generation)

    @Slot(str)
    def _say_failed(self, sentence: str) -> None:
        self._offer(False)
        self.sentence.setText(sentence)


def _read(a: Path, b: Path) -> tuple[RunRecord, RunRecord, Compared]:
    """In a thread: both records, and what is said of them."""
    first, second = runfile.open_record(a), runfile.open_record(b)
    return first, second, compare(first, second)
