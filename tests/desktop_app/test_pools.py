"""What each generation trained on: the pictures and the numbers account for every record."""

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from core import runfile
from core.events import Gate
from core.lineage import Chain, parents
from core.origins import MOST_BANDS, Band
from core.record import RunRecord
from core.seals import Checked
from core.session import Session
from desktop_app.models import pools
from desktop_app.models.pools import (
    BROKEN,
    PoolHistory,
    gate_rows,
    generation_rows,
    origin_rows,
    say_acceptance,
    say_gates,
    say_link,
    say_newest,
    say_real,
    say_source,
)
from desktop_app.widgets.copy_table import WHOLE
from desktop_app.widgets.pool_facts import HASH, LINK, PoolFacts
from desktop_app.widgets.pool_plot import MOST_DROPPED, PoolPlot, band_colour
from desktop_app.widgets.pools_view import PoolsView
from tests.compositions import composition
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SWITCHED, VERIFIED, experiment, ran

FADING = {
    "name": "Fading", "retention": {"kind": "replace"},
    "real": {"kind": "fading", "start": 0.6, "end": 0.2},
}  # fmt: skip
ARMS = [REPLACE, ACCUMULATE, RESERVOIR, VERIFIED, SWITCHED, FADING]
NAMES = [arm["name"] for arm in ARMS]


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


@pytest.fixture
def facts(qtbot, record):
    made = PoolFacts()
    qtbot.addWidget(made)
    made.show_record(record)
    made.resize(520, 500)
    made.show()
    made.show_arm("Replace", grown(record, "Replace"))
    return made


def grown(record, arm):
    history = PoolHistory(record, arm)
    history.grow()
    return history


# Histories


@pytest.mark.parametrize("arm", NAMES)
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
        band = history._bands.of(origin)
        assert band.first <= origin <= band.last


def test_an_origin_is_named_after_the_model_that_emitted_it():
    assert Band(4, 4).name() == "model 3"


# Sentences


@pytest.mark.parametrize(
    ("arm", "said"),
    [
        ("Replace", "Generations 1 to 3: no real record."),
        ("Reservoir", "Generations 1 to 3: 20 % real records."),
        ("Accumulate", "Generations 1 to 3: real records went from 50 % to 25 %."),
        ("Fading", "Generations 1 to 3: real records went from 60 % to 20 %."),
    ],
)
def test_the_share_of_real_records_is_told_in_words(record, arm, said):
    assert told(record, arm) == f"Generation 0 was trained on real records alone. {said}"


def test_the_share_is_told_on_either_side_of_a_switch(record):
    said = told(record, "Switched")
    assert "Generation 1: no real record. Generations 2 to 3: real records went from" in said
    held = record.composition("Switched", 3)
    shares = 100 * held[0] / sum(held.values())
    low, high = map(float, re.search(r"\[([\d.]+), ([\d.]+)\] %\.$", said).groups())
    assert shares.min() - 0.5 <= low <= np.median(shares) <= high <= shares.max() + 0.5


def told(record, arm):
    switch = record.experiment.arm(arm).switch
    return say_real(grown(record, arm), None if switch is None else switch.generation)


def test_a_share_that_turns_is_told_where_it_turns():
    record = RunRecord(experiment(arms=[REPLACE], generations=4))
    real = [40, 10, 2, 10, 20]
    record.done = lambda arm=None: 4
    record.composition = lambda arm, g: {0: np.array([real[g]]), 1: np.array([40 - real[g]])}
    assert told(record, "Replace").endswith("from 25 % to 50 %, lowest 5 % in generation 2.")


def test_the_newest_pool_is_told_in_a_sentence(record):
    assert say_newest(record, grown(record, "Reservoir")) == (
        "The pool of generation 3 holds 40 records a replicate: 20 % real, 80 % from model 2."
    )
    assert "A filter has dropped" in say_newest(record, grown(record, "Switched"))
    assert say_newest(record, PoolHistory(record, "Replace")) == ""


