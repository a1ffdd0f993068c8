"""Where recorded generations come from: a table's column, or a folder with a file for each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.errors import BadInput
from core.learners.recorded import MOST_GENERATIONS
from core.records import IntArray
from core.userdata.loading import LARGEST_FILE, MEGABYTE, TextFile, load_text, printable, shown
from core.userdata.tables import Column, Table, missing, parse_table, read_table

GENERATION_COLUMNS = ("generation", "gen")
"""What a column of generations is called, in any case of letters."""
LABEL_LENGTH = 60
LARGEST_TOGETHER = 4 * LARGEST_FILE
"""Bytes of all generations in a folder: files, or pictures' pixels."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One generation: rows of a table, the lines of a file, or a folder of pictures.

    rows: the table's rows that belong to it; None for all.
    """

    label: str
    name: str
    table: Table | None = None
    rows: IntArray | None = None
    file: TextFile | None = None
    folder: Path | None = None

    def chosen(self) -> "IntArray | slice":
        """The table's rows that belong to it, as an index."""
        return slice(None) if self.rows is None else self.rows


Texts = Iterable[tuple[int, str]]
"""Cells or lines, each with the line of the file where it stands."""


def with_texts(pieces: "list[Piece]", column: str) -> Iterator[tuple[Piece, Texts]]:
    """Each piece and its cells of a column, or its lines where there are no columns.

    A table is read once, however many pieces it holds.
    """
    table, cells = None, np.empty(0, dtype=object)
    for piece in pieces:
        if piece.table is None:
            assert piece.file is not None
            yield piece, enumerate((line.strip() for line in piece.file.lines()), start=1)
            continue
        if piece.table is not table:
            table = piece.table
            cells = np.array(list(table.texts(column)), dtype=object)
        rows = piece.chosen()
        yield piece, zip(table.lines[rows].tolist(), cells[rows], strict=True)


def natural(label: str) -> tuple[tuple[int, float, str], ...]:
    """A key that sorts labels as a person would: 2 before 10, 2021-Q2 before 2021-Q10."""
    try:
        return ((0, float(label), label),)
    except ValueError:
        parts = re.split(r"(\d+)", label.casefold())
        return tuple((0, float(p), "") if p.isdecimal() else (1, 0.0, p) for p in parts if p)


def by_column(path: Path, column: str) -> tuple[list[Piece], str, str]:
    """The generations that a column of a table tells apart, the table's hash, and the column.

    Raises BadInput when there is no such column, or a row says none.
    """
    table = read_table(path)
    by = _generation_column(table, column)
    labels = []
    for row, text in enumerate(table.texts(by.name)):
        if missing(text):
            raise BadInput(
                f"column: line {table.lines[row]} of {table.name} says no generation in column "
                f"'{by.name}'"
            )
        labels.append(printable(text, LABEL_LENGTH))
    _check_generations(len(set(labels)), path)
    every, which, sizes = np.unique(np.array(labels), return_inverse=True, return_counts=True)
    rows = np.split(np.argsort(which, kind="stable"), np.cumsum(sizes)[:-1])
    pieces = [
        Piece(str(label), table.name, table, own) for label, own in zip(every, rows, strict=True)
    ]
    return _in_order(pieces, path), table.file.sha256, by.name


def _generation_column(table: Table, column: str) -> Column:
    if column:
        return table.column(column, "column")
    found = [one for one in table.columns if one.name.casefold() in GENERATION_COLUMNS]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"'{one.name}'" for one in (found or table.columns)[:20])
    what = "more than one" if found else "no"
    raise BadInput(
        f"column: {table.name} has {what} column called generation or gen; say which it is with "
        f"--column; there are {names}"
    )


def by_file(path: Path, lines: bool) -> tuple[list[Piece], str]:
    """A generation for each file of a folder, called as the file is, and the hash of all.

    lines: whether a record is a line, so that files have no columns.
    Raises BadInput for an empty folder, one with folders inside, two files of one name, and files
    that are too large together.
    """
    pieces, digest, size = [], sha256(), 0
    for entry in _entries(path):
        if entry.is_dir():
            raise BadInput(
                f"path: {shown(path)} holds the folder {shown(entry)}, but the reference is no "
                "folder of pictures; give a file for each generation"
            )
        file = load_text(entry)
        size += file.size
        check_together(size, path)
        digest.update(f"{entry.name}\0{file.sha256}\n".encode(errors="replace"))
        label = printable(entry.stem, LABEL_LENGTH)
        pieces.append(
            Piece(label, file.name, file=file)
            if lines
            else Piece(label, file.name, parse_table(file))
        )
    return _in_order(pieces, path), digest.hexdigest()


def by_folder(path: Path) -> list[Piece]:
    """A generation for each folder of pictures inside a folder.

    Raises BadInput for an empty folder, and for one that holds files instead.
    """
    pieces = []
    for entry in _entries(path):
        if not entry.is_dir():
            raise BadInput(
                f"path: {shown(path)} holds the file {shown(entry)}, but the reference is a folder "
                "of pictures; give a folder of pictures for each generation"
            )
        pieces.append(Piece(printable(entry.name, LABEL_LENGTH), shown(entry), folder=entry))
    return _in_order(pieces, path)


def _entries(path: Path) -> list[Path]:
    try:
        found = sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise BadInput(f"path: {shown(path)} cannot be read: {error.strerror}") from None
    if not found:
        raise BadInput(f"path: the folder {shown(path)} is empty")
    _check_generations(len(found), path)
    return found


def check_together(size: int, path: Path) -> None:
    """Refuse a folder whose generations are too large together; size: of those read, in bytes."""
    if size > LARGEST_TOGETHER:
        raise BadInput(
            f"path: {shown(path)} holds more than {LARGEST_TOGETHER // MEGABYTE} MB in its "
            "generations; give fewer of them, or a part of each"
        )


def _check_generations(count: int, path: Path) -> None:
    if count > MOST_GENERATIONS:
        raise BadInput(
            f"path: {shown(path)} holds {count:,} generations; at most {MOST_GENERATIONS:,} are "
            "compared"
        )


def _in_order(pieces: list[Piece], path: Path) -> list[Piece]:
    twice = [label for label, times in Counter(p.label for p in pieces).items() if times > 1]
    if twice:
        raise BadInput(f"path: {shown(path)} holds two generations called '{twice[0]}'")
    return sorted(pieces, key=lambda piece: natural(piece.label))
