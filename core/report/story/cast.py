"""Which arms a story is about: the one that lost, and the one that did better."""

from dataclasses import dataclass

from core.analysis.mitigations import Mitigation, Support, mitigations
from core.analysis.reading import Outcome
from core.analysis.sentences import lost
from core.analysis.verdict import Verdict, verdicts
from core.record import RunRecord

MOST = 5
"""Arms that one picture shows at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """The arms of a story.

    loser: whose loss is told. others: what is said of every arm but the baseline. best: the arm
    that the run supports most, None where it supports none. baseline_better: the baseline itself
    did better than the arm named for comparison.
    """

    loser: str
    judged: dict[str, Verdict]
    others: tuple[Mitigation, ...]
    best: Mitigation | None
    baseline_better: bool


def cast(record: RunRecord) -> Cast:
    """The baseline's loss; of a baseline that lost nothing, the loss of the arm beside it."""
    judged, others = verdicts(record), tuple(mitigations(record))
    base, compare = record.experiment.baseline, record.experiment.compare
    lost_most = _loser(record, judged)
    supported = [one for one in others if one.supported is Support.SUPPORTED]
    best = min(supported, key=lambda one: _rank(one, compare), default=None)
    return Cast(lost_most, judged, others, best, lost_most != base)


def loser(record: RunRecord) -> str:
    """The arm whose loss is told."""
    return _loser(record, verdicts(record))


def _loser(record: RunRecord, judged: dict[str, Verdict]) -> str:
    base, compare = record.experiment.baseline, record.experiment.compare
    turned = bool(compare) and not _lost(judged[base]) and _lost(judged[compare])
    return compare if turned else base


def _lost(verdict: Verdict) -> bool:
    """Whether an arm lost much, or is at least shown to have lost something and not to hold."""
    if verdict.outcome in (Outcome.COLLAPSED, Outcome.DEGRADED):
        return True
    return verdict.outcome is Outcome.UNDECIDED and lost(verdict)


def _rank(one: Mitigation, compare: str) -> tuple[bool, bool, bool, float]:
    """Arms that held come first, then the one that was named before the run, then the largest."""
    effect = float(one.contrast.effect.centre)
    better = effect if one.contrast.as_ratio or effect > 0 else -effect
    return one.slows, one.verdict.outcome is not Outcome.HELD, one.arm != compare, -better


def shown_arms(record: RunRecord, best: Mitigation | None = None) -> list[str]:
    """The arms of a picture that compares them, those of the story among them."""
    wanted = [*record.experiment.named_arms(), *([best.arm] if best else [])]
    first = sorted(record.arms, key=lambda arm: arm not in wanted)[:MOST]
    return [arm for arm in record.arms if arm in first]


def left_out(record: RunRecord) -> str:
    """That some arms are not shown; "" where all are."""
    missing = len(record.arms) - MOST
    noun = "arm is" if missing == 1 else "arms are"
    return f"{missing} further {noun} not shown here." if missing > 0 else ""
