"""What am I looking at, and the glossary: in the window, by keyboard, and closed with Escape."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.explained import explained_metric
from core.glossary import terms
from desktop_app.widgets.help_panel import HelpPanel, as_html
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 10_000


@pytest.fixture
def page(qtbot):
    found = QWidget()
    qtbot.addWidget(found)
    QVBoxLayout(found).addWidget(QLineEdit())
    found.resize(900, 500)
    found.show()
    qtbot.waitExposed(found)
    return found


@pytest.fixture
def panel(page):
    return HelpPanel(page)


def terms_listed(panel) -> list[str]:
    return [panel.found.item(row).text() for row in range(panel.found.count())]


def test_it_closes_when_another_page_is_turned_to(window):
    """Each page is laid over the one before; the panel would show through it."""
    window.commands["glossary"].trigger()
    assert window.help.isVisible()
    window.commands["go_to_saved"].trigger()
    assert not window.help.isVisible()
    window.commands["glossary"].trigger()
    assert window.help.isVisible()


def test_a_metric_is_explained_in_all_its_parts(panel):
    panel.explain_metric("types-alive")
    assert panel.isVisible()
    said, of = panel.text.toPlainText(), explained_metric("types-alive")
    for part in (of.title, of.plain, of.definition, of.high, of.low, *of.papers, "Null band"):
        assert part in said
    assert not panel.field.isVisible()


def test_escape_closes_it_and_gives_the_keyboard_back(qtbot, page, panel):
    field = page.findChild(QLineEdit)
    field.setFocus()
    panel.explain_metric("types-alive")
    assert panel.text.hasFocus()
    qtbot.keyClick(panel.text, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert field.hasFocus()


def test_it_closes_although_what_had_the_keyboard_is_no_longer_there(qtbot, page, panel):
    """As a field of the settings, which are made anew for another preset."""
    field = page.findChild(QLineEdit)
    field.setFocus()
    panel.explain_metric("types-alive")
    with qtbot.waitSignal(field.destroyed):
        field.deleteLater()
    panel.close_panel()
    assert not panel.isVisible()


def test_a_link_leads_to_the_term_and_back_to_the_metric(panel):
    panel.explain_metric("types-alive")
    panel.text.anchorClicked.emit(QUrl("term:null-band"))
    assert panel.title.text() == "Glossary"
    assert panel.found.currentItem().text() == "Null band"
    assert "The grey band" in panel.text.toPlainText()
    panel.back_button.click()
    assert panel.title.text() == "What am I looking at?"
    assert "Types alive" in panel.text.toPlainText()
    assert not panel.back_button.isVisible()


def test_the_glossary_is_searched_as_one_types(qtbot, panel):
    panel.show_glossary()
    assert panel.field.hasFocus()
    assert terms_listed(panel) == [one.term for one in terms()]
    qtbot.keyClicks(panel.field, "half life")
    assert terms_listed(panel)[0] == "Half-life"
    assert "half of the diversity" in panel.text.toPlainText()
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.found.hasFocus()
    panel.field.setText("zebra")
    assert terms_listed(panel) == []
    assert panel.none.text() == "No term has “zebra” in it."
    panel.explain_term("loop")
    assert panel.found.currentItem().text() == "The loop"
    assert not panel.none.isVisible()


def test_arrow_keys_go_through_the_terms(qtbot, panel):
    panel.show_glossary()
    panel.found.setFocus()
    before = panel.text.toPlainText()
    qtbot.keyClick(panel.found, Qt.Key.Key_Down)
    assert panel.text.toPlainText() != before
    assert panel.text.toPlainText().startswith(terms_listed(panel)[1])


def test_it_stays_as_high_as_the_page_and_leaves_half_of_it_free(page, panel):
    panel.show_glossary()
    page.resize(620, 700)
    assert panel.height() == 700
    assert panel.width() <= 310


def test_no_text_is_markup():
    from dataclasses import replace

    of = replace(explained_metric("types-alive"), title="<b>a & b</b>")
    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in as_html(of)


# In the window


@pytest.fixture
def window(qtbot, window):
    window.draft.load(experiment(arms=[REPLACE, ACCUMULATE]))
    window.commands["run_or_pause"].trigger()
    qtbot.waitUntil(lambda: window.run.idle and window.run.record is not None, timeout=LIMIT)
    return window


def test_every_part_of_the_page_explains_itself(window):
    page = window.page.run
    page.strip.explain_button.click()
    assert "five steps" in window.help.text.toPlainText()
    page.finding.explain_button.click()
    assert "One sentence" in window.help.text.toPlainText()
    page.theory.explain_button.click()
    assert "Dark dashes" in window.help.text.toPlainText()
    for chart in page.charts.charts:
        chart.explain_button.click()
        assert explained_metric(chart.drawn).plain in window.help.text.toPlainText()


def test_the_panel_covers_no_chart(window):
    window.page.run.charts.charts[0].explain_button.click()
    right = window.help.mapTo(window, window.help.rect().topRight()).x()
    chart = window.page.run.charts.charts[0]
    assert right < chart.mapTo(window, chart.rect().topLeft()).x()


def test_the_action_opens_the_glossary_and_escape_on_the_page_closes_it(qtbot, window):
    assert window.commands["glossary"].shortcut().toString() == "F1"
    window.commands["glossary"].trigger()
    assert window.help.isVisible()
    canvas = window.page.run.charts.charts[0].canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not window.help.isVisible()


def test_a_chart_in_the_window_is_copied(qtbot, window):
    chart = window.page.run.charts.charts[0]
    chart.canvas.setFocus()
    qtbot.keyClick(chart.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: chart.menu.told.text() == "Picture copied", timeout=20_000)
    assert window.charts.shutdown(LIMIT)
