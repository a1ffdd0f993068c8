"""The names by which a text calls the metrics, in full or as people shorten them."""

import re
from collections.abc import Iterable

_SHORTENED = re.compile(r"(?P<short>\S+ .+?)(?: covered| of words)")
"""Such as "rare names covered" and "total variation of words"."""


class Nouns:
    """Finds the nouns of metrics in a text, in any case."""

    def __init__(self, nouns: Iterable[str]) -> None:
        """nouns: in full; a short form counts where it is short for one of them alone."""
        every = set(nouns)
        found = [(_SHORTENED.fullmatch(noun), noun) for noun in every]
        shortened = [(match["short"], noun) for match, noun in found if match]
        shorts = [short for short, _ in shortened]
        clear = {short: noun for short, noun in shortened if shorts.count(short) == 1}
        written = {noun: noun for noun in every}
        self._full = {name.lower(): noun for name, noun in (clear | written).items()}
        self._pattern = any_of(self._full)

    def named_in(self, text: str) -> frozenset[str]:
        """The nouns that a text names, as they are written in full."""
        return frozenset(self._full[found[0].lower()] for found in self._pattern.finditer(text))

    def masked(self, text: str) -> str:
        """The text without them, so that "held-out loss" is no word of a loss."""
        return self._pattern.sub("_", text)


def any_of(names: Iterable[str]) -> "re.Pattern[str]":
    """A pattern for any of some names as whole words, the longest that fits."""
    every = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    return re.compile(rf"\b(?:{every})\b" if every else "(?!)", re.IGNORECASE)
