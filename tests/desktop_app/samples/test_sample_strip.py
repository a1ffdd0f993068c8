"""The strip of samples: what it shows is what the record holds, of the generation that it names."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.analysis.first_replicate import first_values
from core.events import Catalogue, GenerationFinished, RealDataDrawn
from core.loop import run
from core.record import RunRecord
from desktop_app.theme import dress
from desktop_app.widgets.names_view import BESIDE, GONE, NOT_DRAWN, REAL_COLUMNS, name_room
from desktop_app.widgets.sample_strip import SampleStrip
from desktop_app.widgets.swatch import swatch_size
from desktop_app.widgets.watch_list import WATCHED, Watched, watch_list
from desktop_app.widgets.whole_names import GAP
from tests.desktop_app.samples.made import ARMS, emitted, folded, names, shown
from tests.small import REPLACE, experiment, ran


def grid(strip: SampleStrip) -> list[list[str]]:
    table = strip.view.table
    return [
        [table.cell(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


# The watch list


def catalogue(size: int, hidden: tuple[int, ...] = ()) -> Catalogue:
    rng = np.random.default_rng(4)
    law = np.exp(-rng.uniform(4, 15, size))
    labels = tuple("" if place in hidden else f"N{place}" for place in range(size))
    return Catalogue(np.arange(size) * 3, labels, law)


def test_the_list_runs_from_the_commonest_to_the_rarest_name():
    given = catalogue(500)
    chosen = watch_list(given)
    law = [one.probability for one in chosen]
    assert len(chosen) == WATCHED
    assert law == sorted(law, reverse=True)
    assert (law[0], law[-1]) == (given.probabilities.max(), given.probabilities.min())
    steps = np.diff(np.log(law))
    assert np.allclose(steps, steps.mean(), atol=0.2), "not evenly spaced in the logarithm"
    for one in chosen:
        place = given.labels.index(one.name)
        assert (one.type_, one.probability) == (given.types[place], given.probabilities[place])


def test_the_list_is_the_same_each_time():
    first, second = watch_list(catalogue(500)), watch_list(catalogue(500))
    assert [one.name for one in first] == [one.name for one in second]


def test_names_that_are_not_displayed_are_never_chosen():
    order = np.argsort(-catalogue(60).probabilities)
    hidden = tuple(int(place) for place in (*order[:5], *order[20:30], *order[-5:]))
    chosen = watch_list(catalogue(60, hidden))
    assert len(chosen) == WATCHED
    assert all(one.name for one in chosen)


def test_types_that_real_data_lack_are_not_followed():
    lacking = Catalogue(np.arange(3), ("A", "B", "new"), np.array([0.7, 0.3, 0.0]))
    assert [one.name for one in watch_list(lacking)] == ["A", "B"]


@pytest.mark.parametrize("size", [0, 1, 3, WATCHED])
def test_few_names_are_all_followed(size):
    hidden = catalogue(size + 4, tuple(range(4)))
    assert len(watch_list(hidden)) == size


def test_a_uniform_law_gives_different_names():
    flat = Catalogue(np.arange(40), tuple(f"N{n}" for n in range(40)), np.full(40, 1 / 40))
    assert len({one.name for one in watch_list(flat)}) == WATCHED


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (1 / 82, "1 in 82"),
        (1 / 7234, "1 in 7,230"),
        (1 / 2_860_955, "1 in 2,860,000"),
        (1, "1 in 1"),
    ],
)
def test_a_frequency_is_said_as_one_in_so_many(probability, said):
    assert Watched("ADA", 0, probability).frequency() == said


# Names


def test_names_of_a_real_run_have_their_counts(qtbot):
    record = ran(experiment("us-first-names", arms=ARMS, sample_size=300))
    strip = shown(qtbot, record)
    rows = grid(strip)
    law = dict(zip(record.catalogue.labels, record.catalogue.probabilities, strict=True))
    kinds = dict(zip(record.catalogue.labels, record.catalogue.types, strict=True))
    for name, frequency, real, *cells in rows[1:]:
        assert frequency == Watched(name, 0, law[name]).frequency()
        counts = [record.real, *(record.preview(arm, 3) for arm in record.arms)]
        expected = [dict(zip(one.values, one.counts, strict=True)) for one in counts]
        assert real == str(expected[0][kinds[name]])
        absent = (GONE, NOT_DRAWN)
        said = [str(one.get(kinds[name], no)) for one, no in zip(expected[1:], absent, strict=True)]
        assert cells == said
    alive = [len(record.preview(arm, 3).values) for arm in record.arms]
    total = len(record.real.values)
    assert rows[0] == [
        "Different first names", "", f"{total}", *map(str, alive)
    ]  # fmt: skip


def test_all_types_of_an_emission_are_counted_those_of_new_real_records_too(qtbot):
    record, put = folded(records="us-first-names")
    names(record, {"ADA": 0.5, "BO": 0.25, "CY": 0.1}, {"ADA": 7, "BO": 2, "CY": 1})
    put(emitted(_0=5, _2=1, _9=4), 0, None)
    assert grid(shown(qtbot, record))[0][REAL_COLUMNS:] == ["3", "3"]


def test_a_name_that_is_not_emitted_is_gone_only_where_it_cannot_come_back(qtbot):
    record, put = folded(records="us-first-names")
    names(record, {"ADA": 0.5, "BO": 0.25}, {"ADA": 7, "BO": 2})
    strip = shown(qtbot, record)
    assert grid(strip)[2] == ["BO", "1 in 4", "2", "", ""]
    for generation, counts in ((0, {"_0": 9, "_1": 3}), (1, {"_0": 9}), (2, {"_0": 9, "_1": 1})):
        for arm in [None] if generation == 0 else record.arms:
            put(emitted(**counts), generation, arm)
        strip.refresh()
        held = counts.get("_1")
        expected = [GONE, NOT_DRAWN] if held is None else [str(held)] * 2
        assert grid(strip)[2][REAL_COLUMNS:] == expected
    assert "never again" in strip.said.text()
    assert "may come back" in strip.said.text()


def test_tokens_are_called_by_their_rank(qtbot):
    tokens = {"source": {"kind": "zipf"}, "learner": {"kind": "categorical"}}
    strip = shown(qtbot, ran(experiment(arms=ARMS, **tokens)))
    first = [row[0] for row in grid(strip)[1:]]
    assert all(name.startswith("token ") for name in first)
    assert "never again" in strip.said.text()


def test_names_that_are_not_displayed_are_never_on_screen(qtbot):
    record = ran(experiment("us-first-names", arms=ARMS, sample_size=300))
    kept_back = set(record.catalogue.types[[not label for label in record.catalogue.labels]])
    strip = shown(qtbot, record)
    watched = {one.type_ for one in watch_list(record.catalogue)}
    assert not watched & kept_back
    assert all(row[0] for row in grid(strip))


@pytest.mark.parametrize("percent", [100, 200])
def test_the_look_of_an_arm_is_parted_from_its_name(qtbot, dressed, percent):
    dress(dressed, percent=percent)
    strip = shown(qtbot, ran(experiment("us-first-names", arms=ARMS, sample_size=300)))
    heads, look = strip.view.table.horizontalHeader(), swatch_size().width()
    drawn = heads.viewport().grab().toImage()

    def blank(x: int) -> bool:
        return len({drawn.pixel(x, y) for y in range(4, drawn.height() - 4)}) == 1

    for place in (3, 4):
        left = heads.sectionViewportPosition(place) + GAP
        assert not blank(left + look // 2)
        assert all(blank(left + look + x) for x in (1, 2, 3))
    dress(dressed)


def test_a_table_is_as_high_as_its_rows_under_heads_of_several_lines(qtbot):
    long = [{**arm, "name": f"{arm['name']} of all that there is"} for arm in ARMS]
    strip = shown(qtbot, ran(experiment("us-first-names", arms=long, sample_size=300)))
    table = strip.view.table
    for width in (900, 640, 900):
        strip.resize(width, 600)
        for _ in range(3):
            QApplication.processEvents()
        heads = table.horizontalHeader().height()
        assert table.height() == heads + table.verticalHeader().length() + 2 * table.frameWidth()
        assert table.verticalScrollBar().maximum() == 0


def test_rows_are_copied_as_sentences(qtbot):
    record, put = folded(records="us-first-names")
    names(record, {"ADA": 0.5, "BO": 0.25}, {"ADA": 7, "BO": 2})
    put(emitted(_0=5), 0, None)
    strip = shown(qtbot, record)
    strip.view.table.selectRow(2)
    qtbot.keyClick(strip.view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "Replicate 1 of 6, generation 0 – BO: True frequency 1 in 4, Real sample 2, "
        "Replace gone, Accumulate not drawn"
    )


def test_a_name_keeps_its_place_beside_not_drawn_as_long_as_there_is_room():
    cell = QRect(0, 0, 140, 20)
    usual, narrow = name_room(cell, 15, 55), name_room(cell, 62, 58)
    assert usual is not None
    assert usual.left() == BESIDE, "under the words of the head"
    assert narrow is not None
    assert narrow.left() < BESIDE
    assert narrow.width() >= 58
    assert name_room(cell, 62, 90) is None, "left out, not cut short"


def test_many_arms_scroll_sideways_and_keep_their_width(qtbot):
    many = [{**REPLACE, "name": f"{'long ' * 11}{place}"} for place in range(12)]
    record, put = folded(many, records="us-first-names")
    names(record, {"ADA": 0.5, "BO": 0.25}, {"ADA": 7, "BO": 2})
    put(emitted(_0=5), 0, None)
    strip = shown(qtbot, record)
    assert strip.view.table.columnWidth(REAL_COLUMNS + 11) >= 100
    assert strip.view.table.horizontalScrollBar().maximum() > 0
    assert strip.minimumSizeHint().width() < 900


# Which generation


def test_the_strip_names_replicate_and_generation(qtbot):
    record, put = folded(records="us-first-names")
    strip = shown(qtbot, record)
    assert strip.said.text().startswith("The real data are not drawn yet")
    names(record, {"ADA": 0.5, "BO": 0.25}, {"ADA": 7, "BO": 2})
    strip.refresh()
    assert strip.said.text().startswith("Replicate 1 of 6; no generation is finished yet.")
    put(emitted(_0=5), 0, None)
    strip.refresh()
    assert strip.said.text().startswith("Replicate 1 of 6, generation 0.")
    put(emitted(_0=6), 1, "Replace")
    strip.refresh()
    assert strip.said.text().startswith("Replicate 1 of 6, generation 0 (Replace: 1).")
    assert grid(strip)[1][REAL_COLUMNS:] == ["6", "5"]
    assert "“gone”: not emitted" in strip.said.text()


def test_the_strip_says_the_numbers_of_the_generations_that_it_shows(qtbot):
    of = experiment(arms=ARMS)
    record = RunRecord(of)
    for event in run(of):
        record.apply(event)
        if isinstance(event, GenerationFinished) and event.generation == 2:
            break
    assert [record.done(arm) for arm in ("Replace", "Accumulate")] == [2, 1]
    own = [first_values(record, at)[arm] for arm, at in (("Replace", 2), ("Accumulate", 1))]
    assert own[0] != first_values(record, 1)["Replace"]
    strip = shown(qtbot, record)
    said = strip.said.text()
    assert "generation 1 (Replace: 2)" in said
    assert f": {own[0]} in Replace and {own[1]} in Accumulate." in said


def test_the_strip_goes_back_to_a_generation_that_is_pointed_at(qtbot):
    record = ran(experiment("us-first-names", arms=ARMS, sample_size=300))
    strip = shown(qtbot, record)
    newest = grid(strip)
    strip.point_at(0)
    assert strip.said.text().startswith("Replicate 1 of 6, generation 0.")
    first = record.preview("Replace", 0)
    assert grid(strip)[0][REAL_COLUMNS] == str(len(first.values))
    strip.point_at(None)
    assert grid(strip) == newest


# One run after another


def test_another_kind_of_records_takes_the_place_of_the_first(qtbot):
    strip = shown(qtbot, ran(experiment("us-first-names", arms=ARMS, sample_size=50)))
    first = strip.view
    strip.show_record(ran(experiment(arms=ARMS)))
    assert strip.view is not first
    assert not first.isVisible()
    strip.show_record(RunRecord(experiment(arms=ARMS)))
    assert strip.view is None
    strip.point_at(3)


@pytest.mark.parametrize("dimensions", [1, 2])
def test_plots_are_made_one_at_a_time(qtbot, dimensions):
    """Each takes as long as a chart: a page that makes all at once does not answer."""
    source = {"kind": "gaussian", "dimensions": dimensions}
    whole = ran(experiment(arms=ARMS, source=source))
    record = RunRecord(whole.experiment)
    strip = shown(qtbot, record)
    assert not strip.prepare(), "nothing is known yet"
    record.apply(RealDataDrawn(whole.real, None))
    built = []
    while strip.prepare():
        built.append(sum(plot.built for plot in strip.view.plots.values()))
    assert built == [1, 2, 3]
    strip.show_record(whole)
    assert all(plot.built for plot in strip.view.plots.values()), "to be shown, all are"
