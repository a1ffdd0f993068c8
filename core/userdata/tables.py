"""Tables as spreadsheets save them: separators, decimal commas, a header or none, gaps."""

import csv
import itertools
import math
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.errors import BadInput
from core.records import FloatArray, IntArray
from core.userdata.loading import TextFile, load_text, printable

SEPARATORS = {"\t": "tabs", ";": "semicolons", ",": "commas"}
"""Tried in this order: a decimal comma must not be taken for a separator."""
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "-", "?", "."})
"""Cells that stand for no value, in any case of letters."""
SAMPLE_ROWS = 200
"""Rows that separator and header are told by."""
MOST_COLUMNS = 1000
MOST_CELLS = 10_000_000
_POINT = re.compile(r"[+-]?(\d+\.\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: its numbers, and what in it is none.

    numbers: [rows], NaN where a cell is missing or no number. gaps, others: how many cells are
    missing or no number; first_gap and first_other: the row and the text of the first; -1 for none.
    """

    name: str
    numbers: FloatArray
    gaps: int
    first_gap: tuple[int, str]
    others: int
    first_other: tuple[int, str]

    @property
    def textual(self) -> bool:
        """Whether most of what is there is no number; a stray word makes no text."""
        return 2 * self.others > len(self.numbers) - self.gaps

    def present(self) -> FloatArray:
        """The numbers that are there."""
        return self.numbers[~np.isnan(self.numbers)]

    def constant(self) -> bool:
        """Whether all its numbers are one."""
        held = self.present()
        return len(held) > 0 and bool((held == held[0]).all())

    def counts_rows(self, *, in_order: bool = False) -> bool:
        """Whether it only numbers the rows: n whole numbers one after the other, each once."""
        numbers = self.numbers if in_order else np.sort(self.numbers)
        return self.gaps == 0 and len(numbers) > 2 and bool((np.diff(numbers) == 1).all())


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: its columns of numbers; texts are read again when asked for.

    lines: [rows], where in the file each row stands. dialect: how the file was understood, in
    words.
    """

    file: TextFile
    dialect: str
    header: bool
    columns: tuple[Column, ...]
    lines: IntArray
    separator: str

    @property
    def name(self) -> str:
        """The file's name, in quotes."""
        return self.file.name

    def column(self, name: str, setting: str = "columns") -> Column:
        """The column of that name.

        Raises BadInput when there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        known = ", ".join(f"'{column.name}'" for column in self.columns[:20])
        more = ", …" if len(self.columns) > 20 else ""
        raise BadInput(
            f"{setting}: {self.name} has no column '{printable(name, 60)}'; there are {known}{more}"
        )

    def texts(self, name: str) -> Iterator[str]:
        """The cells of a column, row by row, without spaces around them."""
        place = [column.name for column in self.columns].index(name)
        for _, row in self._rows():
            yield row[place].strip()

    def repeated(self, columns: "list[Column]") -> "list[Column]":
        """Those of the columns in which a text comes twice or more on average."""
        names = [column.name for column in self.columns]
        places = [names.index(column.name) for column in columns]
        found: list[set[str]] = [set() for _ in columns]
        for _, row in self._rows():
            for texts, place in zip(found, places, strict=True):
                texts.add(row[place].strip())
        return [
            column
            for column, texts in zip(columns, found, strict=True)
            if len(self.lines) - column.gaps >= 2 * sum(not missing(text) for text in texts) > 0
        ]

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        rows = _rows(self.file, self.separator)
        if self.header:
            next(rows)
        return rows


def missing(cell: str) -> bool:
    """Whether a cell stands for no value."""
    return cell.strip().casefold() in MISSING


def read_table(path: Path, header: str = "auto") -> Table:
    """The table in a CSV file; header: "auto", "yes" or "no".

    Raises BadInput with the line that cannot be read.
    """
    return parse_table(load_text(path), header)


def parse_table(file: TextFile, header: str = "auto") -> Table:
    """The table in a text; see `read_table`."""
    separator, _ = find_separator(file)
    sample = _sample(file, separator)
    if not sample:
        raise BadInput(f"path: {file.name} holds no rows")
    width = len(sample[0])
    if width > MOST_COLUMNS:
        raise BadInput(
            f"path: {file.name} has {width:,} columns; at most {MOST_COLUMNS:,} are read"
        )
    comma = separator != "," and _decimal_comma(file, separator)
    headed = header == "yes" or (header == "auto" and _has_header(sample, comma, file.suffix))
    columns, lines = _columns(file, separator, headed, comma)
    dialect = _dialect(file.encoding, separator, width, comma, headed)
    return Table(file, dialect, headed, columns, lines, separator)


def find_separator(file: TextFile) -> tuple[str, bool]:
    """What separates cells, and whether that makes a table of several columns.

    The first of tab, semicolon and comma that gives every row as many cells; where none does, the
    commonest that stands in most lines.
    """
    for separator in SEPARATORS:
        try:
            widths = {len(row) for row in _sample(file, separator)}
        except BadInput:
            continue
        if len(widths) == 1 and widths != {1}:
            return separator, True
    start = file.text[: 2**18]
    count, common = max((start.count(separator), separator) for separator in SEPARATORS)
    return (common if count > start.count("\n") else ","), False


def lists_numbers(file: TextFile) -> bool:
    """Whether the lines after the first, which may be a name, are numbers."""
    lines = filter(None, map(str.strip, file.lines()))
    numbers = [
        _number(line, "," in line) is not None for line in itertools.islice(lines, SAMPLE_ROWS)
    ]
    return len(numbers) > 1 and all(numbers[1:])


def _sample(file: TextFile, separator: str) -> "list[list[str]]":
    """The first rows."""
    return [row for _, row in itertools.islice(_rows(file, separator), SAMPLE_ROWS)]


def _rows(file: TextFile, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with the line where it ends."""
    reader = csv.reader(file.lines(), delimiter=separator, skipinitialspace=separator == ",")
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise BadInput(
            f"path: line {reader.line_num} of {file.name} is no table row ({error}); is a quote "
            "open?"
        ) from None


def _decimal_comma(file: TextFile, separator: str) -> bool:
    """Whether numbers are written 1,5: some are, and none has a decimal point."""
    found = False
    for _, row in itertools.islice(_rows(file, separator), 100 * SAMPLE_ROWS):
        for cell in map(str.strip, row):
            if _POINT.fullmatch(cell):
                return False
            found = found or bool(_COMMA.fullmatch(cell))
    return found


def _has_header(sample: "list[list[str]]", comma: bool, suffix: str) -> bool:
    """Whether the first row names the columns.

    It does where it holds no number but some column below does; of texts alone, where nothing of it
    comes again, unless the file is a plain list of lines.
    """
    first, below = sample[0], sample[1:]
    if not below or any(missing(cell) or _number(cell, comma) is not None for cell in first):
        return False
    if len({cell.strip() for cell in first}) < len(first):
        return False
    columns = list(zip(*(row for row in below if len(row) == len(first)), strict=True))
    if any(_number(cell, comma) is not None for column in columns for cell in column):
        return True
    again = any(cell in column for cell, column in zip(first, columns, strict=False))
    return not again and (len(first) > 1 or suffix.lower() != ".txt")


def _number(cell: str, comma: bool) -> float | None:
    """The number that a cell holds; infinite where it says so, None where it holds none."""
    if comma:
        cell = cell.replace(",", ".", 1)
    try:
        found = float(cell)
    except ValueError:
        return None
    # Python also reads 1_000, other scripts' digits and nan, none of which a table means.
    if math.isfinite(found) and "_" not in cell and cell.isascii():
        return found
    return _odd_number(cell.strip())


def _odd_number(cell: str) -> float | None:
    if _NUMBER.fullmatch(cell) and cell.isascii():
        return float(cell)
    if _INFINITE.fullmatch(cell):
        return -math.inf if cell[0] == "-" else math.inf
    return None


@dataclass(slots=True)
class _Growing:
    """A column as its cells come."""

    name: str
    numbers: "array[float]" = field(default_factory=lambda: array("d"))
    gaps: int = 0
    first_gap: tuple[int, str] = (-1, "")
    others: int = 0
    first_other: tuple[int, str] = (-1, "")

    def miss(self, cell: str, row: int) -> None:
        """Remember a cell that holds no number."""
        if missing(cell):
            self.first_gap = self.first_gap if self.gaps else (row, cell.strip())
            self.gaps += 1
        else:
            self.first_other = self.first_other if self.others else (row, cell.strip())
            self.others += 1

    def done(self) -> Column:
        numbers = np.frombuffer(self.numbers, dtype=np.float64)
        return Column(self.name, numbers, self.gaps, self.first_gap, self.others, self.first_other)


def _columns(
    file: TextFile, separator: str, headed: bool, comma: bool
) -> tuple[tuple[Column, ...], IntArray]:
    """Every column, and the line of each row."""
    name, rows = file.name, _rows(file, separator)
    line, first = next(rows)
    names = _names(first, line, name) if headed else [f"Column {n + 1}" for n in range(len(first))]
    growing = [_Growing(title) for title in names]
    lines = array("q")
    for line, row in rows if headed else _rows(file, separator):
        if len(row) != len(growing):
            raise BadInput(
                f"path: line {line} of {name} has {len(row)} cells, but its first row has "
                f"{len(growing)}; every row needs as many (cells are separated by "
                f"{SEPARATORS[separator]})"
            )
        for column, cell in zip(growing, row, strict=True):
            found = _number(cell, comma)
            column.numbers.append(math.nan if found is None else found)
            if found is None:
                column.miss(cell, len(lines))
        lines.append(line)
        if len(lines) * len(growing) > MOST_CELLS:
            raise BadInput(
                f"path: {name} has more than {MOST_CELLS:,} cells; give fewer rows or columns"
            )
    if not lines:
        raise BadInput(f"path: {name} holds a header and no rows")
    return tuple(column.done() for column in growing), np.frombuffer(lines, dtype=np.int64)


def _names(first: "list[str]", line: int, name: str) -> "list[str]":
    """The header's names, each one printable line of its own."""
    names = [printable(cell, 60) or f"Column {place + 1}" for place, cell in enumerate(first)]
    twice = [title for title, times in Counter(names).items() if times > 1]
    if twice:
        raise BadInput(
            f"path: line {line} of {name} names two columns '{twice[0]}'; give each its own name"
        )
    return names


def _dialect(encoding: str, separator: str, width: int, comma: bool, headed: bool) -> str:
    """How the file was understood, in words."""
    said = [encoding]
    if width > 1:
        said.append(f"cells separated by {SEPARATORS[separator]}")
    if comma:
        said.append("decimal commas")
    said.append("the first row names the columns" if headed else "no row of names")
    return "; ".join(said)
