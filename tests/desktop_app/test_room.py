"""Nothing is cut off, in a small window and with large text."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea

from desktop_app.widgets.columns_view import ColumnsView
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.scroll_page import ScrollPage
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 20_000
NAMES = experiment(
    "us-first-names", arms=[REPLACE, ACCUMULATE | {"name": "Accumulate, subsample"}],
    sample_size=60,
)  # fmt: skip


def cut_off(window):
    """Words with less room than they need or outside what scrolls; pages that scroll sideways."""
    found = []
    for one in window.findChildren(QLabel) + window.findChildren(QAbstractButton):
        if not one.isVisible() or not one.text() or isinstance(one, Elided):
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            fits = one.height() >= one.heightForWidth(one.width()) - 1
        else:
            fits = one.width() >= one.sizeHint().width() - 1
            fits &= isinstance(one, QLabel) or one.height() >= one.minimumSizeHint().height() - 1
        if not fits or _outside(one, window):
            found.append((type(one).__name__, one.text()[:60]))
    return found + sideways(window)


def sideways(window):
    """The pages that scroll sideways."""
    seen = [page for page in window.findChildren(ScrollPage) if page.isVisible()]
    return [page for page in seen if page.horizontalScrollBar().maximum()]


def _outside(one, window):
    """Whether it goes over the right edge of the window, or of a page that scrolls down only."""
    around = one.parentWidget()
    while around is not window and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if isinstance(around, ColumnsView):
        return False  # scrolls sideways
    right = one.mapTo(around, QPoint(one.width(), 0)).x()
    return right > around.width() + 1


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_cut_off_at(qtbot, window, settings, percent):
    settings.text_size = percent
    window.look.theme_light()
    pages = window.page.stack
    for beside in (window.page.start, window.page.own_data, window.page.audit):
        pages.setCurrentWidget(beside)
        settle()
        assert cut_off(window) == [], type(beside).__name__
    window.draft.load(NAMES)
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    for tab in range(window.page.run.tabs.bar.count()):
        window.page.run.tabs.bar.setCurrentIndex(tab)
        settle()
        assert cut_off(window) == [], window.page.run.tabs.bar.tabText(tab)
        assert window.page.setup.geometry().right() < window.page.stack.x()
    for place in range(1, window.shell.bar.count()):
        window.shell.bar.setCurrentIndex(place)
        settle()
        assert cut_off(window) == [], window.shell.bar.tabText(place)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_what_a_run_takes_is_said_in_two_lines_at_most(window, settings, percent):
    settings.text_size = percent
    window.look.theme_light()
    settle()
    said = window.page.start._size
    assert said.text().startswith(f"{len(window.draft.arms)} arms, 20 replicates, ")
    assert said.heightForWidth(said.width()) <= 2 * said.fontMetrics().lineSpacing() + 2


def test_arms_to_choose_from_are_not_squeezed_in_the_page_of_samples(qtbot, window, settings):
    settings.text_size = 200
    window.look.theme_light()
    others = [{**REPLACE, "name": f"Other {at}"} for at in range(5)]
    window.draft.load(experiment("us-first-names", arms=[REPLACE, *others], sample_size=20_000))
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    window.shell.go_to_samples()
    settle()
    assert len([box for box in window.samples.choice.boxes.values() if box.isVisible()]) == 6
    assert cut_off(window) == []


def test_a_name_without_a_space_makes_no_page_scroll_sideways(qtbot, window, settings):
    settings.text_size = 200
    window.look.theme_light()
    joined = "Keep" * 14 + "{}"
    arms = [REPLACE | {"name": joined.format(1)}, ACCUMULATE | {"name": joined.format(2)}]
    window.draft.load(
        experiment("us-first-names", arms=arms, baseline=joined.format(1), sample_size=60)
    )
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    for page in (window.page, window.saved):
        window.shell.turn_to(page)
        settle()
        assert sideways(window) == []


def settle():
    """Let everything be laid out, what is drawn part by part in later turns too."""
    for _ in range(20):
        QApplication.processEvents()
        QTest.qWait(10)


def test_in_a_narrow_window_the_words_stand_below_the_steps(qtbot, window):
    window.draft.load(NAMES)
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    strip = window.page.run.strip
    settle()
    wide = strip.height()
    assert strip.place.mapTo(strip, QPoint(0, 0)).x() > strip.diagram.width()
    window.resize(1000, 600)
    settle()
    assert strip.height() > wide
    assert strip.diagram.width() >= strip.diagram.sizeHint().width()
    charts = window.page.run.charts.charts
    assert charts[2].y() > charts[0].y(), "the third chart stands below"
    table = charts[0].values.table
    short = table.fontMetrics().horizontalAdvance("Accumulate") + table.iconSize().width()
    assert table.columnWidth(0) > short, "names of arms are read"


def test_text_that_grows_keeps_tables_whole(qtbot, window):
    window.draft.load(NAMES)
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    table = window.page.run.charts.charts[0].values.table
    before = table.rowHeight(0)
    window.look.text_larger()
    window.look.text_larger()
    window.look.put_on()
    settle()
    assert table.rowHeight(0) > before
    assert table.height() >= table.verticalHeader().length()
    assert table.iconSize().width() == 38


def test_heads_of_the_names_stay_while_their_rows_scroll(qtbot, window):
    window.draft.load(NAMES)
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    window.resize(1000, 520)
    window.shell.turn_to(window.samples)
    settle()
    table = window.samples.view.table
    assert table.verticalScrollBar().maximum() > 0
    head = table.horizontalHeader().mapTo(window, QPoint(0, 0))
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    settle()
    assert table.horizontalHeader().mapTo(window, QPoint(0, 0)) == head


def test_play_says_why_it_rests(window):
    slider = window.samples.slider
    slider.start_over(5)
    slider.reach(0)
    assert not slider.button.isEnabled()
    assert not slider.why.isHidden()
    assert "generation 1" in slider.why.text()
    assert slider.button.accessibleDescription() == slider.why.text()
    slider.reach(1)
    assert slider.button.isEnabled()
    assert slider.why.isHidden()


def test_other_arms_than_those_on_screen_are_told(qtbot, window):
    others = window.page.setup._others
    assert others.isHidden()
    window.draft.load(NAMES)
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    assert others.isHidden()
    window.draft.add_arm()
    assert not others.isHidden()
    window.draft.undo()
    assert others.isHidden()


def test_the_page_of_samples_shows_how_far_a_run_is(qtbot, window):
    strip = window.samples.strip
    assert strip.isHidden()
    window.draft.load(experiment(arms=[REPLACE, ACCUMULATE], generations=1000))
    window.commands["run_or_pause"].trigger()
    assert not strip.isHidden()
    window.commands["cancel"].trigger()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    assert strip.isHidden()
