"""What the run has shown so far: one sentence, and what belongs beside it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.analysis.finding import Finding, finding
from core.record import RunRecord
from desktop_app.translation import tr
from desktop_app.widgets.arm_legend import breakable
from desktop_app.widgets.explain_button import ExplainButton
from desktop_app.widgets.label import words

NOTES = 2
"""How many notes stand below the sentence before the rest is asked for."""


BULLET = "\u2022"


class FindingBar(QWidget):
    """The sentence, large; below it the first notes, and a button that shows the rest in place.

    Signal explain_asked: the term of the glossary that explains it.
    """

    explain_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty bar."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self.sentence, self.first, self.rest = words(role="finding"), words(role="small"), Notes()
        self.alarm = words()
        self.alarm.setAccessibleName(tr("Proposed alarm"))
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._unfold)
        self.explain_button = ExplainButton(tr("the finding"))
        self.explain_button.clicked.connect(self._explain)
        self.sentence.setAccessibleName(tr("Finding"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        above = QHBoxLayout()
        above.addWidget(self.sentence, 1)
        above.addWidget(self.explain_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(above)
        layout.addWidget(self.alarm)
        layout.addWidget(self.first)
        layout.addWidget(self.rest)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._unfold(False)

    def show_record(self, record: RunRecord) -> None:
        """Say what a run has shown."""
        self._record = record
        self.more.setChecked(False)
        self.refresh()

    def refresh(self) -> None:
        """Say it anew: a generation has finished, or the run has ended."""
        if self._record is None:
            return
        found = finding(self._record)
        notes = all_notes(found)
        self.sentence.setText(breakable(found.sentence))
        self.alarm.setText(found.alarm)
        self.alarm.setVisible(bool(found.alarm))
        self.first.setText("\n".join(map(breakable, notes[:NOTES])))
        self.rest.show_notes(notes[NOTES:])
        self.setAccessibleDescription(found.sentence)
        self._unfold(self.more.isChecked())

    @Slot()
    def _explain(self) -> None:
        self.explain_asked.emit("finding")

    @Slot(bool)
    def _unfold(self, unfolded: bool) -> None:
        hidden = len(self.rest.notes)
        self.rest.setVisible(unfolded and hidden > 0)
        self.more.setVisible(hidden > 0)
        more = tr("1 more note") if hidden == 1 else tr("{hidden} more notes").format(hidden=hidden)
        self.more.setText(tr("Show less") if unfolded else more)


class Notes(QWidget):
    """Sentences below one another, each behind a bullet and with a little room above it."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.notes: list[str] = []
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 2)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_notes(self, notes: list[str]) -> None:
        """Show these; what is said already stays as it is, with what is selected of it."""
        self.notes = notes
        for row in range(len(self._rows), len(notes)):
            bullet, label = words(BULLET, "small"), words(role="small")
            self._grid.addWidget(bullet, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label, row, 1)
            self._rows.append((bullet, label))
        for row, (bullet, label) in enumerate(self._rows):
            label.setText(breakable(notes[row]) if row < len(notes) else "")
            bullet.setVisible(row < len(notes))
            label.setVisible(row < len(notes))


def all_notes(found: Finding) -> list[str]:
    """Everything beside the sentence, in the order it is shown; each once."""
    notes = (found.basis, *found.caveats, found.start, *found.arms)
    return [note for note in dict.fromkeys(notes) if note and note not in found.sentence]
