"""The chain of hashes of a run: whether it holds, where it breaks, what it proves and what not."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.analysis.chain import DOES_NOT, OF_AN_AUDIT, PROVES, say_links, say_places
from core.record import RunRecord
from core.seals import Checked
from desktop_app.translation import tr
from desktop_app.widgets.card import Card
from desktop_app.widgets.label import words


class ChainCard(Card):
    """A headline, what it rests on, and the run's own hash to copy.

    Signal check_asked: somebody wants the run file checked again. export_asked: or what every
    record came from in a file.
    """

    check_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a card that says nothing yet."""
        super().__init__(parent, margin=10, spacing=4)
        self.headline, self.problem = words(role="heading"), words(role="problem")
        self.places, self.hash = words(role="quiet"), words(role="small")
        self.proves, self.does_not = words(role="small"), words(DOES_NOT, "small")
        self.check_button = QPushButton(tr("Check again"))
        self.copy_button = QPushButton(tr("Copy the run's hash"))
        self.export_button = QPushButton(tr("Export provenance…"))
        self.note = words(role="quiet")
        self.note.setWordWrap(False)
        self._whole = ""
        above, below = QHBoxLayout(), QHBoxLayout()
        for label in (self.headline, self.problem):
            above.addWidget(label, 1)
        above.addWidget(self.note)
        for button in (self.check_button, self.copy_button, self.export_button):
            above.addWidget(button)
        below.setSpacing(24)
        for label in (self.proves, self.does_not):
            below.addWidget(label, 1, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(above)
        self.rows.addWidget(self.places)
        self.rows.addWidget(self.hash)
        self.rows.addLayout(below)
        self.check_button.clicked.connect(self.check_asked)
        self.copy_button.clicked.connect(self._copy)
        self.export_button.clicked.connect(self.export_asked)
        self.say("")

    def show_record(self, record: RunRecord, *, rests: bool) -> None:
        """Show the hash of a run as it stands; rests: whether its file can be checked."""
        self._whole = record.content_hash()
        said = tr("Content hash of the run: {hash}").format(hash=self._whole)
        self.hash.setText(said if self._whole else "")
        self.hash.setVisible(bool(self._whole))
        self.proves.setText(OF_AN_AUDIT if record.experiment.recorded else PROVES)
        self.check_button.setEnabled(rests)
        self.export_button.setEnabled(rests and bool(self._whole))
        self.copy_button.setEnabled(bool(self._whole))

    def say(self, headline: str, places: str = "", *, wrong: bool = False) -> None:
        """Say how things stand in a headline, marked where something is wrong."""
        shown, hidden = (
            (self.problem, self.headline) if wrong else (self.headline, self.problem)
        )  # fmt: skip
        shown.setText(headline)
        shown.show()
        hidden.setText("")
        hidden.hide()
        self.places.setText(places)

    def show_checked(self, found: Checked) -> None:
        """Say what checking the run file found."""
        if found.chain.checked:
            self.say(f"{say_links(found)}.", say_places(found), wrong=bool(found.broken))
        else:
            self.say(tr("No generation is stored yet, so there is nothing to check."))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        self.note.setText(tr("Copied"))
