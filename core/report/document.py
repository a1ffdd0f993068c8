"""The write-up as data: what every page says, before anything is drawn or typeset.

All text is plain. Whoever renders it escapes what its own format would take for markup.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.palette import ArmStyle
from core.report.charts import Chart
from core.report.person import NOBODY, Person

Role: TypeAlias = Literal["body", "finding", "note"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; the finding is set large, a note small."""

    text: str
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: a lead-in (may be "") and what is said of it; style adds its key."""

    lead: str
    text: str
    style: ArmStyle | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Items below one another, numbered from 1 or not."""

    items: tuple[Item, ...]
    numbered: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a table; style adds an arm's key to the first one. A quiet row is set back."""

    cells: tuple[str, ...]
    style: ArmStyle | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column is text; `numbers` names the columns aligned on the decimal.

    widths: of the columns, as shares of the page; cells then run over several lines. () sets every
    cell in one line.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: frozenset[int] = frozenset()
    notes: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together, each a title and a value."""

    title: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """Groups of settings, set side by side where there is room."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and what it shows; key names its file."""

    key: str
    caption: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be typed or saved as it stands, line by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with the write-up: attached where the format can, else printed."""

    name: str
    text: str


Block: TypeAlias = Paragraph | Listing | Table | Settings | Figure | Code | Attachment


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading; the first section of a document has none."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole write-up; person and created are empty when not given; pages: at most so many."""

    title: str
    about: str
    sections: tuple[Section, ...]
    person: Person = NOBODY
    created: str = ""
    pages: int = 4
    language: str = "en-GB"

    def figures(self) -> list[Figure]:
        """Every figure in reading order."""
        blocks = (block for section in self.sections for block in section.blocks)
        return [block for block in blocks if isinstance(block, Figure)]

    def attachments(self) -> list[Attachment]:
        """Every file that comes with it."""
        blocks = (block for section in self.sections for block in section.blocks)
        return [block for block in blocks if isinstance(block, Attachment)]

    def number(self, block: "Figure | Table") -> int:
        """The number of a figure among the figures, or of a table among the tables, from 1."""
        blocks = (one for section in self.sections for one in section.blocks)
        return 1 + [id(one) for one in blocks if type(one) is type(block)].index(id(block))
