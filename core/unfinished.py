"""The run that a crash or a kill left behind, so that it can be offered again."""

from dataclasses import dataclass
from pathlib import Path

from core import library, runfile
from core.errors import BadInput

LOOKED_AT = 20
"""Files of the library that are looked at, those that were written last."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run without an ending that nothing writes to.

    done: the last generation that every arm has finished; -1 before generation 0.
    """

    path: Path
    name: str
    done: int
    generations: int


def newest_unfinished() -> Unfinished | None:
    """The newest run of the library that has no ending and that nothing writes to now.

    A run that was cancelled has an ending: somebody wanted it to stop.

    Raises BadInput when the library's folder cannot be used.
    """
    files = library.folder().glob(f"*{runfile.SUFFIX}")
    for path in sorted(files, key=_changed, reverse=True)[:LOOKED_AT]:
        try:
            if runfile.headline(path)[2] == "unfinished":
                return _opened(path)
        except BadInput:  # another process is writing it, or it is no run
            continue
    return None


def _opened(path: Path) -> Unfinished:
    record = runfile.open_record(path)
    experiment = record.experiment
    return Unfinished(path, experiment.name, record.done(), experiment.generations)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
