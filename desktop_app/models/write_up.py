"""WriteUp: works on the write-up of one run at a time, on a thread of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.models.desk import Choices, Desk, Drawn, Reading, Written
from desktop_app.runner.task import Task

TYPING_MS = 500
"""How long nothing must be typed before it is read."""

Work = Callable[[], object]


class WriteUp(QObject):
    """Does one thing at a time for the page: keep and read what was typed, write files, draw.

    Signals: read (a Reading), drawn (a Drawn), written (a Path), failed (a sentence).
    """

    read = Signal(object)
    drawn = Signal(object)
    written = Signal(Path)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with no run."""
        super().__init__(parent)
        self.choices = Choices()
        self._desk: Desk | None = None
        self._working: Desk | None = None
        self._typed: dict[str, str | None] = {}
        self._unread = self._undrawn = False
        self._width = 0
        self._wanted: list[tuple[Desk, Work]] = []
        self._task = Task(self)
        self._task.succeeded.connect(self._take)
        self._task.failed.connect(self._tell_failed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_MS)
        self._pause.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether something is being worked on."""
        return self._task.busy

    def pending(self, key: str) -> bool:
        """Whether something that was typed is still to be kept."""
        return key in self._typed

    def open(self, path: Path) -> None:
        """Read and draw the write-up of a run file afresh; what was typed before is kept."""
        if self._desk is not None and self._typed:
            self._want(self._desk, partial(self._desk.read, self.choices.length, self._typed))
            self._typed = {}
        self._desk = Desk(path)
        self._unread = True
        self._go_on()

    def type(self, key: str, text: str) -> None:
        """Keep a text in the person's words, soon."""
        self._typed[key] = text
        self._pause.start()

    def reset(self, key: str) -> None:
        """Go back to the computed text."""
        self._typed[key] = None
        self._go_on()

    def reset_all(self) -> None:
        """Go back to all computed texts."""
        if self._desk is not None:
            self._typed = {}
            self._want(self._desk, partial(self._desk.reset_all, self.choices.length))

    def choose(self, choices: Choices) -> None:
        """Draw the pages anew, soon, for another person, length or paper."""
        self._unread = self._unread or choices.length != self.choices.length
        self.choices, self._undrawn = choices, True
        self._pause.start()

    def fit(self, width: int) -> None:
        """Draw the pages so many pixels wide, soon."""
        if width != self._width:
            self._width, self._undrawn = width, True
            self._pause.start()

    def write(self, kind: str, target: Path) -> None:
        """Write a file of a kind: pdf, md, csv, json or prov.json."""
        if self._desk is not None:
            self._want(self._desk, partial(self._desk.write, kind, target, self.choices))

    def shutdown(self, limit_ms: int) -> bool:
        """Keep what was typed, and wait for what is being worked on; False past the limit."""
        self._pause.stop()
        self._unread, self._width = False, 0  # without a width, nothing is drawn
        while self.busy or self._typed or self._wanted:
            if not self._task.shutdown(limit_ms):
                return False
            self._go_on()
        return True

    def _want(self, desk: Desk, work: Work) -> None:
        self._wanted.append((desk, work))
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        """Start the next piece of work: keeping and reading first, drawing last."""
        desk = self._desk
        if desk is None or self._task.busy:
            return
        if self._wanted and self._wanted[0][0] is not desk:
            self._start(*self._wanted.pop(0))
        elif self._typed or self._unread:
            typed, self._typed, self._unread = self._typed, {}, False
            self._start(desk, partial(desk.read, self.choices.length, typed))
        elif self._wanted:
            self._start(*self._wanted.pop(0))
        elif self._undrawn and self._width:
            self._undrawn = False
            self._start(desk, partial(desk.draw, self.choices, self._width))

    def _start(self, desk: Desk, work: Work) -> None:
        self._working = desk
        self._task.start(work)

    @Slot(object)
    def _take(self, found: object) -> None:
        """Pass on what was made, unless another run has been opened since."""
        current = self._working is self._desk
        match found:
            case Reading() if current:
                self._undrawn = True
                self.read.emit(found)
            case Drawn() if current:
                self.drawn.emit(found)
            case Written():
                self.written.emit(found.path)
        self._next()

    @Slot(str)
    def _tell_failed(self, sentence: str) -> None:
        self.failed.emit(sentence)
        self._next()

    def _next(self) -> None:
        """Go on, unless something is being typed just now."""
        if not self._pause.isActive():
            self._go_on()
