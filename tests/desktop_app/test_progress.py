"""Where a run stands, in words, shares and seconds."""

import pytest

from core.events import FinishReason, Progress, RunFinished, Step
from core.loop import run
from core.record import RunRecord
from desktop_app.models.progress import duration, outcome, place, seconds_left, share, training
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, experiment

VALUES = [[[100.0] * 5] * 3] * 2
"""Two arms, three replicates, generations 0 to 4; each generation takes 0.1 s."""


def made(done, finished=None):
    return make_record(VALUES, done=done, finished=finished)


def test_the_place_names_generation_arm_and_step():
    progress = Progress(3, "Accumulate", Step.TRAIN, 1, 10)
    assert place(made(2), progress) == "Generation 3 of 4 · Accumulate · train"
    assert (
        place(made(2), Progress(0, None, Step.TRAIN, 1, 9))
        == "Generation 0 of 4 · all arms · train"
    )
    assert place(made(-1), None) == "Getting ready"


TRAINED = experiment("digits", learner={"kind": "vae", "steps": 1400}, arms=[REPLACE])


def said(step: int, loss: float | None = 1.2345) -> str:
    return training(RunRecord(TRAINED), Progress(1, "Replace", Step.TRAIN, step, 1400, loss))


def test_the_loss_is_said_with_its_step_and_what_it_is():
    what = TRAINED.learner.loss_is
    assert said(1200) == f"Training loss 1.234 (step 1,200 of 1,400): {what}"
    assert said(1, 0.5).startswith("Training loss 0.500 (step 1 of 1,400)")
    assert said(0, None) == training(RunRecord(TRAINED), None) == ""


def test_the_share_grows_with_every_event_from_0_to_1():
    record, newest, shares = RunRecord(experiment(arms=[REPLACE, ACCUMULATE])), None, []
    for event in run(record.experiment):
        record.apply(event)
        newest = event if isinstance(event, Progress) else newest
        shares.append(share(record, newest))
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)


def test_training_counts_as_it_goes():
    shares = [share(made(0), Progress(1, "Replace", Step.TRAIN, n, 10)) for n in (0, 5, 10)]
    assert shares[0] == pytest.approx(1 / 9)
    assert shares[0] < shares[1] < shares[2] < 2 / 9


def test_time_left_comes_from_finished_generations():
    assert seconds_left(made(-1), None) is None
    assert seconds_left(made(1), None) == pytest.approx(2 * 3 * 0.1)
    half = Progress(2, "Replace", Step.TRAIN, 10, 20)
    assert seconds_left(made(1), half) == pytest.approx((2 * 3 - 0.45) * 0.1)
    assert seconds_left(made(4), None) == 0


@pytest.mark.parametrize(
    ("done", "finished", "words"),
    [
        (4, FinishReason.COMPLETED, "Completed · generations 0 to 4 in 1 s"),
        (2, FinishReason.CANCELLED, "Cancelled after generation 2 of 4"),
        (-1, FinishReason.CANCELLED, "Cancelled before generation 0"),
        (2, None, "Not finished · stopped after generation 2 of 4"),
    ],
)
def test_the_outcome_says_how_it_ended(done, finished, words):
    assert outcome(made(done, finished)) == words


def test_the_outcome_tells_of_arms_that_went_further_than_all():
    """Charts draw their points, so the words speak of them too."""
    record = RunRecord(experiment(arms=[REPLACE, ACCUMULATE]))
    for event in run(record.experiment):
        record.apply(event)
        if record.done("Replace") == 1:
            break
    unfinished = outcome(record)
    record.apply(RunFinished(FinishReason.CANCELLED))
    further = " 0 of 3 · generation 1 was finished by 1 of 2 arms"
    assert outcome(record) == f"Cancelled after generation{further}"
    assert unfinished == f"Not finished · stopped after generation{further}"


def test_a_failure_says_why():
    record = made(1)
    record.apply(RunFinished(FinishReason.FAILED, "the disk is full"))
    assert outcome(record) == "Stopped · the disk is full"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (42.4, "42 s"), (150, "2 min"), (9000, "2.5 h")],
)
def test_durations_use_the_unit_a_person_would(seconds, words):
    assert duration(seconds) == words
