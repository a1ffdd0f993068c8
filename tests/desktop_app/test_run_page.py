"""The run page with canned events, live and from a file, shows the same."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel

from core import runfile
from core.analysis.described import say_run
from core.analysis.families import PURPOSES
from core.events import FinishReason, Progress, RunFinished, Step
from core.metrics.base import Family
from core.session import Session
from desktop_app.models.active_run import ActiveRun
from desktop_app.pages.run_page import RunPage
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 10_000


@pytest.fixture
def page(qtbot, run):
    made = RunPage(run)
    qtbot.addWidget(made)
    return made


def finish(qtbot, run, *, cancel_after=None):
    """Wait for the run's end, cancelling it after a generation where one is given."""

    def ended():
        if cancel_after is not None and run.record.done() >= cancel_after:
            run.cancel()
        return run.idle

    qtbot.waitUntil(ended, timeout=LIMIT)


def texts(page):
    """What a person reads of the run on this page, with every tab in front once."""
    for at in range(page.tabs.bar.count()):
        page.tabs.bar.setCurrentIndex(at)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what another run left
    labels = page.findChildren(type(page.strip.place))
    return [label.text() for label in labels if label is not page.strip.aside]


def test_a_run_is_shown_from_its_start_to_its_end(qtbot, run, page):
    run.start(experiment(arms=[REPLACE, ACCUMULATE]))
    finish(qtbot, run)
    qtbot.waitUntil(lambda: page.settled)
    assert page.strip.place.text().startswith("Completed · generations 0 to 3")
    assert page.strip.bar.value() == page.strip.bar.maximum()
    assert "By generation 3" in page.finding.sentence.text()
    assert not run.resumable


def test_the_record_of_the_window_is_the_record_of_the_file(qtbot, run, page):
    run.start(experiment(arms=[REPLACE, ACCUMULATE]))
    finish(qtbot, run)
    saved = runfile.open_record(run.path)
    assert run.record.content_hash() == saved.content_hash() != ""
    for name, values in saved.values.items():
        np.testing.assert_array_equal(run.record.values[name], values)


def test_opening_again_shows_the_same_page(qtbot, run, page):
    run.start(experiment(arms=[REPLACE, ACCUMULATE]))
    finish(qtbot, run)
    qtbot.waitUntil(lambda: page.settled)
    live = texts(page)
    other = ActiveRun()
    again = RunPage(other)
    qtbot.addWidget(again)
    other.open(run.path)
    assert texts(again) == live


def test_another_run_is_shown_from_its_top(qtbot, run, page):
    page.resize(700, 400)
    page.show()
    run.start(experiment(arms=[REPLACE, ACCUMULATE]))
    finish(qtbot, run)
    qtbot.waitUntil(lambda: page.settled)
    bar = page.scrolling.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    run.start(experiment(arms=[REPLACE]))
    assert bar.value() == 0
    finish(qtbot, run)
    assert bar.value() == 0


def test_a_cancelled_run_is_resumed_with_the_numbers_of_one_that_never_stopped(qtbot, run, page):
    run.start(experiment(arms=[REPLACE, ACCUMULATE]), step=True)
    finish(qtbot, run, cancel_after=0)
    assert page.strip.place.text() == "Cancelled after generation 0 of 3"
    assert not page.strip.resume_button.isHidden()
    run.resume()
    finish(qtbot, run)
    whole = experiment(arms=[REPLACE, ACCUMULATE])
    session = Session.create(whole, run.path.with_name("whole.clab"))
    assert list(session.events())
    assert runfile.open_record(session.path).content_hash() == run.record.content_hash()
    assert page.strip.resume_button.isHidden()


def test_progress_is_said_in_words_with_the_time_left(qtbot, run, page):
    run.start(experiment(arms=[REPLACE, ACCUMULATE]), step=True)
    qtbot.waitUntil(lambda: run.record.done() == 0, timeout=LIMIT)
    run._take([Progress(1, "Accumulate", Step.TRAIN, 5, 10)])
    assert page.strip.place.text() == "Paused · Generation 1 of 3 · Accumulate · train"
    assert page.strip.aside.text().startswith("about ")
    run.cancel()
    finish(qtbot, run)


TRAINED = experiment(
    "digits",
    learner={"kind": "vae", "steps": 3, "hidden": 4, "latent": 1},
    arms=[REPLACE],
    metrics=["variance-ratio"],
)


