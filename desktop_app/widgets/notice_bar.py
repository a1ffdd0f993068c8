"""A strip that says what has just happened, with at most one thing to do about it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.translation import tr
from desktop_app.widgets.card import Card
from desktop_app.widgets.label import words


class NoticeBar(Card):
    """One sentence, hidden until there is one.

    Signal asked: the button beside the sentence was pressed.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the strip, hidden."""
        super().__init__(parent, margin=6, spacing=0)
        self.sentence = words()
        self.sentence.setAccessibleName(tr("Notice"))
        self.button, self.close_button = QPushButton(), QPushButton(tr("Dismiss"))
        self.button.clicked.connect(self.asked)
        self.close_button.clicked.connect(self.dismiss)
        for button in (self.button, self.close_button):
            button.setProperty("role", "link")
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 0)
        row.addWidget(self.sentence, 1)
        for button in (self.button, self.close_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(row)
        self.hide()

    def tell(self, sentence: str, button: str = "") -> None:
        """Say something, with a button of this name where there is something to do about it."""
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.show()

    @Slot()
    def dismiss(self) -> None:
        """Say nothing any more."""
        self.hide()
