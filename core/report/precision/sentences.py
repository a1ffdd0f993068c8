"""A text as sentences, with the names of arms taken out, so that no name is read as a word."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

FIRST_MASK = 0xE000
"""The private character that stands, letter by letter, for the first arm's name."""

ARM = "[\ue000-\ue0ff]+"
"""A pattern for one mention of an arm in a masked text."""

_END = re.compile(r"[.!?][\"”’)\]]*\s+(?![a-z])")
_SHORT = re.compile(r"(?:\b[A-Z]|\bal|\be\.g|\bi\.e|\bvs|\bcf|\bFig|\bapprox)\.\W*$")
_CITES = re.compile(r"\bet al\b|\(\d{4}[a-z]?\)")
_NEGATED = re.compile(
    r"(?:\b(?:not|no|nothing|none|nobody|never|cannot|nor|neither|without|hardly|rarely|seldom)\b"
    r"|n[’']t\b)[^.;:]{0,25}$",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:if|whether|would|could|may|might|can|should|until|unless)\b[^.;:]{0,30}$", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\b(?:unlike|than|beside|besides|against|from|like|as|over|with|versus|vs|that of)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that begins at `start` of its text; masked: without the names of arms.

    about: the arm that the text as a whole is about, "" for none.
    """

    start: int
    masked: str
    arms: tuple[str, ...]
    about: str = ""

    @property
    def claims(self) -> bool:
        """Whether it says something of this run: no question, and no citation of a paper."""
        return not self.masked.rstrip('"”’) ').endswith("?") and not _CITES.search(self.masked)

    def negated(self, at: int) -> bool:
        """Whether what stands at a place is denied."""
        return bool(_NEGATED.search(self.masked[:at]))

    def supposed(self, at: int, end: int) -> bool:
        """Whether what stands from a place to another is only supposed."""
        return bool(_OPEN.search(self.masked[:at])) or self.masked[end:].startswith(" if ")

    def at(self, part: str) -> "Sentence":
        """A part of it, masked as it is."""
        return replace(self, masked=part)

    def named(self) -> list[str]:
        """Every arm that the sentence names, in order."""
        return [self._arm(found) for found in re.finditer(ARM, self.masked)]

    def spoken_of(self) -> list[str]:
        """The arms that it names, but those that it only compares others with."""
        mentions = list(re.finditer(ARM, self.masked))
        before = [found for found in mentions if not _ASIDE.search(self.masked[: found.start()])]
        return [self._arm(found) for found in before or mentions]

    def subject(self, at: int, end: int) -> list[str]:
        """The arms that something between two places is said of; none where no arm is named."""
        mentions = list(re.finditer(ARM, self.masked[:at]))
        if mentions and re.match(r",? (?:which|that) ", self.masked[mentions[-1].end() : at]):
            return [self._arm(mentions[-1])]
        before = [found for found in mentions if not _ASIDE.search(self.masked[: found.start()])]
        if before:
            return [self._arm(found) for found in self._together(before)]
        after = re.match(rf" (?:of|in|for|under|with) (?:the )?({ARM})", self.masked[end:])
        if after:
            return [self.arms[ord(after[1][0]) - FIRST_MASK]]
        return [self.about] if self.about else []

    def _together(self, mentions: "Sequence[re.Match[str]]") -> "list[re.Match[str]]":
        """The last mention and those before it that a comma or "and" joins to it."""
        found = [mentions[-1]]
        for earlier in reversed(mentions[:-1]):
            between = self.masked[earlier.end() : found[0].start()]
            if not re.fullmatch(r"(?:, | and | or |, and | as well as )(?:the )?", between):
                break
            found.insert(0, earlier)
        return found

    def _arm(self, found: "re.Match[str]") -> str:
        return self.arms[ord(found[0][0]) - FIRST_MASK]


def sentences(text: str, arms: Sequence[str], about: str = "") -> Iterator[Sentence]:
    """The sentences of a text."""
    masked = _masked(text, arms)
    start = 0
    for found in _END.finditer(masked):
        if _SHORT.search(masked[: found.end()]):
            continue
        yield Sentence(start, masked[start : found.end()].rstrip(), tuple(arms), about)
        start = found.end()
    if masked[start:].strip():
        yield Sentence(start, masked[start:].rstrip(), tuple(arms), about)


def _masked(text: str, arms: Sequence[str]) -> str:
    """The text with every arm's name replaced, letter by letter, by a character of its own.

    A name counts as it is written, or in any case beside "arm" or "regime".
    """
    # Private characters of the text itself would be taken for names.
    masked = re.sub("[\ue000-\ue0ff]", "\ufffd", text)
    for place, arm in sorted(enumerate(arms), key=lambda pair: -len(pair[1])):
        name = re.escape(arm)
        exact = rf"(?<!\w){name}(?!\w)"
        beside = rf"(?<!\w)(?i:{name})(?= (?:arm|regime)\b)|(?<=\barm ){name}(?!\w)"
        masked = re.sub(f"{exact}|{beside}", _mask(chr(FIRST_MASK + place)), masked)
    return masked


def _mask(character: str) -> "Callable[[re.Match[str]], str]":
    return lambda found: character * len(found[0])