def test_the_training_loss_is_said_and_moves_nothing(qtbot, run, page):
    """Its line stands from the start of the run to its end, in every step of a generation."""
    page.resize(900, 600)
    page.show()
    run.start(TRAINED, step=True)
    qtbot.waitUntil(lambda: run.record.done() == 0, timeout=3 * LIMIT)
    strip, heights = page.strip, set()
    for step, loss, words in (
        (Step.SAMPLE, None, "\u00a0"),
        (Step.TRAIN, 0.5, "Training loss 0.500 (step 1 of 3): minus the evidence bound"),
        (Step.MEASURE, None, "\u00a0"),
        (Step.SAMPLE, None, "\u00a0"),
    ):
        run._take([Progress(1, "Replace", step, 1, 3, loss)])
        QApplication.processEvents()
        said = strip.training.text()
        assert said.startswith(words) if words.strip() else said == words
        assert strip.training.isVisible()
        heights.add(strip.height())
    assert len(heights) == 1
    run.go()
    finish(qtbot, run)
    assert not strip.training.isVisible()


def test_no_room_is_kept_for_a_loss_that_is_not_told(qtbot, run, page):
    page.show()
    run.start(experiment(arms=[REPLACE]), step=True)
    qtbot.waitUntil(lambda: run.record.done() == 0, timeout=LIMIT)
    assert not page.strip.training.isVisible()
    run.cancel()
    finish(qtbot, run)


def test_a_failure_is_said_in_its_words(qtbot, run, page):
    run.start(experiment(arms=[REPLACE, ACCUMULATE]))
    finish(qtbot, run)
    run._take([RunFinished(FinishReason.FAILED, "the disk is full")])
    assert page.strip.place.text() == "Stopped · the disk is full"


def test_pointing_at_a_generation_shows_its_samples(qtbot, run, page):
    run.start(experiment(arms=[REPLACE, ACCUMULATE]))
    finish(qtbot, run)
    for pointed, shown in ((1, "generation 1"), (None, "generation 3")):
        page.charts.pointed.emit(pointed)
        assert any(shown in label.text() for label in page.samples.findChildren(QLabel))


def test_one_tab_is_in_front_and_only_it_takes_room(qtbot, run, page):
    page.resize(900, 600)
    page.show()
    run.start(experiment(arms=[REPLACE, ACCUMULATE]))
    finish(qtbot, run)
    titles = ["Samples", "Theory", "Controls"]
    assert [page.tabs.bar.tabText(at) for at in range(3)] == titles
    for at, front in enumerate((page.samples, page.theory)):
        page.tabs.bar.setCurrentIndex(at)
        assert [one.isVisible() for one in page.tabs.pages] == [at == other for other in range(3)]
        assert page.tabs.front is front
    assert page.theory.table.rowCount() > 0


def test_controls_are_drawn_and_say_what_they_are_for(qtbot, run, page):
    page.resize(900, 600)
    page.show()
    run.start(experiment(arms=[REPLACE, ACCUMULATE], source={"kind": "gaussian", "dimensions": 2}))
    finish(qtbot, run)
    page.tabs.bar.setCurrentIndex(2)
    fidelity, memorisation, check = page.controls.charts
    drawn = [chart.drawn for chart in page.controls.charts]
    assert drawn == ["density", "copied-share", "second-moment"]
    assert fidelity.chooser.findData("precision") >= 0
    assert memorisation.chooser.findData("nearest-training-distance") >= 0
    assert fidelity.canvas.null.isVisible()
    assert fidelity.purpose.text() == PURPOSES[Family.FIDELITY]
    assert "is better" not in fidelity.unit.text()
    page.controls.charts[0].pointed.emit(1)
    for chart in (*page.charts.charts, check):
        assert chart.values.caption.text().startswith("Generation 1:")
    assert not page.charts.charts[0].purpose.isVisible()


def test_the_tabs_are_reached_by_keyboard(qtbot, page):
    page.show()
    page.tabs.bar.setFocus()
    qtbot.keyClick(page.tabs.bar, Qt.Key.Key_Right)
    assert page.tabs.front is page.theory
    assert page.tabs.bar.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_tab_that_is_not_seen_is_not_drawn(qtbot, run, page):
    run.start(experiment(arms=[REPLACE, ACCUMULATE]))
    finish(qtbot, run)
    assert page.theory.table.rowCount() == 0


def test_the_page_says_which_run_it_shows():
    of = experiment(seed=41, sample_size=1200, generations=7)
    assert say_run(of) == "Small · seed 41 · n = 1,200 · 6 replicates · 7 generations"
