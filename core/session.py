"""One run: the loop, its control and its run file, with exactly one terminal event."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from core import runfile
from core.environment import environment
from core.errors import BadInput, RunFailed
from core.events import (
    Event,
    FinishReason,
    GenerationFinished,
    NullBandsMeasured,
    Progress,
    RecordsMade,
    RunFinished,
    RunResumed,
    RunStarted,
)
from core.experiment import Experiment
from core.limits import check_machine, check_memory
from core.lineage import Bands, Nulls, seal, terms
from core.loop import Checkpoint, run
from core.records import RecordKind
from core.run_records import open_checkpoint, open_population
from core.sources.base import Population

log = logging.getLogger(__name__)


class Control:
    """Pause, step and cancel, from any thread; answered at the run's next event."""

    def __init__(self) -> None:
        """Start free to run."""
        self._go, self._cancelled, self._step = (threading.Event() for _ in range(3))
        self._go.set()

    def pause(self) -> None:
        """Hold the run at its next event."""
        self._go.clear()

    def go(self) -> None:
        """Let the run go on."""
        self._step.clear()
        self._go.set()

    def step(self) -> None:
        """Let the run go on until one more generation of every arm is finished."""
        self._step.set()
        self._go.set()

    def cancel(self) -> None:
        """End the run at its next event; what was finished is kept."""
        self._cancelled.set()
        self._go.set()

    @property
    def paused(self) -> bool:
        """Whether the run is held."""
        return not self._go.is_set()

    @property
    def cancelled(self) -> bool:
        """Whether the run is to end."""
        return self._cancelled.is_set()

    def generation_done(self) -> None:
        """Hold the run if only one step was asked for."""
        if self._step.is_set():
            self._step.clear()
            self._go.clear()

    def wait(self) -> None:
        """Wait while the run is held."""
        self._go.wait()


class Session:
    """A run that writes what it finds; make one with `create` or `resume`."""

    def __init__(
        self,
        path: Path,
        experiment: Experiment,
        checkpoint: Checkpoint | None = None,
        population: Population | None = None,
    ) -> None:
        """Hold what `events` needs; the run file is opened by the thread that iterates."""
        self.path = path
        self.experiment = experiment
        self.control = Control()
        self._checkpoint, self._population = checkpoint, population
        self._document = experiment.document()
        self._bands: Bands = {}
        self._nulls: Nulls = {}
        self._hashes: dict[str, str] = {}
        self._resumed = False

    @classmethod
    def create(cls, experiment: Experiment, path: Path) -> "Session":
        """A new run in a new file.

        Raises BadInput when the file cannot be made, memory or the machine would not do, or a file
        of real data is no longer what it was.
        """
        check_machine(experiment)
        check_memory(experiment)
        started = RunStarted(experiment.document(), environment(experiment.device))
        runfile.create(path, started, experiment.source.to_copy())
        return cls(path, experiment)

    @classmethod
    def resume(cls, path: Path) -> "Session":
        """An unfinished run, from its last finished generation.

        Raises BadInput when the file cannot be used, the run is complete, memory or the machine
        would not do, or a file of real data is no longer what it was.
        """
        record = runfile.open_record(path)
        if record.finished is not None and record.finished.reason is FinishReason.COMPLETED:
            raise BadInput(f"run file: '{path}' is complete; there is nothing to resume")
        check_machine(record.experiment)
        check_memory(record.experiment)
        population = open_population(path, record.experiment)
        if population is None:
            record.experiment.source.to_copy()
        checkpoint = open_checkpoint(path, record)
        session = cls(path, record.experiment, checkpoint, population)
        session._document, session._bands = record.document, record.bands
        session._hashes, session._nulls = record.newest_hashes(), record.null_values
        session._resumed = True
        return session

    def events(self) -> Iterator[Event]:
        """The run's events, each written before it is passed on; the last is RunFinished.

        Records are stored and not passed on. Stored events of a resumed run are not repeated.
        """
        try:
            writer = runfile.RunWriter(self.path)
        except BadInput as error:
            yield RunFinished(FinishReason.FAILED, str(error))
            return
        try:
            yield from self._told(writer)
        finally:
            writer.close()

    def _told(self, writer: runfile.RunWriter) -> Iterator[Event]:
        try:
            yield from self._working(writer)
            ending = RunFinished(
                FinishReason.CANCELLED if self.control.cancelled else FinishReason.COMPLETED
            )
        except sqlite3.Error as error:
            ending = RunFinished(FinishReason.FAILED, f"run file: '{self.path}': {error}")
        except (RunFailed, BadInput) as error:
            ending = RunFinished(FinishReason.FAILED, str(error))
        except MemoryError:
            ending = RunFinished(
                FinishReason.FAILED, "memory ran out; lower sample_size or replicates"
            )
        except Exception as error:
            log.exception("the run stopped on a fault of the program")
            ending = RunFinished(FinishReason.FAILED, f"a fault of the program: {error!r}")
        self._close_off(writer, ending)
        yield ending

    def _close_off(self, writer: runfile.RunWriter, ending: RunFinished) -> None:
        """Store the ending; of a complete run keep counts by type, and of records the previews."""
        counts = self.experiment.source.gives is RecordKind.COUNTS
        try:
            writer.write(ending)
            if ending.reason is FinishReason.COMPLETED and not counts:
                writer.thin()
        except sqlite3.Error as error:
            log.warning("the end of the run could not be written: %s", error)

    def _working(self, writer: runfile.RunWriter) -> Iterator[Event]:
        """The loop's events until it ends or is cancelled, written as they come."""
        made: RecordsMade | None = None
        if self._resumed:
            resumed = RunResumed(environment(self.experiment.device))
            writer.write(resumed)
            yield resumed
        for event in run(self.experiment, self._checkpoint, self._population):
            if isinstance(event, RecordsMade):
                made = event
                continue
            if isinstance(event, GenerationFinished):
                assert made is not None
                sealed = self._sealed(event, made)
                writer.write(sealed, made)
                yield sealed
            elif not isinstance(event, RunStarted):
                if isinstance(event, NullBandsMeasured):
                    self._bands, self._nulls = event.bands, event.values
                if not isinstance(event, Progress):
                    writer.write(event)
                yield event
            self._hold(event)
            if self.control.cancelled:
                return

    def _hold(self, event: Event) -> None:
        """After a step, hold once every arm has finished a generation that is not the last."""
        if isinstance(event, GenerationFinished):
            starts, last = list(self.experiment.starts()), self.experiment.arms[-1].name
            if (
                event.arm == (last if event.generation else starts[-1])
                and event.generation < self.experiment.generations
            ):
                self.control.generation_done()
        self.control.wait()

    def _sealed(self, event: GenerationFinished, made: RecordsMade) -> GenerationFinished:
        """The event with its hashes, chained to the arm's one before."""
        arm = event.arm or ""
        under = terms(self._document, event.arm, event.generation, self._bands, self._nulls)
        before = self._hashes.get(arm, self._hashes.get("", "")) if event.generation else ""
        sealed = seal(event, made, under, before)
        self._hashes[arm] = sealed.content_hash
        return sealed
