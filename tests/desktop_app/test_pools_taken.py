"""The pictures of training pools are taken out of the window, with the run's own numbers."""

import csv
import io

import numpy as np
import pypdf
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.report.data import data_of
from core.report.single import KINDS, chart_file
from core.report.tables import FORMULA_STARTS
from desktop_app.chart_actions import ChartActions
from desktop_app.file_chooser import FileChooser
from desktop_app.models.pools import PoolHistory, say_pools, take_pools
from desktop_app.widgets.pools_view import PoolsView
from tests.compositions import composition
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SWITCHED, experiment, ran

LIMIT = 20_000
FORMULA = ACCUMULATE | {"name": "=1+1"}
FILTERED = REPLACE | {"name": "Filtered", "filter": {"kind": "detector", "recall": 0.5}}


@pytest.fixture(scope="module")
def record():
    return ran(experiment(arms=[REPLACE, FORMULA, RESERVOIR, SWITCHED, FILTERED]))


def taken(record, arm):
    history = PoolHistory(record, arm)
    assert take_pools(record, history, arm) is None
    history.grow()
    found = take_pools(record, history, arm)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_is_one(record, kind):
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "csv": b"arm,generation,origin"}
    for arm in record.arms:
        assert chart_file(taken(record, arm).chart, kind).startswith(starts[kind])


def test_the_table_accounts_for_every_record_and_no_name_is_a_formula(record):
    for arm in record.arms:
        made, whole = taken(record, arm).chart, composition(record, arm)
        rows = list(csv.DictReader(io.StringIO(chart_file(made, "csv").decode(), newline="")))
        for generation in range(record.done() + 1):
            here = [row for row in rows if row["generation"] == str(generation)]
            held = {row["origin"]: float(row["records"]) for row in here}
            dropped = held.pop("dropped by the filter so far", 0.0)
            assert sum(held.values()) == pytest.approx(whole.records[:, generation].sum())
            assert held.get("real", 0.0) == pytest.approx(whole.records[0, generation])
            assert dropped == pytest.approx(whole.flagged[generation])
        assert not any(cell.startswith(FORMULA_STARTS) for row in rows for cell in row.values())
    assert taken(record, "Filtered").chart.dropped.any()


def test_areas_are_the_records_and_the_switch_a_line(record):
    from core.report import figures

    chart = taken(record, "Switched").chart
    with figures.style():
        axes = figures.draw(chart, 400, 300).axes[0]
        tops = [patch.get_data().values for patch in axes.patches]
        lines = [line.get_xdata()[0] for line in axes.lines]
    heights = np.cumsum(chart.records, axis=0)
    assert np.allclose(tops[:-1], heights)
    assert np.allclose(tops[-1], heights[-1] + chart.dropped)
    assert lines == [chart.switch - 0.5]


def test_a_page_says_which_run_and_arm_it_is_and_what_is_drawn(record):
    found = taken(record, "Filtered")
    page = pypdf.PdfReader(io.BytesIO(chart_file(found.chart, "pdf"))).pages[0]
    said = " ".join(page.extract_text().split())
    for part in (f"{record.experiment.name} · seed 3", "Filtered", "Generation 0 was trained on",
                 "Hatched: real data.", "Dashed outline: what"):  # fmt: skip
        assert part in said, part
    assert "outline" not in taken(record, "Replace").chart.below


def test_what_is_taken_stays_as_it_was_when_the_run_grows(record):
    history = PoolHistory(record, "=1+1")
    history.grow()
    found = take_pools(record, history, "=1+1")
    before = data_of(found.chart)
    history.records[:] = 0
    assert data_of(found.chart) == before


def test_the_picture_on_screen_has_the_menu_and_its_sentence(
    qtbot, settings, record, monkeypatch, tmp_path
):
    window, view = QWidget(), PoolsView()
    actions = ChartActions(FileChooser(window, settings), window)
    for widget in (window, view):
        qtbot.addWidget(widget)
    view.asked.connect(actions.take)
    view.show_record(record)
    view.resize(900, 500)
    view.show()
    view.refresh()
    cell = view.cells["Reservoir"]
    ways = {one.data(): one for one in cell.menu.menu_of_ways.actions()}
    ways["sentence"].trigger()
    said = say_pools(record, view.histories["Reservoir"], "Reservoir")
    assert QGuiApplication.clipboard().text() == f"Reservoir: {said}"
    assert cell.plot.accessibleDescription() == said
    asked = []

    def answer(parent, title, start, kinds):
        asked.append(start)
        return (str(tmp_path / "x.svg"), kinds)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    ways["svg"].trigger()
    qtbot.waitUntil(lambda: cell.menu.told.text() == "Saved: x.svg", timeout=LIMIT)
    assert asked[0].endswith("-seed-3-training-pools-reservoir.svg")
    assert (tmp_path / "x.svg").stat().st_size > 300
    assert actions.shutdown(LIMIT)
