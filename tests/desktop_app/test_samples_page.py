"""The page of samples: the slider, its keys, a run that goes on, and every kind of records."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from core.audit import audit
from core.events import Catalogue, Preview, RealDataDrawn
from core.experiment import Experiment
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.main_window import MainWindow
from desktop_app.models.active_run import ActiveRun
from desktop_app.pages.samples_page import SamplesPage
from desktop_app.widgets.columns_view import BEFORE, REAL
from desktop_app.widgets.density import WITHIN, surface
from desktop_app.widgets.mosaic_view import contact_sheet
from desktop_app.widgets.rarity import Rarities, Rarity
from desktop_app.widgets.sample_plots import contour
from tests.desktop_app.test_samples import digits, emitted, folded, images, names
from tests.files import written
from tests.small import ACCUMULATE, REPLACE, experiment, ran

LIMIT = 30_000
ARMS = [REPLACE, ACCUMULATE]


@pytest.fixture
def run(qtbot):
    made = ActiveRun()
    yield made
    assert made.shutdown(LIMIT)


@pytest.fixture
def page(qtbot, run):
    made = SamplesPage(run)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(run: ActiveRun, record: RunRecord) -> RunRecord:
    run._show(record, Path("there-is-no-file.clab"))
    return record


def named(**given) -> Experiment:
    return experiment("us-first-names", **({"arms": ARMS, "sample_size": 300} | given))


def column(page: SamplesPage, title: str) -> list[str]:
    table = page.view.table
    headers = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    return [table.cell(row, headers.index(title)).text() for row in range(table.rowCount())]


def held(record: RunRecord, arm: str, generation: int) -> str:
    """How many of the real sample's types an arm's sample has, as the table says it."""
    real = record.real.values
    both = np.intersect1d(real, record.preview(arm, generation).values)
    return f"{len(both):,} of {len(real):,}"


# The slider and its keys


def test_the_slider_moves_all_arms_together_and_leaves_generation_0_where_it_is(run, page):
    record = show(run, ran(named()))
    for generation in (3, 1, 2, 0):
        page.slider.slider.setValue(generation)
        for arm in record.arms:
            assert column(page, arm)[0] == held(record, arm, generation)
        assert column(page, BEFORE)[0] == held(record, "Replace", 0)
        assert page.slider.place.text() == f"Generation {generation} of 3"


@pytest.mark.parametrize("where", ["page", "slider", "button"])
def test_arrow_keys_home_and_end_move_it_from_anywhere_on_the_page(qtbot, run, page, where):
    show(run, ran(named()))
    aim = {"page": page, "slider": page.slider.slider, "button": page.slider.button}[where]
    moves = (("Left", 2), ("Left", 1), ("Home", 0), ("Left", 0), ("Right", 1), ("End", 3))
    for key, generation in moves:
        qtbot.keyClick(aim, getattr(Qt.Key, f"Key_{key}"))
        assert page.slider.at == generation
    qtbot.keyClick(aim, Qt.Key.Key_Right)
    assert page.slider.at == 3


def test_playing_goes_through_the_generations_and_stops_at_the_last(qtbot, run, page):
    show(run, ran(named()))
    page.slider._timer.setInterval(5)
    seen = []
    page.slider.moved.connect(lambda: seen.append(page.slider.at))
    qtbot.keyClick(page.slider.button, Qt.Key.Key_Return)
    assert page.slider.button.text() == "Hold"
    qtbot.waitUntil(lambda: page.slider.button.text() == "Play", timeout=LIMIT)
    assert seen == [0, 1, 2, 3]


def test_playing_is_held_by_hand_and_ends_with_the_page(qtbot, run, page):
    show(run, ran(named()))
    qtbot.mouseClick(page.slider.button, Qt.MouseButton.LeftButton)
    assert (page.slider._timer.isActive(), page.slider.at) == (True, 0)
    qtbot.mouseClick(page.slider.button, Qt.MouseButton.LeftButton)
    assert not page.slider._timer.isActive()
    qtbot.mouseClick(page.slider.button, Qt.MouseButton.LeftButton)
    page.hide()
    assert not page.slider._timer.isActive()


# A run that goes on


def step(qtbot, run, to: int) -> None:
    run.step()
    qtbot.waitUntil(lambda: run.record.done() >= to, timeout=LIMIT)


def test_at_the_newest_generation_it_stays_at_the_newest(qtbot, run, page):
    page._pace.pause.setInterval(0)
    run.start(named(), step=True)
    qtbot.waitUntil(lambda: run.record.done() >= 0, timeout=LIMIT)
    for to in (1, 2):
        step(qtbot, run, to)
        qtbot.waitUntil(lambda: page.slider.at == run.record.done(), timeout=LIMIT)
        assert column(page, "Replace")[0] == held(run.record, "Replace", page.slider.at)
    assert page.slider.place.text() == "Generation 2 of 3; newest: 2"
    page.slider.slider.setValue(1)
    step(qtbot, run, 3)
    qtbot.waitUntil(lambda: run.idle and page.slider.slider.maximum() == 3, timeout=LIMIT)
    assert page.slider.at == 1
    assert column(page, "Replace")[0] == held(run.record, "Replace", 1)


def test_before_the_first_generation_the_page_says_so_and_shows_the_real_data(run, page):
    record, _ = folded(records="us-first-names")
    names(record, {"ADA": 0.5, "BO": 0.25}, {"ADA": 7, "BO": 2})
    show(run, record)
    assert page.one.text() == "No generation is finished yet."
    assert page.slider.place.text() == ""
    assert column(page, "Real sample")[-2:] == ["7", "2"]
    assert column(page, "Replace")[-2:] == ["", ""]


def test_a_page_that_is_not_seen_is_not_drawn(run, page):
    page.hide()
    show(run, ran(named()))
    assert page.view is None
    page.show()
    assert column(page, "Replace")[0] == held(run.record, "Replace", 3)


def test_all_names_are_seen_without_scrolling_where_there_is_room(qtbot, run, page):
    show(run, ran(named()))
    page.resize(1000, 900)
    bar = page.view.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0, timeout=LIMIT)


def test_another_run_takes_the_place_of_the_first(run, page):
    show(run, ran(named()))
    first = page.view
    page.slider.slider.setValue(0)
    show(run, ran(experiment(arms=ARMS)))
    assert page.slider.at == 3
    assert page.view is not first
    assert not first.isVisible()
    assert not page.legend.isVisible()


def test_the_tab_is_offered_as_soon_as_there_are_samples(qtbot, settings):
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    shell = window.shell
    titles = [shell.bar.tabText(at) for at in range(shell.bar.count())]
    assert titles[:3] == ["Experiment", "Samples", "Provenance"]
    assert not shell.offers(window.samples)
    window.run.start(named(), step=True)
    qtbot.waitUntil(lambda: window.run.record.done() >= 0, timeout=LIMIT)
    assert not window.run.idle
    assert shell.offers(window.samples)
    qtbot.waitUntil(window.page.run.samples.open.isVisible, timeout=LIMIT)
    qtbot.mouseClick(window.page.run.samples.open, Qt.MouseButton.LeftButton)
    assert shell.front is window.samples
    window.run.cancel()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    assert window.close()


# What is said


def test_the_page_says_that_it_is_one_replicate_and_what_that_one_measured(run, page):
    record = show(run, ran(experiment(arms=ARMS)))
    assert "one replicate, the first of 6" in page.one.text()
    values = record.values[record.experiment.primary()][:, 0]
    for at in (3, 1):
        page.slider.slider.setValue(at)
        for place, arm in enumerate(record.arms):
            said = page.view.own[arm].text()
            assert said.startswith(f"generation {at} · variance ratio ")
            assert float(said.split()[-1]) == pytest.approx(values[place, at], rel=1e-2)
        said = page.view.own[BEFORE].text()
        assert said.startswith("generation 0 · variance ratio ")
        assert float(said.split()[-1]) == pytest.approx(values[0, 0], rel=1e-2)


def test_an_arm_that_is_ahead_waits_for_the_others(run, page):
    record, put = folded(records="us-first-names")
    names(record, {"ADA": 0.5, "BO": 0.25}, {"ADA": 7, "BO": 2})
    put(emitted(_0=5), 0, None)
    put(emitted(_0=6), 1, "Replace")
    show(run, record)
    assert page.slider.at == 0
    assert column(page, "Replace")[-2:] == ["5", "gone"]
    assert column(page, "Accumulate")[-2:] == ["5", "not drawn"]


# Names by how rare they are


def test_names_are_counted_by_how_often_a_real_sample_would_hold_them(run, page):
    record, put = folded(records="us-first-names")
    law = {"ADA": 0.5, "BO": 0.3, "CY": 0.05, "DI": 0.001}
    names(record, law, {"ADA": 60, "BO": 35, "CY": 4, "DI": 1})
    put(emitted(_0=50, _1=40, _2=10), 0, None)
    put(emitted(_0=100), 1, "Replace")
    put(emitted(_0=90, _3=10), 1, "Accumulate")
    show(run, record)
    assert column(page, "")[1:4] == ["of them common", "of them rare", "of them very rare"]
    assert column(page, "Real sample")[:4] == ["4", "2", "1", "1"]
    assert column(page, BEFORE)[:4] == ["3 of 4", "2 of 2", "1 of 1", "0 of 1"]
    assert column(page, "Replace")[:4] == ["1 of 4", "1 of 2", "0 of 1", "0 of 1"]
    assert column(page, "Accumulate")[:4] == ["2 of 4", "1 of 2", "0 of 1", "1 of 1"]
    said = page.view.missing.text().splitlines()
    assert said[1] == (
        "Replace: 3 gone; the commonest of them: BO (1 in 3), CY (1 in 20), DI (1 in 1,000)."
    )
    assert said[2].startswith("Accumulate: 2 not drawn; the commonest of them: BO")
    legend = [entry.text() for entry in page.legend.entries]
    assert legend == [
        "common: 1 in 10 or more often",
        "rare: between 1 in 10 and 1 in 100",
        "very rare: less than 1 in 100",
    ]


def test_the_legend_is_whole_where_it_has_no_room_beside_each_other(run, page):
    show(run, ran(named()))
    legend = page.legend
    beside = legend.height()
    for width in (legend.width() // 2, 260):
        page.setFixedWidth(width)
        QApplication.processEvents()
        for part in (legend.where, *legend.entries):
            assert part.width() >= part.sizeHint().width()
            assert part.geometry().right() <= legend.width()
        assert legend.height() > beside


def test_every_rarity_has_a_colour_and_a_second_cue():
    assert len({rarity.colour().name() for rarity in Rarity}) == len(Rarity)
    assert len({(rarity.weight, rarity.italic) for rarity in Rarity}) == len(Rarity)


def test_names_that_are_not_displayed_are_not_listed_among_the_missing(run, page):
    record = show(run, ran(named()))
    law = record.catalogue
    shown = {label for label in law.labels if label}
    for line in page.view.missing.text().splitlines():
        for one in line.partition("them: ")[2].rstrip(".").split("), "):
            assert not one or one.split(" (")[0] in shown


def test_a_type_that_real_data_lack_is_very_rare():
    catalogue = Catalogue(np.array([2, 5]), ("A", "new"), np.array([0.9, 0.0]))
    real = Preview(RecordKind.COUNTS, np.array([2, 5]), np.array([90, 10]))
    rarities = Rarities(catalogue, real)
    assert (rarities.of(2), rarities.of(5)) == (Rarity.COMMON, Rarity.RAREST)
    assert rarities.held == [1, 0, 1]


# The other kinds


def test_images_stand_under_the_real_ones_and_beside_generation_0(run, page):
    record, put = digits()
    record.apply(RealDataDrawn(images(400), None))
    put(images(80, 1), 0, None)
    put(images(80, 2), 1, "Replace")
    put(images(80, 3), 1, "Accumulate")
    show(run, record)
    mosaics = page.view.mosaics
    assert list(mosaics) == [REAL, BEFORE, "Replace", "Accumulate"]
    for title, seed in ((BEFORE, 1), ("Replace", 2), ("Accumulate", 3)):
        np.testing.assert_array_equal(
            mosaics[title].sheet, contact_sheet(images(80, seed).values, (8, 8))
        )
    np.testing.assert_array_equal(mosaics[REAL].sheet, contact_sheet(images(400).values, (24, 4)))
    QApplication.sendPostedEvents()
    tops = {title: mosaics[title].mapTo(page, mosaics[title].rect().topLeft()) for title in mosaics}
    assert tops[REAL].y() < tops[BEFORE].y() == tops["Replace"].y()
    assert tops[BEFORE].x() < tops["Replace"].x() < tops["Accumulate"].x()


def test_densities_are_those_of_the_generation_on_axes_that_stay(run, page):
    record = show(run, ran(experiment(arms=ARMS)))
    plots = page.view.plots
    ranges, drawn = [], []
    for at in (3, 0, 2):
        page.slider.slider.setValue(at)
        ranges.append([plot.axes.view.viewRange() for plot in plots.values()])
        drawn.append(plots["Replace"].own.getData()[1].copy())
        np.testing.assert_array_equal(
            plots["Replace"]._marked, record.preview("Replace", at).values[:, 0]
        )
    assert ranges[0] == ranges[1] == ranges[2]
    assert not np.array_equal(drawn[0], drawn[1])
    np.testing.assert_array_equal(plots[BEFORE]._marked, record.preview("Replace", 0).values[:, 0])


def test_points_are_drawn_over_the_contours_of_the_real_sample(run, page):
    record = show(run, ran(experiment(arms=ARMS, source={"kind": "ring-mixture"})))
    page.slider.slider.setValue(1)
    for arm in record.arms:
        drawn = np.column_stack(page.view.plots[arm].own.getData())
        np.testing.assert_array_equal(drawn, record.preview(arm, 1).values[:, :2])
    assert not page.view.plots["Replace"].real.path().isEmpty()
    assert "98 % of the real sample" in page.note.text()


def test_a_contour_lies_around_the_share_of_records_that_it_names():
    far = np.random.default_rng(3).normal(size=(300, 2)) * (1.0, 0.4) + (7.0, -20.0)
    path = contour(far)
    _, corners, levels = surface(far, 50)
    assert levels == sorted(levels, reverse=True)
    assert (corners[0] < far.min(axis=0)).all()
    assert (corners[1] > far.max(axis=0)).all()
    inside = np.mean([path.boundingRect().contains(QPointF(x, y)) for x, y in far])
    assert inside >= WITHIN[-1]
    centre = path.boundingRect().center()
    assert (centre.x(), centre.y()) == pytest.approx((7.0, -20.0), abs=0.3)


def test_sentences_stand_in_columns_under_the_real_ones(run, page):
    given = {"arms": ARMS, "sample_size": 60, "generations": 2}
    record = show(run, ran(experiment("state-of-the-union", **given)))
    sheet = page.view.page
    assert (sheet.table.rows(), sheet.table.columns()) == (2, 3)
    heads = [sheet.table.cellAt(1, at).firstCursorPosition().block().text() for at in range(3)]
    assert [head.lstrip("\ufffc ") for head in heads] == [BEFORE, *record.arms]
    texts = []
    for at in (2, 1):
        page.slider.slider.setValue(at)
        texts.append(sheet.toPlainText())
        assert f"generation {at} · words alive" in texts[-1]
    assert texts[0] != texts[1]
    assert "Of the real sample's words: common" in texts[0]


def test_words_look_as_rare_as_they_are(run, page):
    given = {"arms": ARMS, "sample_size": 60, "generations": 2}
    record = show(run, ran(experiment("state-of-the-union", **given)))
    rarities = Rarities(record.catalogue, record.real)
    block = page.view.page.document().begin()
    seen = set()
    while block.isValid():
        for piece in (found.fragment() for found in block):
            for rarity in (Rarity.RARE, Rarity.RAREST):
                if piece.charFormat().foreground().color() == rarity.colour():
                    seen.add(rarity)
                    assert piece.charFormat().fontWeight() == rarity.weight
                    word = piece.text().lower()
                    assert rarities.of(record.catalogue.labels.index(word)) is rarity
        block = block.next()
    assert seen == {Rarity.RARE, Rarity.RAREST}


@pytest.mark.parametrize(
    "given",
    [
        {"source": {"kind": "regression"}, "learner": {"kind": "least-squares"}},
        {"source": {"kind": "poisson", "dimensions": 1}, "learner": {"kind": "poisson"}},
        {"source": {"kind": "poisson", "dimensions": 9}, "learner": {"kind": "poisson"}},
        {"source": {"kind": "zipf"}, "learner": {"kind": "categorical"}},
    ],
)
def test_records_of_any_kind_are_shown_at_every_generation(qtbot, run, page, given):
    show(run, ran(experiment(arms=ARMS, **given)))
    for at in range(4):
        page.slider.slider.setValue(at)
        assert page.note.text()
    qtbot.waitUntil(page.view.isVisible, timeout=LIMIT)


# Arms that do not fit


def many(count: int) -> list[dict]:
    return [{**REPLACE, "name": f"Arm {place}"} for place in range(count)]


def test_all_arms_are_shown_without_a_choice_where_they_fit(run, page):
    show(run, ran(experiment(arms=ARMS)))
    assert page.choice.arms == ("Replace", "Accumulate")
    assert not page.choice.isVisible()


def test_of_many_arms_the_compared_ones_are_among_those_shown_and_others_can_be_chosen(
    qtbot, run, page
):
    of = experiment(arms=many(9), baseline="Arm 7", compare="Arm 8")
    show(run, ran(of))
    first = page.choice.arms
    assert page.choice.isVisible()
    assert {"Arm 7", "Arm 8"} < set(first)
    assert len(first) < 9
    assert list(page.view.plots) == [REAL, BEFORE, *first]
    page.slider.slider.setValue(1)
    for arm in first[:-1]:
        page.choice.boxes[arm].click()
    assert list(page.view.plots) == [REAL, BEFORE, first[-1]]
    assert page.slider.at == 1
    page.choice.boxes[first[-1]].click()
    assert page.choice.arms == (first[-1],), "the last one can be unticked"
    page.resize(1600, 500)
    assert page.choice.arms == (first[-1],), "the person's choice is lost"


def test_a_wider_window_shows_more_arms(qtbot, run, page):
    show(run, ran(experiment(arms=many(9))))
    few = len(page.choice.arms)
    page.resize(1800, 500)
    assert len(page.choice.arms) > few


# An audit


def test_recorded_generations_are_shown_by_their_labels(run, page, tmp_path):
    rng = np.random.default_rng(5)
    rows = [
        f"{label},{value:.4f}"
        for place, label in enumerate(("2023", "2024", "2025"))
        for value in rng.normal(scale=0.6**place, size=100)
    ]
    pipeline = written(tmp_path / "pipeline.csv", "\n".join(["generation,height", *rows]))
    heights = "\n".join(f"{value:.4f}" for value in rng.normal(size=300))
    reference = written(tmp_path / "reference.csv", f"height\n{heights}")
    record = show(run, ran(audit(pipeline, reference, changes=["replicates=20"])))
    assert page.slider.place.text() == "Generation 2 (2025) of 2"
    assert "One random subset" in page.one.text()
    assert page.note.text().startswith("Before: generation 0 (2023).")
    page.slider.slider.setValue(1)
    arm = record.arms[0]
    np.testing.assert_array_equal(page.view.plots[arm]._marked, record.preview(arm, 1).values[:, 0])
    assert page.view.own[arm].text().startswith("generation 1 (2024) · ")
