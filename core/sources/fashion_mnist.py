"""Fashion-MNIST: 10,000 real pictures of clothes."""

import gzip
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

import resources
from core.records import AnyArray, IntArray
from core.sources.labelled_images import LabelledImages

SIDE = 28
IMAGES_HEADER, LABELS_HEADER = 16, 8
"""Bytes before the first pixel and the first label of an IDX file."""


class FashionMnist(LabelledImages):
    """The test part of Fashion-MNIST (Xiao, Rasul and Vollgraf 2017)."""

    title: ClassVar[str] = "Fashion-MNIST"
    summary: ClassVar[str] = "10,000 grey pictures of clothes, shoes and bags in ten classes."
    record_noun: ClassVar[str] = "pictures"
    classifier: ClassVar[str] = "fashion-mnist"
    classes: ClassVar[dict[str, int]] = {
        "T-shirts": 1000, "trousers": 1000, "pullovers": 1000, "dresses": 1000, "coats": 1000,
        "sandals": 1000, "shirts": 1000, "sneakers": 1000, "bags": 1000, "ankle boots": 1000,
    }  # fmt: skip
    files: ClassVar[tuple[str, ...]] = (
        "fashion_mnist_images.idx.gz",
        "fashion_mnist_labels.idx.gz",
    )
    licence: ClassVar[str] = "MIT"
    kind: Literal["fashion-mnist"] = "fashion-mnist"
    size: Literal[28, 14] = Field(
        28, title="Pixels a side",
        description="28 as in the file; 14 takes the mean of each 2 x 2 pixels, rounded, and "
        "trains several times faster.",
    )  # fmt: skip

    def description(self) -> str:
        """The summary, what the class tail left and how the pixels were made."""
        pixels = "as in the file" if self.size == SIDE else "each the rounded mean of 2 x 2"
        return f"{super().description()} Pixels: {self.size} x {self.size}, {pixels}."

    def record_shape(self) -> tuple[int, ...]:
        """[28, 28] or [14, 14]."""
        return (self.size, self.size)

    def read(self) -> tuple[AnyArray, IntArray]:
        """All 10,000 pictures."""
        pixels = _bytes("images")[IMAGES_HEADER:].reshape(-1, SIDE, SIDE)
        labels = _bytes("labels")[LABELS_HEADER:].astype(np.int64)
        return (pixels if self.size == SIDE else _halved(pixels)), labels


def _bytes(name: str) -> AnyArray:
    """A whole IDX file, unpacked."""
    packed = resources.read_bytes(f"data/fashion_mnist_{name}.idx.gz")
    return np.frombuffer(gzip.decompress(packed), dtype=np.uint8)


def _halved(pixels: AnyArray) -> AnyArray:
    """The mean of each 2 x 2 pixels of [records, 2 m, 2 m], rounded."""
    half = pixels.shape[1] // 2
    blocks = pixels.reshape(-1, half, 2, half, 2)
    means: AnyArray = blocks.mean(axis=(2, 4)).round().astype(np.uint8)
    return means