def test_what_gates_did_and_cost_is_told_with_intervals(record):
    said = say_gates(record, "Verified")
    gates = [record.gate("Verified", g) for g in (1, 2, 3)]
    judged = np.sum([gate.candidates for gate in gates], axis=0)
    admitted = np.sum([gate.admitted for gate in gates], axis=0)
    centre, low, high = map(
        float, re.search(r"1 to 3: ([\d.]+) \[(\d+), (\d+)\] candidates", said).groups()
    )
    assert centre == np.median(judged)
    assert (low, high) == (judged.min(), judged.max())
    assert f"{int(admitted[0])} admitted a replicate" in said
    assert "no shortfall" in said
    assert f"{gates[0].trusted} trusted real records looked at" in said
    assert "Acceptance was" in said
    assert say_acceptance(record, "Verified").startswith("Gate admits ")
    assert say_gates(record, "Replace") == say_acceptance(record, "Replace") == ""


def test_a_gate_that_admits_little_or_nothing_is_told(monkeypatch, record):
    judged, admitted, lacking, wrong = (
        np.array(pair * 3) for pair in ([50, 50], [0, 0], [40, 40], [25, 25])
    )
    gate = Gate(judged, admitted, lacking, 0, wrong, admitted)
    monkeypatch.setattr(pools, "_gates", lambda record, arm: [(1, gate)])
    said = say_gates(record, "Verified")
    assert "50 candidates judged and 0 admitted a replicate, 0 % of them" in said
    assert "shortfall 40; no trusted records." in said
    assert said.endswith("in generation 1: 62.5 % of the emitted, none of the admitted.")


def test_the_source_of_the_real_data_is_said_with_its_licence(record):
    assert say_source(record) == "Real data: Standard Gaussian (drawn from a known law)."
    digits = experiment(
        source={"kind": "digits"}, learner={"kind": "flow-matching"}, arms=[REPLACE]
    )
    assert say_source(RunRecord(digits)) == "Real data: Handwritten digits (CC BY 4.0)."


# Tables


@pytest.mark.parametrize("arm", NAMES)
def test_rows_of_generations_are_the_pools_own_numbers(record, arm):
    rows = generation_rows(record, arm, grown(record, arm), 0)
    assert [row[0] for row in rows] == ["0", "1", "2", "3"]
    for generation, (_, total, real, dropped, hashed) in enumerate(rows):
        held = record.composition(arm, generation)
        sizes = sum(held.values())
        assert float(total.split()[0]) == np.median(sizes)
        share = np.median(100 * held.get(0, 0 * sizes) / sizes)
        assert float(real.split()[0]) == pytest.approx(share, abs=0.06 + share / 200)
        assert bool(dropped) == bool(record.flagged(arm, generation))
        assert hashed == record.content_hash_at(arm, generation)
    assert generation_rows(record, arm, grown(record, arm), 2) == rows[2:]


def test_rows_of_a_gate_are_its_own_figures(record):
    rows = gate_rows(record, "Verified", 1)
    assert [row[0] for row in rows] == ["1", "2", "3"]
    for generation, row in enumerate(rows, 1):
        gate = record.gate("Verified", generation)
        assert float(row[1].split()[0]) == np.median(gate.candidates)
        assert row[5] == str(gate.trusted)
        rate = np.median(100 * gate.admitted / gate.candidates)
        assert float(row[3].split()[0]) == pytest.approx(rate, abs=0.6)
    assert gate_rows(record, "Replace", 1) == []


@pytest.mark.parametrize("arm", NAMES)
def test_a_pool_by_origin_names_its_parents(record, arm):
    rows = origin_rows(record, arm, 3)
    hashes = parents(record, arm, 3)
    assert [row[3] for row in rows if row[3]] == [hashes[origin] for origin in sorted(hashes)]
    assert (rows[-1][0] == "Dropped by the filter") == (arm == "Switched")


