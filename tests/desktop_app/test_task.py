"""Task: one function on a thread of its own."""

import threading

import pytest

from core.errors import BadInput
from desktop_app.runner.task import Task

LIMIT = 5000


@pytest.fixture
def task():
    made = Task()
    yield made
    assert made.shutdown(LIMIT)


def test_it_returns_what_the_function_returns_from_another_thread(qtbot, task):
    with qtbot.waitSignal(task.succeeded, timeout=LIMIT) as told:
        task.start(threading.get_ident)
        assert task.busy
    assert told.args[0] != threading.get_ident()
    assert not task.busy


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (BadInput("paper: 'a5' given; a4 or letter"), "paper: 'a5' given; a4 or letter"),
        (
            PermissionError(13, "Permission denied", "names.pdf"),
            "'names.pdf' cannot be written: Permission denied",
        ),
        (ValueError("odd"), "a fault of the program: ValueError('odd')"),
    ],
)
def test_what_goes_wrong_is_one_sentence(qtbot, task, error, sentence):
    def work():
        raise error

    with qtbot.waitSignal(task.failed, timeout=LIMIT) as told:
        task.start(work)
    assert told.args == [sentence]


def test_shutdown_waits_for_the_end_within_its_limit(task):
    let_go = threading.Event()
    task.start(let_go.wait)
    assert not task.shutdown(50)
    let_go.set()
    assert task.shutdown(LIMIT)
