"""Presets as cards: what each says, how one is chosen, and which one is marked."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel

from core import presets
from desktop_app.models.draft import Draft
from desktop_app.models.size_words import say_size, say_time
from desktop_app.pages.start_page import StartPage
from tests.presets import THOROUGH


@pytest.fixture
def start(qtbot):
    made = StartPage(Draft(presets.preset("gaussian-drift")))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def marked(start) -> dict[str, str]:
    """The chosen cards and what they say of it."""
    cards = start.presets.cards
    return {name: card._state.text() for name, card in cards.items() if card.isChecked()}


@pytest.mark.parametrize("name", presets.preset_names())
def test_a_card_says_what_its_preset_asks_and_how_large_it_is(start, name):
    card, preset = start.presets.cards[name], presets.preset(name)
    said = " ".join(label.text() for label in card.findChildren(QLabel))
    for part in (preset.name, preset.about, preset.source.title, preset.learner.title):
        assert part in said
    assert say_size(preset) in said
    assert say_time(name) in said
    assert card.accessibleName() == preset.name
    assert preset.about in card.accessibleDescription()


@pytest.mark.parametrize("name", THOROUGH)
def test_a_thorough_preset_says_its_time_wherever_it_can_be_started(qtbot, window, name):
    """On its card, which follows its sibling's; beside the large button; under the chooser."""
    cards, start = window.page.start.presets.cards, window.page.start
    names = list(cards)
    assert names.index(name) == names.index(name.removesuffix("-thorough")) + 1
    time = say_time(name)
    window.draft.load(presets.preset(name))
    assert start._size.text().endswith(time)
    assert f"As it comes, it takes {time}" in window.page.setup._about.text()
    window.draft.set("seed", 8)
    assert start._size.text().endswith(time), "the seed changes no time"
    window.draft.set("generations", 2)
    assert time not in start._size.text()
    window.draft.load(presets.preset("too-late").model_copy(update={"name": "My own"}))
    assert "As it comes" not in window.page.setup._about.text()


def test_the_preset_of_the_draft_is_marked_and_said_to_be_changed(start):
    assert marked(start) == {"gaussian-drift": "Chosen"}
    start._draft.set("seed", 8)
    assert marked(start) == {"gaussian-drift": "Chosen, changed"}
    start._draft.set("name", "My own")
    assert marked(start) == {}
    start._draft.load(presets.preset("too-late"))
    assert marked(start) == {"too-late": "Chosen"}


def test_a_click_loads_a_preset_and_undoes_changes_to_it(qtbot, start):
    card = start.presets.cards["too-late"]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())
    assert start._draft.experiment == presets.preset("too-late")
    start._draft.set("seed", 8)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())
    assert start._draft.experiment == presets.preset("too-late")
    assert marked(start) == {"too-late": "Chosen"}


def test_arrow_keys_space_and_enter_choose(qtbot, window):
    cards = window.page.start.presets.cards
    first, second = list(cards.values())[:2]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert window.focusWidget() is second
    assert window.draft.experiment == second.preset
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        window.draft.set("seed", 8)
        qtbot.keyClick(second, key)
        assert window.draft.experiment == second.preset, "the key pressed no button"
    assert window.run.record is None, "the window took the key and ran"


@pytest.mark.parametrize(("width", "columns"), [(300, 1), (640, 2), (900, 3), (1160, 4)])
def test_cards_fill_the_width_without_being_cut_off(qtbot, start, width, columns):
    start.resize(width + 70, 600)
    qtbot.waitUntil(lambda: len({card.x() for card in start.presets.cards.values()}) == columns)
    for card in start.presets.cards.values():
        assert card.geometry().right() <= start.presets.width()
        for label in card.findChildren(QLabel):
            assert label.isHidden() or label.height() >= label.heightForWidth(label.width())


class Watch(QObject):
    """Notes each card that is painted while some of its words are cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.painted, self.cut = 0, []

    def eventFilter(self, card, event):
        if event.type() == QEvent.Type.Paint:
            self.painted += 1
            shown = [label for label in card.findChildren(QLabel) if label.isVisible()]
            if any(one.height() < one.heightForWidth(one.width()) - 1 for one in shown):
                self.cut.append((card.name, card.height()))
        return False


def test_no_card_is_painted_cut_off_while_a_preset_is_loaded(qtbot, window):
    """Neither at once nor in the passes after it, in which words take other heights."""
    start, watch = window.page.start, Watch()
    for card in start.presets.cards.values():
        card.installEventFilter(watch)
    for name in ("bounded-by-pi-squared-over-six", "fading-digits", "fashion-forgets"):
        watch.painted = 0
        start.presets.cards[name].click()
        for _ in range(10):
            QApplication.processEvents()
        assert watch.painted
        assert watch.cut == []


def test_all_presets_can_be_looked_at_again_beside_a_run(qtbot, window):
    stack, start = window.page.stack, window.page.start
    window.draft.set("replicates", 2)
    window.draft.set("sample_size", 50)
    window.draft.set("generations", 1)
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=10_000)
    window.page.setup.all_presets.click()
    assert stack.currentWidget() is start
    assert start.back_button.isVisible()
    start.back_button.click()
    assert stack.currentWidget() is window.page.run
