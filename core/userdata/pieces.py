"""Where recorded generations come from: a table's column, or a folder with a file for each."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.errors import BadInput
from core.records import BoolArray
from core.userdata.loading import TextFile, load_text, printable, shown
from core.userdata.tables import Column, Table, missing, parse_table, read_table

GENERATION_COLUMNS = ("generation", "gen")
"""What a column of generations is called, in any case of letters."""
LABEL_LENGTH = 60
MOST_GENERATIONS = 1001


@dataclass(frozen=True, slots=True)
class Piece:
    """One generation: rows of a table, the lines of a file, or a folder of pictures.

    rows: [rows of the table], which of them belong to it.
    """

    label: str
    name: str
    table: Table | None = None
    rows: BoolArray | None = None
    file: TextFile | None = None
    folder: Path | None = None

    def texts(self, column: str) -> Iterator[tuple[int, str]]:
        """Each row's cell of a column, or each line where there are no columns, with its line."""
        if self.table is None:
            assert self.file is not None
            yield from enumerate((line.strip() for line in self.file.lines()), start=1)
            return
        for row, text in enumerate(self.table.texts(column)):
            if self.rows is None or self.rows[row]:
                yield int(self.table.lines[row]), text


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
    every, which = np.unique(np.array(labels), return_inverse=True)
    pieces = [
        Piece(str(label), table.name, table, which == place) for place, label in enumerate(every)
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
    Raises BadInput for an empty folder, one with folders inside, and two files of one name.
    """
    pieces, digest = [], sha256()
    for entry in _entries(path):
        if entry.is_dir():
            raise BadInput(
                f"path: {shown(path)} holds the folder {shown(entry)}, but the reference is no "
                "folder of pictures; give a file for each generation"
            )
        file = load_text(entry)
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
    if len(found) > MOST_GENERATIONS:
        raise BadInput(
            f"path: {shown(path)} holds {len(found):,} files or folders; at most "
            f"{MOST_GENERATIONS:,} generations are compared"
        )
    return found


def _in_order(pieces: list[Piece], path: Path) -> list[Piece]:
    twice = [label for label, times in Counter(p.label for p in pieces).items() if times > 1]
    if twice:
        raise BadInput(f"path: {shown(path)} holds two generations called '{twice[0]}'")
    if len(pieces) > MOST_GENERATIONS:
        raise BadInput(
            f"path: {shown(path)} holds {len(pieces):,} generations; at most "
            f"{MOST_GENERATIONS:,} are compared"
        )
    return sorted(pieces, key=lambda piece: natural(piece.label))
