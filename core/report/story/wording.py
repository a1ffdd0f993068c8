"""Pieces of sentences that several steps of a story share."""

from core.analysis.change import declared
from core.analysis.finding import when
from core.analysis.verdict import Verdict
from core.analysis.wording import metric_noun, say_ratio, say_reach
from core.record import RunRecord


def summary(metric: str) -> str:
    """A metric in a plain sentence, led by its name."""
    return f"{declared(metric).title}: {lower_first(declared(metric).summary)}"


def sentence(record: RunRecord, said: str) -> str:
    """What is said, after how far the run has gone: "By generation 20, …"."""
    return f"{when(record)}{said}."


def lower_first(said: str) -> str:
    """A sentence as it goes on after a colon."""
    return said[:1].lower() + said[1:]


def stands_at(*ratios: Verdict) -> str:
    """Such as "keeps 0.27 [0.26, 0.28] of generation 0's types alive and 0.9 of its mass"."""
    grown = any((one.values > 1).all() for one in ratios)
    owners = ("generation 0's", *["its"] * (len(ratios) - 1))
    parts = (
        f"{_ratio(one)} of {owner} {metric_noun(one.metric)}"
        for one, owner in zip(ratios, owners, strict=True)
    )
    verb, joint = ("stands at", " and at ") if grown else ("keeps", " and ")
    return f"{verb} {joint.join(parts)}"


def _ratio(verdict: Verdict) -> str:
    """With its interval, or how far single replicates reach."""
    return say_ratio(verdict.ratio) if verdict.ratio.known else say_reach(verdict.values.tolist())
