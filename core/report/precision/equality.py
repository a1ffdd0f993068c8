"""Equality claimed where the run found no clear difference, or found one."""

import math
import re
from collections.abc import Iterator

from core.analysis.sentences import difference
from core.analysis.verdict import Comparison, Contrast
from core.analysis.wording import say_interval, say_p
from core.report.precision.facts import Facts
from core.report.precision.remark import Remark
from core.report.precision.sentences import ARM, Sentence

_EQUAL = re.compile(
    r"\b(?:no (?:real |actual |true |measurable |detectable )?difference"
    r"|no different|not different|(?:do|does|did) not differ"
    r"|equal(?:s|ly)?|identical(?:ly)?|equivalent|indistinguishable|interchangeable"
    r"|(?:exactly |just |much )?the same (?:as|result|results|outcome|value|values)"
    r"|(?:just )?as (?:good|bad|well|badly|poorly|diverse|varied) as)\b",
    re.IGNORECASE,
)
_OF_ARMS = re.compile(rf"{ARM}|\b(?:arms|regimes|both|baseline)\b")


def equality(sentence: Sentence, facts: Facts) -> Iterator[Remark]:
    """Every claim that arms ended alike."""
    if not sentence.claims or not facts.contrasts:
        return
    if not _OF_ARMS.search(sentence.masked) and not sentence.about:
        return
    for found in _EQUAL.finditer(sentence.masked):
        if sentence.negated(found.start()) or sentence.supposed(*found.span()):
            continue
        contrast = _meant(sentence, facts)
        yield Remark(
            sentence.start + found.start(),
            sentence.start + found.end(),
            found[0],
            _why(contrast, facts),
            _suggestion(contrast, facts),
        )


def _meant(sentence: Sentence, facts: Facts) -> Contrast:
    """The comparison that the sentence is about; the first without a clear difference else."""
    named = [*sentence.named(), sentence.about]
    for arm in named:
        if arm in facts.contrasts:
            return facts.contrasts[arm]
    every = facts.contrasts.values()
    unclear = (one for one in every if one.comparison is Comparison.NO_CLEAR_DIFFERENCE)
    return next(unclear, next(iter(every)))


def _why(contrast: Contrast, facts: Facts) -> str:
    match contrast.comparison:
        case Comparison.NOT_COMPARED:
            return f"{contrast.arm} is not compared with {contrast.baseline}: {contrast.reason}."
        case Comparison.NO_CLEAR_DIFFERENCE:
            return "No clear difference was found, which is not evidence that there is none."
    return f"{contrast.arm} ended with {_found(contrast, facts)}."


def _suggestion(contrast: Contrast, facts: Facts) -> str:
    if contrast.comparison is Comparison.NOT_COMPARED:
        return "give both values, and no comparison"
    if contrast.comparison is Comparison.NO_CLEAR_DIFFERENCE:
        kind = "ratio to" if contrast.as_ratio else "difference from"
        return (
            f"write “no clear difference ({kind} {contrast.baseline} "
            f"{say_interval(contrast.effect)})”"
        )
    return f"write “{_found(contrast, facts)}”"


def _found(contrast: Contrast, facts: Facts) -> str:
    """Such as "a slower loss than Replace (p < 0.001)"."""
    judged = facts.verdicts
    said = difference(contrast, judged[contrast.arm], judged[contrast.baseline])
    return said if math.isnan(contrast.adjusted) else f"{said} ({say_p(contrast.adjusted)})"
