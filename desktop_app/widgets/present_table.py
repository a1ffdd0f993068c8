"""What each arm kept and cost, as a few large rows."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPen

from core.report.document import Row, Table
from desktop_app.widgets.present_ink import SMALL, Ink

KEY = 40
"""Units for a piece of the arm's line before its name."""

SIZES = (28, 26, 24, 22, SMALL)
"""Heights of the words in rows, in units: the largest that fits."""

AIR, MOST_AIR = 14, 44
"""Units between two rows that large words leave at least, and at most."""

GAP = 22
"""Units between columns."""


def draw_table(ink: Ink, table: Table, room: QRectF) -> None:
    """Rows with a line between them, as much air as there is room; its notes at the foot."""
    if table.notes:
        tall = ink.height(table.notes, SMALL, room.width())
        foot = QRectF(room.left(), room.bottom() - tall, room.width(), tall)
        ink.paragraph(table.notes, foot, SMALL, colour=ink.quiet)
        room = room.adjusted(0, 0, 0, -tall - 4 * ink.unit)
    lefts, widths = _columns(ink, table, room)
    size = next((one for one in SIZES if _fits(ink, table, room, one, widths)), SIZES[-1])
    heads = max(
        ink.height(said, SMALL, wide, bold=True)
        for said, wide in zip(table.columns, widths, strict=True)
    )
    talls = [_tall(ink, row, widths, size) for row in table.rows]
    spare = room.height() - heads - sum(talls)
    air = min(max(spare / (len(talls) + 1), 4 * ink.unit), MOST_AIR * ink.unit)
    for said, left, wide in zip(table.columns, lefts, widths, strict=True):
        ink.paragraph(
            said, QRectF(left, room.top(), wide, heads), SMALL, bold=True, colour=ink.quiet
        )
    top = room.top() + heads + 4 * ink.unit
    for row, tall in zip(table.rows, talls, strict=True):
        ink.painter.setPen(QPen(ink.grid, 1.5 * ink.unit))
        ink.painter.drawLine(QPointF(room.left(), top), QPointF(room.right(), top))
        box = QRectF(room.left(), top + air / 2, room.width(), tall)
        _row(ink, row, box, size, list(zip(lefts, widths, strict=True)))
        top += tall + air


def _columns(ink: Ink, table: Table, room: QRectF) -> tuple[list[float], list[float]]:
    """Where columns begin and how wide their words may be."""
    lefts, widths, left = [], [], room.left()
    for place, share in enumerate(table.widths):
        wide = share * room.width()
        key = KEY * ink.unit if place == 0 else 0.0
        lefts.append(left + key)
        widths.append(wide - key - GAP * ink.unit)
        left += wide
    return lefts, widths


def _fits(ink: Ink, table: Table, room: QRectF, size: int, widths: list[float]) -> bool:
    """Whether rows of this size leave some air, and break no word."""
    for row in table.rows:
        for place, (said, wide) in enumerate(zip(row.cells, widths, strict=True)):
            if ink.breaks(said, size, wide, bold=place == 0):
                return False
    rows = sum(_tall(ink, row, widths, size) for row in table.rows)
    return rows + len(table.rows) * AIR * ink.unit < room.height() - 3 * ink.step(SMALL)


def _tall(ink: Ink, row: Row, widths: list[float], size: int) -> float:
    return max(
        ink.height(said, size, wide, bold=place == 0)
        for place, (said, wide) in enumerate(zip(row.cells, widths, strict=True))
    )


def _row(ink: Ink, row: Row, room: QRectF, size: int, columns: list[tuple[float, float]]) -> None:
    """columns: where each begins and how wide it is."""
    if row.style is not None:
        middle = room.top() + ink.step(size) / 2
        ink.swatch(row.style, room.left(), middle, (KEY - 10) * ink.unit)
    for place, (said, (left, wide)) in enumerate(zip(row.cells, columns, strict=True)):
        cell = QRectF(left, room.top(), wide, room.height())
        ink.paragraph(said, cell, size, bold=place == 0)
