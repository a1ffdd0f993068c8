"""State of the Union: what 233 presidential speeches say, sentence by sentence."""

import functools
import gzip
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

import resources
from core.records import AnyArray, BoolArray, IntArray, RecordKind
from core.seeding import Streams
from core.sources.base import Part, Source, part_size
from core.sources.text import LENGTH, VOCABULARY, Corpus, TextPopulation
from core.text import UNLISTED

FIRST, LAST = 1790, 2021


class StateOfTheUnion(Source):
    """One record is a sentence of a State of the Union speech or message, 1790 to 2021."""

    title: ClassVar[str] = "State of the Union"
    summary: ClassVar[str] = (
        "Sentences of 233 speeches and messages of US presidents to Congress, 1790 to 2021."
    )
    gives: ClassVar[RecordKind] = RecordKind.TEXT
    record_noun: ClassVar[str] = "sentences"
    types_noun: ClassVar[str] = "words"
    law_known: ClassVar[bool] = False
    files: ClassVar[tuple[str, ...]] = (
        "state_of_the_union_words.gz",
        "state_of_the_union_sentences.gz",
        "state_of_the_union_years.gz",
    )
    licence: ClassVar[str] = "PDDL 1.0, of works of the US Government"
    kind: Literal["state-of-the-union"] = "state-of-the-union"
    since: int = Field(
        FIRST, ge=FIRST, le=LAST, title="Since", description="Year of the first speech taken."
    )
    until: int = Field(
        LAST, ge=FIRST, le=LAST, title="Until", description="Year of the last speech taken."
    )
    length: int = Field(
        LENGTH, ge=5, le=100, title="Longest sentence",
        description="In words and punctuation marks; longer sentences are left out.",
    )  # fmt: skip
    vocabulary: int = Field(
        VOCABULARY, ge=100, le=VOCABULARY, title="Listed words",
        description="The commonest words of all speeches, with punctuation marks; the others are "
        "one unlisted word, shown as “…”.",
    )  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self) -> "StateOfTheUnion":
        if self.since > self.until:
            raise ValueError(
                f"since: {self.since} given and until: {self.until}; give a year that is no later"
            )
        return self

    def description(self) -> str:
        """The summary, and what was made of the speeches."""
        kept, whole = len(self._chosen()), self._spoken().sum()
        every = (self.since, self.until) == (FIRST, LAST)
        years = "" if every else f" Taken were the years {self.since} to {self.until}."
        return (
            f"{self.summary}{years} Kept were the {kept:,} of {whole:,} sentences that have at "
            f"most {self.length} words and punctuation marks. All is in lower case, each number is "
            f"one and the same mark, and words beyond the {self.vocabulary:,} commonest of all "
            f"speeches are one unlisted word, “{UNLISTED}”."
        )

    def record_shape(self) -> tuple[int, ...]:
        """[length]: ids of words."""
        return (self.length,)

    def universe(self) -> int:
        """The end of a sentence, the listed words and the unlisted one."""
        return self.vocabulary + 2

    def available(self, part: Part) -> int:
        """How many sentences a part holds."""
        return part_size(len(self._chosen()), part)

    def open(self, streams: Streams) -> TextPopulation:
        """The sentences, split by the seed."""
        stream, ends, _ = speeches()
        chosen = self._chosen()
        starts = np.concatenate([[0], ends + 1])[chosen]
        places = starts[:, None] + np.arange(self.length)
        inside = places < ends[chosen, None]
        ranks = np.where(inside, stream[np.minimum(places, len(stream) - 1)], 0)
        tokens = np.minimum(ranks, self.vocabulary + 1).astype(np.uint16)
        return TextPopulation(Corpus(tokens, _words(self.vocabulary)), streams)

    def _spoken(self) -> BoolArray:
        """[sentences]: which were said in the chosen years."""
        years = speeches()[2]
        spoken: BoolArray = (years >= self.since) & (years <= self.until)
        return spoken

    def _chosen(self) -> IntArray:
        """Places of the sentences that are taken."""
        ends = speeches()[1]
        lengths = np.diff(ends, prepend=-1) - 1
        return np.flatnonzero(self._spoken() & (lengths <= self.length))


@functools.cache
def speeches() -> tuple[AnyArray, IntArray, IntArray]:
    """All sentences in one row, a word by its rank and 0 after each; where they end; their years.

    `packaging/speeches.py` makes the files: cutting ten million letters into words takes seconds.
    """
    stream = np.frombuffer(_unpacked("sentences"), dtype="<u2")
    table = np.array([row.split(",") for row in _unpacked("years").decode().split()[1:]], dtype=int)
    return stream, np.flatnonzero(stream == 0), np.repeat(table[:, 0], table[:, 1])


@functools.cache
def every_word() -> list[str]:
    """All words of the speeches, marks among them: the commonest first, of rank 1."""
    return _unpacked("words").decode().split("\n")


@functools.cache
def _words(vocabulary: int) -> tuple[str, ...]:
    """The words by id: commonest first, then the unlisted one; "" for those not displayed."""
    listed = every_word()[:vocabulary]
    hidden = set(resources.read_text("data/not_displayed_words.txt").split())
    return ("", *("" if word in hidden else word for word in listed), UNLISTED)


def _unpacked(name: str) -> bytes:
    return gzip.decompress(resources.read_bytes(f"data/state_of_the_union_{name}.gz"))
