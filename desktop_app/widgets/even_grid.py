"""Widgets in a grid whose columns are equally wide."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.theme import px

FILLED = Qt.AlignmentFlag(0)
"""Parts that take the whole of their cell."""


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
        grid.addWidget(part, *divmod(place, columns), side)


def even_columns(count: int, width: int, narrowest: int) -> int:
    """How many columns have room, with rows that are evenly filled: five parts as 3 and 2.

    width: in pixels. narrowest: the least width of a column, at the usual size of text.
    """
    if not count:
        return 0
    room = max(1, min(count, width // px(narrowest)))
    return -(-count // -(-count // room))
