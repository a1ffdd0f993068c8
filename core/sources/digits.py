"""Handwritten digits: 1,797 real scans of 8 x 8 pixels."""

import gzip
from typing import ClassVar, Literal

import numpy as np

import resources
from core.records import AnyArray, IntArray
from core.sources.labelled_images import LabelledImages

SIDE = 8
INK = 16
"""The darkest pixel in the file; pixels are stored as ordinary 8-bit ones, 0 to 255."""


class Digits(LabelledImages):
    """Optical recognition of handwritten digits (Alpaydin and Kaynak 1998)."""

    title: ClassVar[str] = "Handwritten digits"
    summary: ClassVar[str] = "1,797 scanned handwritten digits of 8 x 8 pixels."
    record_noun: ClassVar[str] = "digits"
    classifier: ClassVar[str] = "digits"
    classes: ClassVar[dict[str, int]] = {
        "0": 178, "1": 182, "2": 177, "3": 183, "4": 181, "5": 182, "6": 181, "7": 179, "8": 174,
        "9": 180,
    }  # fmt: skip
    files: ClassVar[tuple[str, ...]] = ("digits.csv.gz",)
    licence: ClassVar[str] = "CC BY 4.0"
    kind: Literal["digits"] = "digits"

    def record_shape(self) -> tuple[int, ...]:
        """[8, 8]."""
        return (SIDE, SIDE)

    def read(self) -> tuple[AnyArray, IntArray]:
        """All 1,797 digits."""
        text = gzip.decompress(resources.read_bytes("data/digits.csv.gz")).decode()
        table = np.loadtxt(text.splitlines(), delimiter=",")  # 64 pixels, then the label
        pixels = (table[:, :-1] * 255 / INK).round().astype(np.uint8)
        return pixels.reshape(-1, SIDE, SIDE), table[:, -1].astype(np.int64)
