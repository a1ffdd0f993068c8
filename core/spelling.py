"""How what is spelled is shown to a reader: names in a row, lines each in quotation marks."""

from collections.abc import Callable
from dataclasses import dataclass

from core import line_letters, names
from core.records import AnyArray, RecordKind


@dataclass(frozen=True, slots=True)
class Spelling:
    """Of one kind of records.

    written: each of [records, letters]; different: how many names or words they hold.
    counted: says that number of so many records. quoted: whether each is a sentence of its own.
    """

    written: Callable[[AnyArray], list[str]]
    different: Callable[[AnyArray], int]
    counted: str
    quoted: bool

    def row(self, values: AnyArray) -> str:
        """All of [records, letters] in one row."""
        every = self.written(values)
        return " ".join(f"“{one}”" for one in every) if self.quoted else ", ".join(every)

    def say_different(self, values: AnyArray) -> str:
        """How many different names or words [records, letters] hold."""
        return self.counted.format(self.different(values), len(values))


SPELLINGS = {
    RecordKind.NAMES: Spelling(
        names.written, names.different_names, "{:,} different names among {:,}", quoted=False
    ),
    RecordKind.LINES: Spelling(
        line_letters.written,
        line_letters.different_words,
        "{:,} different words, real or invented, in {:,} lines",
        quoted=True,
    ),
}
"""By kind of records."""
