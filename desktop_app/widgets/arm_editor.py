"""The inline form of an arm: its name and the three choices that make its regime."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.experiment import Arm
from desktop_app.models.fields import form_fields
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.plugin_form import PluginForm


class ArmEditor(QWidget):
    """Edits one arm's document.

    Signal edited: by the person, not by `show_value`.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the form."""
        super().__init__(parent)
        self.name = FieldRow(form_fields(Arm, ("name",))[0])
        self.forms = {
            "retention": PluginForm("retentions", Arm.model_fields["retention"].title or ""),
            "real": PluginForm("reals", Arm.model_fields["real"].title or "", none="None"),
            "verifier": PluginForm(
                "verifiers", Arm.model_fields["verifier"].title or "", none="None"
            ),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        parts: list[FieldRow | PluginForm] = [self.name, *self.forms.values()]
        for part in parts:
            layout.addWidget(part)
            part.edited.connect(self.edited)

    def value(self) -> dict[str, Any]:
        """The arm's document; parts that are left at none are left out."""
        parts = {name: form.value() for name, form in self.forms.items()}
        chosen = {name: part for name, part in parts.items() if part is not None}
        return {"name": self.name.value(), **chosen}

    def show_value(self, arm: dict[str, Any]) -> None:
        """Show an arm's document."""
        self.name.show_value(arm["name"])
        for name, form in self.forms.items():
            form.show_value(arm.get(name))

    def show_problem(self, field: str, sentence: str) -> bool:
        """Say what is wrong beside a setting such as "real.share"; False when there is none."""
        self.name.show_problem(sentence if field == "name" else "")
        part, _, setting = field.partition(".")
        said = [
            form.show_problem(setting if name == part else "", sentence)
            for name, form in self.forms.items()
        ]
        return field == "name" or any(said)
