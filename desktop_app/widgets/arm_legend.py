"""Which arm is which: colour, dash and marker, its name, and its regime in plain words."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from desktop_app.models.regime import arm_words
from desktop_app.translation import tr
from desktop_app.widgets.even_grid import even_columns, fill
from desktop_app.widgets.fitted import Fitted
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import Swatch

NARROWEST = 217
"""Least width of an entry in pixels; entries wrap onto as many lines as they need.

In a window of 1280 pixels four fit with and without the page's scroll bar, which else comes and
goes with how they stand.
"""

LONGEST = 24
"""Longest run of characters without a place to break the line."""


class ArmLegend(Fitted):
    """An entry for each arm, in as many columns as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty legend."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self.entries: list[_Entry] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self.setAccessibleName(tr("Arms"))

    def show_record(self, record: RunRecord) -> None:
        """Show a run's arms."""
        self._record = record
        for entry in self.entries:
            self._grid.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        styles = arm_styles(record.arms, record.experiment.baseline)
        self.entries = [_Entry(arm, styles[arm], _role(record, arm)) for arm in record.arms]
        self._columns = 0
        self.place()
        self.refresh()

    def refresh(self) -> None:
        """Say what each arm was trained on last."""
        if self._record is None:
            return
        document = self._record.experiment.document()
        learner, arms = document["learner"], document["arms"]
        asked = {arm["name"]: arm_words(arm, learner, arms) for arm in arms}
        for entry in self.entries:
            entry.say(asked[entry.arm], trained_on(self._record, entry.arm))
        self.setAccessibleDescription(
            tr("{entries} arms, each with its data regime.").format(entries=len(self.entries))
        )

    def place(self) -> None:
        """Put the parts where they have room."""
        columns = even_columns(len(self.entries), self.width(), NARROWEST)
        if columns == self._columns:
            return
        self._columns = columns
        fill(self._grid, self.entries, columns, Qt.AlignmentFlag.AlignTop)
        for entry in self.entries:  # Qt would show them later, and have no room for them till then
            entry.show()


class _Entry(QWidget):
    def __init__(self, arm: str, style: ArmStyle, role: str) -> None:
        super().__init__()
        self.arm = arm
        line, name = Swatch(style), words(breakable(arm) + role, "heading")
        self.words = words(role="small")
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(name)
        side.addWidget(self.words)
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(8)
        row.addWidget(line, 0, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(side, 0, 1)
        row.setColumnStretch(1, 1)
        line.setContentsMargins(0, 4, 0, 0)

    def say(self, rule: str, trained: str) -> None:
        self.words.setText(" ".join(filter(None, (rule, trained))))


def trained_on(record: RunRecord, arm: str) -> str:
    """What the arm's newest fit was trained on; "" before generation 1."""
    generation = record.done(arm)
    origins = record.composition(arm, generation)
    if generation < 1 or not origins:
        return ""
    total = np.sum(list(origins.values()), axis=0)
    real = 100 * np.median(origins.get(0, 0) / np.maximum(total, 1))
    return tr("Last fit: {records:,.0f} records, {real:.3g} % real.").format(
        records=np.median(total), real=real
    )


def breakable(name: str) -> str:
    """The name with invisible places to break the line in runs of letters that have none."""
    return " ".join(
        "\u200b".join(part[at : at + LONGEST] for at in range(0, len(part), LONGEST))
        for part in name.split(" ")
    )


def _role(record: RunRecord, arm: str) -> str:
    if arm == record.experiment.baseline:
        return tr(" (baseline)")
    return tr(" (compared)") if arm == record.experiment.compare else ""
