"""Pieces of sentences that several steps of a story share."""

from core.analysis.change import Change, declared
from core.analysis.finding import when
from core.analysis.reading import Outcome
from core.analysis.verdict import Verdict
from core.analysis.wording import (
    metric_noun,
    metric_unit,
    say_interval,
    say_ratio,
    say_reach,
)
from core.record import RunRecord

LOST = (Outcome.COLLAPSED, Outcome.DEGRADED)


def summary(metric: str) -> str:
    """A metric in a plain sentence, led by its name."""
    return f"{declared(metric).title}: {lower_first(declared(metric).summary)}"


def sentence(record: RunRecord, said: str) -> str:
    """What is said, after how far the run has gone: "By generation 20, …"."""
    return f"{when(record)}{said}."


def lower_first(said: str) -> str:
    """A sentence as it goes on after a colon."""
    return said[:1].lower() + said[1:]


def stands_at(arm: str, *changes: Verdict) -> str:
    """Where an arm stands beside generation 0; that it keeps less is told only where that is shown.

    Such as "Replace keeps 0.27 [0.26, 0.28] of generation 0's types alive and 0.9 of its mass",
    or "in Replace, coverage held at 0.96 of generation 0's and variance rose to 1.2 times
    generation 0's", or of losses "in Replace, held-out loss rose by 0.3 nats a letter".
    """
    if changes[0].change is Change.RISE:
        return f"in {arm}, {_risen(*changes)}"
    if not all(one.outcome in LOST for one in changes):
        return f"in {arm}, {' and '.join(map(_stands, changes))}"
    owners = ("generation 0's", *["its"] * (len(changes) - 1))
    parts = (
        f"{_change(one)} of {owner} {metric_noun(one.metric)}"
        for one, owner in zip(changes, owners, strict=True)
    )
    return f"{arm} keeps {' and '.join(parts)}"


def _risen(*changes: Verdict) -> str:
    """Such as "loss of rare names rose by 0.3 and loss of names by 0.2", the verb said once."""
    verbs = ["rose by" if _rose(one) else "changed by" for one in changes]
    verbs[1:] = ["by" if verb == verbs[0] else verb for verb in verbs[1:]]
    pairs = zip(changes, verbs, strict=True)
    return " and ".join(f"{metric_noun(one.metric)} {verb} {_change(one)}" for one, verb in pairs)


def _stands(one: Verdict) -> str:
    noun, ratio = metric_noun(one.metric), _change(one)
    if _rose(one):
        return f"{noun} rose to {ratio} times generation 0's"
    verb = "held at" if one.outcome is Outcome.HELD else "stood at"
    return f"{noun} {'fell to' if one.outcome in LOST else verb} {ratio} of generation 0's"


def _rose(one: Verdict) -> bool:
    """Whether more is there than at generation 0, beyond the interval or in every replicate."""
    none = 0 if one.change is Change.RISE else 1
    return bool(one.ratio.low > none or (not one.ratio.known and (one.values > none).all()))


def _change(verdict: Verdict) -> str:
    """With its interval, or how far single replicates reach."""
    if verdict.change is Change.RATIO:
        known = verdict.ratio.known
        return say_ratio(verdict.ratio) if known else say_reach(verdict.values.tolist())
    unit = metric_unit(verdict.metric)
    if verdict.ratio.known:
        return say_interval(verdict.ratio, unit)
    return say_reach(verdict.values.tolist()) + unit
