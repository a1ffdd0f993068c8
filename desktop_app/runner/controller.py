"""RunController: one session on a thread of its own, as batches of events in the GUI thread."""

import logging
import time
from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.events import Event, FinishReason, Progress, RunFinished
from core.session import Control
from desktop_app.runner.background import Background
from desktop_app.translation import tr

log = logging.getLogger(__name__)

DRAIN_MS = 80

PAINT_SECONDS = 0.1
"""What the page of a run takes to be laid out and painted."""


class RunState(StrEnum):
    """What the runner does just now."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"


class Runnable(Protocol):
    """What of a session the controller needs."""

    control: Control

    def events(self) -> Iterator[Event]:
        """The events of the run."""
        ...


class RunController(QObject):
    """Runs one session at a time.

    Signal events: a batch in order, of progress only the newest. state_changed: see `state`.
    finished: the run's RunFinished, after its last batch.
    """

    events = Signal(list)
    state_changed = Signal()
    finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start idle."""
        super().__init__(parent)
        self._background: Background | None = None
        self._control = Control()
        self._shown = RunState.IDLE
        self._ending: RunFinished | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_MS)
        self._timer.timeout.connect(self._drain)

    @property
    def state(self) -> RunState:
        """What the runner does just now."""
        if self._background is None:
            return RunState.IDLE
        if self._control.cancelled:
            return RunState.STOPPING
        return RunState.PAUSED if self._control.paused else RunState.RUNNING

    def start(self, session: Runnable, *, step: bool = False) -> None:
        """Run a session; with `step` it is held after the first generation."""
        assert self._background is None, "one run at a time"
        self._control, self._ending = session.control, None
        if step:
            self._control.step()
        self._background = Background(lambda: _warmed_up(session), self._settle)
        self._timer.start()
        self._tell_state()

    def pause(self) -> None:
        """Hold the run at its next event."""
        self._control.pause()
        self._tell_state()

    def go(self) -> None:
        """Let the run go on."""
        self._control.go()
        self._tell_state()

    def step(self) -> None:
        """Let the run go on until one more generation is finished."""
        self._control.step()
        self._tell_state()

    def cancel(self) -> None:
        """End the run at its next event."""
        self._control.cancel()
        self._tell_state()

    def shutdown(self, limit_ms: int) -> bool:
        """Cancel and wait; False when the run has not ended within the limit, and still goes on."""
        if self._background is None:
            return True
        self.cancel()
        if not self._background.finish(limit_ms):
            return False
        self._settle()
        return True

    @Slot()
    def _drain(self) -> None:
        if self._background is not None:
            self._pass_on(self._background.take())
            self._tell_state()

    def _pass_on(self, items: list[object]) -> None:
        newest = next((item for item in reversed(items) if isinstance(item, Progress)), None)
        batch = [item for item in items if not isinstance(item, Progress) or item is newest]
        for item in batch:
            if isinstance(item, RunFinished):
                self._ending = item
        if batch:
            self.events.emit(batch)

    @Slot()
    def _settle(self) -> None:
        """The work is over: wait for the thread, take what is left, and let go of both."""
        background = self._background
        if background is None or not background.ended:
            return  # told twice: `shutdown` was here before the signal
        background.finish(-1)
        self._timer.stop()
        items = background.take()
        if background.error is not None:
            items.append(_fault(background.error))
        self._background = None
        self._pass_on(items)
        self._tell_state()
        self.finished.emit(self._ending)

    def _tell_state(self) -> None:
        if self.state is not self._shown:
            self._shown = self.state
            self.state_changed.emit()


def _warmed_up(session: Runnable) -> Iterator[Event]:
    """The session's events, after importing here what the GUI thread would else wait for.

    The page of the run is laid out and painted before that: in turns it takes twice as long.
    """
    time.sleep(PAINT_SECONDS)
    import scipy.special
    import scipy.stats  # noqa: F401 - the finding needs it when the first generation ends

    yield from session.events()


def _fault(error: Exception) -> RunFinished:
    log.error("the run stopped on a fault of the program", exc_info=error)
    return RunFinished(
        FinishReason.FAILED, tr("a fault of the program: {error!r}").format(error=error)
    )
