"""Words of a verdict that an arm has not earned, "collapsed" above all."""

import re
from collections.abc import Iterator

from core.analysis.sentences import clause, word
from core.report.precision.facts import Facts
from core.report.precision.remark import Remark
from core.report.precision.sentences import ARM, Sentence

_COLLAPSE = re.compile(
    r"(?<!^)(?<!\ba )(?<!\bany )\bcollaps(?:ed|es|ing)\b"
    r"|(?:\b(?:will|does|did|do|to|must|models|arms|runs|systems|it|they|always|never|all|most"
    r"|often|usually|per ?cent)|%) (?:not )?(?P<verb>collapse)\b"
    r"|\b(?:leads?|led|leading|causes?|caused|causing|shows?|showed|suffers?|suffered|ends? in"
    r"|ended in|results? in|resulted in|went into|goes into) (?:to )?(?:a |the )?"
    r"(?:\w+ )?(?P<noun>collapse)\b",
    re.IGNORECASE,
)
_WORD = re.compile(rf"({ARM}) (held|degraded)(?=\s*[.,;:(]|\s*$)")


def collapse(sentence: Sentence, facts: Facts) -> Iterator[Remark]:
    """Every "collapsed", "held" or "degraded" that the run does not bear out."""
    if not sentence.claims:
        return
    for found in _COLLAPSE.finditer(sentence.masked):
        start, end = found.span(found.lastgroup or 0)
        arm = _wrong(sentence, facts, start, end)
        if arm is not None:
            yield _remark(sentence, facts, arm, start, end)
    for found in _WORD.finditer(sentence.masked):
        (start, end), arm = found.span(2), sentence.subject(*found.span(2))[-1]
        if facts.verdicts[arm].outcome != found[2]:
            yield _remark(sentence, facts, arm, start, end)


def _wrong(sentence: Sentence, facts: Facts, start: int, end: int) -> str | None:
    """The arm of which a claim of collapse is not so; None where it is, or nothing is claimed.

    A claim that names no arm needs one that collapsed; else the first arm answers for all.
    """
    if sentence.supposed(start, end):
        return None
    denied, arms = sentence.negated(start), sentence.subject(start, end)
    if not arms:
        return None if denied or any(map(facts.collapsed, facts.arms)) else facts.arms[0]
    return next((arm for arm in arms if facts.collapsed(arm) == denied), None)


def _remark(sentence: Sentence, facts: Facts, arm: str, start: int, end: int) -> Remark:
    verdict = facts.verdicts[arm]
    return Remark(
        sentence.start + start,
        sentence.start + end,
        sentence.masked[start:end],
        f"By its verdict {arm} {word(verdict)}.",
        f"write “{clause(verdict)}”",
    )
