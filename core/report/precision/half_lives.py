"""Generations at which half was lost, other than those of the run."""

import re
from collections.abc import Iterator

from core.analysis.half_life import half_life, has_half_life
from core.analysis.wording import listed
from core.report.precision.facts import Facts, noun
from core.report.precision.known import NUMBER, value_of
from core.report.precision.remark import Remark
from core.report.precision.sentences import Sentence

_NOT_QUITE = (
    r"(?<!\bthan )(?<!\bover )(?<!\babout )(?<!\bnearly )(?<!\balmost )(?<!\broughly )"
    r"(?<!\baround )(?<!\bfirst )(?<!\bsecond )(?<!\bother )(?<!\bone )(?<!\ba )(?<!\ban )"
    r"(?<!\bleast )(?<!\bbefore )"
)
_OF_OTHERS = (
    r"(?: of)?(?: the| its| their| all| these| those)* (?:records|replicates|samples|runs|arms"
    r"|metrics|data|pool|sentences|lines|people|training)\b"
)
_HALF = re.compile(
    rf"\bhalf-li(?:fe|ves)\b|\bhalved\b|{_NOT_QUITE}\bhalf\b(?!-|{_OF_OTHERS})", re.IGNORECASE
)
_LOST = re.compile(
    r"\b(?:half-li|halved|los[ste]|gone|vanish|disappear|died|fell|fallen|left|remain|surviv)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"\bgeneration (?P<of>{NUMBER.pattern})|(?P<so_many>{NUMBER.pattern})"
    r"(?: \[[^\]]*\])? generations?\b(?! (?:before|earlier|later|sooner|apart|than|after))",
    re.IGNORECASE,
)
_ALL_LONG = re.compile(
    r"\b(?:over|during|throughout|across|for|of|all|from|than|beyond|since|about|around|roughly"
    r"|nearly|almost|least|most|before|to)(?: the| its| a| generation)* $",
    re.IGNORECASE,
)
"""Before a number of generations that gives no time at which half was lost."""

_BY = re.compile(r"\b(?:by|within)(?: generation)? $", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|none|never|nor|neither|without|yet)\b|n[’']t\b", re.IGNORECASE)
_FAR = 90
"""Most characters between "half" and its number."""


def half_lives(sentence: Sentence, facts: Facts) -> Iterator[Remark]:
    """Every generation that stands beside a half lost and is no half-life of the run."""
    if not sentence.claims or not _LOST.search(sentence.masked):
        return
    metrics = _metrics(sentence, facts)
    arms = sentence.named() or ([sentence.about] if sentence.about else list(facts.arms))
    for found in _NUMBER.finditer(sentence.masked):
        start, end = found.span("of" if found["of"] else "so_many")
        if metrics and _beside_half(sentence.masked, start, end):
            by = bool(_BY.search(sentence.masked[:start]))
            if not _borne_out(value_of(sentence.masked[start:end]), facts, metrics, arms, by):
                yield _remark(sentence, facts, metrics[0], arms, (start, end))


def _metrics(sentence: Sentence, facts: Facts) -> list[str]:
    """Those meant that have a half-life: the ones that are named, else the first of the charts."""
    named = facts.metrics.named_in(sentence.masked)
    every = [metric for metric in facts.record.values if has_half_life(metric)]
    return [metric for metric in every if not named or noun(metric) in named]


def _beside_half(text: str, start: int, end: int) -> bool:
    """Whether "half" is next to a number: in the same part of a sentence, no other one between."""
    if _ALL_LONG.search(text[:start]):
        return False
    for half in _HALF.finditer(text):
        after = half.start() < start
        if "-" in half[0] and not after:
            continue  # "at generation 4, and half-lives"
        between = text[half.end() : start] if after else text[end : half.start()]
        if len(between) <= _FAR and not re.search(r"[;:\d]", between):
            return not _DENIED.search(between) and not _DENIED.search(text[: half.start()][-25:])
    return False


def _borne_out(value: float, facts: Facts, metrics: list[str], arms: list[str], by: bool) -> bool:
    """Whether it is a half-life of one of the arms, or an end of its interval; by: or after it."""
    lives = [half_life(facts.record, metric, arm) for metric in metrics for arm in arms]
    ends = [(life.generation, life.low, life.high) for life in lives if life.reached]
    return any(value in each or (by and value >= each[1]) for each in ends)


def _remark(
    sentence: Sentence, facts: Facts, metric: str, arms: list[str], at: tuple[int, int]
) -> Remark:
    start, end = at
    said = listed([f"{half_life(facts.record, metric, arm).said()} in {arm}" for arm in arms])
    return Remark(
        sentence.start + start,
        sentence.start + end,
        sentence.masked[start:end],
        f"Half-lives of {noun(metric)}, in generations: {said}.",
        "take the half-life of the arm that you mean",
    )
