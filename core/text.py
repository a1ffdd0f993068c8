"""Text as tokens: what a word is, and how words become a readable sentence again."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

END = 0
"""The id that ends a record and fills it up."""
UNLISTED = "…"
"""Stands for every word that is too rare to be listed, and for one that is not displayed."""
NUMBER = "#"
"""Stands for every number written in figures."""

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)|(?P<number>\d+(?:[.,:/]\d+)*[^\W_]*)|[.,;:!?()$%—]"
)
_TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'", "‑": "-", "–": "—"})
_NO_SPACE_BEFORE = frozenset(".,;:!?)%")
_NO_SPACE_AFTER = frozenset("($")


def tokenised(line: str) -> list[str]:
    """A line's words in lower case, its punctuation marks, and one mark for each number.

    A word is letters, perhaps joined by an apostrophe or a hyphen. Numbers are folded into one
    token, since nearly each is rare and its digits say nothing of the next word. Quotation marks
    are left out: a generator that looks back a few words cannot close what it opened.
    """
    plain = unicodedata.normalize("NFC", line).translate(_TYPOGRAPHIC).replace("--", "—")
    return [NUMBER if found["number"] else found[0] for found in _TOKEN.finditer(plain.lower())]


def spelled(tokens: Iterable[int], labels: Sequence[str]) -> str:
    """A record of token ids up to its end, as a sentence; labels[id] is a word, "" one unshown.

    The first word gets a capital, and marks stand where a reader expects them.
    """
    sentence, before = "", ""
    for token in tokens:
        if token == END:
            break
        word = labels[int(token)] or UNLISTED
        glued = not sentence or word in _NO_SPACE_BEFORE or before in _NO_SPACE_AFTER
        sentence += word if glued else f" {word}"
        before = word
    return sentence[:1].upper() + sentence[1:]
