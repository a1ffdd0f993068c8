"""What the run's actions do: start, hold, step, end, resume, run again, and show a saved run."""

import secrets
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from core.experiment import Experiment
from desktop_app.complaint import attempt
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.draft import Draft
from desktop_app.runner.controller import RunState

SEEDS = 1_000_000


class RunActions(QObject):
    """Works on the draft and the run on screen; `actions.COMMANDS` names these methods."""

    def __init__(self, draft: Draft, run: ActiveRun, window: QWidget) -> None:
        """Work for a window, on which what goes wrong is said."""
        super().__init__(window)
        self._draft, self._run, self._window = draft, run, window

    @Slot()
    def run_or_pause(self) -> None:
        """Run the draft, hold what runs, or let it go on."""
        match self._run.state:
            case RunState.IDLE if self._draft.experiment is not None:
                self.start(self._draft.experiment)
            case RunState.RUNNING:
                self._run.pause()
            case RunState.PAUSED:
                self._run.go()

    @Slot()
    def step(self) -> None:
        """One generation, of the run that is on or of a new one."""
        if not self._run.idle:
            self._run.step()
        elif self._draft.experiment is not None:
            self.start(self._draft.experiment, step=True)

    @Slot()
    def cancel(self) -> None:
        """End the run; what is finished is kept."""
        self._run.cancel()

    @Slot()
    def resume(self) -> None:
        """Go on with the unfinished run on screen."""
        attempt(self._window, self._run.resume)

    @Slot()
    def replay(self) -> None:
        """Run what is on screen again, with its seed; settings that ask for just that stay."""
        assert self._run.record is not None
        experiment = self._run.record.experiment
        if self._draft.experiment != experiment:
            self._draft.load(experiment)
        self.start(experiment)

    @Slot()
    def run_new_seed(self) -> None:
        """Run the draft with a seed that is drawn by chance."""
        self._draft.set("seed", secrets.randbelow(SEEDS))
        self._draft.replaced.emit()
        if self._draft.experiment is not None:
            self.start(self._draft.experiment)

    @Slot(Path)
    def open_run(self, path: Path) -> None:
        """Show a saved run, and its settings on the left."""
        if attempt(self._window, lambda: self._run.open(path)):
            assert self._run.record is not None
            self._draft.load(self._run.record.experiment)

    @Slot(Path)
    def resume_run(self, path: Path) -> None:
        """Show an unfinished run and go on with it."""
        self.open_run(path)
        if self._run.path == path and self._run.resumable:
            self.resume()

    def start(self, experiment: Experiment, *, step: bool = False) -> None:
        """Run an experiment into a new file; with `step` it is held after one generation."""
        attempt(self._window, lambda: self._run.start(experiment, step=step))
