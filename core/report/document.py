"""The write-up as data: what every page says, before anything is drawn or typeset.

All text is plain. Whoever renders it escapes what its own format would take for markup.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.palette import ArmStyle
from core.report.charts import Chart
from core.report.data import Data, data_of
from core.report.person import NOBODY, Person

FOR_REFERENCE = "For reference"
"""What stands over the sections that are no part of the story."""

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
    """Items below one another, numbered from 1 or not.

    emitted: their texts are records of the run, as a table's cells are: nobody's words to edit.
    """

    items: tuple[Item, ...]
    numbered: bool = False
    small: bool = False
    emitted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a table; style adds an arm's key to the first one. A quiet row is set back."""

    cells: tuple[str, ...]
    style: ArmStyle | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column is text; `numbers` names the columns aligned on the decimal.

    key: by which a figure says that its numbers stand here, "" where none does.
    widths: of the columns, as shares of the page; cells then run over several lines. () sets every
    cell in one line.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: frozenset[int] = frozenset()
    notes: str = ""
    key: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number to be set large: its interval ("" where there can be none), and what it is."""

    value: str
    interval: str
    said: str
    style: ArmStyle | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """A few numbers side by side."""

    numbers: tuple[Number, ...]


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
    """A chart and what it shows; key names its file, tables those with numbers of it."""

    key: str
    caption: str
    chart: Chart
    tables: tuple[str, ...] = ()

    @property
    def data(self) -> Data | None:
        """What is drawn, to ten digits; None where no number is."""
        return data_of(self.chart)


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be typed or saved as it stands, line by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with the write-up: attached where the format can, else printed."""

    name: str
    text: str


Block: TypeAlias = Paragraph | Listing | Table | Numbers | Settings | Figure | Code | Attachment


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading; the first section of a document has none.

    appendix: whether it is for looking things up, and not part of the story. spare: whether pages
    that are too few for the whole can do without it.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    appendix: bool = False
    spare: bool = False


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

    def tables_of(self, figure: Figure) -> list[int]:
        """The numbers of the tables that hold some of a figure's numbers."""
        blocks = (block for section in self.sections for block in section.blocks)
        keys = [block.key for block in blocks if isinstance(block, Table)]
        return [place for place, key in enumerate(keys, start=1) if key in figure.tables]

    def numbers_at(self, figure: Figure, whole: str) -> str:
        """Where a figure's numbers are; whole: what holds all of them. "" where there are none."""
        if figure.data is None:
            return ""
        found = self.tables_of(figure)
        if not found:
            return f"Numbers: {whole}."
        tables = f"Table{'s' if found[1:] else ''} {' and '.join(map(str, found))}"
        return f"Numbers: {tables}; in full: {whole}."

    def file_name(self, figure: Figure) -> str:
        """What a figure's numbers are called as a file, such as "figure-2-curves.csv"."""
        return f"figure-{self.number(figure)}-{figure.key}.csv"

    def byline(self) -> str:
        """The person, the role that is sought, and the date, as far as they are given."""
        role = f"seeking: {self.person.role}" if self.person.role else ""
        return " · ".join(part for part in (self.person.name, role, self.created) if part)

    def number(self, block: "Figure | Table") -> int:
        """The number of a figure among the figures, or of a table among the tables, from 1."""
        blocks = (one for section in self.sections for one in section.blocks)
        return 1 + [id(one) for one in blocks if type(one) is type(block)].index(id(block))
