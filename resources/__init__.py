"""Data, presets, text, fonts and icons of the app, opened by name such as "data/digits.csv.gz"."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return the file called `name`: its path inside this package, with forward slashes.

    Raises FileNotFoundError when there is no such file or the name leads out of the package.
    """
    found = _ROOT / name
    # isfile says no to a name that no file system takes, where Path.is_file raises
    if not _is_inside(found) or not os.path.isfile(found):  # noqa: PTH113
        raise FileNotFoundError(f"There is no resource file {name!r}.")
    return found


def read_text(name: str) -> str:
    """Return the whole of a UTF-8 text file."""
    return path(name).read_text(encoding="utf-8")


def read_bytes(name: str) -> bytes:
    """Return the whole of a file."""
    return path(name).read_bytes()


def names(folder: str, suffix: str) -> list[str]:
    """Return the names, sorted and without `suffix`, of the files in `folder` that end with it.

    Raises FileNotFoundError when there is no such folder or its name leads out of the package.
    """
    found = _ROOT / folder
    if not _is_inside(found) or not found.is_dir():
        raise FileNotFoundError(f"There is no resource folder {folder!r}.")
    files = (file.name for file in found.iterdir())
    return sorted(file.removesuffix(suffix) for file in files if file.endswith(suffix))


def _is_inside(place: Path) -> bool:
    """Whether a path stays in this package; one joined from an absolute name starts elsewhere."""
    return place.is_relative_to(_ROOT) and ".." not in place.parts
