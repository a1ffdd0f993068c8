"""Accumulation and replacement confused with what an arm did."""

import re
from collections.abc import Iterator

from core.report.precision.facts import Facts
from core.report.precision.remark import Remark
from core.report.precision.sentences import Sentence

_GATHERS = re.compile(
    r"\baccumulat(?:es|ed|ing|ion)\b"
    r"|\b(?:keeps?|kept|keeping|stores?|stored|retains?|retained) (?:all|everything|every)\b"
    r"(?! (?:the )?real)"
    r"|\b(?:growing|ever larger) (?:archive|pool|training)",
    re.IGNORECASE,
)
_RENEWS = re.compile(
    r"\b(?:replaces|replaced|replacing|discards?|discarded|discarding|overwrites?|overwrote"
    r"|throws? away|threw away|throwing away|forgets?|forgot) "
    r"(?:all |its |the |their |older |old |earlier |previous |every )*"
    r"(?:data|records?|samples?|generations?|everything|pool|archive|training)\b"
    r"|\bonly (?:on |from )?(?:the |its )?(?:newest|latest|last|most recent)\b"
    r"|\breplacement\b",
    re.IGNORECASE,
)


def retention(sentence: Sentence, facts: Facts) -> Iterator[Remark]:
    """Every arm that is said to keep what it did not keep, or to drop what it kept."""
    if not sentence.claims:
        return
    for pattern, gathers in ((_GATHERS, True), (_RENEWS, False)):
        for found in pattern.finditer(sentence.masked):
            if sentence.negated(found.start()) or sentence.supposed(*found.span()):
                continue
            for arm in sentence.subject(*found.span()):
                if not _does(facts, arm, gathers):
                    yield _remark(sentence, facts, arm, found)


def _does(facts: Facts, arm: str, gathers: bool) -> bool:
    """Whether one of the arm's regimes keeps an archive, or one does not."""
    regimes = facts.record.experiment.arm(arm).regimes()
    return any(regime.retention.keeps_real == gathers for _, regime in regimes)


def _remark(sentence: Sentence, facts: Facts, arm: str, found: "re.Match[str]") -> Remark:
    (_, regime), *_ = facts.record.experiment.arm(arm).regimes()
    summary = regime.retention.summary
    return Remark(
        sentence.start + found.start(),
        sentence.start + found.end(),
        found[0],
        f"That is not what {arm} did.",
        f"go by its retention, “{regime.retention.title}”: {summary[:1].lower()}{summary[1:]}",
    )
