"""A chart of two runs is said in a sentence, and taken out of the window as it is shown."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.analysis.compared_words import describe_compared
from core.metrics.base import Family
from desktop_app.chart_actions import ChartActions
from desktop_app.file_chooser import FileChooser
from desktop_app.widgets.chart_menu import FILES
from desktop_app.widgets.compare_chart import CompareChart
from tests.desktop_app.charts import ALIVE, made

LIMIT = 20_000


@pytest.fixture
def actions(qtbot, settings):
    window = QWidget()
    qtbot.addWidget(window)
    found = ChartActions(FileChooser(window, settings), window)
    yield found
    assert found.shutdown(LIMIT)


@pytest.fixture
def runs():
    return made(seed=3), made(2, seed=4)


@pytest.fixture
def chart(qtbot, actions, runs):
    found = CompareChart(Family.DIVERSITY)
    qtbot.addWidget(found)
    found.resize(400, 400)
    found.show_runs(*runs)
    found.asked.connect(actions.take)
    found.show()
    qtbot.waitExposed(found)
    return found


def pick(chart, how: str) -> None:
    next(one for one in chart.menu.menu_of_ways.actions() if one.data() == how).trigger()


def test_the_sentence_on_screen_is_the_accessible_one_and_the_one_copied(chart, runs):
    said = describe_compared(*runs, ALIVE)
    assert said.startswith("Types alive of A (Made, seed 3) beside B (Made, seed 4)")
    assert chart.sentence.text() == said
    assert chart.sentence.isVisible()
    assert chart.canvas.accessibleDescription() == said
    pick(chart, "sentence")
    assert QGuiApplication.clipboard().text() == said
    assert chart.menu.told.text() == "Sentence copied"
    chart.show_runs(*reversed(runs))
    assert chart.sentence.text() == describe_compared(*reversed(runs), ALIVE) != said
    assert not chart.menu.told.isVisible()


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_is_saved_under_a_name_of_both_runs_and_the_metric(
    qtbot, chart, monkeypatch, tmp_path, kind
):
    asked, target = [], tmp_path / f"x.{kind}"

    def answer(parent, title, start, kinds):
        asked.append(start)
        return (str(target), kinds)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    pick(chart, kind)
    qtbot.waitUntil(lambda: chart.menu.told.text() == f"Saved: x.{kind}", timeout=LIMIT)
    assert target.stat().st_size > 300
    assert asked[0].endswith(f"made-seed-3-and-made-seed-4-types-alive.{kind}")


def test_the_picture_is_light_and_of_both_runs(qtbot, chart):
    pick(chart, "picture")
    qtbot.waitUntil(lambda: chart.menu.told.text() == "Picture copied", timeout=LIMIT)
    picture = QGuiApplication.clipboard().image()
    assert picture.width() > 1000
    assert picture.pixelColor(2, 2).name() == "#ffffff"
    taken = chart.take()
    assert taken is not None
    assert [line.sign for line in taken.chart.panels[0].lines] == list("AAABB")


def test_a_family_that_the_runs_do_not_share_offers_nothing(qtbot, runs):
    chart = CompareChart(Family.FIDELITY)
    qtbot.addWidget(chart)
    chart.show_runs(*runs)
    chart.show()
    assert chart.take() is None
    assert not chart.menu.isVisible()


def test_the_window_takes_charts_of_every_page_that_has_some(window, chart, runs):
    for page in (window.page.run, window.saved.compare, window.provenance.pools):
        QGuiApplication.clipboard().clear()
        page.asked.emit(chart, "sentence")
        assert QGuiApplication.clipboard().text() == describe_compared(*runs, ALIVE)
