"""Where flowables go: full width or in two balanced columns, headings never alone.

Knows no PDF: a flowable is whatever has `wrap`, `split` and `drawOn`, as reportlab's do.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

COLUMN_GAP = 18.0
"""Between two columns, in points."""

STEP = 6.0
"""How finely columns are balanced, in points."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A flowable with the space above it; title: what it is called among the bookmarks.

    keep: not parted from what follows; whole: not split; columns: in one of two columns; anchor: of
    a figure or table, what links to it call it, "" for a heading.
    """

    flowable: Any
    before: float = 0.0
    keep: bool = False
    whole: bool = False
    columns: bool = False
    title: str = ""
    anchor: str = ""

    def in_columns(self, columns: bool) -> "Piece":
        """The same piece, in columns or across the page."""
        return replace(self, columns=columns)


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece on a page; x and top are points from the text area's upper left corner."""

    piece: Piece
    x: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Page:
    """What is placed on a page, and how much of its text area is used, 0 to 1."""

    placed: tuple[Placed, ...]
    filled: float


def lay_out(pieces: Sequence[Piece], width: float, height: float) -> list[Page]:
    """Pages with a text area of that size in points."""
    pages: list[list[Placed]] = [[]]
    used = 0.0
    for columns, run in itertools.groupby(pieces, key=lambda piece: piece.columns):
        rest = list(run)
        while rest:
            gap = rest[0].before if used else 0.0
            region = _columns if columns else _fill
            placed, rest = region(rest, width, height - used - gap, used == 0)
            pages[-1] += [replace(one, top=one.top + used + gap) for one in placed]
            used = max((one.top + one.height for one in pages[-1]), default=0.0)
            if rest:
                pages.append([])
                used = 0.0
    return [
        Page(tuple(page), max((one.top + one.height for one in page), default=0.0) / height)
        for page in pages
    ]


def _columns(
    pieces: list[Piece], width: float, height: float, fresh: bool
) -> tuple[list[Placed], list[Piece]]:
    """Two columns: as tall as the page where more follows, else no taller than needed."""
    wide = (width - COLUMN_GAP) / 2
    placed, rest = _two(pieces, wide, height, fresh)
    if rest:
        return placed, rest
    tried = sum(one.height for one in placed) / 2
    while tried < height:
        shorter, left = _two(pieces, wide, tried, False)
        if not left:
            return shorter, left
        tried += STEP
    return placed, rest


def _two(
    pieces: list[Piece], wide: float, height: float, fresh: bool
) -> tuple[list[Placed], list[Piece]]:
    left, rest = _fill(pieces, wide, height, fresh)
    right, rest = _fill(rest, wide, height, False)
    moved = [replace(one, x=wide + COLUMN_GAP) for one in right]
    return [*left, *moved], rest


def _fill(
    pieces: list[Piece], width: float, height: float, fresh: bool
) -> tuple[list[Placed], list[Piece]]:
    """What fits into one column from its top, and the rest.

    fresh: nothing better is to be had than this column, so its first piece is placed in any case.
    """
    placed: list[Placed] = []
    rest = list(pieces)
    used = 0.0
    while rest:
        chain = _chain(rest)
        found, over = _fit(chain, width, height - used, bool(placed))
        if not found and fresh and not placed:
            found, over = _fit(chain, width, float("inf"), False)
        if not found:
            break
        placed += [replace(one, top=one.top + used) for one in found]
        used = placed[-1].top + placed[-1].height
        rest = [*over, *rest[len(chain) :]]
        if over:
            break
    return placed, rest


def _chain(pieces: list[Piece]) -> list[Piece]:
    """The first piece with all that it is kept with."""
    kept = sum(1 for _ in itertools.takewhile(lambda piece: piece.keep, pieces))
    return pieces[: kept + 1]


def _fit(
    chain: list[Piece], width: float, room: float, below: bool
) -> tuple[list[Placed], list[Piece]]:
    """The whole chain, or all of it but what its last piece can leave to the next column."""
    found: list[Placed] = []
    used = 0.0
    for piece in chain:
        gap = piece.before if below or found else 0.0
        _, tall = piece.flowable.wrap(width, room)
        if used + gap + tall <= room:
            found.append(Placed(piece, 0.0, used + gap, tall))
            used += gap + tall
            continue
        may_split = piece is chain[-1] and not piece.whole
        parts = piece.flowable.split(width, room - used - gap) if may_split else []
        if len(parts) < 2:
            return [], []
        _, tall = parts[0].wrap(width, room)
        found.append(Placed(replace(piece, flowable=parts[0]), 0.0, used + gap, tall))
        return found, [replace(piece, flowable=part, before=0.0, title="") for part in parts[1:]]
    return found, []
