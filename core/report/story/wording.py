"""Pieces of sentences that several steps of a story share."""

from core.analysis.change import Change, declared
from core.analysis.finding import when
from core.analysis.sentences import change
from core.analysis.verdict import Verdict
from core.analysis.wording import metric_noun
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


def stands_at(verdict: Verdict) -> str:
    """Such as "0.27 [0.26, 0.28] of generation 0's types alive"; of a distance its rise."""
    noun = metric_noun(verdict.metric)
    if verdict.change is Change.RATIO:
        return f"{change(verdict)} of generation 0's {noun}"
    return f"a rise of {change(verdict)} in {noun}"
