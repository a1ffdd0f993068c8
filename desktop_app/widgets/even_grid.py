"""Widgets in grids that are filled again when there is other room, mostly in even columns."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.theme import px

FILLED = Qt.AlignmentFlag(0)
"""Parts that take the whole of their cell."""


def put(
    grid: QGridLayout,
    part: QWidget,
    row: int,
    column: int,
    across: int = 1,
    side: Qt.AlignmentFlag = FILLED,
) -> None:
    """Put a part into a cell, wherever in the grid it was before.

    It is taken out by name first. Where Qt takes it out by itself, PySide does not hear that the
    layout's item for it is gone, and calls whatever comes to stand at that address an item too.
    """
    grid.removeWidget(part)
    grid.addWidget(part, row, column, 1, across, side)


def fill(
    grid: QGridLayout,
    parts: Sequence[QWidget],
    columns: int,
    side: Qt.AlignmentFlag = FILLED,
) -> None:
    """Put the parts into so many columns, row by row, wherever they were before."""
    for column in range(max(columns, grid.columnCount())):
        grid.setColumnStretch(column, 1 if column < columns else 0)
    for place, part in enumerate(parts):
        put(grid, part, *divmod(place, columns), side=side)


def even_columns(count: int, width: int, narrowest: int) -> int:
    """How many columns have room, with rows that are evenly filled: five parts as 3 and 2.

    width: in pixels. narrowest: the least width of a column, at the usual size of text.
    """
    if not count:
        return 0
    room = max(1, min(count, width // px(narrowest)))
    return -(-count // -(-count // room))
