"""A document as pieces for pages: every block as flowables, every chart as the room it needs."""

import re
from dataclasses import dataclass, replace
from typing import Any

from core.report.charts import Chart
from core.report.document import (
    FOR_REFERENCE,
    Attachment,
    Block,
    Code,
    Document,
    Figure,
    Item,
    Listing,
    Number,
    Numbers,
    Paragraph,
    Section,
    Settings,
    Table,
)
from core.report.figures import height_of
from core.report.layout import COLUMN_GAP, Piece
from core.report.table import table_grid
from core.report.typography import (
    ABOUT,
    ACCENT,
    BODY,
    BYLINE,
    CODE,
    FINDING,
    HEADING,
    NOTE,
    NUMBER,
    RULE,
    SMALL,
    TITLE,
    Type,
    key,
    led,
    links,
    set_grid,
    settings,
    text,
    verbatim,
)

MEASURE = 462.0
"""Longest line of running text across the page, in points."""

FINDING_TITLE = "The finding"
"""What the first section, which has no heading, is called among the bookmarks."""

TEXT_GAP, LIST_GAP, TABLE_GAP, FIGURE_GAP, NUMBERS_GAP, BREAK_GAP = 4.5, 4.0, 10.0, 9.0, 11.0, 13.0
"""Space above, in points."""

NUMBER_APART = 12.0
"""Between numbers side by side, in points."""

WIDE = (Figure, Table, Numbers)
"""Blocks that are as wide as the page."""

LONG_TABLE = 8
"""Where type had to shrink, tables with more rows may be parted between pages."""


@dataclass(frozen=True, slots=True)
class Room:
    """An empty place for a chart, which is merged in when all pages stand."""

    chart: Chart
    scale: float = 1.0

    def wrap(self, width: float, _room: float) -> tuple[float, float]:
        """The room that the chart needs at a width."""
        return width, height_of(self.chart, width, self.scale)

    def split(self, _width: float, _room: float) -> list[Any]:
        """A chart is never parted."""
        return []

    def drawOn(self, canvas: Any, x: float, y: float) -> None:
        """Nothing: the chart comes later."""


