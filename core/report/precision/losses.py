"""Whether the words around a percentage say that so much was lost, or that so much was left."""

import re
from enum import Enum

from core.report.precision.nouns import Nouns


class Said(Enum):
    """What a percentage is said to be; OPEN: a loss is spoken of, and nothing says which."""

    LOST = "lost"
    LEFT = "left"
    OPEN = "open"


_FELL = (
    r"(?:fell|falls?|falling|fallen|drop\w*|declin\w*|decreas\w*|reduc\w*|shr[aiu]nk\w*"
    r"|los[ste]\w*|s[au]nk|diminish\w*)"
)
_GONE = r"(?:vanish\w*|disappear\w*|(?:died|dies|dying)(?: out)?|perish\w*)"
_LACKING = r"(?:lost|gone|missing|extinct|forgotten|wiped out|erased)"
_LESS = r"(?:less|fewer|lower|smaller|down)"
_ROSE = r"(?:rose|rises?|risen|rising|gr[eo]w\w*|increas\w*|gain\w*|up)"

_BETWEEN = r"(?:[^,.;:()\d]{0,80}\W)?"
"""Other words of the same part of a sentence."""

_ABOUT = (
    r"(?:(?:about|around|roughly|nearly|almost|some|approximately|circa|over|under|more than"
    r"|less than|fewer than|at least|at most|up to|only|just|another|as much as|a|an|the) |~\s?)*$"
)
"""What may stand before a number."""

_LOST_BEFORE = re.compile(
    rf"\b(?:(?:{_FELL}|{_LESS}|missing|shed)(?: of| by)? {_ABOUT}"
    rf"|(?:{_FELL}|{_LESS}) {_BETWEEN}by {_ABOUT})",
    re.IGNORECASE,
)
_LEFT_BEFORE = re.compile(
    rf"\b(?:(?<!\bup )(?<!\bclose )(?:to|at) (?:\w+ )?{_ABOUT}"
    rf"|(?:all but|kept|keeps?|keeping|retain\w*|left|leaves|leaving) {_ABOUT}"
    rf"|{_ROSE} {_BETWEEN}by {_ABOUT})",
    re.IGNORECASE,
)
_AFTER = {
    Said.LOST: re.compile(
        rf"\s(?:{_LESS}|loss|drop|fall|decline|decrease|reduction|{_LACKING}|{_GONE})\b"
        rf"|\s{_BETWEEN}(?:(?:is|are|was|were|be|been|went|go|goes|got) (?:\w+ ){{0,2}}{_LACKING}"
        rf"|{_GONE})\b",
        re.IGNORECASE,
    ),
    Said.LEFT: re.compile(
        rf"\s{_BETWEEN}(?:left|kept|remain\w*|surviv\w*|retained|preserved)\b", re.IGNORECASE
    ),
}
_LOSS = re.compile(rf"\b(?:{_FELL}|{_GONE}|{_LACKING}|{_LESS})\b", re.IGNORECASE)
_BY = re.compile(rf"\bby {_ABOUT}", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never)\b|n[’']t\b", re.IGNORECASE)


_FAR = 200
"""How many characters before and after a percentage are read, in however long a sentence."""


def said_of(before: str, after: str, metrics: Nouns) -> Said | None:
    """What the text before a percentage and after its sign says; None: nothing of a loss."""
    before, after = metrics.masked(before[-_FAR:]), metrics.masked(after[:_FAR])
    if _LEFT_BEFORE.search(before):
        return Said.LEFT
    if _LOST_BEFORE.search(before):
        return Said.LOST
    found = [(one[0], said) for said, pattern in _AFTER.items() if (one := pattern.match(after))]
    words, first = min(found, key=lambda pair: len(pair[0]), default=("", None))
    if first and not _DENIED.search(words):
        return first
    loss = _BY.search(before) or _LOSS.search(before) or _LOSS.search(after)
    return Said.OPEN if loss else None
