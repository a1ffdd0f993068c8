"""Nothing said to be lost in an arm that clearly lost some of what its run counts."""

import re
from collections.abc import Iterator

from core.analysis.change import Change, declared
from core.report.precision.facts import Facts
from core.report.precision.remark import Remark
from core.report.precision.sentences import Sentence

_GONE = r"(?:lost|gone|missing|extinct|vanished|disappeared|died out|wiped out|forgotten)"
_WAS = r"(?:was|were|is|are|got|went|has|have|had|has been|have been|had been)"
_LIMITED = r"(?! (?:that|which|who|for|on|to|by|at|before|until|from|between|during))"
"""What follows may say of which ones, or when, and that is not read."""


def nothing_lost(sentence: Sentence, facts: Facts) -> Iterator[Remark]:
    """Every "no names were lost" of an arm that lost some; one that keeps real records may not."""
    if not sentence.claims or not declared(facts.record.experiment.primary()).count:
        return
    for found in _claim(facts).finditer(sentence.masked):
        arms = sentence.subject(*found.span()) or facts.arms
        arm = next((arm for arm in arms if _lost(facts, arm)), None)
        if arm is not None and not sentence.supposed(*found.span()):
            yield Remark(
                sentence.start + found.start(),
                sentence.start + found.end(),
                found[0],
                f"Some were lost in {arm}.",
                f"write “{facts.said(arm)}”",
            )


def _claim(facts: Facts) -> "re.Pattern[str]":
    nouns = {facts.record.experiment.source.types_noun, "types", *facts.primary}
    nouns |= {noun.split()[-1] for noun in nouns if not noun.endswith(" alive")}
    counted = "|".join(map(re.escape, sorted(nouns, key=len, reverse=True)))
    none = rf"(?:no (?:{counted})|none of (?:the|its|these) (?:{counted})|nothing)"
    return re.compile(
        rf"\b(?:{none}(?: {_WAS})? {_GONE}|(?:lost|loses?|losing) {none})\b{_LIMITED}",
        re.IGNORECASE,
    )


def _lost(facts: Facts, arm: str) -> bool:
    """Whether an arm's whole interval lies below 1, and no archive may bring a type back."""
    verdict, regimes = facts.verdicts[arm], facts.record.experiment.arm(arm).regimes()
    keeps = any(regime.retention.keeps_real for _, regime in regimes)
    return verdict.change is Change.RATIO and float(verdict.ratio.high) < 1 and not keeps
