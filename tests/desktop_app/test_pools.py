"""What each generation trained on: the pictures and the numbers account for every record."""

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from core import runfile
from core.events import Gate
from core.lineage import parents
from core.record import RunRecord
from core.session import Session
from desktop_app.models.pools import MOST_BANDS, Band, PoolHistory, pool_facts, say_gate
from desktop_app.widgets.pool_plot import MOST_DROPPED, PoolPlot, band_colour
from desktop_app.widgets.pools_view import PoolsView
from tests.compositions import composition
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SWITCHED, VERIFIED, experiment, ran

ARMS = [REPLACE, ACCUMULATE, RESERVOIR, VERIFIED, SWITCHED]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """A run from its file, in which every generation is sealed."""
    path = tmp_path_factory.mktemp("runs") / "small.clab"
    session = Session.create(experiment(arms=ARMS), path)
    assert list(session.events())
    return runfile.open_record(path)


@pytest.fixture
def view(qtbot, record):
    made = PoolsView()
    qtbot.addWidget(made)
    made.show_record(record)
    made.resize(900, 500)
    made.show()
    made.refresh()
    return made


def grown(record, arm):
    history = PoolHistory(record, arm)
    history.grow()
    return history


@pytest.mark.parametrize("arm", [arm["name"] for arm in ARMS])
def test_a_history_is_the_composition_of_the_pools(record, arm):
    history, whole = grown(record, arm), composition(record, arm)
    held = {band.first: row for band, row in zip(history.bands, history.records, strict=True)}
    for origin, row in held.items():
        known = origin in whole.origins
        expected = whole.records[whole.origins.index(origin)] if known else np.zeros(4)
        np.testing.assert_allclose(row, expected)
    np.testing.assert_allclose(history.dropped, whole.flagged)


def test_a_history_takes_in_each_generation_once(record):
    history = PoolHistory(record, "Accumulate")
    assert history.grow()
    before = history.records.copy()
    assert not history.grow()
    np.testing.assert_array_equal(history.records, before)


