"""The experiments that come with the app, as cards of which one is chosen."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QWidget,
)

from core import presets
from core.experiment import Experiment
from desktop_app.focus_keys import AT_REST
from desktop_app.models.size_words import say_preset, say_time
from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.card_button import CardButton, inert
from desktop_app.widgets.even_grid import fill
from desktop_app.widgets.fitted import Fitted

NARROWEST = 270
"""Least width of a card in pixels; there are as many columns as fit."""


class PresetCards(Fitted):
    """A card for each preset; arrow keys go from card to card.

    Signal chosen: the name of a preset, by the person.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the cards."""
        super().__init__(parent)
        self.cards = {name: PresetCard(name) for name in presets.preset_names()}
        self._group = QButtonGroup(self)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        for card in self.cards.values():
            self._group.addButton(card)
        self._group.buttonClicked.connect(self._choose)
        self.place()
        self.setAccessibleName(tr("Presets"))

    def take_keyboard(self) -> None:
        """Give the keyboard to the chosen card, else to the first."""
        cards = list(self.cards.values())
        chosen = (card for card in cards if card.isChecked())
        next(chosen, cards[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, experiment: Experiment | None, name: str) -> None:
        """Mark the preset called `name` on screen, if any; say so where it has been changed."""
        self._group.setExclusive(False)
        for card in self.cards.values():
            mine = card.preset.name == name
            card.setChecked(mine)
            card.say_chosen(changed=mine and card.preset != experiment)
        self._group.setExclusive(True)

    def place(self) -> None:
        """Put the parts where they have room."""
        columns = max(1, (self.width() + self._grid.spacing()) // px(NARROWEST))
        if columns == self._columns:
            return
        self._columns = columns
        fill(self._grid, list(self.cards.values()), columns)

    @Slot(QAbstractButton)
    def _choose(self, card: QAbstractButton) -> None:
        assert isinstance(card, PresetCard)
        self.chosen.emit(card.name)


class PresetCard(CardButton):
    """What a preset is called, what it asks, and how large it is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make the card of a preset."""
        super().__init__("preset", (12, 9), parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.name, self.preset = name, presets.preset(name)
        self._state = inert("", "chosen")
        self._state.setWordWrap(False)
        facts, time = say_preset(name), say_time(name)
        head = QHBoxLayout()
        head.addWidget(inert(self.preset.name, "heading"), 1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(head)
        self.rows.addWidget(inert(self.preset.about))
        self.rows.addStretch(1)
        self.rows.addWidget(inert(f"{facts} · {time}", "small"))
        self.setAccessibleName(self.preset.name)
        self.setAccessibleDescription(f"{self.preset.about} {facts}, {time}.")

    def say_chosen(self, *, changed: bool) -> None:
        """Say of the chosen card that it is, and whether its settings have been changed."""
        said = tr("Chosen, changed") if changed else tr("Chosen")
        self._state.setText(said)
        self._state.setVisible(self.isChecked())
        self.setProperty(AT_REST, self.isChecked() and not changed)
