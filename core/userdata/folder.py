"""A folder of pictures, all of one size, as 8-bit grey."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import BadInput
from core.records import AnyArray
from core.userdata.choices import Choices, Reading
from core.userdata.facts import FEWEST_RECORDS, LARGEST_SIDE, Facts
from core.userdata.loading import Loaded, load, printable, shown, status

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_ENTRIES = 20_000
"""Files in the folder; counting stops there."""
LARGEST_PICTURE = 4096
"""Pixels of a side that a picture may have before it is shrunk."""
SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp")
FORMATS = ("PNG", "JPEG", "BMP")
DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
"""Modes of more than 8 bits a pixel."""


def stamp(path: Path) -> tuple[int, ...]:
    """What changes when one of the folder's pictures does.

    Raises BadInput when there are too many entries.
    """
    told = sha256()
    for name in _pictures(path):
        found = status(path / name)
        told.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode(errors="replace"))
    return (int.from_bytes(told.digest()[:8]),)


@dataclass(frozen=True, slots=True)
class Pictures:
    """A folder's pictures [pictures, rows, columns] uint8, and what was read.

    size: in bytes, of all files. coloured: how many were turned into grey.
    """

    values: AnyArray
    sha256: str
    size: int
    coloured: int


def read_pictures(path: Path, side: int) -> Pictures:
    """Every picture in the folder, in the order of their names; side: to which they are shrunk.

    Raises BadInput that names the folder or the picture.
    """
    names = _pictures(path)
    if not names:
        raise BadInput(f"path: {shown(path)} has no pictures ({', '.join(SUFFIXES)}) of its own")
    told, size, values, coloured = sha256(), 0, None, 0
    for place, name in enumerate(names):
        file = load(path / name)
        told.update(_line(name, file))
        size += len(file.data)
        pixels, colour = _pixels(file, side)
        if values is None:
            values, first = np.empty((len(names), *pixels.shape), dtype=np.uint8), file.name
        if pixels.shape != values.shape[1:]:
            raise BadInput(
                f"side: {file.name} has {_size(pixels)} pixels, but {first} has "
                f"{_size(values[0])}; give pictures of one size, or a side to shrink all to, such "
                "as side=28"
            )
        values[place], coloured = pixels, coloured + colour
    assert values is not None
    return Pictures(values, told.hexdigest(), size, coloured)


def read_folder(path: Path, choices: Choices) -> Reading:
    """The pictures in the folder as records.

    Raises BadInput that names the folder or the picture.
    """
    held = len(_pictures(path))
    if held < FEWEST_RECORDS:
        raise BadInput(
            f"path: {shown(path)} has {held} pictures ({', '.join(SUFFIXES)}) of its own; at "
            f"least {FEWEST_RECORDS} are needed, and folders inside are not looked into"
        )
    found = read_pictures(path, choices.side)
    _check_differ(found.values, path)
    facts = Facts(
        reads="images", sha256=found.sha256, size=found.size, records=held,
        shape=found.values.shape[1:], dialect=_dialect(choices.side, found.coloured),
    )  # fmt: skip
    others = _count(path) - held
    notes = (f"{others:,} other files or folders inside were left out.",) if others else ()
    return Reading(facts, found.values, notes=notes)


def digest(path: Path) -> str:
    """The hash of the pictures' names and bytes."""
    told = sha256()
    for name in _pictures(path):
        told.update(_line(name, load(path / name)))
    return told.hexdigest()


def _line(name: str, file: Loaded) -> bytes:
    return f"{name}\0{file.sha256}\n".encode(errors="replace")


def _pictures(path: Path) -> "list[str]":
    """The names of the pictures, in order."""
    return sorted(name for name in _names(path) if name.lower().endswith(SUFFIXES))


def _count(path: Path) -> int:
    return sum(1 for _ in _names(path))


def _names(path: Path) -> Iterator[str]:
    """What stands in a folder, but for hidden files.

    Raises BadInput as soon as there are too many.
    """
    try:
        with os.scandir(path) as entries:
            for number, entry in enumerate(entries, start=1):
                if number > MOST_ENTRIES:
                    raise BadInput(
                        f"path: {shown(path)} holds more than {MOST_ENTRIES:,} files; give a "
                        "folder with fewer"
                    )
                if not entry.name.startswith("."):
                    yield entry.name
    except OSError as error:
        raise BadInput(f"path: {shown(path)} cannot be read: {error.strerror}") from None


def _pixels(file: Loaded, side: int) -> tuple[AnyArray, bool]:
    """[rows, columns] uint8, 255 the darkest as everywhere here, and whether it was coloured."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(file.data), formats=FORMATS) as picture:
            _check_picture(picture, file.name, side)
            grey = _on_white(picture).convert("L")
            if side:
                grey = grey.resize((side, side), Image.Resampling.BOX)
            coloured = picture.mode not in ("1", "L", "LA")
            return 255 - np.asarray(grey, dtype=np.uint8), coloured
    except BadInput:
        raise
    except Exception as error:  # a damaged picture can fail in any way
        reason = printable(str(error), 80)
        raise BadInput(
            f"path: {file.name} cannot be read as a PNG, JPEG or BMP picture ({reason})"
        ) from None


def _on_white(picture: "Image") -> "Image":
    """What shows through is taken for white paper; its own colour, mostly black, nobody sees."""
    if not picture.has_transparency_data:
        return picture
    from PIL import Image

    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper


def _check_picture(picture: "Image", name: str, side: int) -> None:
    """Refuse what would be too large or lose what it shows, before a pixel is unpacked."""
    width, height = picture.size
    most = LARGEST_PICTURE if side else LARGEST_SIDE
    if max(width, height) > most:
        field = "path" if side else "side"
        shrink = "" if side else ", or a side to shrink them to, such as side=28"
        raise BadInput(
            f"{field}: {name} has {width} x {height} pixels; at most {most} x {most} are read, so "
            f"give smaller pictures{shrink}"
        )
    if getattr(picture, "n_frames", 1) > 1:
        raise BadInput(f"path: {name} is an animation; give single pictures")
    if picture.mode in DEEP:
        raise BadInput(f"path: {name} has more than 8 bits a pixel; save it with 8")


def _check_differ(values: AnyArray, path: Path) -> None:
    if bool((values == values[0]).all()):
        raise BadInput(
            f"path: all pictures in {shown(path)} are the same; there is nothing to learn"
        )


def _size(pixels: AnyArray) -> str:
    return f"{pixels.shape[1]} x {pixels.shape[0]}"


def _dialect(side: int, coloured: int) -> str:
    said = ["8-bit grey"]
    if coloured:
        said.append(f"{coloured:,} coloured pictures turned into grey")
    if side:
        said.append(f"all shrunk to {side} x {side} pixels")
    return "; ".join(said)
