"""Where deleted runs wait: a folder inside the library, emptied of what has lain there for long."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core import runfile
from core.errors import BadInput
from core.run_database import settle

NAME = "bin"
KEPT_DAYS = 30
_MARK = "%Y%m%dT%H%M%SZ"
_BINNED = re.compile(rf"(\d{{8}}T\d{{6}}Z)-.+{re.escape(runfile.SUFFIX)}")


@dataclass(frozen=True, slots=True)
class Binned:
    """A deleted run: where it was, and where it waits."""

    path: Path
    kept: Path


def delete(path: Path) -> Binned:
    """Move a run into the bin of its folder, under a name that says when.

    Raises BadInput when something else is writing it, or it cannot be moved.
    """
    settle(path)
    home = path.parent / NAME
    stamp = datetime.now(UTC).strftime(_MARK)
    try:
        home.mkdir(exist_ok=True)
        kept = runfile.free_path(home, f"{stamp}-{path.stem}")
        path.rename(kept)
    except OSError as error:
        raise BadInput(f"run file: '{path}' cannot be deleted: {error.strerror}") from None
    return Binned(path, kept)


def restore(binned: Binned) -> Path:
    """Put a deleted run back, under its own name where that is still free.

    Raises BadInput when it is no longer in the bin, or cannot be moved.
    """
    path = binned.path
    if path.exists():
        path = runfile.free_path(path.parent, path.stem)
    try:
        binned.kept.rename(path)
    except OSError as error:
        raise BadInput(f"run file: '{binned.kept}' cannot be put back: {error.strerror}") from None
    return path


def empty(home: Path) -> int:
    """Remove for good what was deleted more than KEPT_DAYS ago; returns how many runs that were.

    Files that `delete` did not put there are left alone.
    """
    before, removed = datetime.now(UTC) - timedelta(days=KEPT_DAYS), 0
    for path in sorted((home / NAME).glob(f"*{runfile.SUFFIX}")):
        found = _BINNED.fullmatch(path.name)
        if found is None or not _is_before(found[1], before):
            continue
        try:
            path.unlink()
        except OSError:
            continue
        removed += 1
    return removed


def _is_before(stamp: str, limit: datetime) -> bool:
    try:
        return datetime.strptime(stamp, _MARK).replace(tzinfo=UTC) < limit
    except ValueError:
        return False
