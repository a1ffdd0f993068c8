"""Which numbers the computed write-up prints, and of which arm and metric each of them speaks."""

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

PER_CENT = r"\s?(?:%|per ?cent\b)"

_HUNDREDTHS = re.compile(
    rf"(?:{NUMBER.pattern}(?: to |,? and |,? or |, | \[|\])?)+{PER_CENT}", re.IGNORECASE
)
"""Numbers before one sign of per cent, such as "53 to 60 %" and "41 [38, 44] %"."""

_LEVEL_BEFORE = re.compile(r"^at $|\bmiddle $", re.IGNORECASE)
_LEVEL_AFTER = re.compile(
    r"\s(?:\w+ )?(?:intervals?|confidence|bands?|CIs?)\b"
    r"|\sof (?:(?:[\d,]+|real) )*(?:samples|(?:pairs of )?runs)\b",
    re.IGNORECASE,
)
"""After a percentage that says how sure, such as "95 % intervals"; it is no effect."""

_CHANCE = re.compile(rf"\bp\s?[<>=]\s?{NUMBER.pattern}")
"""A probability of a false claim, such as "p < 0.05"."""

Pattern: TypeAlias = "re.Pattern[str]"

ANY = ""
"""In place of a metric, where a number's own words name none."""

Piece: TypeAlias = tuple[Iterable[str], str, str]
"""The arms that a few words speak of, none for all; the words; and what stands over them."""


class Known:
    """The numbers of a write-up."""

    def __init__(self, document: Document, arms: Sequence[str], metrics: Pattern) -> None:
        """Read a computed write-up; arms: every arm's name; metrics: what finds their nouns."""
        self._common: set[float] = set()
        self._own: defaultdict[str, set[float]] = defaultdict(set)
        self._hundredths: set[float] = set()
        self._chances: set[float] = set()
        self._metrics: defaultdict[float, set[str]] = defaultdict(set)
        effects = set[float]()
        for named, said, over in _pieces(document, arms):
            values = numbers_in(said)
            effects.update(numbers_in(_CHANCE.sub("", said)))
            self._chances.update(values)
            self._hundredths.update(hundredths_in(said))
            for value in values:
                self._metrics[value].update(metrics_in(f"{over} {said}", metrics) or [ANY])
            for arm in named:
                self._own[arm].update(values)
            if not named:
                self._common.update(values)
        self._chances -= effects

    def of(self, arms: Iterable[str]) -> frozenset[float]:
        """The numbers of these arms and those of no arm; of every arm where none is named."""
        own = [self._own[arm] for arm in arms] or list(self._own.values())
        return frozenset(self._common.union(*own))

    def per_cent(self, known: Iterable[float], metrics: set[str]) -> list[float]:
        """What some known numbers are in per cent, by their size, or as they are printed.

        A number that is printed of other metrics alone is left out where some are named, and one
        that is printed as a probability of chance alone always is.
        """
        wanted = metrics | {ANY}
        about = [
            value for value in known if not metrics or self._metrics.get(value, wanted) & wanted
        ]
        shares = [
            100 * abs(value) for value in about if -1 <= value <= 1 and value not in self._chances
        ]
        return shares + [value for value in about if value in self._hundredths]


def metrics_in(text: str, metrics: Pattern) -> set[str]:
    """The metrics that a text names, by their nouns."""
    return {found[0].lower() for found in metrics.finditer(text)}


def hundredths_in(text: str) -> list[float]:
    """The numbers of a text that are per cent of something, not a level of confidence."""
    return [
        value
        for found in _HUNDREDTHS.finditer(text)
        if not is_level(text[: found.start()], text[found.end() :])
        for value in numbers_in(found[0])
    ]


def is_level(before: str, after: str) -> bool:
    """Whether a percentage between two parts of a text only says how sure something is."""
    return bool(_LEVEL_BEFORE.search(before) or _LEVEL_AFTER.match(after))


def numbers_in(text: str) -> list[float]:
    """The numbers of a text."""
    return [value_of(found[0]) for found in NUMBER.finditer(text)]


def value_of(written: str) -> float:
    """The value of a number as it is written."""
    return float(written.replace(",", "").replace("\u2212", "-"))


def _pieces(document: Document, arms: Sequence[str]) -> Iterator[Piece]:
    yield (), f"{document.title}. {document.about}", ""
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
        yield named or every, part, ""


def _cells(block: Block, arms: Sequence[str]) -> Iterator[Piece]:
    """What a block prints that is no text of its own; an arm may head a row or a column."""
    match block:
        case Table():
            yield (), " ".join(block.columns), ""
            for row in block.rows:
                for column, cell in zip(block.columns, row.cells, strict=True):
                    heads = (row.cells[0], column)
                    yield [one for one in heads if one in arms], cell, ". ".join(heads)
        case Settings():
            for group in block.groups:
                for title, value in group.pairs:
                    yield [title] if title in arms else [], value, title
        case Code():
            yield (), " ".join(block.lines), ""
