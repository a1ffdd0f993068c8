"""How long a write-up is to read."""

from collections.abc import Iterable

from core.report.texts import Text

WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction, on average (Brysbaert 2019, J. Mem. Lang. 109)."""


def word_count(texts: Iterable[Text]) -> int:
    """The words of the texts; tables, settings and references are not read through."""
    return sum(len(text.text.split()) for text in texts)


def reading_minutes(words: int) -> int:
    """Whole minutes to read so many words, at least 1."""
    return max(1, round(words / WORDS_A_MINUTE))
