"""Penguins: four measurements of 342 real birds."""

import csv
import gzip
from typing import ClassVar, Literal

import numpy as np

import resources
from core.records import FloatArray, RecordKind
from core.seeding import Streams
from core.sources.base import FinitePopulation, Part, Source, part_size

PENGUINS = 342
"""Birds whose four measurements are all there; the other two of the file's 344 have none."""
MEASURED = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
MISSING = "NA"


class Penguins(Source):
    """Adelie, chinstrap and gentoo penguins (Horst, Hill and Gorman 2020)."""

    title: ClassVar[str] = "Penguins"
    summary: ClassVar[str] = (
        "Bill length, bill depth, flipper length and body mass of 342 penguins, each less its mean "
        "and over its standard deviation in the whole table; 2 birds without measurements are left "
        "out."
    )
    gives: ClassVar[RecordKind] = RecordKind.VECTORS
    record_noun: ClassVar[str] = "penguins"
    law_known: ClassVar[bool] = False
    axes: ClassVar[tuple[tuple[str, int], tuple[str, int]]] = (
        ("Standardised bill length", 0),
        ("Standardised bill depth", 1),
    )
    files: ClassVar[tuple[str, ...]] = ("penguins.csv.gz",)
    licence: ClassVar[str] = "CC0 1.0"
    kind: Literal["penguins"] = "penguins"

    def record_shape(self) -> tuple[int, ...]:
        """[4]: bill length, bill depth, flipper length and body mass."""
        return (len(MEASURED),)

    def available(self, part: Part) -> int:
        """How many penguins a part holds."""
        return part_size(PENGUINS, part)

    def open(self, streams: Streams) -> FinitePopulation:
        """The penguins, split by the seed."""
        measured = _measurements()
        standardised = (measured - measured.mean(axis=0)) / measured.std(axis=0)
        return FinitePopulation(RecordKind.VECTORS, standardised, streams)


def _measurements() -> FloatArray:
    """[penguins, 4]: millimetres and grams of the birds that have all four."""
    text = gzip.decompress(resources.read_bytes("data/penguins.csv.gz")).decode()
    rows = ([row[name] for name in MEASURED] for row in csv.DictReader(text.splitlines()))
    return np.array([row for row in rows if MISSING not in row], dtype=np.float64)
