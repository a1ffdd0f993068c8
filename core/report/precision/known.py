"""Which numbers the computed write-up prints, and of which arm each of them speaks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from core.report.document import Block, Code, Document, Settings, Table
from core.report.precision.sentences import sentences
from core.report.texts import texts

NUMBER = re.compile(
    r"(?<![\w.,])[-\u2212]?(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.\d{1,18})?(?:e[-+]?\d{1,2})?(?!\w)"
)

Piece: TypeAlias = tuple[Iterable[str], str]
"""The arms that a few words speak of, none for all, and the words."""


class Known:
    """The numbers of a write-up."""

    def __init__(self, document: Document, arms: Sequence[str]) -> None:
        """Read a computed write-up; arms: every arm's name."""
        self._common: set[float] = set()
        self._own: defaultdict[str, set[float]] = defaultdict(set)
        for named, said in _pieces(document, arms):
            values = numbers_in(said)
            for arm in named:
                self._own[arm].update(values)
            if not named:
                self._common.update(values)

    def of(self, arms: Iterable[str]) -> frozenset[float]:
        """The numbers of these arms and those of no arm; of every arm where none is named."""
        own = [self._own[arm] for arm in arms] or list(self._own.values())
        return frozenset(self._common.union(*own))


def numbers_in(text: str) -> list[float]:
    """The numbers of a text."""
    return [value_of(found[0]) for found in NUMBER.finditer(text)]


def value_of(written: str) -> float:
    """The value of a number as it is written."""
    return float(written.replace(",", "").replace("\u2212", "-"))


def _pieces(document: Document, arms: Sequence[str]) -> Iterator[Piece]:
    yield (), f"{document.title}. {document.about}"
    for text in texts(document, {}):
        yield from _clauses(text.computed, arms, text.what if text.what in arms else "")
    for section in document.sections:
        for block in section.blocks:
            yield from _cells(block, arms)


def _clauses(text: str, arms: Sequence[str], about: str) -> Iterator[Piece]:
    """The parts of a text between full stops and semicolons; one without arms is of all of it."""
    found = [
        (set(sentence.at(part).named()) | ({about} if about else set()), part)
        for sentence in sentences(text, arms, about)
        for part in sentence.masked.split(";")
    ]
    every = set().union(*(named for named, _ in found))
    for named, part in found:
        yield named or every, part


def _cells(block: Block, arms: Sequence[str]) -> Iterator[Piece]:
    """What a block prints that is no text of its own; an arm may head a row or a column."""
    match block:
        case Table():
            yield (), " ".join(block.columns)
            for row in block.rows:
                for column, cell in zip(block.columns, row.cells, strict=True):
                    yield [one for one in (row.cells[0], column) if one in arms], cell
        case Settings():
            for group in block.groups:
                for title, value in group.pairs:
                    yield [title] if title in arms else [], value
        case Code():
            yield (), " ".join(block.lines)
