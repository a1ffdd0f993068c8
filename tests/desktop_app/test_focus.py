"""Every control of the experiment has a name, and Tab goes through them as the eye does."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.small import ACCUMULATE, REPLACE, RESERVOIR, experiment

SAME_ROW = 10
"""Pixels by which the tops of controls in a row may differ."""


@pytest.fixture
def window(window):
    window.draft.load(experiment(arms=[REPLACE, ACCUMULATE, RESERVOIR]))
    return window


def stops(window, page: QWidget) -> list[QWidget]:
    """Where Tab stops on a page, in its order."""
    QApplication.processEvents()
    found, at = [], window.nextInFocusChain()
    while at is not window:
        takes = at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible() and at.isEnabled()
        if page.isAncestorOf(at) and takes:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def named(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def top(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, QPoint()).y()


def check_settings(window) -> None:
    page = window.page.setup.column
    found = stops(window, page)
    assert all(map(named, found)), [type(one).__name__ for one in found if not named(one)]
    tops = [top(widget, page) for widget in found]
    assert all(after > before - SAME_ROW for before, after in pairwise(tops)), [
        named(at) for at in found
    ]


def test_the_settings_column_is_gone_through_from_top_to_bottom(window):
    check_settings(window)
    setup = window.page.setup
    setup.arms.cards[1].edit_button.click()
    check_settings(window)
    verifier = setup.arms.cards[1].editor.regime.forms["verifier"].chooser
    verifier.setCurrentIndex(verifier.findData("discriminator"))
    verifier.activated.emit(verifier.currentIndex())
    check_settings(window)
    setup.arms.cards[1].edit_button.click()
    setup.arms.add_button.click()
    check_settings(window)


def test_buttons_of_different_arms_have_different_names(window):
    cards = window.page.setup.arms.cards
    names = [named(card.remove_button) for card in cards]
    baseline, *others = (arm["name"] for arm in window.draft.arms)
    removes = [f"Remove this arm: {name}" for name in others]
    assert names == [f"The baseline cannot be removed: {baseline}", *removes]
    assert not cards[0].remove_button.isEnabled()


def test_the_start_page_begins_with_run_and_goes_on_to_the_cards(window):
    start = window.page.start
    found = stops(window, start)
    assert found == [start.run_button, *start.presets.cards.values()]
    assert all(map(named, found))


def test_a_run_is_gone_through_as_it_stands(qtbot, window):
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=10_000)
    page = window.page.run
    found = [one for one in stops(window, page) if not page.samples.isAncestorOf(one)]
    assert all(map(named, found)), [type(one).__name__ for one in found if not named(one)]
    places = [found.index(switch) for switch in page.switches.arms.values()]
    places += [found.index(page.switches.logarithmic), found.index(page.switches.ratio)]
    for chart in page.charts.charts:
        if chart.drawn:
            parts = (chart.chooser, chart.canvas, chart.values.table)
            places += [found.index(part) for part in parts]
    places.append(found.index(page.tabs.bar))
    assert places == sorted(places), [named(widget) for widget in found]


def test_a_button_of_an_arm_keeps_the_keyboard_when_it_is_pressed(qtbot, window):
    cards = window.page.setup.arms
    for button in ("off_button", "edit_button", "edit_button", "duplicate_button"):
        getattr(cards.cards[1], button).setFocus()
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
        assert window.focusWidget() is getattr(cards.cards[1], button)
    cards.cards[3].remove_button.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert len(cards.cards) == 3
    assert window.focusWidget() is cards.cards[2].remove_button
