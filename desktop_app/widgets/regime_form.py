"""The choices that make a data regime, and those of the regime that takes over part-way."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arms import Arm, Regime, Switch
from desktop_app.models.fields import form_fields
from desktop_app.models.regime import PARTS
from desktop_app.translation import tr
from desktop_app.widgets.card import mark_wrong
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.label import words
from desktop_app.widgets.plugin_form import PluginForm

INDENT = 12
"""Pixels that the settings of a switch stand to the right of the arm's own."""


class RegimeForm(QWidget):
    """Edits a regime's part of an arm's document.

    Signal edited: by the person, not by `show_value`.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the form, on the first retention and nothing else."""
        super().__init__(parent)
        self.forms = {
            part: PluginForm(group, _title(part), none="" if _needed(part) else tr("None"))
            for part, group in PARTS.items()
        }
        layout = _column(self, spacing=10)
        for form in self.forms.values():
            layout.addWidget(form)
            form.edited.connect(self.edited)

    def value(self) -> dict[str, Any]:
        """The regime's document; parts that are left at none are left out."""
        parts = {name: form.value() for name, form in self.forms.items()}
        return {name: part for name, part in parts.items() if part is not None}

    def show_value(self, regime: dict[str, Any]) -> None:
        """Show a regime's document, or that of an arm."""
        for name, form in self.forms.items():
            form.show_value(regime.get(name))

    def show_problem(self, field: str, sentence: str) -> bool:
        """Say what is wrong beside a setting such as "real.share"; False when there is none."""
        part, _, setting = field.partition(".")
        for name, form in self.forms.items():
            form.show_problem(setting, sentence if name == part else "")
        return part in self.forms


class SwitchForm(QWidget):
    """Edits the switch of an arm's document: none, or when, what is kept, and the new regime.

    Signal edited: by the person, not by `show_value`.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the form without a switch."""
        super().__init__(parent)
        self.chooser, self.settings, self.regime = Choice(), QWidget(), RegimeForm()
        self.rows = {row.name: FieldRow(row) for row in form_fields(Switch, ("generation", "keep"))}
        self.chooser.addItem(tr("None"), False)
        self.chooser.addItem(tr("To another regime"), True)
        self.chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chooser.setAccessibleName(tr("Switch part-way"))
        self._problem = words("", "problem")
        layout, inside = _column(self, spacing=4), _column(self.settings, spacing=10)
        for widget in (words(tr("Switch part-way"), "heading"), self.chooser, self._problem):
            layout.addWidget(widget)
        layout.addWidget(self.settings)
        inside.setContentsMargins(INDENT, 4, 0, 0)
        parts: list[FieldRow | RegimeForm] = [*self.rows.values(), self.regime]
        for part in parts:
            inside.addWidget(part)
            part.edited.connect(self.edited)
        self.chooser.activated.connect(self._choose)
        self._problem.hide()
        self.settings.hide()

    def value(self) -> dict[str, Any] | None:
        """The switch's document; None where the arm has none."""
        if not self.chooser.currentData():
            return None
        return {name: row.value() for name, row in self.rows.items()} | self.regime.value()

    def show_value(self, switch: dict[str, Any] | None) -> None:
        """Show a switch's document, or that there is none."""
        self.chooser.setCurrentIndex(self.chooser.findData(switch is not None))
        self.settings.setVisible(switch is not None)
        if switch is not None:
            for name, row in self.rows.items():
                row.show_value(switch.get(name, row.field.default))
            self.regime.show_value(switch)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what is wrong beside a setting such as "real.share", or beside the choice itself."""
        for name, row in self.rows.items():
            row.show_problem(sentence if name == field else "")
        here = self.regime.show_problem(field, sentence) or field in self.rows
        self._problem.setText("" if here else sentence)
        self._problem.setVisible(bool(sentence) and not here)
        mark_wrong(self.chooser, bool(sentence) and not here)

    def _choose(self) -> None:
        self.settings.setVisible(self.chooser.currentData())
        self.edited.emit()


def _title(part: str) -> str:
    return Arm.model_fields[part].title or ""


def _needed(part: str) -> bool:
    return Regime.model_fields[part].is_required()


def _column(inside: QWidget, *, spacing: int) -> QVBoxLayout:
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column
