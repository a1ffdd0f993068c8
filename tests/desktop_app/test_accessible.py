"""Whoever does not see the window hears what each control is; whoever has no mouse reaches it."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.theme import DARK, LIGHT, dress
from tests.desktop_app.controls import controls, heard
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 20_000
RUNS = {
    "names": experiment("us-first-names", arms=[REPLACE, ACCUMULATE], sample_size=60),
    "numbers": experiment(arms=[REPLACE, ACCUMULATE]),
    "text": experiment("state-of-the-union", arms=[REPLACE, ACCUMULATE], sample_size=60),
}


@pytest.fixture
def window(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def run(qtbot, window, which):
    window.draft.load(RUNS[which])
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)


def unnamed(window):
    found = list(controls(window))
    assert len(found) > 8
    return [f"{type(one).__name__} in {type(one.parentWidget()).__name__}"
            for one in found if not heard(one).strip()]  # fmt: skip


def walk(qtbot, window):
    """Every page and tab that the window has to show now."""
    page = window.page
    window.shell.turn_to(page)
    for beside in (page.start, page.own_data, page.audit, page.run):
        page.stack.setCurrentWidget(beside)
        yield type(beside).__name__
    for card in page.setup.arms.cards[:1]:
        card.edit_button.click()
        QApplication.processEvents()
        yield "ArmEditor"
    for place in range(page.run.tabs.bar.count()):
        if page.run.tabs.bar.isTabVisible(place):
            page.run.tabs.bar.setCurrentIndex(place)
            yield page.run.tabs.bar.tabText(place)
    for place in range(1, window.shell.bar.count()):
        if window.shell.bar.isTabEnabled(place):
            window.shell.bar.setCurrentIndex(place)
            QApplication.processEvents()
            yield window.shell.bar.tabText(place)


@pytest.mark.parametrize("which", RUNS)
def test_every_control_of_every_page_has_a_name(qtbot, window, which):
    run(qtbot, window, which)
    seen = []
    for place in walk(qtbot, window):
        seen.append(place)
        assert unnamed(window) == [], place
    assert {"StartPage", "RunPage", "ArmEditor", "Theory", "Samples", "Write-up"} <= set(seen)


def test_every_field_with_help_beside_it_tells_it(window):
    setup = window.page.setup
    for row in setup.sizes.values():
        assert row.field.help.rstrip(".") in row.editor.accessibleDescription()
    for chooser in (*setup.headline.choosers.values(), setup.learner.chooser):
        assert chooser.accessibleDescription()


def reached(window):
    """The controls that Tab stops at, in order, once round the window."""
    first = window.page.setup.presets
    first.setFocus(Qt.FocusReason.TabFocusReason)
    found: list[QWidget] = []
    while (now := window.focusWidget()) not in found and len(found) < 300:
        found.append(now)
        window.focusNextChild()
    return found


def top_left(widget, window):
    return widget.mapTo(window, QPoint(0, 0))


def test_tab_reaches_every_control_that_takes_it(qtbot, window):
    run(qtbot, window, "names")
    for place in walk(qtbot, window):
        if place in ("Samples", "Write-up", "Library"):
            continue
        missed = [
            heard(one) for one in controls(window)
            if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and one not in reached(window)
        ]  # fmt: skip
        assert missed == [], place


def test_tab_goes_down_the_settings_as_the_eye_does(window):
    column = window.page.setup.column
    tops = [
        column.mapFromGlobal(one.mapToGlobal(QPoint(0, 0))).y()
        for one in reached(window) if column.isAncestorOf(one)
    ]  # fmt: skip
    assert len(tops) > 20
    assert all(later >= earlier - 12 for earlier, later in pairwise(tops))


def test_tab_goes_through_a_run_as_the_eye_does(qtbot, window):
    run(qtbot, window, "names")
    page = window.page.run
    stops = [one for one in reached(window) if page.isAncestorOf(one)]
    order = [page.switches, page.charts, page.tabs]
    places = [min(at for at, one in enumerate(stops) if part.isAncestorOf(one)) for part in order]
    assert places == sorted(places)


def test_cards_are_met_before_the_settings_and_take_the_keyboard(qtbot, window):
    cards = list(window.page.start.presets.cards.values())
    window.page.setup.all_presets.setFocus()
    qtbot.keyClick(window.page.setup.all_presets, Qt.Key.Key_Return)
    assert window.focusWidget() in cards
    qtbot.mouseClick(cards[2], Qt.MouseButton.LeftButton)
    assert window.focusWidget() is cards[2]
    assert window.draft.experiment == cards[2].preset
    qtbot.keyClick(cards[2], Qt.Key.Key_Left)
    assert window.focusWidget() is cards[1]


def test_space_on_the_chosen_card_runs(qtbot, window):
    card = window.page.start.presets.cards["gaussian-drift"]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.keyClick(card, Qt.Key.Key_Space)
    assert window.run.record is not None
    assert window.run.record.experiment == card.preset


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_keyboard_is_seen_wherever_it_is(qtbot, window, theme):
    run(qtbot, window, "names")
    dress(QApplication.instance(), theme)
    unseen = []
    for place in walk(qtbot, window):
        for one in list(controls(window)):
            if not one.isEnabled() or not one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                continue
            window.setFocus()
            before = one.grab().toImage()
            one.setFocus(Qt.FocusReason.TabFocusReason)
            if one.hasFocus() and one.grab().toImage() == before:
                unseen.append((place, type(one).__name__, heard(one)))
    dress(QApplication.instance())
    assert unseen == []
