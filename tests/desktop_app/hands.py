"""Whoever sits before the window: presses, waits, and chooses files."""

from PySide6.QtWidgets import QFileDialog

from desktop_app.runner.controller import RunState
from tests.small import ACCUMULATE, REPLACE, experiment

LIMIT = 10_000
SMALL = experiment(arms=[REPLACE, ACCUMULATE])
LONG = experiment(arms=[REPLACE, ACCUMULATE], generations=1000)


class Hands:
    """Whoever sits before the window."""

    def __init__(self, qtbot, window, monkeypatch, folder):
        self.qtbot, self.window, self.monkeypatch = qtbot, window, monkeypatch
        self.folder = folder

    def press(self, name):
        action = self.window.commands[name]
        assert action.isEnabled(), action.toolTip()
        action.trigger()

    def until(self, true):
        self.qtbot.waitUntil(true, timeout=LIMIT)

    def rests(self):
        self.until(lambda: self.window.run.idle)

    def ran(self):
        self.press("run_or_pause")
        self.rests()

    def holds(self, of=LONG):
        """A run that is held after a generation."""
        self.window.draft.load(of)
        self.press("step")
        self.until(lambda: self.window.run.state is RunState.PAUSED)

    def chooses(self, kind, path):
        """The file that is chosen in the next dialog."""
        self.monkeypatch.setattr(QFileDialog, f"get{kind}FileName", lambda *_: (str(path), ""))

    def opened(self, kind):
        """The one dialog of a kind that is open; it is closed again."""
        (dialog,) = (one for one in self.window.findChildren(kind) if one.isVisible())
        dialog.close()
        return dialog