class Measured:
    """A flowable that is measured once at each width: pages are tried with charts of many sizes."""

    def __init__(self, flowable: Any) -> None:
        """Hold the flowable, unmeasured."""
        self._flowable = flowable
        self._known: dict[float, tuple[float, float]] = {}

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """The room that it needs at a width, whatever the room below."""
        if width not in self._known:
            self._known = {width: self._flowable.wrap(width, room)}
        return self._known[width]

    def split(self, width: float, room: float) -> list["Measured"]:
        """Its parts, the first one no taller than the room."""
        parts = [Measured(part) for part in self._flowable.split(width, room)]
        # A paragraph then forgets its lines, while pages that hold it whole may yet be printed.
        self._flowable.wrap(width, room)
        return parts

    def drawOn(self, canvas: Any, x: float, y: float) -> None:
        """As it draws itself."""
        self._flowable.drawOn(canvas, x, y)


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Turns a document into pieces for a text area.

    size: of all type, 1 as designed; reference: of the type in which things are looked up.
    """

    document: Document
    width: float
    size: float = 1.0
    reference: float = 0.9

    def pieces(self) -> list[Piece]:
        """The whole document in reading order."""
        found, small = self._head(), replace(self, size=self.reference)
        story = [section for section in self.document.sections if not section.appendix]
        for section in story:
            found += self._section(section)
        rest = [section for section in self.document.sections if section.appendix]
        found += [self._break()] if story and rest else []
        for section in rest:
            found += small._section(section)
        return [
            piece
            if isinstance(piece.flowable, Room)
            else replace(piece, flowable=Measured(piece.flowable))
            for piece in found
        ]

    def _break(self) -> Piece:
        """A heavy rule, and what comes below it."""
        said = self._text(FOR_REFERENCE, BYLINE.bold())
        rules = [("LINEABOVE", (0, 0), (-1, 0), 1.4, ACCENT), ("TOPPADDING", (0, 0), (-1, -1), 3.0)]
        return Piece(set_grid([[said]], [self.width], rules), BREAK_GAP, keep=True)

    def _head(self) -> list[Piece]:
        """Title, the person, what the experiment asks, and a rule."""
        from reportlab.lib.colors import HexColor
        from reportlab.platypus import HRFlowable

        document = self.document
        person = document.person
        byline = document.byline()
        found = [Piece(self._text(document.title, TITLE), title=FINDING_TITLE)]
        if byline:
            found.append(Piece(self._text(byline, BYLINE), 4))
        if person.links:
            found.append(Piece(links(person.links, BYLINE.at(self.size)), 1))
        if document.about:
            found.append(Piece(self._text(document.about, ABOUT), 6))
        rule = HRFlowable("100%", 1.4, color=HexColor(ACCENT), spaceBefore=0, spaceAfter=0)
        return [*found, Piece(rule, 9)]

    def _section(self, section: Section) -> list[Piece]:
        """A heading and its blocks: in columns what is for reference, and text without a table."""
        found: list[Piece] = []
        text_alone = section.title != "" and not any(
            isinstance(one, WIDE) for one in section.blocks
        )
        for block in section.blocks:
            columns = (section.appendix or text_alone) and not isinstance(block, WIDE)
            width = (self.width - COLUMN_GAP) / 2 if columns else self.width
            pieces = [piece.in_columns(columns) for piece in self._block(block, width, columns)]
            if section.title and not found:
                found.append(self._heading(section.title, columns))
            found += pieces
        return found

    def _heading(self, title: str, columns: bool) -> Piece:
        said = self._text(title, HEADING)
        return Piece(said, 10 if columns else 12, keep=True, title=title, columns=columns)

    def _block(self, block: Block, width: float, columns: bool) -> list[Piece]:
        measure = width if columns else min(width, MEASURE)
        match block:
            case Paragraph():
                return [self._paragraph(block, width - measure)]
            case Listing():
                return [Piece(self._listing(block, measure), LIST_GAP)]
            case Table():
                return self._table(block)
            case Numbers():
                return [Piece(self._numbers(block), NUMBERS_GAP, whole=True)]
            case Settings():
                return [
                    Piece(settings(group, SMALL.at(self.size)), TEXT_GAP) for group in block.groups
                ]
            case Code():
                return [Piece(self._code(block, width), TEXT_GAP)]
            case Figure():
                return self._figure(block)
            case Attachment():
                return []

    def _paragraph(self, paragraph: Paragraph, indent: float) -> Piece:
        if paragraph.role == "finding":
            return Piece(self._text(paragraph.text, FINDING), 9)
        if paragraph.role == "note":
            return Piece(self._text(paragraph.text, NOTE), TEXT_GAP)
        said = self._text(paragraph.text, BODY, rightIndent=indent)
        return Piece(said, TEXT_GAP, keep=paragraph.text.endswith(":"))

    def _figure(self, figure: Figure) -> list[Piece]:
        """Its room, and its caption below."""
        number = self.document.number(figure)
        whole = f"attached {self.document.file_name(figure)}"
        caption = f"{figure.caption} {self.document.numbers_at(figure, whole)}".rstrip()
        said = self._led(f"Figure {number}.", caption, NOTE, colour=ACCENT)
        title, anchor = _bookmark("Figure", number, figure.caption)
        room = Piece(Room(figure.chart), FIGURE_GAP, keep=True, title=title, anchor=anchor)
        return [room, Piece(said, 4, whole=True)]

    def _table(self, table: Table) -> list[Piece]:
        """A caption above, notes below."""
        number = self.document.number(table)
        said = self._led(f"Table {number}.", table.caption, NOTE, colour=ACCENT)
        grid = table_grid(table, self.width, self.size)
        keep = bool(table.notes) and self._whole(len(table.rows))
        title, anchor = _bookmark("Table", number, table.caption)
        head = Piece(said, TABLE_GAP, keep=True, title=title, anchor=anchor)
        found = [head, Piece(grid, 4, keep=keep)]
        if table.notes:
            found.append(Piece(self._text(table.notes, NOTE), 4, whole=True))
        return found

    def _numbers(self, block: Numbers) -> Any:
        """Side by side under a rule each: the number large, its interval, what it is."""
        each = (self.width + NUMBER_APART) / len(block.numbers)
        cells = [self._number(one, each) for one in block.numbers]
        rules = [("LINEABOVE", (at, 0), (at, 0), 0.9, ACCENT) for at in range(0, 2 * len(cells), 2)]
        gaps = [each - NUMBER_APART, NUMBER_APART] * len(cells)
        row = [part for cell in cells for part in (cell, "")][:-1]
        return set_grid([row], gaps[:-1], [*rules, ("TOPPADDING", (0, 0), (-1, -1), 4.0)])

    def _number(self, number: Number, width: float) -> list[Any]:
        return [
            self._text(number.value, NUMBER),
            self._text(number.interval or "\u00a0", NOTE),
            self._text(number.said, SMALL, rightIndent=0.0),
        ]

    def _listing(self, listing: Listing, width: float) -> Any:
        """Items with a number, an arm's key or a bullet before them; small ones need none."""
        type_ = SMALL if listing.small else BODY
        said = [self._led(item.lead, item.text, type_, item.link) for item in listing.items]
        commands = [("BOTTOMPADDING", (0, 0), (-1, -2), 2.0 if listing.small else 3.0)]
        keyed = any(item.style for item in listing.items)
        if listing.small and not keyed:
            return set_grid([[one] for one in said], [width], commands)
        margin = 26.0 if keyed else 12.0
        marks = [
            self._mark(item, place, listing) for place, item in enumerate(listing.items, start=1)
        ]
        rows = [[mark, one] for mark, one in zip(marks, said, strict=True)]
        return set_grid(rows, [margin, width - margin], commands)

    def _mark(self, item: Item, place: int, listing: Listing) -> Any:
        if item.style is not None:
            return key(item.style, self.size * (SMALL if listing.small else BODY).leading)
        return self._text(f"{place}" if listing.numbered else "\u2022", BODY.bold())

    def _code(self, code: Code, width: float) -> Any:
        """Lines beside a rule."""
        rows = [[verbatim(line, CODE.at(self.size))] for line in code.lines]
        commands = [
            ("LINEBEFORE", (0, 0), (0, -1), 1.5, RULE),
            ("LEFTPADDING", (0, 0), (0, -1), 7),
        ]
        return set_grid(rows, [width], commands)

    def _whole(self, rows: int) -> bool:
        """Whether so many rows stay together."""
        return self.size == 1.0 or rows <= LONG_TABLE

    def _text(self, said: str, type_: Type, **more: Any) -> Any:
        return text(said, type_.at(self.size), **more)

    def _led(self, lead: str, said: str, type_: Type, link: str = "", colour: str = "") -> Any:
        return led(lead, said, type_.at(self.size), link, colour)


def _bookmark(kind: str, number: int, caption: str) -> tuple[str, str]:
    """What a figure or table is called among the bookmarks, and by links to it."""
    head = re.split(r"[.:;](?:\s|$)", caption, maxsplit=1)[0]
    return f"{kind} {number}: {head}", f"{kind.lower()}-{number}"
