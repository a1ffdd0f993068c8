"""The library: the folder where runs are saved by themselves."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG

import platformdirs

from core import labels, library_bin, runfile
from core.errors import BadInput, NotNow
from core.experiment import Experiment
from core.library_index import Index
from core.run_database import InUse
from core.saved_run import File, SavedRun, read_saved

HOME_VARIABLE = "COLLAPSE_LAB_HOME"
LONGEST_STEM = 120
"""Bytes of a file name that come from the run's name: a system allows 255 for all of it."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is listed without being a run that can be read now.

    busy: another process, or a run of this one, is writing it. reason: a sentence. name: of its
    experiment, "" where that is not known.
    """

    file: File
    busy: bool
    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of the library at once.

    runs: those that were read before. unread: files that were not, newest first. skipped: files
    that are no runs.
    """

    runs: list[SavedRun]
    unread: list[File]
    skipped: list[File]


def folder() -> Path:
    """The library's folder, made when missing: COLLAPSE_LAB_HOME, or the user's data folder.

    Raises BadInput when it cannot be made.
    """
    given = os.environ.get(HOME_VARIABLE)
    home = Path(given) if given else Path(platformdirs.user_data_dir("collapse-lab", False))
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{HOME_VARIABLE}: '{home}' cannot be made: {error.strerror}") from None
    return home


def new_path(experiment: Experiment) -> Path:
    """A file name that is not taken yet, made from the experiment's name and seed."""
    stem = re.sub(r"[^\w]+", "-", experiment.name.lower()).strip("-")
    stem = stem.encode()[:LONGEST_STEM].decode(errors="ignore") or "run"
    return runfile.free_path(folder(), f"{stem}-{experiment.seed}")


def listing() -> Listing:
    """Every file of the library, as far as it is known without opening any.

    Raises BadInput when the folder cannot be used.
    """
    home = folder()
    files = sorted(_files(home), key=lambda file: file.changed, reverse=True)
    known = Index(home).known(files)
    return Listing(
        [run for run in known.values() if run is not None],
        [file for file in files if file.path not in known],
        [file for file in files if file.path in known and known[file.path] is None],
    )


def tidy() -> None:
    """Empty the bin of what is old, and forget the files that are no longer there.

    Raises BadInput when the folder cannot be used.
    """
    home = folder()
    library_bin.empty(home)
    Index(home).prune(_files(home))


def read(files: list[File]) -> Iterator[SavedRun | Unreadable]:
    """Read files that are not known yet, one by one; what they are is remembered."""
    for file in files:
        index = Index(file.path.parent)
        try:
            run = read_saved(file)
        except NotNow as error:
            yield Unreadable(file, isinstance(error, InUse), str(error))
        except BadInput as error:
            index.keep(file, None)
            yield Unreadable(file, False, str(error))
        else:
            index.keep(file, run)
            yield run


def runs() -> list[SavedRun]:
    """The saved runs, newest first; files that cannot be read are left out."""
    found = listing()
    fresh = [run for run in read(found.unread) if isinstance(run, SavedRun)]
    return sorted([*found.runs, *fresh], key=lambda run: (run.created, run.path.name), reverse=True)


def rename(run: SavedRun, title: str) -> SavedRun:
    """The run under a title of the person's; "" goes back to its experiment's name.

    Raises BadInput when the title or the file cannot be used.
    """
    kept = labels.cleaned_title(title)
    kept = "" if kept == run.name else kept
    return _relabelled(replace(run, title=kept), lambda: labels.save_title(run.path, kept))


def annotate(run: SavedRun, note: str) -> SavedRun:
    """The run with another note.

    Raises BadInput when the note or the file cannot be used.
    """
    kept = labels.cleaned_note(note)
    return _relabelled(replace(run, note=kept), lambda: labels.save_note(run.path, kept))


def _relabelled(run: SavedRun, save: Callable[[], None]) -> SavedRun:
    """The run with its file as it is once saved, remembered, so that it need not be read again."""
    untouched = _file(run.path) == run.file
    save()
    run = replace(run, file=_file(run.path) or run.file)
    if untouched:
        Index(run.path.parent).keep(run.file, run)
    return run


def _files(home: Path) -> list[File]:
    try:
        paths = list(home.iterdir())
    except OSError as error:
        raise BadInput(f"library: '{home}' cannot be read: {error.strerror}") from None
    runs = [path for path in paths if path.suffix == runfile.SUFFIX and path.name[0] != "."]
    return [file for path in runs if (file := _file(path)) is not None]


def _file(path: Path) -> File | None:
    """The file as it is now; None where it is gone, or is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return File(path, found.st_size, found.st_mtime_ns) if S_ISREG(found.st_mode) else None
