"""US names letter by letter, drawn with their census frequencies."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.names import LONGEST, SYMBOLS, letters_of, packed
from core.records import AnyArray, FloatArray, IntArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part, Source
from core.sources.census import census_table
from core.sources.spelled import SpelledPopulation

TABLES = {
    "surnames": ("us2010_surnames", 162_252),
    "first-names": ("us2020_first_names", 53_615),
}
"""File and number of names."""


class SpelledNames(Source):
    """One record is one person's name, letter by letter, drawn with the census frequencies."""

    title: ClassVar[str] = "US names, spelled"
    summary: ClassVar[str] = (
        "Names of the US Census letter by letter, as often as people have them, for models that "
        "spell."
    )
    gives: ClassVar[RecordKind] = RecordKind.NAMES
    record_noun: ClassVar[str] = "names"
    types_noun: ClassVar[str] = "names"
    users_noun: ClassVar[str] = "bearers"
    files: ClassVar[tuple[str, ...]] = ("us2010_surnames.csv.gz", "us2020_first_names.csv.gz")
    licence: ClassVar[str] = (
        "a work of the US Government, not protected by copyright in the United States"
    )
    kind: Literal["spelled-names"] = "spelled-names"
    names: Literal["surnames", "first-names"] = Field(
        "surnames",
        title="Names",
        description="Surnames of the census of 2010, or first names of that of 2020.",
    )

    def description(self) -> str:
        """The summary, and which table was taken."""
        year, noun = {"surnames": (2010, "surnames"), "first-names": (2020, "first names")}[
            self.names
        ]
        return (
            f"{self.summary} Taken were the {self.universe():,} {noun} that the table of {year} "
            "lists. A name that a model spells is called real when the table lists it."
        )

    def record_shape(self) -> tuple[int, ...]:
        """[letters]: ids of letters."""
        return (LONGEST,)

    def universe(self) -> int:
        """Names in the table."""
        return TABLES[self.names][1]

    def symbols(self) -> int:
        """The letters, and the end."""
        return SYMBOLS

    def open(self, streams: Streams) -> "NamePopulation":
        """The table as a law: every part is drawn from it."""
        return NamePopulation(*census_table(TABLES[self.names][0]))


class NamePopulation(SpelledPopulation):
    """Names whose frequencies are known exactly, one by one and spelled."""

    kind = RecordKind.NAMES

    def __init__(self, names: list[str], counts: FloatArray) -> None:
        """Hold the law given by how many people bear each name."""
        self._law: FloatArray = counts / counts.sum()
        self._heights = np.cumsum(counts) / counts.sum()
        self._letters = letters_of(names)
        keys = packed(self._letters)
        self._order = np.argsort(keys)
        self._keys = keys[self._order]

    def size(self, part: Part) -> None:
        """None: every part is drawn from the law."""
        return

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Records:
        """Independent names, for each part and replicate."""
        return self.resample(size, replicates, streams.rng(part.value))

    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Records:
        """Independent names from the law."""
        chance = rng.random((replicates, size))
        types = np.minimum(np.searchsorted(self._heights, chance, "right"), len(self._law) - 1)
        return Records(self.kind, self._letters[types], universe=SYMBOLS)

    def types(self, values: AnyArray) -> IntArray:
        """[...]: which name of the table each of [..., letters] is; -1 where it lists none such."""
        keys = packed(values)
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[place] == keys, self._order[place], -1)

    def commonness(self, values: AnyArray) -> FloatArray:
        """[...]: the probability of each of the table's [..., letters]."""
        return np.asarray(self._law[self.types(values)])
