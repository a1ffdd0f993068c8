"""Garbage is collected in the GUI thread, whoever makes it."""

import gc
import sys
import threading
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject

from desktop_app import garbage
from desktop_app.garbage import GarbageCollector


class Dropped(QObject):
    """A thing of Qt in a cycle; notes the thread that ends it."""

    ended: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.itself = self

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


def allocate() -> None:
    kept = [[[]] for _ in range(100_000)]
    del kept


@pytest.fixture
def collector(qapp):
    made = GarbageCollector()
    made.look()
    yield made
    gc.unfreeze()
    made.deleteLater()


def test_a_thread_that_allocates_destroys_nothing_of_qt(collector):
    Dropped.ended.clear()
    Dropped()
    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert Dropped.ended == []
    kept = [[] for _ in range(1000)]
    collector.look()
    assert Dropped.ended == [threading.get_ident()]
    assert len(kept) == 1000


def test_the_timer_looks(qtbot, collector):
    Dropped.ended.clear()
    Dropped()
    kept = [[] for _ in range(1000)]
    qtbot.waitUntil(lambda: Dropped.ended == [threading.get_ident()])
    assert len(kept) == 1000


def test_what_a_library_brought_is_set_aside(collector, monkeypatch):
    collector.look()
    before = gc.get_freeze_count()
    kept = [[] for _ in range(500)]
    collector.look()
    assert gc.get_freeze_count() == before
    for number in range(garbage.NEW_MODULES):
        monkeypatch.setitem(sys.modules, f"a_library.part_{number}", sys)
    collector.look()
    assert gc.get_freeze_count() >= before + len(kept)


def test_what_has_aged_is_collected_soon_too(collector):
    Dropped.ended.clear()
    kept = Dropped()
    gc.collect(1)  # it is of the oldest now
    del kept
    gc.collect(1)
    assert Dropped.ended == []
    for _ in range(garbage.ALL):
        collector.look()
    assert Dropped.ended == [threading.get_ident()]
