"""Where the run on screen stands: words, a bar, the time left, and what can be done next."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core.record import RunRecord
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.progress import duration, outcome, place, seconds_left, share, training
from desktop_app.models.size_words import say_expected
from desktop_app.runner.controller import RunState
from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.card import Card
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.explain_button import ExplainButton
from desktop_app.widgets.label import words
from desktop_app.widgets.step_diagram import StepDiagram

STEPS = 1000

NO_WORDS = "\u00a0"
"""It takes the height of a line."""

WORDS = 400
"""Pixels that words and bar need beside the diagram."""


class ProgressStrip(Card):
    """Follows the run on screen.

    Signals: resume_asked, the button that goes on with an unfinished run; explain_asked, the term
    of the glossary that explains the steps.
    """

    resume_asked = Signal()
    explain_asked = Signal(str)

    def __init__(self, run: ActiveRun, parent: QWidget | None = None) -> None:
        """Make the strip and follow the run."""
        super().__init__(parent, margin=8)
        self._run = run
        self._file: Path | None = None
        self._note = self._expected = ""
        self.place, self.aside = words("", "heading"), words("", "quiet")
        self.training = Elided(NO_WORDS, "small")
        self.bar, self.diagram = QProgressBar(), StepDiagram()
        self.explain_button = ExplainButton(tr("steps of a generation"))
        self.resume_button = _button(tr("Resume this run"), "primary")
        self.file_button = _button(tr("Open it"), "link")
        self._lay_out()
        self.resume_button.clicked.connect(self.resume_asked)
        self.file_button.clicked.connect(self._open_file)
        self.explain_button.clicked.connect(self._explain)
        run.replaced.connect(self._start_over)
        for signal in (run.grown, run.progressed, run.state_changed):
            signal.connect(self.refresh)

    def _lay_out(self) -> None:
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the run"))
        self.aside.setWordWrap(False)
        above, told = QHBoxLayout(), QVBoxLayout()
        above.addWidget(self.place, 1)
        above.addWidget(self.aside)
        above.addWidget(self.file_button)
        told.setSpacing(4)
        told.addLayout(above)
        told.addWidget(self.bar)
        steps = QHBoxLayout()
        steps.setSpacing(0)
        steps.addWidget(self.diagram)
        steps.addWidget(self.explain_button)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(2, 0, 4, 0)
        self._row.addLayout(steps)
        self._row.addLayout(told, 1)
        self._row.addWidget(self.resume_button)
        self.rows.addLayout(self._row)
        self.rows.addWidget(self.training)
        self.file_button.hide()
        self.training.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the words beside the diagram, or below it where they have no room."""
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._turn()

    def _turn(self) -> None:
        steps = self.diagram.sizeHint().width() + self.explain_button.sizeHint().width()
        beside = self.width() >= steps + px(WORDS)
        way = QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom
        self._row.setDirection(way)
        self._row.setSpacing(16 if beside else 6)

    def show_note(self, text: str, file: Path | None = None) -> None:
        """Say something beside the outcome, with a button that opens a file."""
        self._file, self._note = file, text
        self.file_button.setVisible(file is not None)
        self.refresh()

    @Slot()
    def _explain(self) -> None:
        recorded = self._run.record is not None and self._run.record.experiment.recorded
        self.explain_asked.emit("audit" if recorded else "loop")

    @Slot()
    def _start_over(self) -> None:
        assert self._run.record is not None
        self.diagram.setVisible(not self._run.record.experiment.recorded)
        self.diagram.show_record(self._run.record)
        expected = say_expected(self._run.record.experiment)
        self._expected = tr("{time} in all").format(time=expected) if expected else ""
        self.show_note(tr("Saved automatically"))

    @Slot()
    def refresh(self) -> None:
        """Show where the run is now."""
        run, record = self._run, self._run.record
        if record is None:
            return
        self.resume_button.setVisible(run.resumable)
        self.bar.setValue(round(STEPS * share(record, run.progress)))
        self.place.setText(_words(run, record))
        self.aside.setText(self._note if run.idle else self._time_left(run, record))
        self.diagram.show_progress(None if run.idle else run.progress)
        self._tell_training(run, record)

    def _time_left(self, run: ActiveRun, record: RunRecord) -> str:
        """By the generations that are finished; before the first, by the preset's usual time."""
        left = seconds_left(record, run.progress)
        return (
            self._expected if left is None else tr("about {left} left").format(left=duration(left))
        )

    def _tell_training(self, run: ActiveRun, record: RunRecord) -> None:
        """The newest step's loss, while there is training: its last step may not be told.

        Its one line is there while a run goes on, so that nothing moves when training begins.
        """
        self.training.setVisible(not run.idle and bool(record.experiment.learner.loss_is))
        self.training.show_text(training(record, run.progress) or NO_WORDS)

    @Slot()
    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))


def _words(run: ActiveRun, record: RunRecord) -> str:
    where = place(record, run.progress)
    match run.state:
        case RunState.IDLE:
            return outcome(record)
        case RunState.PAUSED:
            return tr("Paused · {where}").format(where=where)
        case RunState.STOPPING:
            return tr("Stopping at the next step; what is finished is kept")
        case RunState.RUNNING:
            return where


def _button(text: str, role: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", role)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
