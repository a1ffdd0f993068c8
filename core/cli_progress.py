"""The progress of a run in the terminal."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from core.events import Event, GenerationFinished, NullBandsMeasured, RunFinished
from core.events import Progress as StepProgress
from core.experiment import Experiment


class ProgressLine:
    """A bar over all generations of all arms, on stderr; plain lines where that is no terminal."""

    def __init__(self, experiment: Experiment) -> None:
        """Count the fits that are ahead."""
        # An arm's name is no markup.
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._arms = [arm.name for arm in experiment.arms]
        self._starts, self._last = list(experiment.starts()), experiment.generations
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=self._console, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("Real data", total=self._fits_before(self._last + 1))

    def __enter__(self) -> "ProgressLine":
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Leave the bar as it stands."""
        self._bar.stop()

    def show(self, event: Event) -> None:
        """Move on by an event."""
        if isinstance(event, GenerationFinished):
            done = self._done(event)
            self._bar.update(self._task, completed=done)
            if not self._console.is_terminal:
                arm = event.arm or ("all arms" if len(self._starts) == 1 else "arms that share it")
                self._console.print(f"generation {event.generation} of {self._last}, {arm}")
        elif isinstance(event, StepProgress):
            arm = "" if event.arm is None else f", {event.arm}"
            loss = "" if event.loss is None else f", loss {event.loss:.3g}"
            text = f"Generation {event.generation} of {self._last}{arm}: {event.step.value}{loss}"
            self._bar.update(self._task, description=text)
        elif isinstance(event, RunFinished):
            self._bar.update(self._task, description=f"Run {event.reason.value}")
        elif isinstance(event, NullBandsMeasured):
            self._bar.update(self._task, description=f"{event.samples} real samples measured")

    def _done(self, event: GenerationFinished) -> int:
        """Fits behind us, so that a resumed run starts where it stands."""
        if event.generation == 0:
            return 1 + self._starts.index(event.arm)
        assert event.arm is not None
        return self._fits_before(event.generation) + 1 + self._arms.index(event.arm)

    def _fits_before(self, generation: int) -> int:
        """Fits of all generations before one that is not the first."""
        return len(self._starts) + (generation - 1) * len(self._arms)
