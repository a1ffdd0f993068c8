"""What can be undone: states in a row, each with words for the change that led to it."""

import time
from dataclasses import dataclass, field
from typing import Generic, TypeVar

State = TypeVar("State")

MOST = 200
"""Changes that are remembered."""

BURST_S = 1.5
"""Changes of the same thing within this time are one, such as the letters of a word."""


@dataclass
class History(Generic[State]):
    """The state as it is, those before it, and those that were undone."""

    state: State
    _before: list[tuple[State, str]] = field(default_factory=list)
    _after: list[tuple[State, str]] = field(default_factory=list)
    _what: str = ""
    _when: float = 0.0

    @property
    def undo_words(self) -> str:
        """What would be undone; "" where nothing can be."""
        return self._before[-1][1] if self._before else ""

    @property
    def redo_words(self) -> str:
        """What would be done again; "" where nothing can be."""
        return self._after[-1][1] if self._after else ""

    def note(self, state: State, words: str, what: str) -> None:
        """Remember a change in words; `what` was changed, "" for changes that stay apart."""
        if state == self.state:
            return
        now = time.monotonic()
        if what and what == self._what and now - self._when < BURST_S:
            self._before[-1] = (self._before[-1][0], words)
        else:
            self._before = [*self._before, (self.state, words)][-MOST:]
        self.state, self._what, self._when = state, what, now
        self._after.clear()

    def undo(self) -> State:
        """Go back by one change."""
        return self._go(self._before, self._after)

    def redo(self) -> State:
        """Go forward by one change that was undone."""
        return self._go(self._after, self._before)

    def _go(self, taken: list[tuple[State, str]], left: list[tuple[State, str]]) -> State:
        state, words = taken.pop()
        left.append((self.state, words))
        self.state, self._what = state, ""
        return state