def test_many_origins_share_bands_and_none_is_lost(record):
    long = experiment(arms=[ACCUMULATE], generations=1000)
    history = PoolHistory(RunRecord(long), "Accumulate")
    assert len(history.bands) <= MOST_BANDS + 1
    covered = [at for band in history.bands for at in range(band.first, band.last + 1)]
    assert covered == list(range(1001))
    assert [band.name() for band in history.bands[:2]] == ["real", "models 0–24"]
    for origin in (1, 25, 26, 999, 1000):
        band = history.bands[-(-origin // history._width)]
        assert band.first <= origin <= band.last


def test_an_origin_is_named_after_the_model_that_emitted_it():
    assert Band(4, 4).name() == "model 3"


@pytest.mark.parametrize("arm", [arm["name"] for arm in ARMS])
def test_the_facts_add_up_to_the_pool_and_name_its_parents(record, arm):
    facts = pool_facts(record, arm, 3)
    origins = [fact for fact in facts if fact[3]]
    total = sum(counts.mean() for counts in record.composition(arm, 3).values())
    listed = sum(float(fact[1].replace(",", "")) for fact in origins)
    assert listed == pytest.approx(total, abs=0.05 * len(origins))
    assert sum(float(fact[2].removesuffix(" %")) for fact in origins) == pytest.approx(100, abs=0.1)
    hashes = parents(record, arm, 3)
    assert [fact[3] for fact in origins] == [hashes[origin][:8] for origin in sorted(hashes)]
    assert (facts[-1][0] == "Dropped by the filter") == (arm == "Switched")


def test_what_a_gate_did_is_said_in_full():
    counts = [np.array(pair) for pair in ([200, 240], [100, 100], [0, 2], [10, 14], [3, 3])]
    gate = Gate(*counts[:3], 10, *counts[3:])
    assert say_gate(gate, 120) == (
        "Verifier: 2.20 candidates per admitted record; 100 admitted; shortfall 1; 10 trusted "
        "records spent; wrong by its rule: 10 % of the emitted, 3 % of the admitted."
    )


def test_a_gate_that_admits_nothing_is_said_too():
    none, some = np.zeros(2, dtype=np.int64), np.array([50, 50])
    said = say_gate(Gate(some, none, some, 10, some, none), 100)
    assert "no candidates per admitted record; 0 admitted; shortfall 50" in said
    assert "no record of the admitted" in said


def test_every_arm_has_its_picture_and_the_chosen_one_a_frame(view, record):
    assert list(view.cells) == record.arms
    assert [arm for arm, cell in view.cells.items() if cell.property("chosen")] == ["Replace"]
    view.cells["Accumulate"].plot.clicked.emit()
    assert [arm for arm, cell in view.cells.items() if cell.property("chosen")] == ["Accumulate"]
    assert view.chooser.currentText() == "Accumulate"
    assert view.table.rowCount() == 4


def test_the_bands_stand_on_each_other_up_to_the_size_of_the_pool(view, record):
    plot = view.cells["Accumulate"].plot
    tops = [item.path().boundingRect().bottom() for item in plot.bands]
    assert tops == [40, 80, 120, 160]
    assert [item.path().boundingRect().left() for item in plot.bands] == [-0.5, 0.5, 1.5, 2.5]
    assert all(item.path().boundingRect().right() == 3.5 for item in plot.bands)


def test_what_the_filter_dropped_stands_hollow_above_the_pool(view, record):
    plot, whole = view.cells["Switched"].plot, composition(record, "Switched")
    box = plot.dropped.path().boundingRect()
    assert box.bottom() == pytest.approx((whole.records.sum(axis=0) + whole.flagged).max())
    assert plot.dropped.brush().style() == Qt.BrushStyle.NoBrush
    assert plot.dropped.pen().dashPattern()
    assert f"{whole.flagged[-1]:,.0f} dropped" in [
        name for _, name in plot.axes.right._tickLevels[0]
    ]
    assert view.cells["Replace"].plot.dropped.path().isEmpty()
    assert "Dashed outline" in view.note.text()


def test_a_pool_is_not_made_small_by_what_was_dropped(qtbot):
    history = PoolHistory(RunRecord(experiment(arms=[SWITCHED])), "Switched")
    history.records[0], history.dropped[3], history.done = 40, 9000, 3
    plot = PoolPlot(history, None)
    qtbot.addWidget(plot)
    _, (low, high) = plot.axes.view.viewRange()
    assert low <= 0
    assert high == pytest.approx(MOST_DROPPED * 40, rel=0.1)
    assert "9,000 dropped" in [name for _, name in plot.axes.right._tickLevels[0]]


def test_the_switch_is_a_line_where_it_begins_and_is_said(view):
    assert view.cells["Switched"].plot.switch_line.isVisible()
    assert view.cells["Switched"].plot.switch_line.value() == 1.5
    said = [label.text() for label in view.cells["Switched"].findChildren(QLabel)]
    assert "Line: switch at generation 2" in said
    assert not view.cells["Replace"].plot.switch_line.isVisible()


def test_the_newest_pool_is_named_at_the_right_without_overlap(view):
    plot = view.cells["Accumulate"].plot
    (named, _) = plot.axes.right._tickLevels
    assert named[0] == (20.0, "real")
    assert "model 2" in [name for _, name in named]
    plot.setMinimumHeight(0)
    plot.resize(200, 60)
    assert len(plot.axes.right._tickLevels[0]) < len(named)


def test_bands_darken_with_the_generation_and_real_data_are_darkest(view):
    ground = view.palette().base().color()
    shades = [band_colour(place, 5, ground).lightnessF() for place in range(5)]
    assert shades[0] < shades[4] < shades[3] < shades[2] < shades[1]


def test_the_numbers_are_copied_with_what_they_are(qtbot, view):
    view._choose("Reservoir")
    view.table.selectAll()
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first, second = QGuiApplication.clipboard().text().splitlines()
    about = r"Reservoir\. Training pool of generation 3, mean of 6 replicates – "
    assert re.fullmatch(about + r"Real data: Records 8, Share 20 %, Parent hash \w{8}", first)
    assert re.fullmatch(about + r"From model 2: Records 32, Share 80 %, Parent hash \w{8}", second)


def test_the_gate_is_said_only_where_there_is_one(view):
    view._choose("Verified")
    assert view.gate.text().startswith("Verifier: ")
    view._choose("Replace")
    assert view.gate.isHidden()


def test_the_chain_of_hashes_is_checked(view, record):
    assert "holds" in view.chain.text()
    changed = record.generation("Replace", 2)
    kept = changed.composition[2]
    changed.composition[2] = kept + 1
    view.check_chain()
    changed.composition[2] = kept
    assert "broken at Replace, generation 2" in view.chain.text()


def test_before_the_first_generation_there_is_nothing_to_list(qtbot):
    empty = PoolsView()
    qtbot.addWidget(empty)
    empty.show_record(RunRecord(experiment(arms=[REPLACE])))
    empty.refresh()
    assert empty.table.rowCount() == 0
    assert empty.caption.text() == "No generation is finished yet."
    assert empty.chain.text() == ""


def test_a_run_of_fewer_arms_uses_the_whole_width(qtbot, view):
    record = ran(experiment(arms=[REPLACE]))
    view.show_record(record)
    view.refresh()
    qtbot.wait(1)
    assert [view._grid.columnStretch(column) for column in range(view._grid.columnCount())] == [
        1, *([0] * (view._grid.columnCount() - 1))
    ]  # fmt: skip


def test_names_of_many_origins_have_the_room_they_need(qtbot):
    long = PoolHistory(RunRecord(experiment(arms=[REPLACE], generations=1000)), "Replace")
    short = PoolHistory(RunRecord(experiment(arms=[REPLACE], generations=3)), "Replace")
    widths = []
    for history in (long, short):
        history.records[-1] = 40
        history.done = history.records.shape[1] - 1
        plot = PoolPlot(history, None)
        qtbot.addWidget(plot)
        widths.append(plot.axes.right.fixedWidth)
    assert widths[0] > widths[1]
