"""The library: the folder where runs are saved by themselves."""

import os
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core import runfile
from core.errors import BadInput
from core.experiment import Experiment

HOME_VARIABLE = "COLLAPSE_LAB_HOME"
LONGEST_STEM = 120
"""Bytes of a file name that come from the run's name: a system allows 255 for all of it."""


@dataclass(frozen=True, slots=True)
class SavedRun:
    """What the list of saved runs shows of one file."""

    path: Path
    name: str
    created: str
    state: str
    """'completed', 'cancelled', 'failed', or 'unfinished' for one without an ending."""


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
    home, number = folder(), 1
    while True:
        name = f"{stem}-{experiment.seed}" + (f"-{number}" if number > 1 else "")
        path = home / f"{name}{runfile.SUFFIX}"
        if not path.exists():
            return path
        number += 1


def runs() -> list[SavedRun]:
    """The saved runs, newest first; files that cannot be read are left out."""
    found = []
    for path in folder().glob(f"*{runfile.SUFFIX}"):
        try:
            name, created, state = runfile.headline(path)
        except (BadInput, sqlite3.Error):
            continue
        found.append(SavedRun(path, name, created, state))
    return sorted(found, key=lambda run: (run.created, run.path.name), reverse=True)
