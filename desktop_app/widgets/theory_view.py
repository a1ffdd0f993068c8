"""The run beside theory: every closed form that matches it, with its z-score."""

import math

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidgetItem, QVBoxLayout, QWidget

from core.analysis.theory import DISAGREES, TheoryLine, theory_table
from core.analysis.wording import say_number
from core.palette import arm_styles
from core.record import RunRecord
from desktop_app.theme import px
from desktop_app.translation import mark, tr
from desktop_app.widgets.copy_table import LEFT, RIGHT, CopyTable
from desktop_app.widgets.explain_button import ExplainButton
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import arm_icon

COLUMNS = {
    mark("Arm"): 136, mark("Gen."): 40, mark("Statistic over replicates"): 160, mark("Theory"): 62,
    mark("Run"): 62, mark("± SE"): 60, "z": 44, mark("Formula"): 0, mark("Source"): 130,
}  # fmt: skip
"""Titles and widths in pixels at the usual size of text; the formula takes what is left."""

FORMULA = 170
"""Least width of the formula, in the same pixels: in a narrower table it scrolls sideways."""

NUMBERS = ("Gen.", "Theory", "Run", "± SE", "z")

NOTHING = "–"


class TheoryView(QWidget):
    """A row for each closed form of each arm, at the arm's last finished generation.

    Signal explain_asked: the term of the glossary that explains it.
    """

    explain_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._seen: list[int] = []
        self.note, self.table = words(role="small"), CopyTable(len(COLUMNS))
        self.table.setWordWrap(True)
        self.table.setAlternatingRowColors(True)
        self.table.setAccessibleName(tr("Closed forms beside the run"))
        self.table.said = tr("Theory beside the run")
        self.table.setHorizontalScrollMode(CopyTable.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, title in enumerate(COLUMNS):
            header = QTableWidgetItem(tr(title))
            header.setTextAlignment(RIGHT if title in NUMBERS else LEFT)
            self.table.setHorizontalHeaderItem(column, header)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.explain_button = ExplainButton(tr("theory"))
        self.explain_button.clicked.connect(self._explain)
        above = QHBoxLayout()
        above.addWidget(self.note, 1)
        above.addWidget(self.explain_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(above)
        layout.addWidget(self.table)
        layout.addStretch(1)
        self.setAccessibleName(tr("Theory"))

    def show_record(self, record: RunRecord) -> None:
        """Show a run; its closed forms are evaluated when the table is first seen."""
        self._record, self._seen = record, []
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Hold the generations that have finished since against theory."""
        record = self._record
        if record is None:
            return
        done = [record.done(arm) for arm in record.arms]
        if done == self._seen:
            return
        self._seen = done
        lines = theory_table(record)
        self.note.setText(_note(record, lines))
        self.table.setVisible(bool(lines))
        if self.table.rowCount() != len(lines):
            self.table.start_over(len(lines))
        styles = arm_styles(record.arms, record.experiment.baseline)
        for row, line in enumerate(lines):
            for column, said in enumerate(_cells(line)):
                cell = self.table.cell(row, column)
                cell.setText(said)
                cell.setTextAlignment(RIGHT if list(COLUMNS)[column] in NUMBERS else LEFT)
            self.table.cell(row, 0).setIcon(arm_icon(styles[line.arm]))
        self._fit()

    @Slot()
    def _explain(self) -> None:
        self.explain_asked.emit("theory-curve")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the formulas anew."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Break the formulas by the width that the table has now."""
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """Share out the width; what is too wide scrolls, and the rows keep their room."""
        taken = sum(map(px, COLUMNS.values()))
        left = max(self.table.viewport().width() - taken, px(FORMULA))
        for column, width in enumerate(COLUMNS.values()):
            self.table.setColumnWidth(column, px(width) if width else left)
        self.table.fit_rows()
        if taken + left > self.table.viewport().width():
            below = self.table.horizontalScrollBar().sizeHint().height()
            self.table.setFixedHeight(self.table.maximumHeight() + below)


def _cells(line: TheoryLine) -> tuple[str, ...]:
    """A closed form's row; a number that there is none of is a dash."""
    return (
        line.arm,
        str(line.generation),
        tr("{statistic} of {quantity}").format(statistic=line.statistic, quantity=line.quantity),
        say_number(float(line.theory[-1])),
        say_number(float(line.run[-1])),
        NOTHING if math.isnan(line.standard_error) else f"{line.standard_error:.2g}",
        NOTHING if math.isnan(line.z) else f"{line.z:+.1f}".replace("-", "\u2212"),
        f"{line.row}: {line.formula}",
        line.source,
    )


def _note(record: RunRecord, lines: list[TheoryLine]) -> str:
    """How to read the table, or why there is none."""
    if record.done() < 0:
        return tr("No generation is finished yet.")
    if not lines:
        return tr("No closed form of the app fits this run's settings.")
    return tr(
        "Each arm at its last finished generation g. SE: standard error; z: how "
        "many of them the run lies above theory, which from |z| = {disagrees:g} "
        "on it does not agree with. For a geometric mean both are of the "
        "logarithm. In the formulas t = g + 1 counts the fits, and n = "
        "{sample_size:,}. A dash: too few replicates, or no spread."
    ).format(disagrees=DISAGREES, sample_size=record.experiment.sample_size)
