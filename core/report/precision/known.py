"""Which numbers the computed write-up prints, and of which arm and metric each of them speaks."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias

from core.report.document import Block, Code, Document, Settings, Table
from core.report.precision.nouns import Nouns
from core.report.precision.sentences import sentences
from core.report.texts import texts

NUMBER = re.compile(
    r"(?<![\w.,])[-\u2212]?(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.\d{1,18})?(?:e[-+]?\d{1,2})?(?!\w)"
)

PER_CENT = r"\s?(?:%|per ?cent\b)"

_HUNDREDTHS = re.compile(
    rf"(?:{NUMBER.pattern}(?: to |,? and |,? or |, | \[|\])?)+{PER_CENT}", re.IGNORECASE
)
"""Numbers before one sign of per cent, such as "53 to 60 %" and "41 [38, 44] %"."""

_LEVEL_BEFORE = re.compile(r"^at $|\bmiddle $", re.IGNORECASE)
_LEVEL_AFTER = re.compile(
    r"\s(?:\w+ )?(?:intervals?|confidence|bands?|CIs?)\b"
    r"|\sof its centre\b"
    r"|\sof (?:(?:[\d,]+|real) )*(?:samples|(?:pairs of )?runs)\b",
    re.IGNORECASE,
)
"""After a percentage that says how sure, such as "95 % intervals"; it is no effect."""

_CHANCE = re.compile(rf"\bp\s?[<>=]\s?{NUMBER.pattern}")
"""A probability of a false claim, such as "p < 0.05"."""

Piece: TypeAlias = tuple[Iterable[str], str, str, str]
"""The arms that a few words speak of, none for all; the words; what heads them, such as a column;
and what stands farther over them, such as their sentence or table."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of the write-up: of which arms and metrics it is, all of them where none is named.

    per_cent: whether it is printed as per cent; chance: whether it is a probability of a false
    claim.
    """

    value: float
    arms: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()
    per_cent: bool = False
    chance: bool = False

    def is_of(self, metrics: Set[str]) -> bool:
        """Whether it may be of one of some metrics."""
        return not self.metrics or not metrics or bool(self.metrics & metrics)

    def hundredths(self) -> Iterator[float]:
        """What it is in per cent: as it is printed, or as a share."""
        if self.per_cent:
            yield self.value
        elif abs(self.value) <= 1 and not self.chance:
            yield 100 * abs(self.value)


class Known:
    """The numbers of a write-up."""

    def __init__(self, document: Document, arms: Sequence[str], metrics: Nouns) -> None:
        """Read a computed write-up; arms: every arm's name; metrics: their nouns."""
        found = (
            printed
            for named, *words in _pieces(document, arms)
            for printed in printed_in(frozenset(named), words, metrics)
        )
        self._printed = tuple(dict.fromkeys(found))

    def of(self, arms: Iterable[str]) -> tuple[Printed, ...]:
        """The numbers of these arms and those of no arm; of every arm where none is named."""
        wanted = set(arms)
        if not wanted:
            return self._printed
        return tuple(one for one in self._printed if not one.arms or one.arms & wanted)


def printed_in(arms: frozenset[str], words: Sequence[str], metrics: Nouns) -> Iterator[Printed]:
    """The numbers of a piece; whole ones, which may be of anything, are of no metric far above."""
    said, head, over = words
    hundredths, chances = _spans(_HUNDREDTHS, said), _spans(_CHANCE, said)
    own = metrics.named_in(f"{head} {said}")
    above = metrics.named_in(over)
    for found in NUMBER.finditer(said):
        value, at = value_of(found[0]), found.start()
        per_cent = any(start <= at < end for start, end in hundredths)
        of = own or (above if per_cent or value != int(value) else frozenset())
        chance = any(start <= at < end for start, end in chances)
        yield Printed(value, arms, of, per_cent, chance)


def _spans(pattern: "re.Pattern[str]", said: str) -> list[tuple[int, int]]:
    """Where a pattern is found that gives no level of confidence."""
    found = pattern.finditer(said)
    return [one.span() for one in found if not is_level(said[: one.start()], said[one.end() :])]


def is_level(before: str, after: str) -> bool:
    """Whether a percentage between two parts of a text only says how sure something is."""
    return bool(_LEVEL_BEFORE.search(before) or _LEVEL_AFTER.match(after))


def value_of(written: str) -> float:
    """The value of a number as it is written."""
    return float(written.replace(",", "").replace("\u2212", "-"))


def _pieces(document: Document, arms: Sequence[str]) -> Iterator[Piece]:
    yield (), f"{document.title}. {document.about}", "", ""
    for text in texts(document, {}):
        yield from _clauses(text.computed, arms, text.what if text.what in arms else "")
    for section in document.sections:
        for block in section.blocks:
            yield from _cells(block, arms)


def _clauses(text: str, arms: Sequence[str], about: str) -> Iterator[Piece]:
    """The parts of a text between full stops and semicolons; one without arms is of all of it."""
    found = [
        (set(sentence.at(part).spoken_of()) | ({about} if about else set()), part, sentence.masked)
        for sentence in sentences(text, arms, about)
        for part in sentence.masked.split(";")
    ]
    every = set().union(*(named for named, *_ in found))
    for named, part, whole in found:
        yield named or every, part, "", whole


def _cells(block: Block, arms: Sequence[str]) -> Iterator[Piece]:
    """What a block prints that is no text of its own; an arm may head a row or a column."""
    match block:
        case Table():
            yield (), " ".join(block.columns), "", ""
            for row in block.rows:
                for column, cell in zip(block.columns, row.cells, strict=True):
                    over = block.caption if "[" in cell else ""
                    yield from _cell(cell, (row.cells[0], column), over, arms)
        case Settings():
            for group in block.groups:
                for title, value in group.pairs:
                    yield [title] if title in arms else [], value, title, ""
        case Code():
            yield (), " ".join(block.lines), "", ""


def _cell(cell: str, heads: tuple[str, str], over: str, arms: Sequence[str]) -> Iterator[Piece]:
    """A cell is of the arms that head it, else of those that it speaks of itself."""
    of = [one for one in heads if one in arms]
    for said in sentences(cell, arms):
        yield of or said.spoken_of(), said.masked, ". ".join(heads), over
