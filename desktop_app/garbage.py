"""Garbage is collected in the GUI thread only.

Python collects cycles in whichever thread happens to allocate. Where that is the training thread,
widgets and timers that have been dropped are destroyed there, which Qt does not allow: it prints
"QBasicTimer::stop: Failed", and sooner or later the process dies.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 200
"""How often the young objects are looked through, which takes less than a millisecond."""
ALL = 10
"""Each so-manieth look goes through all: what a run leaves is large, and its objects are few."""
NEW_MODULES = 50
"""So many modules that have been imported since are set aside, with all that they brought."""


class GarbageCollector(QObject):
    """Does what Python's own collector does, from a timer of the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Take over from the automatic collector."""
        super().__init__(parent)
        gc.disable()
        self._modules = self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect; a library that was loaded stays, so it is never looked through.

        With torch and matplotlib in memory a full collection would hold the window for 180 ms.
        What is garbage just then stays too, which is little, and comes to pass a few dozen times.
        """
        if len(sys.modules) >= self._modules + NEW_MODULES:
            self._modules = len(sys.modules)
            gc.freeze()
        self._looks += 1
        gc.collect(1 if self._looks % ALL else 2)
