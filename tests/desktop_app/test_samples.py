"""Samples: what the strip shows is what the record holds, of the generation that it names."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.analysis.first_replicate import first_values
from core.events import Catalogue, GenerationFinished, Preview, RealDataDrawn
from core.experiment import parse
from core.loop import run
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.theme import dress
from desktop_app.widgets.columns_view import REAL
from desktop_app.widgets.density import GRID, are_counts, bars, density, kernel_width
from desktop_app.widgets.mosaic_view import SMALL, Mosaic, contact_sheet, sheet_shape
from desktop_app.widgets.names_view import BESIDE, GONE, NOT_DRAWN, REAL_COLUMNS, name_room
from desktop_app.widgets.sample_strip import SampleStrip
from desktop_app.widgets.swatch import swatch_size
from desktop_app.widgets.watch_list import WATCHED, Watched, watch_list
from desktop_app.widgets.whole_names import GAP
from tests.small import ACCUMULATE, REPLACE, document, experiment, ran

ARMS = [REPLACE, ACCUMULATE]
Put = Callable[[Preview, int, str | None], None]


def shown(qtbot, record: RunRecord) -> SampleStrip:
    strip = SampleStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 260)
    strip.show_record(record)
    strip.show()
    qtbot.waitExposed(strip)
    return strip


def folded(arms=ARMS, generations=3, **given) -> tuple[RunRecord, Put]:
    """An empty record, and how to put a sample of an arm at a generation into it."""
    record = RunRecord(parse(document(arms=arms, generations=generations, **given)))

    def put(sample: Preview, generation: int, arm: str | None) -> None:
        record.apply(GenerationFinished(generation, arm, {}, {}, None, 0.1, sample))

    return record, put


def names(record: RunRecord, labels: dict[str, float], counts: dict[str, int]) -> None:
    """Draw real data: names with their probabilities, and how often the sample holds each."""
    types = np.arange(len(labels))
    real = Preview(RecordKind.COUNTS, types, np.array([counts[label] for label in labels]))
    law = np.array(list(labels.values()))
    record.apply(RealDataDrawn(real, Catalogue(types, tuple(labels), law)))


def emitted(**counts: int) -> Preview:
    """A sample of types by number, such as _3=5."""
    types = np.array([int(name[1:]) for name in counts], dtype=np.int64)
    return Preview(RecordKind.COUNTS, types, np.array(list(counts.values())))


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
        "Different first names", "", f"{total}", *(f"{count} of {total}" for count in alive)
    ]  # fmt: skip


def test_only_types_of_the_real_sample_are_counted_as_alive(qtbot):
    record, put = folded(records="us-first-names")
    names(record, {"ADA": 0.5, "BO": 0.25, "CY": 0.1}, {"ADA": 7, "BO": 2, "CY": 1})
    put(emitted(_0=5, _2=1, _9=4), 0, None)
    assert grid(shown(qtbot, record))[0][REAL_COLUMNS:] == ["2 of 3", "2 of 3"]


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
    assert name_room(cell, 15, 55).left() == BESIDE, "under the words of the head"
    narrow = name_room(cell, 62, 58)
    assert narrow.left() < BESIDE
    assert narrow.width() >= 58
    assert name_room(cell, 62, 90).left() == 4


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
    assert grid(strip)[0][REAL_COLUMNS].startswith(f"{len(first.values)} of")
    strip.point_at(None)
    assert grid(strip) == newest


# Images


def images(count: int, seed: int = 0) -> Preview:
    drawn = np.random.default_rng(seed).integers(0, 256, (count, 8, 8)).astype(np.uint8)
    return Preview(RecordKind.IMAGES, drawn)


def digits() -> tuple[RunRecord, Put]:
    return folded(source={"kind": "digits"}, learner={"kind": "flow-matching"})


def test_a_sheet_holds_the_first_images_dark_on_light():
    drawn = images(50).values
    sheet = contact_sheet(drawn, SMALL)
    assert sheet.shape == (4 * 9 - 1, 8 * 9 - 1)
    for place in (0, 7, 8, 31):
        row, column = divmod(place, 8)
        tile = sheet[9 * row : 9 * row + 8, 9 * column : 9 * column + 8]
        np.testing.assert_array_equal(tile, 255 - drawn[place])


def test_fewer_images_leave_the_rest_of_the_sheet_empty():
    sheet = contact_sheet(images(3).values, SMALL)
    assert len(np.unique(sheet[9:])) == 1


def test_images_are_magnified_without_smoothing(qtbot):
    mosaic = Mosaic(SMALL)
    qtbot.addWidget(mosaic)
    drawn = images(40).values
    mosaic.show_images(drawn)
    mosaic.resize(300, 130)
    picture = mosaic.grab(QRect(0, 0, 300, 130)).toImage()
    sheet = contact_sheet(drawn, SMALL)
    scale = 3
    for row, column in ((0, 0), (5, 3), (20, 40), (34, 70)):
        block = {
            picture.pixelColor(scale * column + right, scale * row + down).red()
            for right in range(scale)
            for down in range(scale)
        }
        assert block == {int(sheet[row, column])}


@pytest.mark.parametrize(("side", "across", "scale"), [(8, 8, 2), (14, 5, 2), (28, 5, 1)])
def test_an_image_takes_at_least_sixteen_pixels_and_large_ones_no_more(qtbot, side, across, scale):
    mosaic = Mosaic(sheet_shape(side))
    qtbot.addWidget(mosaic)
    mosaic.show_images(np.zeros((2, side, side), dtype=np.uint8))
    assert mosaic.minimumWidth() == scale * (across * (side + 1) - 1)


def test_images_of_every_arm_stand_beside_the_real_ones(qtbot):
    record, put = digits()
    record.apply(RealDataDrawn(images(40), None))
    put(images(40, 1), 0, None)
    put(images(40, 2), 1, "Replace")
    strip = shown(qtbot, record)
    assert list(strip.view.mosaics) == [REAL, "Replace", "Accumulate"]
    sheets = [mosaic.sheet for mosaic in strip.view.mosaics.values()]
    for sheet, seed in zip(sheets, (0, 2, 1), strict=True):
        np.testing.assert_array_equal(sheet, contact_sheet(images(40, seed).values, SMALL))


# Vectors


def test_densities_are_sums_of_kernels_of_one_width():
    values, along = np.array([0.0, 1.0]), np.linspace(-6, 7, 4001)
    height = density(values, 0.5, along)
    assert np.trapezoid(height, along) == pytest.approx(1, abs=1e-6)
    at_zero = (1 + np.exp(-0.5 * (1 / 0.5) ** 2)) / (2 * 0.5 * np.sqrt(2 * np.pi))
    assert np.interp(0.0, along, height) == pytest.approx(at_zero, rel=1e-4)
    assert not density(np.empty(0), 0.5, along).any()


def test_the_kernel_is_as_wide_as_silverman_says():
    real = np.random.default_rng(0).normal(size=500)
    quarters = np.subtract(*np.percentile(real, (75, 25))) / 1.34
    assert kernel_width(real) == pytest.approx(0.9 * min(real.std(), quarters) * 500**-0.2)
    assert kernel_width(np.full(9, 3.0)) == 1


def test_a_collapsed_arm_is_smoothed_like_the_real_sample(qtbot):
    record, put = folded()
    real = np.random.default_rng(0).normal(size=(50, 1))
    record.apply(RealDataDrawn(Preview(RecordKind.VECTORS, real), None))
    put(Preview(RecordKind.VECTORS, real), 0, None)
    put(Preview(RecordKind.VECTORS, np.full((50, 1), 7.0)), 1, "Replace")
    strip = shown(qtbot, record)
    width = kernel_width(real[:, 0])
    plots = strip.view.plots
    x, height = plots["Replace"].own.getData()
    assert height.max() == pytest.approx(1 / (width * np.sqrt(2 * np.pi)), rel=1e-2)
    assert x[0] < real.min() - width
    assert x[-1] > 7 + width
    ranges = [plot.axes.view.viewRange() for plot in plots.values()]
    assert all(found == ranges[0] for found in ranges), "the plots have different axes"
    assert ranges[0][1][1] > height.max()
    assert f"{width:.2g} wide for all" in strip.said.text()


def test_points_in_two_dimensions_are_those_of_the_sample(qtbot):
    source = {"kind": "gaussian", "dimensions": 3}
    record = ran(experiment(arms=ARMS, source=source))
    strip = shown(qtbot, record)
    for arm in record.arms:
        drawn = np.column_stack(strip.view.plots[arm].own.getData())
        np.testing.assert_array_equal(drawn, record.preview(arm, 3).values[:, :2])
    assert "Across: dimension 1; upwards: dimension 2" in strip.said.text()


def test_a_regression_is_drawn_as_its_label_over_an_input(qtbot):
    given = {"source": {"kind": "regression"}, "learner": {"kind": "least-squares"}}
    record = ran(experiment(arms=ARMS, **given))
    strip = shown(qtbot, record)
    for arm in record.arms:
        drawn = np.column_stack(strip.view.plots[arm].own.getData())
        np.testing.assert_array_equal(drawn, record.preview(arm, 3).values[:, [0, -1]])
    assert "Across: input 1; upwards: label y" in strip.said.text()


POISSON = {"learner": {"kind": "poisson"}, "arms": ARMS}


def test_single_counts_are_bars_of_how_often_each_occurs(qtbot):
    record = ran(experiment(**POISSON, source={"kind": "poisson", "dimensions": 1, "rate": 3}))
    strip = shown(qtbot, record)
    for arm in record.arms:
        edges, heights = strip.view.plots[arm].own.getData()
        emitted = record.preview(arm, 3).values[:, 0]
        np.testing.assert_array_equal(np.diff(edges), 1)
        assert heights.sum() == pytest.approx(1)
        at = np.flatnonzero(edges == emitted[0] - 0.5)
        assert heights[at] == pytest.approx(np.mean(emitted == emitted[0]))
    assert "share of records that hold each count" in strip.said.text()


def test_many_counts_are_bars_of_their_means(qtbot):
    record = ran(experiment(**POISSON, source={"kind": "poisson", "dimensions": 11}))
    strip = shown(qtbot, record)
    for arm in record.arms:
        _, heights = strip.view.plots[arm].own.getData()
        np.testing.assert_allclose(heights, record.preview(arm, 3).values.mean(axis=0))
    assert "mean of each of the 11 counts" in strip.said.text()


def test_counts_that_are_spread_out_share_bars():
    values = np.arange(5000.0)[:, None]
    edges, heights = bars(values, 0, 4999)
    assert len(heights) <= GRID
    assert heights.sum() == pytest.approx(1)
    assert (edges[0], edges[-1]) == (-0.5, edges[0] + 25 * len(heights))


def test_numbers_with_decimals_or_below_zero_are_no_counts():
    assert are_counts(np.array([[0.0, 3.0]]))
    assert not are_counts(np.array([[0.5, 3.0]]))
    assert not are_counts(np.array([[-1.0, 3.0]]))


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
