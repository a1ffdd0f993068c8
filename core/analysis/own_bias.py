"""What a model loses by itself in every fit, told apart from what recursion did."""

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
    left_out = record.experiment.learner.leaves_out
    lost = {
        arm: judged
        for arm, judged in verdicts(record).items()
        if judged.outcome in (Outcome.COLLAPSED, Outcome.DEGRADED)
    }
    if not left_out or not lost:
        return ""
    said = f"What this model emits leaves out {left_out}, in every generation and any regime"
    keep = [judged for arm, judged in lost.items() if _keeps_all(record, arm)]
    if not keep:
        return f"{said}: part of each loss is that bias of the model."
    return f"{said}. {_followed(record, keep)}"


def _keeps_all(record: RunRecord, arm: str) -> bool:
    return record.experiment.arm(arm).plain == "accumulate"


def _followed(record: RunRecord, keep: list[Verdict]) -> str:
    """Of arms that lost though they keep every real record."""
    noun, arms = metric_noun(record.experiment.primary()), listed([one.arm for one in keep])
    verb, loses = ("keeps", "loses") if len(keep) == 1 else ("keep", "lose")
    said = f"{arms} {verb} every real record and {loses} {noun} all the same"
    band = record.bands.get(record.experiment.primary())
    dominated = band is not None and all(_lost_more_at_first(one, band) for one in keep)
    if band is None or not dominated:
        return f"{said}: that bias may explain it."
    first = say_number(float(keep[0].start.centre / band[1]), 2)
    left = listed([say_ratio(one.ratio) for one in keep])
    return (
        f"{said}: the model's own bias dominates there, since one fit to real data left {first} of "
        f"real samples' {noun}, and all the later ones {left} of that."
    )


def _lost_more_at_first(judged: Verdict, band: tuple[float, float, float]) -> bool:
    """Whether generation 0 lost more against real samples than recursion against generation 0.

    By the ends of the intervals and of the null band that speak against it.
    """
    if judged.change is not Change.RATIO or not (judged.start.known and judged.ratio.known):
        return False
    return bool(judged.start.high / band[0] < judged.ratio.low)
