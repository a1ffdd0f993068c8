"""Work in pieces, one at each turn of the event loop, so that the window never waits long."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

Work = Callable[[], bool | None]
"""A piece; one that returns True has more to do, and goes on at the next turn."""

REST_MS = 15
"""Between two pieces: layout and painting follow each, and the window breathes before the next."""


class Turns(QObject):
    """Does what it is given, piece by piece; a piece that waits already is not done twice."""

    def __init__(self, parent: QObject) -> None:
        """Have nothing to do."""
        super().__init__(parent)
        self._waiting: list[Work] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._do_one)

    def take(self, *pieces: Work) -> None:
        """Do these in turn, after what waits already."""
        self._waiting += [piece for piece in pieces if piece not in self._waiting]
        self._timer.start()

    @property
    def busy(self) -> bool:
        """Whether something waits still."""
        return bool(self._waiting)

    @Slot()
    def _do_one(self) -> None:
        piece = self._waiting.pop(0)
        if self._waiting:
            self._timer.start()
        if piece():
            self._waiting.insert(0, piece)
            self._timer.start()
