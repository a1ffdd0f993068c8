"""Handwritten digits: 1,797 real scans of 8 x 8 pixels."""

import gzip
from typing import ClassVar, Literal

import numpy as np

import resources
from core.records import RecordKind
from core.seeding import Streams
from core.sources.base import FinitePopulation, Part, Source, part_size

DIGITS = 1797
SIDE = 8
INK = 16
"""The darkest pixel in the file; pixels are stored as ordinary 8-bit ones, 0 to 255."""


class Digits(Source):
    """Optical recognition of handwritten digits (Alpaydin and Kaynak 1998)."""

    title: ClassVar[str] = "Handwritten digits"
    summary: ClassVar[str] = "1,797 scanned handwritten digits of 8 x 8 pixels."
    gives: ClassVar[RecordKind] = RecordKind.IMAGES
    record_noun: ClassVar[str] = "digits"
    law_known: ClassVar[bool] = False
    kind: Literal["digits"] = "digits"

    def record_shape(self) -> tuple[int, ...]:
        """[8, 8]."""
        return (SIDE, SIDE)

    def available(self, part: Part) -> int:
        """How many digits a part holds."""
        return part_size(DIGITS, part)

    def open(self, streams: Streams) -> FinitePopulation:
        """The digits, split by the seed."""
        text = gzip.decompress(resources.read_bytes("data/digits.csv.gz")).decode()
        table = np.loadtxt(text.splitlines(), delimiter=",")  # 64 pixels, then the label
        pixels = (table[:, :-1] * 255 / INK).round().astype(np.uint8)
        return FinitePopulation(RecordKind.IMAGES, pixels.reshape(-1, SIDE, SIDE), streams)
