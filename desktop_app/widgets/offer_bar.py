"""A quiet bar that offers to go on with a run that a crash or a kill left behind."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from core.unfinished import Unfinished
from desktop_app.translation import tr
from desktop_app.widgets.label import words


class OfferBar(QFrame):
    """Hidden until there is something to offer, and again once the person has answered.

    Signals resumed, opened: the file of the run to go on with, or to show. declined: neither.
    """

    resumed, opened, declined = Signal(Path), Signal(Path), Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without an offer."""
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._path = Path()
        self.said = words()
        self.said.setAccessibleName(tr("An unfinished run"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        self.buttons: dict[str, QPushButton] = {}
        for text, answer in (
            (tr("Resume"), self._resume),
            (tr("Show"), self._show),
            (tr("Not now"), self._decline),
        ):
            button = QPushButton(text)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(answer)
            row.addWidget(button)
            self.buttons[text] = button
        self.buttons[tr("Not now")].setToolTip(tr("The run stays among the saved runs."))
        self.hide()

    def offer(self, run: Unfinished) -> None:
        """Say which run was left behind, and how far it got."""
        self._path = run.path
        self.said.setText(say_unfinished(run))
        self.show()

    @Slot()
    def _resume(self) -> None:
        self.hide()
        self.resumed.emit(self._path)

    @Slot()
    def _show(self) -> None:
        self.hide()
        self.opened.emit(self._path)

    @Slot()
    def _decline(self) -> None:
        self.hide()
        self.declined.emit()


def say_unfinished(run: Unfinished) -> str:
    """Which run, and what of it is kept."""
    if run.done < 0:
        kept = tr("no generation of it was finished.")
    else:
        kept = tr("generation {done} of {last} is finished and kept.")
    told = tr("“{name}” was stopped before its end; ").format(name=run.name)
    return told + kept.format(done=run.done, last=run.generations)
