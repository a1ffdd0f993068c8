"""What is said of one arm: its word, its numbers, and how it ended beside the baseline."""

import numpy as np

from core.analysis.change import Change, declared
from core.analysis.reading import Outcome
from core.analysis.rules import LEVEL
from core.analysis.verdict import Comparison, Contrast, Verdict
from core.analysis.wording import (
    metric_noun,
    metric_unit,
    say_interval,
    say_level,
    say_p,
    say_ratio,
    say_values,
)


def clause(verdict: Verdict) -> str:
    """An arm, its word and what its metric did, without a full stop."""
    noun = metric_noun(verdict.metric)
    why = f" ({verdict.reason})" if verdict.reason else ""
    return f"{verdict.arm} {word(verdict)}{why}: {noun} {_moved(verdict)}"


def word(verdict: Verdict) -> str:
    """The outcome as a verb: "collapsed", "is undecided"."""
    passive = verdict.outcome in (Outcome.UNDECIDED, Outcome.NOT_JUDGED)
    return f"is {verdict.outcome}" if passive else str(verdict.outcome)


def change(verdict: Verdict, *, brief: bool = False, decimals: int | None = None) -> str:
    """The ratio or rise; single values where there are too few for an interval.

    brief, decimals: in a table, as `say_interval` has them.
    """
    unit = "" if verdict.change is Change.RATIO else metric_unit(verdict.metric)
    if np.isnan(verdict.values).any():
        return "no value"
    if not verdict.ratio.known:
        return say_values(verdict.values.tolist(), unit, decimals=decimals)
    if verdict.change is Change.RATIO:
        return say_ratio(verdict.ratio, brief=brief, decimals=decimals)
    return say_interval(verdict.ratio, unit, brief=brief, decimals=decimals)


def short_change(verdict: Verdict) -> str:
    """The change where the metric has just been named: "0.906 [0.900, 0.912]", "by 0.02 …"."""
    own = f" of {_first(verdict)}" if verdict.alone_at_first else ""
    return f"by {change(verdict)}" if verdict.change is Change.RISE else f"{change(verdict)}{own}"


def arm_sentences(verdict: Verdict, contrast: Contrast | None, baseline: Verdict) -> str:
    """Everything about one arm; contrast is None for the baseline itself."""
    said = [f"{clause(verdict)}{_from_to(verdict)}."]
    if verdict.outcome is not verdict.alone:
        said.append(
            f"Its {say_level(LEVEL)} interval alone would read {verdict.alone}; "
            f"the {say_level(verdict.level)} interval that allows for all arms does not."
        )
    if contrast is not None:
        said.append(_compared(contrast, verdict, baseline))
    return " ".join(said)


def difference(contrast: Contrast, verdict: Verdict, baseline: Verdict) -> str:
    """How an arm ended beside the baseline, such as "a slower loss"; "" if not compared."""
    if contrast.comparison is Comparison.NOT_COMPARED:
        return ""
    if contrast.comparison is Comparison.NO_CLEAR_DIFFERENCE:
        return f"no clear difference from {contrast.baseline}"
    if lost(verdict) and lost(baseline):
        pace = "slower" if contrast.comparison is Comparison.SLOWED else "faster"
        loss = "rise" if verdict.change is Change.RISE else "loss"
        return f"a {pace} {loss} than {contrast.baseline}"
    way = "higher" if _higher(contrast) else "lower"
    return f"a {way} value than {contrast.baseline}{contrast.since}"


def short_difference(contrast: Contrast, verdict: Verdict, baseline: Verdict) -> str:
    """The same in a word or two for a table: "slowed" and "faster" are said of a loss alone."""
    words = (Comparison.NOT_COMPARED, Comparison.NO_CLEAR_DIFFERENCE)
    if contrast.comparison in words or (lost(verdict) and lost(baseline)):
        return str(contrast.comparison)
    return "higher" if _higher(contrast) else "lower"


def _higher(contrast: Contrast) -> bool:
    return bool(contrast.effect.centre > (1 if contrast.as_ratio else 0))


def _moved(verdict: Verdict) -> str:
    """What the metric did, such as "fell to 0.267 [0.262, 0.272] of generation 0's"."""
    if np.isnan(verdict.values).any():
        return "has no value relative to generation 0's"
    if verdict.change is Change.RATIO:
        fell = verdict.outcome in (Outcome.COLLAPSED, Outcome.DEGRADED)
        return f"{'fell to' if fell else 'stood at'} {change(verdict)} of {_first(verdict)}"
    rose = verdict.outcome is Outcome.DEGRADED
    return f"{'rose' if rose else 'changed'} by {change(verdict)}"


def _first(verdict: Verdict) -> str:
    return f"{'its own ' if verdict.alone_at_first else ''}generation 0's"


def _from_to(verdict: Verdict) -> str:
    if not (verdict.start.known and verdict.end.known):
        return ""
    unit = metric_unit(verdict.metric)
    count = declared(verdict.metric).count
    start = say_interval(verdict.start, count=count)
    return f", from {start} to {say_interval(verdict.end, unit, count=count)}"


def _compared(contrast: Contrast, verdict: Verdict, baseline: Verdict) -> str:
    found = difference(contrast, verdict, baseline)
    if not found:
        return f"It is not compared with {contrast.baseline}: {contrast.reason}."
    kind = "ratio to" if contrast.as_ratio else "difference from"
    effect = say_interval(contrast.effect, contrast.unit)
    p = say_p(contrast.adjusted)
    said = f"Its {kind} {contrast.baseline}{contrast.since} is {effect}: "
    return f"{said}{found.removesuffix(contrast.since)} ({p} after Holm)."


def lost(verdict: Verdict) -> bool:
    """Whether the metric moved for the worse against generation 0, beyond its interval."""
    found = verdict.ratio
    return bool(found.low > 0 if verdict.change is Change.RISE else found.high < 1)