def test_a_link_is_said_to_hold_to_be_broken_or_to_have_no_seal():
    broken = Checked(Chain(8, 0, (("Replace", 2),)), 1, (("Replace", 3),))
    said = [say_link(broken, "Replace", generation) for generation in range(4)]
    assert said == ["holds", "holds", BROKEN, BROKEN]
    assert say_link(Checked(Chain(8, 8, ())), "Replace", 1) == "no seal"
    assert say_link(None, "Replace", 1) == ""


def test_the_numbers_are_copied_with_what_they_are_and_hashes_whole(qtbot, facts, record):
    facts.show_checked(Checked(Chain(24, 0, ())))
    facts.generations.selectRow(1)
    qtbot.keyClick(facts.generations, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    hashed = record.content_hash_at("Replace", 1)
    assert QGuiApplication.clipboard().text() == (
        f"Replace – 1: Records 40, Real 0 %, Hash {hashed}, Link holds"
    )
    assert facts.generations.cell(1, HASH).text() == hashed[:8]


def test_another_arm_has_its_own_rows_and_only_gates_have_theirs(facts, record):
    assert not facts.tabs.bar.isTabVisible(1)
    facts.show_arm("Verified", grown(record, "Verified"))
    assert facts.arm == "Verified"
    assert facts.tabs.bar.isTabVisible(1)
    assert facts.gates.rowCount() == 3
    assert facts.generations.rowCount() == 4
    assert facts.generations.isColumnHidden(3)
    facts.show_arm("Switched", grown(record, "Switched"))
    assert not facts.generations.isColumnHidden(3)


def test_the_pool_of_the_chosen_generation_is_listed_by_origin(facts, record):
    facts.show_arm("Accumulate", grown(record, "Accumulate"))
    facts.tabs.bar.setCurrentIndex(2)
    assert facts.origin_of.text() == "Training pool of generation 3"
    assert facts.origins.rowCount() == 4
    facts.generations.selectRow(1)
    assert facts.origin_of.text() == "Training pool of generation 1"
    assert [facts.origins.cell(row, 0).text() for row in range(2)] == ["Real data", "From model 0"]
    assert facts.origins.cell(1, 3).data(WHOLE) == record.content_hash_at("Accumulate", 0)


def test_a_broken_link_stands_out(facts):
    facts.show_checked(Checked(Chain(24, 0, (("Replace", 2),))))
    cells = [facts.generations.cell(row, LINK) for row in range(4)]
    assert [cell.text() for cell in cells] == ["holds", "holds", BROKEN, "holds"]
    assert [cell.font().bold() for cell in cells] == [False, False, True, False]


# Pictures


def test_every_arm_has_its_picture_and_the_chosen_one_a_frame(view, record):
    assert list(view.cells) == record.arms
    asked = []
    view.chosen.connect(asked.append)
    view.cells["Accumulate"].plot.clicked.emit()
    assert asked == ["Accumulate"]
    view.mark("Accumulate")
    assert [arm for arm, cell in view.cells.items() if cell.property("chosen")] == ["Accumulate"]


def test_a_picture_is_described_by_the_sentences_of_its_arm(view, record):
    described = view.cells["Reservoir"].plot.accessibleDescription()
    newest = say_newest(record, view.histories["Reservoir"])
    assert described == f"{told(record, 'Reservoir')} {newest}"
    said = [label.text() for label in view.cells["Verified"].findChildren(QLabel)]
    assert say_acceptance(record, "Verified") in said


def test_the_bands_stand_on_each_other_up_to_the_size_of_the_pool(view, record):
    plot = view.cells["Accumulate"].plot
    tops = [item.path().boundingRect().bottom() for item in plot.bands]
    assert tops == [40, 80, 120, 160]
    assert [item.path().boundingRect().left() for item in plot.bands] == [-0.5, 0.5, 1.5, 2.5]
    assert all(item.path().boundingRect().right() == 3.5 for item in plot.bands)


def test_real_data_are_hatched_too(view):
    plot = view.cells["Accumulate"].plot
    assert plot.hatching.path() == plot.bands[0].path()
    assert plot.hatching.brush().style() == Qt.BrushStyle.BDiagPattern


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
    assert "Dashed outline" in view.note


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
