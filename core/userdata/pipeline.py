"""Recorded generations: a table with a column of generations, or a folder with a file for each."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.errors import BadInput
from core.learners.recorded import FEWEST_RECORDS, MOST_GENERATIONS, Recording
from core.records import AnyArray, Batch, Counts, FloatArray, IntArray, RecordKind, Records
from core.sources.file import FileSource
from core.userdata.choices import Reading
from core.userdata.loading import printable, shown
from core.userdata.numeric import check_range
from core.userdata.reading import read
from core.userdata.tables import Column, Table, missing, read_table

GENERATION_COLUMNS = ("generation", "gen")
"""What a column of generations is called, in any case of letters."""
LABEL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Recorded generations as a reference has its own records.

    batches: [1 replicate, records] each, in order. beyond: how many categories the reference lacks.
    """

    name: str
    recording: Recording
    batches: tuple[Batch, ...]
    beyond: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows of a table that are one generation, or None for all of them."""

    label: str
    table: Table
    rows: IntArray | None


def read_pipeline(path: str, column: str, source: FileSource) -> Pipeline:
    """The generations recorded at a path.

    Raises BadInput with one sentence that names the file and what is wrong with it.
    """
    given = Path(path)
    pieces, digest = _folder(given) if given.is_dir() else _one_table(given, column, source)
    pieces.sort(key=lambda piece: natural(piece.label))
    if len(pieces) > MOST_GENERATIONS:
        raise BadInput(
            f"path: {shown(path)} holds {len(pieces):,} generations; at most "
            f"{MOST_GENERATIONS:,} are compared"
        )
    own = read(source.choices())
    if source.gives is RecordKind.COUNTS:
        tallies = [_tally(piece, source) for piece in pieces]
        batches, beyond = _counted(tallies, own)
    elif source.gives is RecordKind.VECTORS:
        batches, beyond = tuple(_vectors(piece, source, own) for piece in pieces), 0
    else:
        raise BadInput(f"reference: an audit of {source.gives} is not read from tables")
    sizes = tuple(int(batch.sizes()[0]) for batch in batches)
    labels = tuple(piece.label for piece in pieces)
    _check_sizes(shown(path), labels, sizes)
    same = _same_records(batches[0], source, own)
    recording = Recording(sha256=digest, labels=labels, sizes=sizes, the_reference=same)
    return Pipeline(shown(path), recording, batches, beyond)


def natural(label: str) -> tuple[tuple[int, float, str], ...]:
    """A key that sorts labels as a person would: 2 before 10, 2021-Q2 before 2021-Q10."""
    try:
        return ((0, float(label), label),)
    except ValueError:
        parts = re.split(r"(\d+)", label.casefold())
        return tuple((0, float(p), "") if p.isdecimal() else (1, 0.0, p) for p in parts if p)


# Where generations come from


def _one_table(path: Path, column: str, source: FileSource) -> tuple[list[_Piece], str]:
    """The generations that a column tells apart."""
    table = read_table(path)
    by = _generation_column(table, column)
    if by.name in source.understood.kept:
        raise BadInput(
            f"source.columns: the reference has a column '{by.name}' too, which says the "
            f"generation in {table.name}; name those to compare, as in "
            "--set 'source.columns=[\"…\"]'"
        )
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(table.texts(by.name)):
        if missing(text):
            raise BadInput(
                f"column: line {table.lines[row]} of {table.name} says no generation in column "
                f"'{by.name}'"
            )
        rows.setdefault(printable(text, LABEL_LENGTH), []).append(row)
    pieces = [_Piece(label, table, np.array(held)) for label, held in rows.items()]
    return pieces, table.sha256


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


def _folder(path: Path) -> tuple[list[_Piece], str]:
    """A generation for each file of a folder, called as the file is."""
    found = sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
    if not found:
        raise BadInput(f"path: the folder {shown(path)} is empty")
    inside = next((entry for entry in found if entry.is_dir()), None)
    if inside is not None:
        raise BadInput(
            f"path: {shown(path)} holds the folder {shown(inside)}; a generation of numbers or "
            "categories is one file"
        )
    if len(found) > MOST_GENERATIONS:
        raise BadInput(
            f"path: {shown(path)} holds {len(found):,} files; at most {MOST_GENERATIONS:,} "
            "generations are compared"
        )
    digest, pieces = sha256(), []
    for entry in found:
        table = read_table(entry)
        digest.update(f"{entry.name}\n{table.sha256}\n".encode())
        pieces.append(_Piece(printable(entry.stem, LABEL_LENGTH), table, None))
    labels = Counter(piece.label for piece in pieces)
    twice = next((label for label, times in labels.items() if times > 1), None)
    if twice is not None:
        raise BadInput(f"path: {shown(path)} holds two files called '{twice}'; keep one of them")
    return pieces, digest.hexdigest()


# Numbers


def _vectors(piece: _Piece, source: FileSource, own: Reading) -> Records:
    """A generation's rows, in the columns and units of the reference."""
    columns = _same_columns(piece.table, source.understood.kept)
    for column in columns:
        if column.others:
            row, text = column.first_other
            raise BadInput(
                f"path: line {piece.table.lines[row]} of {piece.table.name} holds "
                f"“{printable(text, 30)}” in column '{column.name}', which is no number"
            )
    check_range(piece.table, columns)
    values = np.stack([column.numbers for column in columns], axis=1)
    if piece.rows is not None:
        values = values[piece.rows]
    gaps = np.isnan(values).any(axis=1)
    if gaps.any() and source.missing == "refuse":
        row = int(np.flatnonzero(gaps)[0])
        line = piece.table.lines[row if piece.rows is None else piece.rows[row]]
        raise BadInput(
            f"source.missing: line {line} of {piece.table.name} has no value in a column that is "
            "compared; leave such rows out with --set source.missing=drop"
        )
    return Records(RecordKind.VECTORS, source.in_its_units(values[~gaps], own.values)[None])


