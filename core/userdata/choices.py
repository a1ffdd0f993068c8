"""How a file is to be read, and what came of reading it."""

from dataclasses import dataclass
from pathlib import Path

from core.records import AnyArray
from core.userdata.facts import Facts


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings of the source that decide what is read; see `FileSource`."""

    path: Path
    reads: str = "auto"
    columns: tuple[str, ...] = ()
    counts: str = ""
    header: str = "auto"
    missing: str = "refuse"
    side: int = 0


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column of a table: whether it is kept, else why not, and how many cells are missing."""

    name: str
    kept: bool
    why: str
    missing: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read.

    values: [records, *shape]; of categories [universe], how many records each type has.
    labels: of categories the types' names, of text the words; () else.
    first_gap: where the first missing value of a kept column stands, in words; "" where none is.
    notes: what was decided without being asked.
    """

    facts: Facts
    values: AnyArray
    labels: tuple[str, ...] = ()
    columns: tuple[ColumnSeen, ...] = ()
    first_gap: str = ""
    notes: tuple[str, ...] = ()
