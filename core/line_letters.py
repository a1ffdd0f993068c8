"""Lines of text as letters: which id stands for which letter, and what a word of a line is."""

import unicodedata
from collections.abc import Sequence

import numpy as np

from core.names import LETTERS, undisplayed
from core.records import AnyArray, IntArray
from core.text import UNLISTED

ALPHABET = f"{LETTERS.lower()} '"
"""Ids: 0 ends a line and fills it up, 1 is a; small letters, space and apostrophe."""
SYMBOLS = len(ALPHABET) + 1
SPACE = ALPHABET.index(" ") + 1
_BYTES = np.frombuffer(f" {ALPHABET}".encode(), dtype=np.uint8)
"""By id; an end is written as a space."""
_IDS = np.zeros(256, dtype=np.uint16)
_IDS[_BYTES[1:]] = np.arange(1, SYMBOLS)


def plain(word: str) -> str:
    """A word in small letters without accents, a hyphen as a space; "" where it has no letter."""
    bare = unicodedata.normalize("NFKD", word.lower()).replace("-", " ")
    kept = "".join(letter for letter in bare if letter in ALPHABET)
    return kept if any(letter.isalpha() for letter in kept) else ""


def letters_of(lines: Sequence[str], length: int) -> AnyArray:
    """[lines, length] uint16: the ids of lines that are written in the alphabet."""
    packed = np.array([line.encode("ascii") for line in lines], dtype=f"S{length}")
    return np.asarray(_IDS[packed.view(np.uint8).reshape(-1, length)])


def written(values: AnyArray) -> list[str]:
    """Lines of [records, letters]; "…" for a word that is not displayed."""
    return [
        " ".join(UNLISTED if word.upper() in undisplayed() else word for word in line.split())
        for line in (_BYTES[row].tobytes().decode() for row in values)
    ]


def words_of(values: AnyArray) -> list[bytes]:
    """The words of [records, letters], line after line: what stands between spaces."""
    spaced = np.pad(_BYTES[values], ((0, 0), (0, 1)), constant_values=ord(" "))
    return spaced.tobytes().split()


def words_a_line(values: AnyArray) -> IntArray:
    """[...]: how many words each of [..., letters] has."""
    inside = (values > 0) & (values != SPACE)
    begun = np.diff(inside, axis=-1, prepend=False) & inside
    return np.asarray(begun.sum(axis=-1))


def different_words(values: AnyArray) -> int:
    """How many words [records, letters] hold, real or invented."""
    return len(set(words_of(values)))
