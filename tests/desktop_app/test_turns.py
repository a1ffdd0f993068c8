"""Pieces of work, one at each turn of the event loop."""

from PySide6.QtCore import QObject

from desktop_app.models.turns import Turns


class Pieces:
    def __init__(self) -> None:
        self.done: list[str] = []

    def first(self) -> None:
        self.done.append("first")

    def second(self) -> None:
        self.done.append("second")


def test_each_piece_has_its_own_turn(qtbot):
    parent, pieces = QObject(), Pieces()
    turns = Turns(parent)
    turns.take(pieces.first, pieces.second)
    assert pieces.done == []
    assert turns.busy
    qtbot.waitUntil(lambda: bool(pieces.done))
    assert pieces.done == ["first"]
    qtbot.waitUntil(lambda: not turns.busy)
    assert pieces.done == ["first", "second"]


def test_a_piece_that_waits_is_not_done_twice_and_none_starves(qtbot):
    parent, pieces = QObject(), Pieces()
    turns = Turns(parent)
    turns.take(pieces.first, pieces.second)
    turns.take(pieces.first)
    for done in range(1, 5):
        qtbot.waitUntil(lambda done=done: len(pieces.done) == done)
        turns.take(pieces.first, pieces.second)
    assert pieces.done == ["first", "second", "first", "second"]
    qtbot.waitUntil(lambda: not turns.busy)
    assert len(pieces.done) == 6


def test_a_piece_with_more_to_do_goes_on_before_the_next(qtbot):
    parent, pieces, left = QObject(), Pieces(), [True, True, False]

    def long() -> bool:
        pieces.done.append("part")
        return left.pop(0)

    turns = Turns(parent)
    turns.take(long, pieces.first)
    qtbot.waitUntil(lambda: bool(pieces.done))
    assert pieces.done == ["part"], "one part a turn"
    qtbot.waitUntil(lambda: not turns.busy)
    assert pieces.done == ["part", "part", "part", "first"]


def test_a_fault_in_a_piece_does_not_stop_the_others(qtbot):
    parent, pieces = QObject(), Pieces()
    turns = Turns(parent)
    turns.take(lambda: 1 / 0, pieces.first)
    with qtbot.captureExceptions() as faults:
        qtbot.waitUntil(lambda: pieces.done == ["first"])
    assert [kind for kind, *_ in faults] == [ZeroDivisionError]
