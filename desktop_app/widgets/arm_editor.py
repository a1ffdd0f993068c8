"""The inline form of an arm: its name, its regime, and perhaps another one that takes over."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arms import Arm
from desktop_app.models.fields import form_fields
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.regime_form import RegimeForm, SwitchForm


class ArmEditor(QWidget):
    """Edits one arm's document.

    Signal edited: by the person, not by `show_value`.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the form."""
        super().__init__(parent)
        self.name = FieldRow(form_fields(Arm, ("name",))[0])
        self.regime, self.switch = RegimeForm(), SwitchForm()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self.name, self.regime, self.switch):
            layout.addWidget(part)
            part.edited.connect(self.edited)

    def value(self) -> dict[str, Any]:
        """The arm's document; parts that are left at none are left out."""
        switch = self.switch.value()
        document = {"name": self.name.value(), **self.regime.value()}
        return document if switch is None else document | {"switch": switch}

    def show_value(self, arm: dict[str, Any]) -> None:
        """Show an arm's document."""
        self.name.show_value(arm["name"])
        self.regime.show_value(arm)
        self.switch.show_value(arm.get("switch"))

    def show_problem(self, field: str, sentence: str) -> bool:
        """Say what is wrong beside a setting such as "real.share"; False when there is none."""
        self.name.show_problem(sentence if field == "name" else "")
        part, _, setting = field.partition(".")
        self.switch.show_problem(setting, sentence if part == "switch" else "")
        return self.regime.show_problem(field, sentence) or part in ("name", "switch")
