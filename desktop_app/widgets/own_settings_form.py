"""The model settings of one arm: the run's, or some of its own."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import registry
from core.arms import Arm
from desktop_app.models.fields import form_fields
from desktop_app.translation import tr
from desktop_app.widgets.card import mark_wrong
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.label import words

INDENT = 12
"""Pixels that the settings stand to the right of the choice."""


class OwnSettingsForm(QWidget):
    """Edits what an arm sets differently from the run's model; rows are those the model declares.

    Signal edited: by the person, not by `show_value`.
    """

    edited = Signal()

    def __init__(self, learner: dict[str, Any], parent: QWidget | None = None) -> None:
        """Make the form; learner: the run's model, as in the document."""
        super().__init__(parent)
        declared = Arm.model_fields["learner"]
        self.chooser, self.settings = Choice(), QWidget()
        self.chooser.addItem(tr("As in the run"), False)
        self.chooser.addItem(tr("Of its own"), True)
        self.chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chooser.setAccessibleName(declared.title or "")
        self.chooser.setAccessibleDescription(declared.description or "")
        self._run, self._problem = learner, words("", "problem")
        plugin = registry.plugins("learners").get(str(learner.get("kind")))
        fields = () if plugin is None else form_fields(plugin)
        self.rows = {field.name: FieldRow(field) for field in fields}
        layout, inside = QVBoxLayout(self), QVBoxLayout(self.settings)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (words(declared.title or "", "heading"), self.chooser, self._problem):
            layout.addWidget(widget)
        layout.addWidget(self.settings)
        inside.setContentsMargins(INDENT, 4, 0, 0)
        inside.addWidget(words(declared.description or "", "small"))
        for row in self.rows.values():
            inside.addWidget(row)
            row.edited.connect(self.edited)
        self.chooser.activated.connect(self._choose)
        self._problem.hide()
        self.show_value(None)

    def value(self) -> dict[str, Any] | None:
        """What the arm sets differently; None where it has the run's model as it is."""
        if not self.chooser.currentData():
            return None
        given = {name: row.value() for name, row in self.rows.items()}
        return {name: value for name, value in given.items() if value != self._of_run(name)}

    def show_value(self, own: dict[str, Any] | None) -> None:
        """Show an arm's own settings, and the run's in every other row."""
        self.chooser.setCurrentIndex(self.chooser.findData(own is not None))
        self.settings.setVisible(own is not None)
        for name, row in self.rows.items():
            row.show_value((own or {}).get(name, self._of_run(name)))

    def show_run(self, learner: dict[str, Any]) -> None:
        """Follow the run's model in the rows where the arm does not differ."""
        if learner != self._run:
            own, self._run = self.value(), learner
            self.show_value(own)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what is wrong beside a setting such as "temperature", or beside the choice."""
        for name, row in self.rows.items():
            row.show_problem(sentence if name == field else "")
        here = bool(sentence) and field not in self.rows
        self._problem.setText(sentence if here else "")
        self._problem.setVisible(here)
        mark_wrong(self.chooser, here)

    def _of_run(self, name: str) -> object:
        return self._run.get(name, self.rows[name].field.default)

    def _choose(self) -> None:
        self.settings.setVisible(self.chooser.currentData())
        self.edited.emit()
