"""Charts are taken out of the window: pictures, files and sentences, as they are shown."""

import io

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from core.analysis.described import describe
from desktop_app.chart_actions import ChartActions
from desktop_app.file_chooser import FileChooser
from desktop_app.models.chart_view import ChartView
from desktop_app.settings import Settings
from desktop_app.widgets.chart_menu import FILES
from tests.desktop_app.charts import ALIVE, made, shown

LIMIT = 20_000


@pytest.fixture
def window(qtbot):
    found = QWidget()
    qtbot.addWidget(found)
    return found


@pytest.fixture
def actions(window, tmp_path):
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    found = ChartActions(FileChooser(window, Settings(store)), window)
    yield found
    assert found.shutdown(LIMIT)


def connected(qtbot, actions, record=None):
    chart = shown(qtbot, record or made())
    chart.asked.connect(actions.take)
    return chart


def choose(monkeypatch, path):
    asked = []

    def answer(parent, title, start, kinds):
        asked.append(start)
        return (str(path), kinds)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return asked


def pick(chart, how: str) -> None:
    next(one for one in chart.menu.menu_of_ways.actions() if one.data() == how).trigger()


def wait(qtbot, actions, chart, said: str) -> None:
    qtbot.waitUntil(lambda: chart.menu.told.text().startswith(said), timeout=LIMIT)
    assert chart.menu.told.isVisible()


def test_the_menu_offers_every_way_and_opens_by_the_keyboard(qtbot, actions):
    chart = connected(qtbot, actions)
    ways = [one.data() for one in chart.menu.menu_of_ways.actions() if not one.isSeparator()]
    assert ways == ["picture", "sentence", *FILES]
    chart.menu.setFocus()
    qtbot.keyClick(chart.menu, Qt.Key.Key_Space)
    assert chart.menu.menu_of_ways.isVisible()
    chart.menu.menu_of_ways.close()
    corner = chart.canvas.rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, corner, chart.canvas.mapToGlobal(corner))
    QApplication.sendEvent(chart.canvas, event)
    assert chart.menu.menu_of_ways.isVisible()
    chart.menu.menu_of_ways.close()


def test_the_sentence_on_screen_is_the_one_that_is_copied(qtbot, actions):
    record = made()
    chart = connected(qtbot, actions, record)
    pick(chart, "sentence")
    assert QGuiApplication.clipboard().text() == describe(record, ALIVE)
    assert chart.sentence.text() == describe(record, ALIVE)
    assert chart.canvas.accessibleDescription() == describe(record, ALIVE)
    assert chart.menu.told.text() == "Sentence copied"


def test_control_and_c_on_the_chart_copies_a_picture(qtbot, actions):
    chart = connected(qtbot, actions)
    chart.canvas.setFocus()
    qtbot.keyClick(chart.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, actions, chart, "Picture copied")
    picture = QGuiApplication.clipboard().image()
    assert picture.width() > 1000
    assert picture.pixelColor(2, 2).name() == "#ffffff"


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_is_saved_under_a_name_that_says_what_it_is(
    qtbot, actions, monkeypatch, tmp_path, kind
):
    chart = connected(qtbot, actions)
    target = tmp_path / f"x.{kind}"
    asked = choose(monkeypatch, target)
    pick(chart, kind)
    wait(qtbot, actions, chart, f"Saved: x.{kind}")
    assert target.stat().st_size > 300
    assert asked[0].endswith(f"made-seed-{made().experiment.seed}-types-alive.{kind}")


def test_what_is_saved_is_what_is_shown(qtbot, actions, monkeypatch, tmp_path):
    chart = connected(qtbot, actions)
    chart.show_view(ChartView(logarithmic=True, ratio=True, hidden=frozenset({"Arm 1"})))
    taken = chart.take()
    assert taken is not None
    assert taken.chart.logarithmic
    assert [line.label for line in taken.chart.panels[0].lines] == ["Arm 0", "Arm 2"]
    assert taken.chart.panels[0].lines[0].centre[0] == pytest.approx(1)
    assert taken.stem.endswith("types-alive-ratio-log")
    assert taken.sentence == chart.sentence.text()
    choose(monkeypatch, tmp_path / "x.csv")
    pick(chart, "csv")
    wait(qtbot, actions, chart, "Saved")
    assert "Arm 1" not in (tmp_path / "x.csv").read_text()


def test_no_choice_saves_nothing_and_a_bad_place_is_said(qtbot, actions, monkeypatch, tmp_path):
    chart = connected(qtbot, actions)
    choose(monkeypatch, "")
    pick(chart, "svg")
    assert not chart.menu.told.isVisible()
    choose(monkeypatch, tmp_path / "nowhere" / "x.svg")
    pick(chart, "svg")
    wait(qtbot, actions, chart, "Not done: '")
    assert "cannot be written" in chart.menu.told.text()


def test_pictures_asked_for_at_once_are_drawn_one_after_another(
    qtbot, actions, monkeypatch, tmp_path
):
    first, second = connected(qtbot, actions), connected(qtbot, actions)
    choose(monkeypatch, tmp_path / "x.svg")
    pick(first, "svg")
    pick(second, "picture")
    wait(qtbot, actions, second, "Picture copied")
    assert first.menu.told.text() == "Saved: x.svg"


def test_nothing_is_taken_of_nothing(qtbot, actions):
    chart = connected(qtbot, actions)
    chart.show_view(ChartView(hidden=frozenset(made().arms)))
    assert chart.take() is None
    pick(chart, "picture")
    assert not actions.task.busy


def test_what_was_told_goes_with_the_next_run(qtbot, actions):
    chart = connected(qtbot, actions)
    pick(chart, "sentence")
    chart.show_record(made(2))
    assert not chart.menu.told.isVisible()


def test_opening_charts_loads_no_matplotlib_until_one_is_taken():
    import subprocess
    import sys

    code = (
        "import sys, desktop_app.chart_actions, desktop_app.widgets.metric_chart;"
        "print('matplotlib' in sys.modules, 'core.report' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert io.StringIO(ran.stdout).read().split() == ["False", "False"]
