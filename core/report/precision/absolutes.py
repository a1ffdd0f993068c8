"""Words that claim more than one run can show: always, never, inevitable, proves, and their kin."""

import re
from collections.abc import Iterator

from core.report.precision.facts import Facts
from core.report.precision.remark import Remark
from core.report.precision.sentences import Sentence

_HOW_OFTEN = "say how often it was seen: “in this run”, or “in {of}”"
_SHOWS = "write “shows, in this run,” or “agrees with”"
_HAPPENED = "write what happened here, and to which arm"
_HOW_SURE = "let the interval say how sure it is"
_WHICH = "name the model of this run"
_CONDITION = "name the condition under which it was seen, such as the arm and its settings"

_WORDS = {
    "always|invariably|every time|in all cases|in every case|never(?! before)": _HOW_OFTEN,
    "inevitabl[ey]|unavoidabl[ey]|inescapabl[ey]|doomed|bound to (?:collapse|fail)": _HAPPENED,
    "must (?:collapse|fail|degrade)": _HAPPENED,
    "prove[sdn]?|proving|proofs?": _SHOWS,
    "guarantee[sd]?|guaranteeing|ensures?": _CONDITION,
    "(?:prevent|stop|eliminate|cure|avoid)(?:p?e?[sd])? (?:the )?(?:model )?collapse": _CONDITION,
    "(?:solve|cure|eliminate)[sd]? the problem": _CONDITION,
    "undoubtedly|undeniabl[ey]|unquestionabl[ey]|definite(?:ly)?|definitive(?:ly)?": _HOW_SURE,
    "conclusive(?:ly)?|certainly|obviously|(?:without|beyond) (?:a |any )?doubt": _HOW_SURE,
    "impossible": "write “was not seen in {of}”",
    r"(?:all|any) (?:\w+ )?(?:models|ai systems|llms)": _WHICH,
    "(?:any|every) (?:generative |language |ai )(?:model|system)": _WHICH,
    "(?:any|every) (?:model|system)(?= (?:that|which|trained|will|must))": _WHICH,
}  # fmt: skip
"""Patterns and what to write in their place; {of}: the replicates of the run."""

_PATTERNS = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), said) for pattern, said in _WORDS.items()
)


def absolutes(sentence: Sentence, facts: Facts) -> Iterator[Remark]:
    """Every absolute word that is not denied."""
    count = facts.record.experiment.replicates
    of = "its only replicate" if count == 1 else f"all {count:,} replicates"
    if not sentence.claims:
        return
    for pattern, suggestion in _PATTERNS:
        for found in pattern.finditer(sentence.masked):
            if not sentence.negated(found.start()):
                yield Remark(
                    sentence.start + found.start(),
                    sentence.start + found.end(),
                    found[0],
                    "One run cannot show this.",
                    suggestion.format(of=of),
                )
