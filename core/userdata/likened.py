"""A recorded generation's records as the reference has its own: columns, units, types and words."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from core.errors import BadInput
from core.records import MOST_SPLIT, Counts, RecordKind, Records
from core.sources.file import FileSource
from core.text import tokenised
from core.userdata.categorical import LABEL_LENGTH
from core.userdata.choices import Reading
from core.userdata.folder import read_pictures
from core.userdata.loading import printable, shown
from core.userdata.numeric import check_range
from core.userdata.pieces import Piece, Texts
from core.userdata.tables import Column, Table, missing

MOST_COUNTED = 100_000_000
"""Records of one category in a generation; subsets of more are drawn too slowly."""


def check_numbers(table: Table, columns: "list[Column]") -> None:
    """Hold columns to numbers that can be compared.

    Raises BadInput for the line that holds none.
    """
    for column in columns:
        if column.others:
            row, text = column.first_other
            raise BadInput(
                f"path: line {table.lines[row]} of {table.name} holds “{printable(text, 30)}” in "
                f"column '{column.name}', which is no number"
            )
    check_range(table, columns)


def numbers(piece: Piece, source: FileSource, own: Reading) -> Records:
    """The rows of a table, [1, rows, columns], in the columns and units of the reference.

    Raises BadInput for a column that is not there, and for the line that lacks a number.
    """
    assert piece.table is not None
    rows, columns = piece.chosen(), same_columns(piece.table, own.facts.kept)
    values = np.stack([column.numbers[rows] for column in columns], axis=1)
    gaps = np.isnan(values).any(axis=1)
    if gaps.any() and source.missing == "refuse":
        raise _gap(piece.table, int(piece.table.lines[rows][int(gaps.argmax())]))
    return Records(RecordKind.VECTORS, source.in_its_units(values[~gaps], own.values)[None])


def same_columns(table: Table, names: Iterable[str]) -> list[Column]:
    """The reference's columns.

    Raises BadInput that names every one that is not there.
    """
    held = {column.name: column for column in table.columns}
    lacking = [name for name in names if name not in held]
    if lacking:
        noun = "column" if len(lacking) == 1 else "columns"
        listed = ", ".join(f"'{name}'" for name in lacking[:20])
        raise BadInput(f"path: {table.name} lacks the {noun} {listed} of the reference")
    return [held[name] for name in names]


def _gap(table: Table, line: int) -> BadInput:
    return BadInput(
        f"source.missing: line {line} of {table.name} has no value in one of the columns compared; "
        "leave such rows out with --set source.missing=drop"
    )


def tally(piece: Piece, texts: Texts, source: FileSource) -> "Counter[str]":
    """How often each category occurs; by the reference's column of counts where there is one.

    Raises BadInput for the line without a category or with no count, and for too many records.
    """
    table, named = piece.table, source.understood.kept[1:]
    counts = [one for one in table.columns if one.name in named] if table is not None else []
    rows = None if not counts else iter(counts[0].numbers[piece.chosen()])
    found: Counter[str] = Counter()
    for line, text in texts:
        count = 1.0 if rows is None else float(next(rows))
        empty = missing(text) if rows is None else not text
        if table is None and not text:
            continue
        if empty or np.isnan(count):
            if source.missing == "refuse" and table is not None:
                raise _gap(table, line)
            continue
        if count < 0 or count != round(count) or count > MOST_COUNTED:
            raise BadInput(
                f"path: line {line} of {piece.name} holds {count:g} as a count; counts are whole "
                f"numbers from 0 to {MOST_COUNTED:,}"
            )
        found[printable(text, LABEL_LENGTH)] += int(count)
    if found.total() >= MOST_SPLIT:
        raise BadInput(
            f"path: generation '{piece.label}' of {piece.name} has {found.total():,} records; "
            f"fewer than {MOST_SPLIT:,} can be compared, so give a part of it"
        )
    return found


def categories(tallies: "list[Counter[str]]", own: Reading) -> tuple[tuple[Counts, ...], int]:
    """The generations over the reference's types and, after them, those that it lacks.

    Of those, how many there are.
    """
    place: dict[str, int] = {}
    for at, label in enumerate(own.labels):
        place.setdefault(label, at)
    lacking = sorted({label for counted in tallies for label in counted} - place.keys())
    place |= {label: len(own.labels) + at for at, label in enumerate(lacking)}
    universe = len(own.labels) + len(lacking)
    return tuple(_over(counted, place, universe) for counted in tallies), len(lacking)


def _over(counted: "Counter[str]", place: dict[str, int], universe: int) -> Counts:
    held = sorted((place[label], count) for label, count in counted.items() if count)
    types = np.array([at for at, _ in held], dtype=np.int64)
    return Counts(universe, types, np.array([[count for _, count in held]], dtype=np.int64))


def text(texts: Texts, own: Reading) -> Records:
    """Lines or cells with a word, [1, records, length], in the ids of the reference's words."""
    length, unlisted = own.values.shape[1], len(own.labels) - 1
    ids = {word: place for place, word in enumerate(own.labels) if word}
    found = (tokenised(line)[:length] for _, line in texts)
    rows = [[ids.get(token, unlisted) for token in tokens] for tokens in found if tokens]
    tokens = np.zeros((len(rows), length), dtype=np.uint16)
    for place, row in enumerate(rows):
        tokens[place, : len(row)] = row
    return Records(RecordKind.TEXT, tokens[None], universe=len(own.labels))


def pictures(piece: Piece, source: FileSource) -> tuple[Records, str]:
    """A folder's pictures, [1, pictures, rows, columns], and their hash.

    Raises BadInput where they are not of the reference's size.
    """
    assert piece.folder is not None
    found = read_pictures(piece.folder, source.side)
    wanted = source.record_shape()
    if found.values.shape[1:] != wanted:
        rows, columns = found.values.shape[1:]
        raise BadInput(
            f"path: the pictures in {shown(piece.folder)} have {columns} x {rows} pixels, but the "
            f"reference's have {wanted[1]} x {wanted[0]}"
        )
    return Records(RecordKind.IMAGES, found.values[None]), found.sha256
