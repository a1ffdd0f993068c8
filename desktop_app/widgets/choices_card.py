"""How data of one's own are to be read: a card of settings with a sentence on privacy."""

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_app.models.fields import FormField
from desktop_app.widgets.card import Card
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.label import words
from desktop_app.widgets.turning_row import TurningRow


class ChoicesCard(Card):
    """Signal edited: the name of a setting and its new value, by the person."""

    edited = Signal(str, object)

    def __init__(
        self, title: str, fields: Iterable[FormField], privacy: str, parent: QWidget | None = None
    ) -> None:
        """Make a row for each field."""
        super().__init__(parent, spacing=6)
        self.fields = {field.name: FieldRow(field) for field in fields}
        self.setProperty("wide", "choices")
        self.rows.addWidget(words(title, "heading"))
        for row in self.fields.values():
            self.rows.addWidget(row)
            row.edited.connect(self._tell)
        self.rows.addWidget(words(privacy, "small"))
        self.rows.addStretch(1)

    @Slot()
    def _tell(self) -> None:
        row = self.sender()
        assert isinstance(row, FieldRow)
        self.edited.emit(row.field.name, row.value())


def beside(choices: ChoicesCard, found: QWidget) -> TurningRow:
    """The choices, as wide as they may be, and what comes of them, in the room that is left."""
    row = TurningRow(choices, found, spacing=12)
    row.stretch(choices, 100)
    row.stretch(found)
    return row
