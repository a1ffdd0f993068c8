"""Garbage is collected in the GUI thread only.

Python collects cycles in whichever thread happens to allocate. Where that is the training thread,
widgets and timers that have been dropped are destroyed there, which Qt does not allow: it prints
"QBasicTimer::stop: Failed", and sooner or later the process dies.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 200
"""How often the counts are looked at."""
NEW_MODULES = 50
"""So many modules that have been imported since are set aside, with all that they brought."""


class GarbageCollector(QObject):
    """Does what Python's own collector does, from a timer of the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Take over from the automatic collector."""
        super().__init__(parent)
        gc.disable()
        self._modules = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect what is due; a library that was loaded stays, so it is never looked through.

        With torch and matplotlib in memory a full collection would hold the window for 180 ms.
        What is garbage just then stays too, which is little, and comes to pass a few dozen times.
        """
        if len(sys.modules) >= self._modules + NEW_MODULES:
            self._modules = len(sys.modules)
            gc.freeze()
        collect_what_is_due()


def collect_what_is_due() -> None:
    """Collect the generations whose count has passed its threshold, the youngest first."""
    for generation, threshold in enumerate(gc.get_threshold()):
        if gc.get_count()[generation] <= threshold:
            return
        gc.collect(generation)
