"""RunController without a window, on sessions that say what they are told to say."""

import threading

import pytest

from core.events import (
    FinishReason,
    GenerationFinished,
    Progress,
    RealDataDrawn,
    RunFinished,
    Step,
)
from core.loop import run
from core.session import Control
from desktop_app.runner.controller import DRAIN_MS, RunController, RunState
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 5000
EVENTS = list(run(experiment(arms=[REPLACE, ACCUMULATE])))
DONE = RunFinished(FinishReason.COMPLETED)


class FakeSession:
    """Answers to its control as a real session does."""

    def __init__(self, *events, fault=None):
        self.control, self._events, self._fault = Control(), events, fault
        self.threads = set()

    def events(self):
        for event in self._events:
            self.threads.add(threading.get_ident())
            yield event
            if isinstance(event, GenerationFinished) and event.arm in (None, "Accumulate"):
                self.control.generation_done()
            self.control.wait()
            if self.control.cancelled:
                yield RunFinished(FinishReason.CANCELLED)
                return
        if self._fault is not None:
            raise self._fault


class Stuck(FakeSession):
    """Hears nothing until it is let go."""

    def __init__(self):
        super().__init__()
        self.let_go = threading.Event()

    def events(self):
        self.let_go.wait()
        yield DONE


@pytest.fixture
def controller(qtbot):
    made = RunController()
    made.batches = []
    made.events.connect(made.batches.append)
    yield made
    assert made.shutdown(LIMIT)


def finish(qtbot, controller, session):
    with qtbot.waitSignal(controller.finished, timeout=LIMIT) as told:
        controller.start(session)
    return told.args[0]


def seen(controller):
    return [event for batch in controller.batches for event in batch]


def test_all_events_come_in_order_and_the_end_last(qtbot, controller):
    session = FakeSession(*EVENTS, DONE)
    assert finish(qtbot, controller, session) is DONE
    told = [event for event in seen(controller) if not isinstance(event, Progress)]
    assert told == [*(event for event in EVENTS if not isinstance(event, Progress)), DONE]
    assert controller.state is RunState.IDLE


def test_a_session_runs_on_a_thread_of_its_own(qtbot, controller):
    session = FakeSession(*EVENTS, DONE)
    finish(qtbot, controller, session)
    assert session.threads
    assert threading.get_ident() not in session.threads


def test_of_progress_only_the_newest_of_a_batch_is_passed_on(qtbot, controller):
    ticks = [Progress(1, "Replace", Step.TRAIN, done, 500) for done in range(500)]
    drawn = next(event for event in EVENTS if isinstance(event, RealDataDrawn))
    newest = Progress(1, "Replace", Step.TRAIN, 500, 500)
    finish(qtbot, controller, FakeSession(*ticks, drawn, newest, DONE))
    for batch in controller.batches:
        assert sum(isinstance(event, Progress) for event in batch) <= 1
    assert newest in seen(controller)
    assert drawn in seen(controller)


def test_pause_holds_and_go_lets_it_run_on(qtbot, controller):
    session = FakeSession(*EVENTS, DONE)
    session.control.pause()
    controller.start(session)
    qtbot.waitUntil(lambda: seen(controller) != [], timeout=LIMIT)
    assert controller.state is RunState.PAUSED
    qtbot.wait(3 * DRAIN_MS)
    assert len(seen(controller)) == 1
    with qtbot.waitSignal(controller.finished, timeout=LIMIT):
        controller.go()
    assert DONE in seen(controller)


def test_step_holds_after_one_generation_of_every_arm(qtbot, controller):
    controller.start(FakeSession(*EVENTS, DONE), step=True)
    for generation in range(3):
        qtbot.waitUntil(lambda: controller.state is RunState.PAUSED, timeout=LIMIT)
        qtbot.wait(3 * DRAIN_MS)
        done = [event for event in seen(controller) if isinstance(event, GenerationFinished)]
        assert done[-1].generation == generation
        assert len(done) == 1 + 2 * generation
        controller.step()


def test_cancel_ends_a_held_run(qtbot, controller):
    session = FakeSession(*EVENTS, DONE)
    session.control.pause()
    controller.start(session)
    with qtbot.waitSignal(controller.finished, timeout=LIMIT) as told:
        controller.cancel()
        assert controller.state is RunState.STOPPING
    assert told.args[0].reason is FinishReason.CANCELLED


def test_a_fault_in_the_session_becomes_a_failed_end(qtbot, controller):
    session = FakeSession(*EVENTS, fault=ZeroDivisionError("a zero"))
    ending = finish(qtbot, controller, session)
    assert ending.reason is FinishReason.FAILED
    assert "a zero" in ending.message
    assert seen(controller)[-1] is ending


def test_two_runs_one_after_the_other(qtbot, controller):
    finish(qtbot, controller, FakeSession(DONE))
    assert finish(qtbot, controller, FakeSession(*EVENTS, DONE)) is DONE


def test_shutdown_keeps_waiting_for_a_stuck_run_within_its_limit(qtbot, controller):
    session = Stuck()
    controller.start(session)
    assert not controller.shutdown(50)
    assert controller.state is RunState.STOPPING
    session.let_go.set()
    assert controller.shutdown(LIMIT)
    assert controller.state is RunState.IDLE


def test_shutdown_when_nothing_runs_is_quick(controller):
    assert controller.shutdown(0)
