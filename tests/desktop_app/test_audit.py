"""An audit in the window: set up, previewed, run, and shown without what it has not."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.analysis.alarm import alarm
from core.analysis.described import say_run
from core.audit import audit
from core.loop import run as events_of
from core.record import RunRecord
from core.runfile import open_record
from desktop_app.main_window import MainWindow
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.audit_setup import AuditSetup
from desktop_app.pages.audit_page import AuditPage
from desktop_app.pages.run_page import RunPage
from tests.files import written

LIMIT = 60_000
GENERATIONS = ("2023", "2024", "2025")


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A pipeline whose spread shrinks, and its reference."""
    folder, rng = tmp_path_factory.mktemp("audit"), np.random.default_rng(5)
    reference = "\n".join(f"{value:.4f}" for value in rng.normal(size=400))
    rows = [
        f"{label},{value:.4f}"
        for place, label in enumerate(GENERATIONS)
        for value in rng.normal(scale=0.6**place, size=100 + place)
    ]
    pipeline = "\n".join(["generation,height", *rows])
    return (
        str(written(folder / "pipeline.csv", pipeline)),
        str(written(folder / "reference.csv", f"height\n{reference}")),
    )


@pytest.fixture(scope="module")
def experiment(places):
    from pathlib import Path

    return audit(*map(Path, places), changes=["replicates=50"])


@pytest.fixture(scope="module")
def record(experiment) -> RunRecord:
    made = RunRecord(experiment)
    for event in events_of(experiment):
        made.apply(event)
    return made


@pytest.fixture
def setup(qtbot):
    made = AuditSetup()
    yield made
    assert made.shutdown(LIMIT)


@pytest.fixture
def page(qtbot, setup):
    made = AuditPage(setup)
    qtbot.addWidget(made)
    made.resize(940, 600)
    made.show()
    return made


def read(qtbot, setup):
    qtbot.waitUntil(lambda: not setup.busy, timeout=LIMIT)


# Setting one up


def test_generations_and_their_sizes_are_shown_before_anything_runs(qtbot, setup, page, places):
    pipeline, reference = places
    assert not page.run.isEnabled()
    setup.drop(pipeline)
    assert not setup.busy, "half of it is not read"
    setup.drop(reference)
    assert setup.busy
    read(qtbot, setup)
    table = page.table
    rows = [[table.cell(row, at).text() for at in (0, 1)] for row in range(table.rowCount())]
    assert rows == [["2023", "100"], ["2024", "101"], ["2025", "102"]]
    assert "The reference holds 400 rows" in page.details.text()
    assert page.names[1].text() == reference
    with qtbot.waitSignal(page.started) as started:
        qtbot.mouseClick(page.run, Qt.MouseButton.LeftButton)
    assert started.args == [setup.experiment]


def test_a_refusal_is_one_sentence_and_what_was_chosen_stays(qtbot, setup, page, places, tmp_path):
    setup.choose(places[0], str(tmp_path / "no.csv"))
    setup.set("column", "height")
    read(qtbot, setup)
    assert "'no.csv' cannot be read" in page.problem.text()
    assert page.choices.fields["column"].value() == "height"
    assert page.names[0].text() == places[0]
    setup.choose(reference=places[1])
    setup.set("column", "")
    read(qtbot, setup)
    assert page.problem.text() == ""
    assert page.run.isEnabled()


def test_a_reference_with_gaps_can_be_read_without_them(qtbot, setup, page, places, tmp_path):
    text = "\n".join(["height", *(f"{value / 7:.3f}" for value in range(90)), "NA", "1.5"])
    setup.choose(places[0], str(written(tmp_path / "gaps.csv", text)))
    read(qtbot, setup)
    assert page.drop.isVisible()
    qtbot.mouseClick(page.drop, Qt.MouseButton.LeftButton)
    read(qtbot, setup)
    assert "The reference holds 91 rows" in page.details.text()


