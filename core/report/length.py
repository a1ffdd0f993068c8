"""How long a write-up is to read: its story, and apart from it what is only looked up."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.report.document import Document
from core.report.texts import Text

WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction, on average (Brysbaert 2019, J. Mem. Lang. 109)."""


@dataclass(frozen=True, slots=True)
class Length:
    """Words of the story and of the part for reference; tables and references are not counted."""

    story: int
    reference: int

    @property
    def minutes(self) -> int:
        """Whole minutes to read the story, at least 1."""
        return max(1, round(self.story / WORDS_A_MINUTE))

    def said(self) -> str:
        """Such as "The story: 690 words, 3 minutes; for reference: 640 words"."""
        minutes = "1 minute" if self.minutes == 1 else f"{self.minutes} minutes"
        story = f"The story: {_words(self.story)}, {minutes}"
        return f"{story}; for reference: {_words(self.reference)}" if self.reference else story


def length(document: Document, texts: Iterable[Text]) -> Length:
    """How long the texts of a document are, as they stand."""
    looked_up = {section.key for section in document.sections if section.appendix}
    story = reference = 0
    for text in texts:
        words = len(text.text.split())
        if text.key.partition("/")[0] in looked_up:
            reference += words
        else:
            story += words
    return Length(story, reference)


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count:,} words"
