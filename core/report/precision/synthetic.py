"""Synthetic data called bad as such."""

import re
from collections.abc import Iterator

from core.analysis.reading import Outcome
from core.analysis.wording import listed
from core.report.precision.facts import Facts
from core.report.precision.remark import Remark
from core.report.precision.sentences import Sentence

_DATA = (
    r"(?:synthetic|generated|machine-made|model-made|artificial) "
    r"(?:training )?(?:data|records|text|content|samples|images|sources)"
)
_BAD = (
    r"(?:bad|harmful|toxic|poisonous|poison|garbage|junk|rubbish|worthless|useless|dangerous"
    r"|inferior|unusable|untrustworthy|a danger|a threat|the problem|the cause|to blame|slop)"
)
_SPOILS = (
    r"(?:poisons?|poisoned|destroys?|destroyed|ruins?|ruined|kills?|killed|corrupts?|corrupted"
    r"|contaminates?|contaminated|pollutes?|polluted|damages?|damaged|degrades|breaks|broke"
    r"|causes?|caused)"
)
_CLAIM = re.compile(
    rf"\b{_DATA} (?:(?:is|are|was|were|as such|itself|simply|just|only|always) )+{_BAD}\b"
    rf"|\b{_DATA} (?:itself |as such |simply |always )*{_SPOILS}\b"
    rf"|\b(?:bad|harmful|toxic|poisonous|dangerous|worthless|useless) {_DATA}\b"
    rf"|\b(?:poisoned|ruined|destroyed|corrupted|polluted|contaminated) by {_DATA}\b",
    re.IGNORECASE,
)


def synthetic(sentence: Sentence, facts: Facts) -> Iterator[Remark]:
    """Every place where synthetic data as such is to blame."""
    if not sentence.claims:
        return
    for found in _CLAIM.finditer(sentence.masked):
        if not sentence.negated(found.start()) and not re.search(r"\bnot\b", found[0]):
            yield Remark(
                sentence.start + found.start(),
                sentence.start + found.end(),
                found[0],
                f"It depends on how synthetic data are used.{_held(facts)}",
                "name the use that lost: which records each generation trained on, in which arm",
            )


def _held(facts: Facts) -> str:
    """The arms that trained on synthetic records and held."""
    held = [arm for arm, found in facts.verdicts.items() if found.outcome is Outcome.HELD]
    return f" In this run {listed(held)} trained on synthetic records and held." if held else ""
