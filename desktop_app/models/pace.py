"""When a page draws a run again: soon while it goes on, at once when it rests."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.models.active_run import ActiveRun

REDRAW_MS = 250
"""Least time between two redraws while a run goes on; generations of small models end faster."""


class Pace(QObject):
    """Follows a run for one page, which draws at each signal `due`."""

    due = Signal()

    def __init__(self, run: ActiveRun, parent: QObject) -> None:
        """Follow a run as long as its page is there."""
        super().__init__(parent)
        self._run = run
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(REDRAW_MS)
        self.pause.timeout.connect(self.due)
        run.grown.connect(self._grow)
        run.state_changed.connect(self._grow)

    @Slot()
    def _grow(self) -> None:
        """Be due soon, with whatever else will have come by then; at once when the run rests."""
        if self._run.idle:
            self.pause.stop()
            self.due.emit()
        elif not self.pause.isActive():
            self.pause.start()
