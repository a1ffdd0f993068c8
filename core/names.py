"""Names as letters: which id stands for which letter, and how a name is written."""

import functools

import numpy as np

import resources
from core.records import AnyArray
from core.text import UNLISTED

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SYMBOLS = len(LETTERS) + 1
"""Ids: 0 ends a name and fills it up, 1 is A."""
LONGEST = 15
"""Letters of the longest name of the census tables."""
UNDISPLAYED = ("not_displayed_surnames", "not_displayed_first_names", "not_displayed_words")


def letters_of(names: list[str]) -> AnyArray:
    """[names, LONGEST] uint16: the ids of names from A to Z."""
    packed = np.array(names, dtype=f"S{LONGEST}").view(np.uint8).reshape(-1, LONGEST)
    return np.where(packed > 0, packed - np.uint8(ord("A") - 1), 0).astype(np.uint16)


def packed(values: AnyArray) -> AnyArray:
    """[...]: each name of [..., letters] in one piece that can be sorted and compared."""
    short = np.ascontiguousarray(values.astype(np.uint8))
    return np.asarray(short.view(f"S{values.shape[-1]}")[..., 0])


def written(values: AnyArray) -> list[str]:
    """Names of [records, letters] with a capital; "…" for one that is not displayed."""
    names = ["".join(LETTERS[letter - 1] for letter in row if letter) for row in values.tolist()]
    return [UNLISTED if name in undisplayed() else name.capitalize() for name in names]


def different_names(values: AnyArray) -> int:
    """How many names [records, letters] hold."""
    return len(np.unique(packed(values)))


@functools.cache
def undisplayed() -> frozenset[str]:
    """Names that are counted but never shown: words that offend, which a model may spell too."""
    files = (resources.read_text(f"data/{name}.txt").split() for name in UNDISPLAYED)
    return frozenset(name.upper() for names in files for name in names)
