"""Who sends a write-up, how long it is and on which paper."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from desktop_app.models.desk import Choices
from desktop_app.settings import Settings
from desktop_app.translation import mark, tr
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.drops import leave_drops
from desktop_app.widgets.label import words

LENGTHS = ((mark("Up to four pages"), "four"), (mark("One page"), "one"))
PAPERS = ((mark("A4"), "a4"), (mark("US letter"), "letter"))


class ReportForm(QWidget):
    """What is given is remembered on this computer, and never written into a run file.

    Signal edited: by the person.
    """

    edited = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Make the form, with what was given last time."""
        super().__init__(parent)
        self._settings = settings
        self.person = _line(settings.person, tr("Optional"))
        self.role = _line(settings.role, tr("Optional"))
        self.links = _line(settings.links, tr("Optional: web and mail addresses"))
        self.length, self.paper = _choice(LENGTHS), _choice(PAPERS)
        self.paper.setCurrentIndex(max(0, self.paper.findData(settings.paper)))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for title, field, row, column, span in (
            (tr("Your name"), self.person, 0, 0, 1), (tr("Role sought"), self.role, 0, 2, 1),
            (tr("Links"), self.links, 1, 0, 3),
            (tr("Length"), self.length, 2, 0, 1), (tr("Paper"), self.paper, 2, 2, 1),
        ):  # fmt: skip
            label = words(title)
            label.setWordWrap(False)
            label.setBuddy(field)
            field.setAccessibleName(title)
            grid.addWidget(label, row, column)
            grid.addWidget(field, row, column + 1, 1, span)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        told = tr("Your details are kept on this computer and printed, never put in the run.")
        grid.addWidget(words(told, "small"), 3, 0, 1, 4)
        for line in (self.person, self.role, self.links):
            line.textEdited.connect(self.edited)
        for box in (self.length, self.paper):
            box.activated.connect(self.edited)

    def choices(self) -> Choices:
        """What is given now."""
        return Choices(
            self.person.text().strip(),
            self.role.text().strip(),
            tuple(part for part in re.split(r"[\s,;]+", self.links.text()) if part),
            str(self.length.currentData()),
            str(self.paper.currentData()),
        )

    def remember(self) -> None:
        """Keep the person and the paper for the next time."""
        choices = self.choices()
        self._settings.person, self._settings.role = choices.person, choices.role
        self._settings.links, self._settings.paper = self.links.text().strip(), choices.paper


def _line(text: str, hint: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setCursorPosition(0)
    line.setPlaceholderText(hint)
    leave_drops(line)
    return line


def _choice(options: tuple[tuple[str, str], ...]) -> QComboBox:
    box = Choice()
    for title, value in options:
        box.addItem(tr(title), value)
    return box
