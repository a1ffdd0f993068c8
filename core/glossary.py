"""The field's terms, each in a plain sentence, precisely, and with its source."""

import functools
import json
import unicodedata
from dataclasses import dataclass

import resources
from core.analysis.rules import COLLAPSED_BELOW, HELD_ABOVE

FILE = "glossary.json"

THRESHOLDS = {"{collapsed}": f"{COLLAPSED_BELOW:g}", "{held}": f"{HELD_ABOVE:g}"}
"""What stands in the file for the numbers of the rules by which a run is judged."""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry: its key, how it is written, other words for it, and what it means.

    source: the papers as the bibliography cites them, or that the app defines it.
    """

    key: str
    term: str
    also: tuple[str, ...]
    plain: str
    definition: str
    source: str

    def matches(self, words: str) -> bool:
        """Whether every word that is searched for occurs in the entry."""
        said = _folded(" ".join((self.term, *self.also, self.plain, self.definition)))
        return all(word in said for word in _folded(words).split())

    def named(self, words: str) -> bool:
        """Whether the entry itself is called so, in part."""
        return any(_folded(words).strip() in _folded(name) for name in (self.term, *self.also))


@functools.cache
def terms() -> tuple[Term, ...]:
    """Every entry, in alphabetical order."""
    found = json.loads(resources.read_text(FILE))
    return tuple(
        Term(
            one["id"], one["term"], tuple(one["also"]), _filled(one["plain"]),
            _filled(one["definition"]), one["source"],
        )
        for one in found
    )  # fmt: skip


def term(key: str) -> Term:
    """The entry of a key.

    Raises KeyError for a key that does not exist.
    """
    found = next((one for one in terms() if one.key == key), None)
    if found is None:
        raise KeyError(key)
    return found


def search(words: str) -> list[Term]:
    """The entries that have all of these words, those that are called so first."""
    return sorted(
        (one for one in terms() if one.matches(words)), key=lambda one: not one.named(words)
    )


def _filled(said: str) -> str:
    """With the numbers of the rules."""
    for name, number in THRESHOLDS.items():
        said = said.replace(name, number)
    return said


def _folded(said: str) -> str:
    """Without case, accents and the difference between hyphens and spaces."""
    plain = unicodedata.normalize("NFKD", said.casefold())
    return "".join(
        " " if char in "-–" else char for char in plain if not unicodedata.combining(char)
    )
