"""Files appear whole or not at all."""

import contextlib
import os
from pathlib import Path

from core.errors import BadInput
from core.run_database import check_ordinary, is_database


def write(path: Path, content: bytes) -> None:
    """Write a file under a temporary name in its folder, then rename it over the one that is there.

    Raises BadInput when the folder cannot be written, for what is no ordinary file, and for a run,
    which no file replaces.
    """
    check_ordinary(path)
    if is_database(path):
        raise BadInput(f"'{path}' is a run and is not written over; choose another place")
    partial = path.with_name(f".{path.name[:100]}.{os.getpid()}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError, ValueError):
            partial.unlink(missing_ok=True)
        raise BadInput(_cannot(path, error)) from None


def make_folder(path: Path) -> None:
    """Make a folder, and those above it.

    Raises BadInput when it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise BadInput(_cannot(path, error)) from None


def _cannot(path: Path, error: OSError | ValueError) -> str:
    why = getattr(error, "strerror", None) or str(error)
    return f"'{path}' cannot be written: {why}; choose another place"
