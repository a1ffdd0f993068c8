"""A table typeset: widths from what its cells hold, numbers aligned on the decimal point."""

import re
from typing import Any

from core.report.document import Row, Table
from core.report.fonts import SANS
from core.report.typography import (
    INK,
    RULE,
    Command,
    Type,
    key,
    set_grid,
    text,
    width_of,
)

KEY = 25.0
"""Room for an arm's key, in points."""

GAP = 11.0
"""Least space between columns, in points."""

HAIR = 1.0
"""More than a cell's text takes, or rounding would part the word that fills it."""

LEAST_FIRST = 84.0
"""Least width of the first column, which holds names, unless it needs less."""

SIZES = ((8.2, 7.6), (7.8, 7.6), (7.4, 6.6), (7.0, 6.0), (6.6, 5.2), (6.2, 4.4))
"""Sizes of type that are tried, largest first, until a table fits the page.

With each the width, in its ems, beyond which a header is set in lines and its words are parted.
"""


def table_grid(table: Table, width: float, size: float = 1.0) -> Any:
    """The rows under a header, between rules; as wide as the page; size: of all type."""
    keyed = any(row.style is not None for row in table.rows)
    room = width - KEY if keyed else width
    type_, widths = _fitted(table, room, size)
    sides = [_sides(table, column, type_) for column in range(len(table.columns))]
    lines = [_header(table, type_, sides)]
    lines += [_line(table, row, type_, widths, sides) for row in table.rows]
    if keyed:
        nothing = text("", type_)
        marks = [key(row.style, type_.leading) if row.style else nothing for row in table.rows]
        lines = [[mark, *line] for mark, line in zip([nothing, *marks], lines, strict=True)]
        widths = [KEY, *widths]
    return set_grid(lines, widths, _rules(table), repeat=1)


def _fitted(table: Table, room: float, scale: float) -> tuple[Type, list[float]]:
    """The largest type in which the first column keeps its least width, and all widths."""
    if table.widths:
        largest, _ = SIZES[0]
        return Type(SANS, largest, largest * 1.3).at(scale), [one * room for one in table.widths]
    for size, ems in SIZES:
        type_ = Type(SANS, size, size * 1.22).at(scale)
        columns = range(1, len(table.columns))
        natural = [_natural(table, column, type_, ems * type_.size) for column in columns]
        first = room - sum(natural) - GAP * len(natural)
        wanted = max(width_of(row.cells[0], type_) for row in table.rows) + GAP + HAIR
        if first >= min(LEAST_FIRST, wanted):
            break
    spare = max(0.0, first - wanted) / max(len(natural), 1)
    return type_, [first - spare * len(natural), *(one + GAP + spare for one in natural)]


def _natural(table: Table, column: int, type_: Type, most: float) -> float:
    """The width of a column's cells, and of its header in lines no wider than the most."""
    head, tail = _sides(table, column, type_)
    return max(head + tail, min(width_of(table.columns[column], type_.bold()), most)) + HAIR


def _sides(table: Table, column: int, type_: Type) -> tuple[float, float]:
    """The widest part before a decimal point in a column, and the widest after it."""
    if column not in table.numbers:
        return 0.0, max(width_of(row.cells[column], type_) for row in table.rows)
    parted = [_parted(row.cells[column]) for row in table.rows]
    return (
        max(width_of(head, type_) for head, _ in parted),
        max(width_of(tail, type_) for _, tail in parted),
    )


def _parted(cell: str) -> tuple[str, str]:
    """A cell's first number up to its decimal point, and the rest; words stand before the point."""
    found = re.match(r"[^\d]*[\d,]*", cell)
    at = found.end() if found and any(char.isdigit() for char in cell) else len(cell)
    return cell[:at], cell[at:]


def _line(
    table: Table, row: Row, type_: Type, widths: list[float], sides: list[tuple[float, float]]
) -> list[Any]:
    set_back = type_.quiet() if row.quiet else type_
    cells = [text(row.cells[0], set_back, rightIndent=GAP)]
    for column, cell in enumerate(row.cells[1:], start=1):
        pad = 0.0
        if column in table.numbers:
            head, tail = sides[column]
            own, _ = _parted(cell)
            edge = head if tail else widths[column] - GAP
            pad = edge - width_of(own, type_)
        whole = cell if table.widths else cell.replace(" ", "\u00a0")
        cells.append(text(whole, set_back, leftIndent=pad, rightIndent=GAP if table.widths else 0))
    return cells


def _header(table: Table, type_: Type, sides: list[tuple[float, float]]) -> list[Any]:
    """Titles over the left edge of their columns, over the right edge of whole numbers."""
    cells = []
    for column, title in enumerate(table.columns):
        whole = column in table.numbers and not sides[column][1]
        cells.append(text(title, type_.bold(), rightIndent=GAP, alignment=2 if whole else 0))
    return cells


def _rules(table: Table) -> list[Command]:
    """A rule above and below, one under the header, and one wherever quiet rows begin or end.

    Cells of several lines have one between all rows.
    """
    commands = [
        ("TOPPADDING", (0, 0), (-1, -1), 0.8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, INK),
        ("LINEBELOW", (0, 0), (-1, 0), 0.4, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.9, INK),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ]
    turns = [
        place
        for place in range(1, len(table.rows))
        if table.widths or table.rows[place - 1].quiet != table.rows[place].quiet
    ]
    return commands + [("LINEBELOW", (0, place), (-1, place), 0.4, RULE) for place in turns]
