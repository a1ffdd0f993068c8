"""The page of samples: the slider, its keys, a run that goes on, what is said, and many arms."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.audit import audit
from desktop_app.main_window import MainWindow
from desktop_app.widgets.columns_view import BEFORE, REAL
from tests.desktop_app.samples.made import (
    ARMS,
    LIMIT,
    column,
    emitted,
    folded,
    held,
    named,
    names,
    show,
)
from tests.files import written
from tests.small import REPLACE, experiment, ran

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
