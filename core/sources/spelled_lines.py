"""Lines of the State of the Union, letter by letter."""

import functools
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.line_letters import SYMBOLS, letters_of, plain, words_a_line, words_of
from core.records import AnyArray, FloatArray, IntArray, RecordKind
from core.seeding import Streams
from core.sources.base import FinitePopulation, Part, Source, part_size
from core.sources.spelled import SpelledPopulation
from core.sources.state_of_the_union import StateOfTheUnion, every_word, speeches
from core.text import NUMBER


class SpelledLines(Source):
    """One record is the beginning of a sentence of the State of the Union, letter by letter."""

    title: ClassVar[str] = "State of the Union, spelled"
    summary: ClassVar[str] = (
        "Beginnings of sentences from 233 speeches and messages of US presidents, letter by "
        "letter, for models that spell."
    )
    gives: ClassVar[RecordKind] = RecordKind.LINES
    record_noun: ClassVar[str] = "lines"
    types_noun: ClassVar[str] = "words"
    law_known: ClassVar[bool] = False
    files: ClassVar[tuple[str, ...]] = StateOfTheUnion.files
    licence: ClassVar[str] = StateOfTheUnion.licence
    kind: Literal["spelled-lines"] = "spelled-lines"
    length: int = Field(
        48, ge=10, le=64, title="Longest line",
        description="In letters and spaces; a longer sentence is cut after the last word that "
        "fits.",
    )  # fmt: skip

    def description(self) -> str:
        """The summary, and what was made of the speeches."""
        return (
            f"{self.summary} Each of the {len(_lines(self.length)):,} lines is a sentence's first "
            f"words, as many as fit {self.length} letters and spaces, and none from a number on. "
            "All is in small letters a to z with spaces and apostrophes; hyphens are spaces, marks "
            "and accents are left out. A word that a model spells is called real when one of these "
            f"lines holds it; they hold {self.universe():,} different ones."
        )

    def record_shape(self) -> tuple[int, ...]:
        """[length]: ids of letters."""
        return (self.length,)

    def universe(self) -> int:
        """Different words of the lines."""
        return len(_words(self.length))

    def symbols(self) -> int:
        """The letters, the space, the apostrophe and the end."""
        return SYMBOLS

    def available(self, part: Part) -> int:
        """How many lines a part holds."""
        return part_size(len(_lines(self.length)), part)

    def open(self, streams: Streams) -> "LinePopulation":
        """The lines, split by the seed."""
        return LinePopulation(_lines(self.length), _words(self.length), streams)


class LinePopulation(SpelledPopulation, FinitePopulation):
    """Lines, split once by the seed, and how often each word stands in all of them."""

    def __init__(self, lines: AnyArray, words: dict[bytes, int], streams: Streams) -> None:
        """lines: [records, letters]; words: how often they hold each of their words."""
        super().__init__(RecordKind.LINES, lines, streams, SYMBOLS)
        counts = np.array(list(words.values()), dtype=np.float64)
        self._law: FloatArray = counts / counts.sum()
        self._places = {word: place for place, word in enumerate(words)}

    def types(self, values: AnyArray) -> IntArray:
        """[words]: which of the table each word of [records, letters] is; -1 for an invented one.

        The last word of a line that fills its row may have been cut short by a model.
        """
        found = [self._places.get(word, -1) for word in words_of(values)]
        return np.array(found, dtype=np.int64)

    def commonness(self, values: AnyArray) -> FloatArray:
        """[records]: the mean natural log of the shares of each real line's words."""
        sizes = words_a_line(values)
        logs = np.log(self._law[self.types(values)])
        lines = np.repeat(np.arange(len(sizes)), sizes)
        return np.asarray(np.bincount(lines, logs, len(sizes)) / sizes)


@functools.lru_cache(maxsize=4)
def _lines(length: int) -> AnyArray:
    """[lines, length]: the ids of every line's letters."""
    stream, ends, _ = speeches()
    spelled = ["", *(word if word == NUMBER else plain(word) for word in every_word())]
    said, starts = stream.tolist(), [0, *(ends[:-1] + 1).tolist()]
    lines = [
        _beginning((spelled[token] for token in said[start:end]), length)
        for start, end in zip(starts, ends.tolist(), strict=True)
    ]
    return letters_of([line for line in lines if line], length)


def _beginning(words: Iterable[str], length: int) -> str:
    """As many whole words of a sentence as fit a line, up to a number; marks are "" and none."""
    kept, room = list[str](), length
    for word in words:
        if word == NUMBER or len(word) > room:
            break
        if word:
            kept.append(word)
            room -= len(word) + 1
    return " ".join(kept)


@functools.lru_cache(maxsize=4)
def _words(length: int) -> dict[bytes, int]:
    """How often all lines hold each word, the commonest first."""
    return dict(Counter(words_of(_lines(length))).most_common())
