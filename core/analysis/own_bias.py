"""What a model loses by itself in every fit, told apart from what recursion did."""

from collections.abc import Iterable

from core.analysis.change import Change
from core.analysis.reading import Outcome
from core.analysis.verdict import Verdict, verdicts
from core.analysis.wording import listed, metric_noun, say_number, say_ratio
from core.record import RunRecord


def own_bias(record: RunRecord) -> str:
    """That the model leaves something out in every fit, where some arm lost; "" where none did.

    An arm that keeps every real record and loses all the same shows how much of it is the model's:
    there its bias dominates, if one fit to real data alone lost more than recursion did.
    """
    without = {arm: record.experiment.learner_of(arm).leaves_out for arm in record.arms}
    lost = {
        arm: judged
        for arm, judged in verdicts(record).items()
        if without[arm] and judged.outcome in (Outcome.COLLAPSED, Outcome.DEGRADED)
    }
    if not lost:
        return ""
    keep = [judged for arm, judged in lost.items() if _keeps_all(record, arm)]
    if keep and all(_lost_more_at_first(record, judged) for judged in keep):
        return _dominated(record, _listed_once(without[one.arm] for one in keep), keep)
    left_out = _listed_once(without[arm] for arm in lost)
    others = [arm for arm in record.arms if not without[arm]]
    whose = f"the model of {listed([*lost])}" if others else "this model"
    said = f"What {whose} emits leaves out {left_out}, in any regime"
    if not keep:
        return f"{said}: part of each loss may be that bias of the model."
    verb, loses = ("keeps", "loses") if len(keep) == 1 else ("keep", "lose")
    return (
        f"{said}. {listed([one.arm for one in keep])} {verb} every real record and {loses} "
        f"{metric_noun(record.experiment.primary())} all the same, which that bias may explain."
    )


def _listed_once(parts: Iterable[str]) -> str:
    return listed(list(dict.fromkeys(parts)))


def _keeps_all(record: RunRecord, arm: str) -> bool:
    return record.experiment.arm(arm).plain == "accumulate"


def _dominated(record: RunRecord, left_out: str, keep: list[Verdict]) -> str:
    """Of arms that keep every real record and lost less by recursion than one fit did alone."""
    arms, noun = listed([one.arm for one in keep]), metric_noun(record.experiment.primary())
    verb = "keeps" if len(keep) == 1 else "keep"
    return (
        f"In {arms} the model's own bias dominates. {_at_first(record, keep)} of real samples' "
        f"{noun}: what it emits leaves out {left_out}, beside whatever else the fit missed. "
        f"{arms} {verb} every real record and still fell to "
        f"{listed([say_ratio(one.ratio) for one in keep])} of that."
    )


def _at_first(record: RunRecord, keep: list[Verdict]) -> str:
    """What the first fit left, of each arm where these began differently."""
    left: dict[str, list[str]] = {}
    for one in keep:
        share = float(one.start.centre / record.bands[one.metric][1])
        left.setdefault(say_number(share, 2), []).append(one.arm)
    if len(left) == 1:
        return f"One fit to real data left {next(iter(left))}"
    each = [f"{share} in {listed(arms)}" for share, arms in left.items()]
    return f"One fit to real data left {listed(each)},"


def _lost_more_at_first(record: RunRecord, judged: Verdict) -> bool:
    """Whether generation 0 lost more against real samples than recursion against generation 0.

    By the ends of the intervals and of the null band that speak against it.
    """
    band = record.bands.get(judged.metric)
    if band is None or judged.change is not Change.RATIO:
        return False
    known = judged.start.known and judged.ratio.known
    return bool(known and judged.start.high / band[0] < judged.ratio.low)
