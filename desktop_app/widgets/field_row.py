"""One setting as a row of a form: its title, an editor, its help and what is wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from desktop_app.models.fields import FieldKind, FormField, spaced
from desktop_app.widgets.card import mark_wrong
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.drops import leave_drops
from desktop_app.widgets.label import words


class FieldRow(QWidget):
    """Edits one declared setting; what is typed is kept even when it is wrong.

    Signal edited: by the person, not by `show_value`.
    """

    edited = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        """Make the row, showing the default."""
        super().__init__(parent)
        self.field = field
        self.editor = self._make_editor()
        self.editor.setAccessibleName(field.title)
        self.editor.setAccessibleDescription(_help(field))
        self._problem = words("", "problem")
        title = words(field.title)
        title.setBuddy(self.editor)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        wide = field.kind is FieldKind.TEXT
        grid.addWidget(title, 0, 0)
        grid.addWidget(self.editor, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1 if wide else 0, 1)
        grid.addWidget(self._problem, 1, 0, 1, 2)
        grid.addWidget(words(_help(field), "small"), 2, 0, 1, 2)
        self._problem.hide()
        self.show_value(field.default)

    def value(self) -> object:
        """What is typed or chosen; text that is no number is given as text."""
        match self.editor:
            case QLineEdit():
                return self.field.read(self.editor.text())
            case QComboBox():
                return self.editor.currentData()
            case QCheckBox():
                return self.editor.isChecked()

    def show_value(self, value: object) -> None:
        """Show a value, unless it is what is typed already."""
        if value == self.value():
            return
        match self.editor:
            case QLineEdit():
                self.editor.setText(self.field.show(value))
            case QComboBox():
                self.editor.setCurrentIndex(self.editor.findData(value))
            case QCheckBox():
                self.editor.setChecked(bool(value))

    def show_problem(self, sentence: str) -> None:
        """Say beside the field what is wrong with it; "" when nothing is."""
        begins = max(sentence.find(f"{self.field.title}: "), 0)  # what it is a part of is above
        self._problem.setText(sentence[begins:])
        self._problem.setVisible(bool(sentence))
        mark_wrong(self.editor, bool(sentence))

    def _make_editor(self) -> QLineEdit | QComboBox | QCheckBox:
        match self.field.kind:
            case FieldKind.CHOICE:
                return self._make_choice()
            case FieldKind.SWITCH:
                box = QCheckBox()
                box.clicked.connect(self.edited)
                return box
        edit = QLineEdit()
        leave_drops(edit)
        edit.textEdited.connect(self.edited)
        edit.returnPressed.connect(edit.clearFocus)
        if self.field.kind is not FieldKind.TEXT:
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            edit.setProperty("wide", "number")
        return edit

    def _make_choice(self) -> QComboBox:
        box = Choice()
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for choice in self.field.choices:
            box.addItem(spaced(choice), choice)
        box.activated.connect(self.edited)
        return box


def _help(field: FormField) -> str:
    """The help, with the range in brackets."""
    if not field.allowed:
        return field.help
    return f"{field.help.removesuffix('.')} ({field.allowed})."
