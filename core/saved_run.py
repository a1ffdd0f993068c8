"""SavedRun: what the library tells of one run file, read once and then remembered."""

from dataclasses import dataclass
from pathlib import Path

from core import labels, presets, runfile
from core.analysis.finding import finding

RUNNING = "running"
"""The state of a run that is being written just now."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the library as the folder lists it.

    size: in bytes; changed: nanoseconds since 1970. The two tell whether it is still the same.
    """

    path: Path
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class SavedRun:
    """One run: what it is called, what was run, what it has shown.

    name: the experiment's; title, note: the person's own words, or "". created: ISO 8601, UTC.
    state: 'completed', 'cancelled', 'failed', or 'unfinished' for one without an ending. finding,
    basis: of `core.analysis.finding`. preset: the preset whose settings it has, by name, or "".
    done: the last generation that every arm has finished; -1 before generation 0.
    """

    file: File
    name: str
    title: str
    note: str
    created: str
    state: str
    finding: str
    basis: str
    preset: str
    source: str
    learner: str
    arms: tuple[str, ...]
    seed: int
    sample_size: int
    replicates: int
    generations: int
    done: int

    @property
    def path(self) -> Path:
        """Where the run is."""
        return self.file.path

    @property
    def called(self) -> str:
        """The name that is shown: the person's own, else the experiment's."""
        return self.title or self.name


def read_saved(file: File) -> SavedRun:
    """What a run file holds, worked out from its events.

    Raises BadInput when it is missing, damaged, foreign or newer; InUse while it is written.
    """
    path = file.path
    _, created, state = runfile.headline(path)
    record, own = runfile.open_record(path), labels.load(path)
    found, experiment = finding(record), record.experiment
    return SavedRun(
        file=file,
        name=experiment.name,
        title=own.title,
        note=own.note,
        created=created,
        state=state,
        finding=found.sentence,
        basis=found.basis,
        preset=presets.preset_of(experiment),
        source=experiment.source.title,
        learner=experiment.learner.title,
        arms=tuple(record.arms),
        seed=experiment.seed,
        sample_size=experiment.sample_size,
        replicates=experiment.replicates,
        generations=experiment.generations,
        done=record.done(),
    )
