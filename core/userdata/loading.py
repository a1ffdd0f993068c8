"""A file's bytes, read once and whole, and its text; refused before reading where too large."""

import codecs
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from core.errors import BadInput

LARGEST_FILE = 64 * 2**20
"""Bytes of one file of records."""
MEGABYTE = 2**20
_LINE_END = re.compile(r"\r\n|\n|\r")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
FOREIGN = (
    (b"PK\x03\x04", "a workbook or an archive; save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old workbook; save the sheet as CSV"),
    (b"%PDF", "a PDF; save its records as text or CSV"),
    (b"\x1f\x8b", "compressed; unpack it first"),
    (b"SQLite format 3\x00", "a database; save its records as CSV"),
    (b"\x89PNG", "one picture; choose a folder of pictures"),
    (b"\xff\xd8\xff", "one picture; choose a folder of pictures"),
)
"""How files begin that are often taken for records by mistake, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as it was at one moment."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return sha256(self.data).hexdigest()


def file_name(path: "Path | str") -> str:
    """A file's name without its folders, which are nobody else's business, as one line."""
    name = str(path).replace("\\", "/").rstrip("/").rpartition("/")[2] or str(path)
    return printable(name, 80)


def shown(path: "Path | str") -> str:
    """A file's name in quotes, for sentences."""
    return f"'{file_name(path)}'"


def printable(text: str, most: int) -> str:
    """Text from a file as one line of at most `most` characters that a screen can show."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def load(path: Path) -> Loaded:
    """A regular file's bytes.

    Raises BadInput when it is missing, no file, empty, too large, not to be read, or changed
    while it was read.
    """
    name = shown(path)
    status(path)
    try:
        with open(path, "rb", opener=_at_once) as file:
            before = os.fstat(file.fileno())
            _check(before, name)
            data = file.read(before.st_size + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise BadInput(f"path: {name} cannot be read: {error.strerror}") from None
    if len(data) != before.st_size or _moment(before) != _moment(after):
        raise BadInput(f"path: {name} changed while it was read; try again when it is finished")
    if not data:
        raise BadInput(f"path: {name} is empty")
    return Loaded(name, data)


def status(path: Path) -> os.stat_result:
    """What the system says of a file or folder.

    Raises BadInput when it says that there is none.
    """
    try:
        return path.stat()
    except OSError as error:
        raise BadInput(f"path: {shown(path)} cannot be read: {error.strerror}") from None
    except ValueError:
        raise BadInput(f"path: {shown(path)} is no name that a file can have") from None


def _at_once(path: str, flags: int) -> int:
    """Open without waiting, as a pipe would for somebody to write into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check(found: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise BadInput(f"path: {name} is no ordinary file; choose a file or a folder of pictures")
    if found.st_size > LARGEST_FILE:
        size = found.st_size / MEGABYTE
        raise BadInput(
            f"path: {name} has {size:,.0f} MB; at most {LARGEST_FILE // MEGABYTE} MB are read, "
            "so give a part of it"
        )


def _moment(found: os.stat_result) -> tuple[int, int]:
    return found.st_mtime_ns, found.st_size


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that was read as text; encoding: in words. suffix: of its name, in lower case."""

    name: str
    sha256: str
    size: int
    text: str
    encoding: str
    suffix: str

    def lines(self) -> Iterator[str]:
        """The lines with their ends, of any system, without a copy of all of them."""
        start = 0
        for found in _LINE_END.finditer(self.text):
            yield self.text[start : found.end()]
            start = found.end()
        if start < len(self.text):
            yield self.text[start:]


def load_text(path: Path) -> TextFile:
    """A file's text, by the encoding that it is in.

    UTF-8 where it is that, else what the byte-order mark says, else Windows-1252.
    Raises BadInput as `load` does, and for what is no text.
    """
    file = load(path)
    text, encoding = _decoded(file)
    return TextFile(file.name, file.sha256, len(file.data), text, encoding, path.suffix.lower())


def _decoded(file: Loaded) -> tuple[str, str]:
    for start, what in FOREIGN:
        if file.data.startswith(start):
            raise BadInput(f"path: {file.name} is {what}")
    for mark, encoding, words in MARKS:
        if file.data.startswith(mark):
            return _text(file, encoding, words), words
    try:
        return _text(file, "utf-8", "UTF-8"), "UTF-8"
    except UnicodeDecodeError:
        return _text(file, "cp1252", "Windows-1252"), "Windows-1252"


def _text(file: Loaded, encoding: str, words: str) -> str:
    try:
        text = file.data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            raise
        line = file.data.count(b"\n", 0, error.start) + 1
        what = "neither UTF-8 nor Windows-1252" if encoding == "cp1252" else f"not {words}"
        raise BadInput(
            f"path: line {line} of {file.name} is {what} text; save it as UTF-8"
        ) from None
    strange = next((c for c in CONTROLS if c in text), None)
    if strange is not None:
        line = text.count("\n", 0, text.index(strange)) + 1
        raise BadInput(
            f"path: line {line} of {file.name} holds a control character (number {ord(strange)}), "
            "so it is no text file; save the records as UTF-8 text or CSV"
        )
    return text


CONTROLS = "".join(map(chr, (*range(9), *range(14, 32))))
"""What no text holds; a form feed and a vertical tab are let through."""