def test_generations_with_gaps_can_be_read_without_them(qtbot, setup, page, places, tmp_path):
    rows = [f"{generation},{value / 7:.3f}" for generation in (0, 1) for value in range(90)]
    text = "\n".join(["generation,height", *rows, "1,"])
    setup.choose(str(written(tmp_path / "gaps.csv", text)), places[1])
    read(qtbot, setup)
    assert (
        page.problem.text() == "Line 182 of 'gaps.csv' has no value in one of the columns compared."
    )
    qtbot.mouseClick(page.drop, Qt.MouseButton.LeftButton)
    read(qtbot, setup)
    assert page.table.rowCount() == 2


def test_each_place_is_asked_for(qtbot, page):
    for (folder, reference), button in page.buttons.items():
        with qtbot.waitSignal(page.asked) as asked:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == [folder, reference]


# Shown


@pytest.fixture
def run_page(qtbot, record):
    run = ActiveRun()
    made = RunPage(run)
    qtbot.addWidget(made)
    run.record = record
    run.replaced.emit()
    made._refresh()
    made.resize(940, 600)
    made.show()
    yield made
    assert run.shutdown(LIMIT)


def test_what_an_audit_has_not_is_left_out(run_page, record):
    bar = run_page.tabs.bar
    shown = [bar.tabText(at) for at in range(bar.count()) if bar.isTabVisible(at)]
    assert shown == ["Samples", "Controls"]
    assert not run_page.legend.isVisible()
    assert not run_page.strip.diagram.isVisible()
    said = say_run(record.experiment)
    assert "3 recorded generations, nothing trained" in said
    assert "replicates" not in said


def test_a_tab_that_an_audit_lacks_is_not_left_in_front(qtbot, record):
    run = ActiveRun()
    page = RunPage(run)
    qtbot.addWidget(page)
    page.show()
    page.tabs.bar.setCurrentIndex(1)
    assert page.tabs.front is page.theory
    run.record = record
    run.replaced.emit()
    assert page.tabs.front in (page.samples, page.controls)
    assert page.tabs.front.isVisible()
    assert not page.theory.isVisible()
    assert run.shutdown(LIMIT)


def test_samples_are_called_subsets_of_a_recorded_generation(run_page):
    headings = [label.text() for label in run_page.samples.view.findChildren(QLabel)]
    assert "Reference" in headings
    assert "Real data" not in headings
    said = run_page.samples.said.text()
    assert said.startswith("One random subset of 80 records, generation 2 (2025).")
    assert "eplicate" not in said


def test_the_alarm_is_on_the_page_and_on_the_chart_of_the_tail(run_page, record):
    found = alarm(record)
    assert found.usual is not None
    assert run_page.finding.alarm.text().startswith("Proposed alarm")
    assert run_page.finding.alarm.isVisible()
    diversity, _, tail = run_page.charts.charts
    assert tail.drawn == found.metric
    assert tail.canvas.alarm.isVisible()
    assert tail.canvas.alarm.value() == found.usual.value
    assert not diversity.canvas.alarm.isVisible()
    axis = tail.canvas.axes.bottom
    assert axis.labelText.endswith("dashed line: proposed alarm")
    named = axis.label.mapRectToParent(axis.label.boundingRect())
    assert abs(named.center().x() - axis.size().width() / 2) < 2, "the name is not in the middle"
    assert tail.values.caption.text().startswith("Generation 2 (2025): ")


def test_an_audit_is_run_saved_and_opened_again(qtbot, settings, experiment):
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    window.data.audit_generations()
    assert window.page.stack.currentWidget() is window.page.audit
    window.page.audit.started.emit(experiment)
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    assert window.page.stack.currentWidget() is window.page.run
    assert window.run.record.done() == 2
    assert not window.page.setup._simulation.isVisible()
    assert window.page.setup._audited.isVisible()
    path = window.run.path
    window.draft.load(open_record(path).experiment)
    assert window.draft.problem is None
    window.open_run(path)
    assert window.run.record.experiment == experiment
    assert window.run.shutdown(LIMIT)
