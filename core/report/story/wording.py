"""Pieces of sentences that several steps of a story share."""

from core.analysis.change import declared
from core.analysis.finding import when
from core.analysis.reading import Outcome
from core.analysis.verdict import Verdict
from core.analysis.wording import metric_noun, say_ratio, say_reach
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


def stands_at(arm: str, *ratios: Verdict) -> str:
    """Where an arm stands by its ratios to generation 0; a loss is told only where one is shown.

    Such as "Replace keeps 0.27 [0.26, 0.28] of generation 0's types alive and 0.9 of its mass",
    or "in Replace, coverage held at 0.96 of generation 0's and variance rose to 1.2 times
    generation 0's".
    """
    if not all(one.outcome in LOST for one in ratios):
        return f"in {arm}, {' and '.join(map(_stands, ratios))}"
    owners = ("generation 0's", *["its"] * (len(ratios) - 1))
    parts = (
        f"{_ratio(one)} of {owner} {metric_noun(one.metric)}"
        for one, owner in zip(ratios, owners, strict=True)
    )
    return f"{arm} keeps {' and '.join(parts)}"


def _stands(one: Verdict) -> str:
    noun, ratio = metric_noun(one.metric), _ratio(one)
    if one.ratio.low > 1 or (not one.ratio.known and (one.values > 1).all()):
        return f"{noun} rose to {ratio} times generation 0's"
    verb = "held at" if one.outcome is Outcome.HELD else "stood at"
    return f"{noun} {'fell to' if one.outcome in LOST else verb} {ratio} of generation 0's"


def _ratio(verdict: Verdict) -> str:
    """With its interval, or how far single replicates reach."""
    return say_ratio(verdict.ratio) if verdict.ratio.known else say_reach(verdict.values.tolist())
