"""Text that people type, as one line: what it must not hold, and how a terminal shows it."""

import unicodedata
from collections.abc import Iterable

MOST_NAMED = 3
"""Characters that a sentence names."""


def refusal(text: str) -> str:
    """Why a text is no line that can be seen as it is, in words; "" where it is one.

    Control characters, lone surrogates, breaks, and what is invisible or turns the direction of
    reading are no part of a name, a title or a sentence.
    """
    unseen = list(dict.fromkeys(char for char in text if not _seen(char)))
    if not unseen:
        return ""
    return f"text must be one line without control characters or invisible ones ({named(unseen)})"


def named(characters: Iterable[str]) -> str:
    """The first few characters, such as "U+202E Right-to-left override"."""
    every = list(characters)
    told = [
        f"U+{ord(char):04X} {unicodedata.name(char, '').capitalize()}".strip()
        for char in every[:MOST_NAMED]
    ]
    return ", ".join(told) + (", …" if every[MOST_NAMED:] else "")


def visible(text: str) -> str:
    """Text from anywhere, for a terminal: what it would act on stands there as an escape."""
    return "".join(char if _seen(char) else char.encode("unicode_escape").decode() for char in text)


def _seen(char: str) -> bool:
    """Whether it is a letter, a mark, a sign or a space of some width."""
    return char.isprintable() or unicodedata.category(char) == "Zs"
