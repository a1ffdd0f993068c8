"""The progress of a run in the terminal."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from core.analysis.wording import say_number
from core.events import Event, GenerationFinished, NullBandsMeasured, RunFinished
from core.events import Progress as StepProgress
from core.experiment import Experiment


class ProgressLine:
    """A bar over all generations of all arms, on stderr; plain lines where that is no terminal.

    A learner that trains has a second bar, of the fit that is being done, with its loss.
    """

    def __init__(self, experiment: Experiment) -> None:
        """Count the fits that are ahead."""
        # An arm's name is no markup.
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._arms = [arm.name for arm in experiment.arms]
        self._starts, self._last = list(experiment.starts()), experiment.generations
        self._loss_is, self._loss = experiment.learner.loss_is, ""
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=self._console, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("Real data", total=self._fits_before(self._last + 1))
        self._fit = self._bar.add_task("", visible=False)

    def __enter__(self) -> "ProgressLine":
        """Show the bar."""
        if self._loss_is:
            self._console.print(f"training loss: {self._loss_is}")
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
            self._bar.update(self._task, completed=self._done(event))
            if not self._console.is_terminal:
                arm = event.arm or ("all arms" if len(self._starts) == 1 else "arms that share it")
                told = f"generation {event.generation} of {self._last}, {arm}"
                self._console.print(", ".join(filter(None, (told, self._loss))))
        elif isinstance(event, StepProgress):
            self._show_step(event)
        elif isinstance(event, RunFinished):
            self._bar.update(self._task, description=f"Run {event.reason.value}")
        elif isinstance(event, NullBandsMeasured):
            self._bar.update(self._task, description=f"{event.samples} real samples measured")

    def _show_step(self, event: StepProgress) -> None:
        arm = "" if event.arm is None else f", {event.arm}"
        text = f"Generation {event.generation} of {self._last}{arm}: {event.step.value}"
        self._bar.update(self._task, description=text)
        if event.loss is not None:
            if event.done == 1:
                self._bar.reset(self._fit)  # else the time left stays that of the fit before
            self._loss = f"training loss {say_number(event.loss, 3)}"
            self._bar.update(
                self._fit,
                description=f"{self._loss} (step {event.done:,} of {event.total:,})",
                completed=event.done,
                total=event.total,
                visible=True,
            )

    def _done(self, event: GenerationFinished) -> int:
        """Fits behind us, so that a resumed run starts where it stands."""
        if event.generation == 0:
            return 1 + self._starts.index(event.arm)
        assert event.arm is not None
        return self._fits_before(event.generation) + 1 + self._arms.index(event.arm)

    def _fits_before(self, generation: int) -> int:
        """Fits of all generations before one that is not the first."""
        return len(self._starts) + (generation - 1) * len(self._arms)
