"""The arms of the draft as a column of cards."""

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.errors import BadInput
from core.palette import NULL_BAND, ArmStyle, arm_styles
from desktop_app.icons import icon
from desktop_app.models.draft import OFF, Draft
from desktop_app.translation import tr
from desktop_app.widgets.arm_card import ArmCard

MOST_ARMS = 12

UNUSED = ArmStyle(NULL_BAND, "solid", "circle")
"""The look of an arm that is switched off: no curve has it."""


class ArmList(QWidget):
    """Shows the draft's arms; adds, edits, duplicates and removes them.

    Signals opened: the card whose form has just been opened; rebuilt: all cards are new.
    """

    opened = Signal(QWidget)
    rebuilt = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        """Make the cards."""
        super().__init__(parent)
        self._draft = draft
        self._open: int | None = None
        self.cards: list[ArmCard] = []
        self.add_button = QPushButton(tr("Add an arm"))
        self.add_button.setIcon(icon("add"))
        self.add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add_button.clicked.connect(self._add)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.add_button)
        draft.loaded.connect(self._close_editor)
        draft.replaced.connect(self._rebuild)
        draft.changed.connect(self._refresh)
        self._rebuild()
        self._refresh()

    @Slot()
    def _close_editor(self) -> None:
        """Of another experiment, no form is open."""
        self._open = None

    def show_problem(self, problem: BadInput | None) -> bool:
        """Say on its card what is wrong with an arm; False when it is about something else."""
        field = problem.field if problem else ""
        said = False
        for place, card in enumerate(self.cards):
            here = field == f"arms.{place}" or field.startswith(f"arms.{place}.")
            card.show_problem(
                field.removeprefix(f"arms.{place}").lstrip("."), str(problem) if here else ""
            )
            said = said or here
        return said

    def _rebuild(self) -> None:
        """Make all cards afresh, keeping the open form open and the keyboard where it was."""
        focused = self._focused()
        for card in self.cards:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        arms = self._draft.arms
        if self._open is not None and self._open >= len(arms):
            self._open = None
        self.cards = [self._make_card(place, arm) for place, arm in enumerate(arms)]
        self._refresh()
        self.rebuilt.emit()
        if focused is not None:
            place, button = focused
            self.cards[min(place, len(arms) - 1)].buttons[button].setFocus()

    def _focused(self) -> tuple[int, int] | None:
        """The card, and which of its buttons has the keyboard."""
        places = (
            (place, number)
            for place, card in enumerate(self.cards)
            for number, button in enumerate(card.buttons)
            if button.hasFocus()
        )
        return next(places, None)

    def _make_card(self, place: int, arm: dict[str, Any]) -> ArmCard:
        card = ArmCard()
        card.edited.connect(self._edit)
        card.toggled.connect(self._toggle)
        card.duplicated.connect(self._duplicate)
        card.removed.connect(self._remove)
        card.switched.connect(self._switch)
        card.control_asked.connect(self._add_control)
        self._layout.insertWidget(place, card)
        if place == self._open:
            card.open_editor(arm, self._draft.value("learner"))
        return card

    def _refresh(self) -> None:
        """Show names, colours and words as they are now."""
        arms, baseline = self._draft.arms, self._draft.value("baseline")
        running = [str(place) for place, arm in enumerate(arms) if not arm.get(OFF)]
        styles = arm_styles(running, str(self._baseline()))
        room, learner = len(arms) < MOST_ARMS, self._draft.value("learner")
        for place, (card, arm) in enumerate(zip(self.cards, arms, strict=False)):
            off = bool(arm.get(OFF))
            style, first = styles.get(str(place), UNUSED), not off and arm["name"] == baseline
            card.show_arm(arm, learner, arms, style, baseline=first, off=off)
            card.show_control(missing=self._draft.missing_control(place) is not None, room=room)
            card.duplicate_button.setEnabled(room)
        self.add_button.setEnabled(room)

    def _baseline(self) -> int:
        arms, baseline = self._draft.arms, self._draft.value("baseline")
        running = [place for place, arm in enumerate(arms) if not arm.get(OFF)]
        return next((at for at in running if arms[at]["name"] == baseline), running[0])

    def _place(self) -> int:
        """Which card sent the signal that is being answered."""
        sender = self.sender()
        assert isinstance(sender, ArmCard)
        return self.cards.index(sender)

    def _toggle(self) -> None:
        place = self._place()
        self._open = None if self._open == place else place
        self._rebuild()
        self._tell_opened()

    def _edit(self) -> None:
        place = self._place()
        editor = self.cards[place].editor
        assert editor is not None
        self._draft.set_arm(place, editor.value())

    def _add(self) -> None:
        self._open = len(self.cards)
        self._draft.add_arm()
        self._tell_opened()

    def _duplicate(self) -> None:
        place = self._place()
        self._open = place + 1
        self._draft.duplicate_arm(place)
        self._tell_opened()

    def _add_control(self) -> None:
        place = self._place()
        self._open = None
        self._draft.add_control(place)

    def _switch(self) -> None:
        self._draft.switch_arm(self._place())

    def _remove(self) -> None:
        place = self._place()
        self._open = None
        self._draft.remove_arm(place)

    def _tell_opened(self) -> None:
        if self._open is not None:
            self.opened.emit(self.cards[self._open])
