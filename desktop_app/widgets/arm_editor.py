"""The inline form of an arm: its name, its regimes, and model settings of its own."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arms import Arm
from desktop_app.models.fields import form_fields
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.own_settings_form import OwnSettingsForm
from desktop_app.widgets.regime_form import RegimeForm, SwitchForm


class ArmEditor(QWidget):
    """Edits one arm's document.

    Signal edited: by the person, not by `show_value`.
    """

    edited = Signal()

    def __init__(self, learner: dict[str, Any], parent: QWidget | None = None) -> None:
        """Make the form; learner: the run's model, as in the document."""
        super().__init__(parent)
        self.name = FieldRow(form_fields(Arm, ("name",))[0])
        self.regime, self.switch = RegimeForm(), SwitchForm()
        self.settings = OwnSettingsForm(learner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        parts: list[Any] = [self.name, self.regime, self.switch, self.settings]
        for part in parts:
            layout.addWidget(part)
            part.edited.connect(self.edited)

    def value(self) -> dict[str, Any]:
        """The arm's document; parts that are left at none are left out."""
        document = {"name": self.name.value(), **self.regime.value()}
        others = {"switch": self.switch.value(), "learner": self.settings.value()}
        return document | {name: part for name, part in others.items() if part is not None}

    def show_value(self, arm: dict[str, Any]) -> None:
        """Show an arm's document."""
        self.name.show_value(arm["name"])
        self.regime.show_value(arm)
        self.switch.show_value(arm.get("switch"))
        self.settings.show_value(arm.get("learner"))

    def show_problem(self, field: str, sentence: str) -> bool:
        """Say what is wrong beside a setting such as "real.share"; False when there is none."""
        self.name.show_problem(sentence if field == "name" else "")
        part, _, setting = field.partition(".")
        self.switch.show_problem(setting, sentence if part == "switch" else "")
        self.settings.show_problem(setting, sentence if part == "learner" else "")
        return self.regime.show_problem(field, sentence) or part in ("name", "switch", "learner")