def _same_columns(table: Table, names: Iterable[str]) -> list[Column]:
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


# Categories


def _tally(piece: _Piece, source: FileSource) -> "Counter[str]":
    """How often each category occurs in a generation; a column of counts is used if it has one."""
    name, *counts = source.understood.kept
    column = _same_columns(piece.table, [name])[0]
    held = {one.name: one for one in piece.table.columns}
    times = held[counts[0]].numbers if counts and counts[0] in held else None
    wanted = None if piece.rows is None else set(piece.rows.tolist())
    tally: Counter[str] = Counter()
    for row, text in enumerate(piece.table.texts(column.name)):
        if wanted is not None and row not in wanted:
            continue
        count = 1.0 if times is None else times[row]
        empty = missing(text) if times is None else not text
        if empty or np.isnan(count):
            if source.missing == "refuse":
                raise BadInput(
                    f"source.missing: line {piece.table.lines[row]} of {piece.table.name} has no "
                    "category; leave such rows out with --set source.missing=drop"
                )
            continue
        if count < 0 or count != round(count) or count > MOST_COUNTED:
            raise BadInput(
                f"path: line {piece.table.lines[row]} of {piece.table.name} holds {count:g} in "
                f"column '{counts[0]}'; counts are whole numbers from 0 to {MOST_COUNTED:,}"
            )
        tally[printable(text, LABEL_LENGTH)] += int(count)
    return tally


MOST_COUNTED = 100_000_000
"""Records of one generation; subsets of more are drawn too slowly."""


def _counted(tallies: "list[Counter[str]]", own: Reading) -> tuple[tuple[Batch, ...], int]:
    """The generations over the reference's types, and those that it lacks after them."""
    place: dict[str, int] = {}
    for at, label in enumerate(own.labels):
        place.setdefault(label, at)
    lacking = sorted({label for tally in tallies for label in tally} - place.keys())
    place |= {label: len(own.labels) + at for at, label in enumerate(lacking)}
    universe = len(own.labels) + len(lacking)
    return tuple(_over(tally, place, universe) for tally in tallies), len(lacking)


def _over(tally: "Counter[str]", place: dict[str, int], universe: int) -> Counts:
    held = sorted((place[label], count) for label, count in tally.items() if count)
    types = np.array([at for at, _ in held], dtype=np.int64)
    return Counts(universe, types, np.array([[count for _, count in held]], dtype=np.int64))


# What is known of them


def _check_sizes(name: str, labels: tuple[str, ...], sizes: tuple[int, ...]) -> None:
    least = int(np.argmin(sizes))
    if sizes[least] < FEWEST_RECORDS:
        raise BadInput(
            f"path: generation '{labels[least]}' of {name} has {sizes[least]} records; at least "
            f"{FEWEST_RECORDS} are needed in every generation"
        )


def _same_records(first: Batch, source: FileSource, own: Reading) -> bool:
    """Whether generation 0 holds the reference's records, in any order."""
    if isinstance(first, Counts):
        return first.universe >= len(own.values) and bool(
            np.array_equal(first.at(np.arange(first.universe))[0, : len(own.values)], own.values)
        )
    return _alike(first.values[0], source.in_its_units(own.values, own.values))


def _alike(one: FloatArray, other: AnyArray) -> bool:
    if one.shape != other.shape:
        return False
    one, other = (rows[np.lexsort(rows.reshape(len(rows), -1).T)] for rows in (one, other))
    return bool(np.array_equal(one, other))
