"""One arm as a card: its colour and dash, its name, its regime in words, and what can be done."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.palette import ArmStyle, arm_style
from desktop_app.icons import icon
from desktop_app.models.regime import arm_words
from desktop_app.translation import mark, tr
from desktop_app.widgets.arm_editor import ArmEditor
from desktop_app.widgets.arm_legend import breakable
from desktop_app.widgets.card import Card, line, mark_wrong
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import Swatch

BASELINE = mark(
    " Baseline of this experiment: it stays in. Another can be named under Headline, below."
)


class ArmCard(Card):
    """Shows an arm's document, and edits it in place.

    Signals: edited (the document), toggled (its form opens or closes), duplicated, removed,
    switched (off or on again), control_asked (the arm that its verifier is to be compared with).
    """

    edited = Signal()
    toggled = Signal()
    duplicated = Signal()
    removed = Signal()
    switched = Signal()
    control_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty card."""
        super().__init__(parent, margin=10, spacing=6)
        self.editor: ArmEditor | None = None
        self._swatch, self._name = Swatch(arm_style(0), always=True), words("", "heading")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words = words("", "small")
        self._problem = words("", "problem")
        self.control = self._make_control()
        self.edit_button = _button("edit", tr("Edit this arm"), self.toggled)
        self.off_button = _button("off", "", self.switched)
        self.off_button.setCheckable(True)
        self.duplicate_button = _button("duplicate", tr("Duplicate this arm"), self.duplicated)
        self.remove_button = _button("remove", tr("Remove this arm"), self.removed)
        self.buttons = (
            self.edit_button, self.off_button, self.duplicate_button, self.remove_button,
        )  # fmt: skip
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._swatch)
        head.addSpacing(6)
        head.addWidget(self._name, 1)
        for button in self.buttons:
            head.addWidget(button)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addLayout(head)
        texts.addWidget(self._problem)
        texts.addWidget(self._words)
        texts.addWidget(self.control)
        self.rows.addLayout(texts)
        self._problem.hide()

    def show_arm(
        self,
        arm: dict[str, Any],
        learner: dict[str, Any],
        arms: list[dict[str, Any]],
        style: ArmStyle,
        *,
        baseline: bool,
        off: bool,
    ) -> None:
        """Show what the arm is called, how it is drawn and what it does; off: greyed.

        learner: the run's model; arms: all of them.
        """
        if self.editor is not None:
            self.editor.settings.show_run(learner)
        self._swatch.show_style(style)
        self._name.setText(breakable(str(arm["name"])))
        said = tr("Switched off: left out of the run. ") * off + arm_words(arm, learner, arms)
        self._words.setText(said + tr(BASELINE) * baseline)
        self._name.setEnabled(not off)
        self.off_button.setChecked(off)
        self.off_button.setEnabled(not baseline)
        tip = tr("Switch this arm on") if off else tr("Switch this arm off")
        self.off_button.setToolTip(tr("The baseline cannot be switched off") if baseline else tip)
        self.remove_button.setEnabled(not baseline)
        removed = tr("The baseline cannot be removed") if baseline else tr("Remove this arm")
        self.remove_button.setToolTip(removed)
        for button in (
            self.edit_button,
            self.off_button,
            self.duplicate_button,
            self.remove_button,
        ):
            button.setAccessibleName(f"{button.toolTip()}: {arm['name']}")

    def show_control(self, *, missing: bool, room: bool) -> None:
        """Say that the verifier's control is missing; it can be added while there is room."""
        self.control.setVisible(missing)
        self.control_button.setEnabled(room)

    def _make_control(self) -> QWidget:
        self.control_button = QPushButton(tr("Add control arm"))
        self.control_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.control_button.clicked.connect(self.control_asked)
        what = tr("Control missing: no arm trains on the trusted records instead.")
        self.control_button.setAccessibleDescription(what)
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(words(what, "small"))
        rows.addWidget(self.control_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.hide()
        return box

    def open_editor(self, arm: dict[str, Any], learner: dict[str, Any]) -> None:
        """Show the form under the words; learner: the run's model."""
        self.editor = ArmEditor(learner)
        self.editor.show_value(arm)
        self.editor.edited.connect(self.edited)
        self.rows.addWidget(line())
        self.rows.addWidget(self.editor)
        self._words.hide()
        self.edit_button.setToolTip(tr("Close the form"))

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what is wrong: beside the setting where it shows, else under the name."""
        beside = self.editor is not None and self.editor.show_problem(field, sentence)
        here = "" if beside else sentence
        self._problem.setText(here)
        self._problem.setVisible(bool(here))
        mark_wrong(self, bool(sentence))


def _button(name: str, what: str, signal: Any) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setProperty("role", "bare")
    button.setToolTip(what)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(signal)
    return button
