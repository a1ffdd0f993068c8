"""Text as real data: lines or sentences of words, shared by all sources that give text."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.records import AnyArray, FloatArray, RecordKind
from core.seeding import Streams
from core.sources.base import FinitePopulation
from core.text import UNLISTED, tokenised

LENGTH = 30
"""Longest record, in words and marks, unless a source says otherwise."""
VOCABULARY = 8000
"""Most words that are listed, unless a source says otherwise."""
FEWEST_OCCURRENCES = 2
"""A word that stands in the whole text but once is not listed."""
MOST_WORDS = 65_534
"""What ids of two bytes have room for, beside the end and the unlisted word."""


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """All real records, and what the ids of their words mean.

    tokens: [records, length] uint16, each record's words and then zeros; one that fills its row
    may have been longer. words: by id; words[0] is "", and so are words that are not displayed.
    """

    tokens: AnyArray
    words: tuple[str, ...]


def corpus(lines: Iterable[str], length: int = LENGTH, vocabulary: int = VOCABULARY) -> Corpus:
    """A record for each line that holds a word, a number or a mark; others are passed over.

    Longer lines are cut after `length` of them. Listed are the commonest words, at most
    `vocabulary` (and 65,534), that occur twice at least; all others are one more, the last id,
    shown as "…".
    """
    numbers: dict[str, int] = {}
    stream, sizes = array("L"), array("L")
    for line in lines:
        if tokens := tokenised(line)[:length]:
            stream.extend(numbers.setdefault(token, len(numbers)) for token in tokens)
            sizes.append(len(tokens))
    said = np.array(stream, dtype=np.int64)
    counts, words = np.bincount(said, minlength=len(numbers)), list(numbers)
    order = sorted(range(len(words)), key=lambda number: (-counts[number], words[number]))
    most = min(vocabulary, MOST_WORDS)
    listed = [number for number in order if counts[number] >= FEWEST_OCCURRENCES][:most]
    ids = np.full(len(words), len(listed) + 1, dtype=np.uint16)
    ids[listed] = np.arange(1, len(listed) + 1)
    table = np.zeros((len(sizes), length), dtype=np.uint16)
    table[np.arange(length) < np.array(sizes, dtype=np.int64)[:, None]] = ids[said]
    return Corpus(table, ("", *(words[number] for number in listed), UNLISTED))


class TextPopulation(FinitePopulation):
    """A corpus, split once by the seed."""

    def __init__(self, corpus: Corpus, streams: Streams) -> None:
        """Split the records into the three parts."""
        super().__init__(RecordKind.TEXT, corpus.tokens, streams, len(corpus.words))
        self._words = corpus.words
        self._counts = np.bincount(corpus.tokens.ravel(), minlength=len(corpus.words))
        self._counts[0] = 0

    def probabilities(self) -> FloatArray:
        """[universe]: each id's share of the words in the real data, 0 for what ends a record."""
        return np.asarray(self._counts / max(int(self._counts.sum()), 1))

    def label(self, type_: int) -> str | None:
        """The word of an id; None for 0 and for a word that is not displayed."""
        return self._words[type_] or None
