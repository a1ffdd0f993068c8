"""What arms paid in fidelity: whether single records still look as real as the baseline's.

A control decides no support, since collapsed output can do well by it. Where an arm ends clearly
lower, that is a price nonetheless, and is said beside it (descriptive).
"""

from collections.abc import Sequence

from core.analysis.change import declared
from core.analysis.families import family_metrics
from core.analysis.reading import read
from core.analysis.verdict import Comparison, comparisons
from core.analysis.wording import listed, metric_noun, metric_unit, say_band, say_interval
from core.metrics.base import Family
from core.record import RunRecord


def poorer(record: RunRecord) -> dict[str, list[str]]:
    """By control of fidelity, the arms that ended clearly lower than the baseline.

    Values are compared, not changes: by pairs, or as independent samples. What lies among real
    samples is no loss, however high a collapsed baseline stands. A loss of what is still possible
    falls as types die, and says nothing here.
    """
    if record.done() < 1 or record.experiment.recorded:
        return {}
    metrics = family_metrics(record, Family.FIDELITY)
    found = {
        metric: [
            arm
            for arm, contrast in comparisons(record, metric).items()
            if contrast.comparison is Comparison.FASTER and _below_real(record, metric, arm)
        ]
        for metric in metrics
        if declared(metric).higher_is_better
    }
    return {metric: arms for metric, arms in found.items() if arms}


def say_fidelity(record: RunRecord, arm: str = "") -> list[str]:
    """What became of each control by which some arm ended lower, from generation 0 on.

    arm: one that must be among them; by default any will do.
    """
    found = poorer(record).items()
    return [_say(record, metric, arms) for metric, arms in found if not arm or arm in arms]


def say_less_real(record: RunRecord, arms: Sequence[str]) -> list[str]:
    """The same as a part of a price; of several arms together, whose it is."""
    found = ((name, [arm for arm in of if arm in arms]) for name, of in poorer(record).items())
    return [
        _beside(record, metric, one[0])
        if len(arms) == 1
        else f"{metric_noun(metric)} below the baseline's in {listed(one)}"
        for metric, one in found
        if one
    ]


def _below_real(record: RunRecord, metric: str, arm: str) -> bool:
    reading = read(record, metric, arm)
    return reading.band is None or bool(reading.end_interval().high < reading.band[0])


def _say(record: RunRecord, metric: str, arms: list[str]) -> str:
    base, noun = record.experiment.baseline, metric_noun(metric)
    band = record.bands.get(metric)
    real = "" if band is None else f"; real samples: {say_band(metric, band)}"
    went = listed([_went(record, metric, arm) for arm in (base, *arms)])
    return (
        f"Do records still look real? {noun[:1].upper()}{noun[1:]} (a control{real}) went {went}: "
        f"{listed(arms)} ended clearly lower than {base} (descriptive)."
    )


def _went(record: RunRecord, metric: str, arm: str) -> str:
    return f"from {_at(record, metric, arm, 0)} to {_at(record, metric, arm, 1)} in {arm}"


def _beside(record: RunRecord, metric: str, arm: str) -> str:
    """Such as "precision at 0.71 [0.70, 0.72], below the baseline's 0.93 [0.92, 0.94]"."""
    base = record.experiment.baseline
    own, its = (_at(record, metric, one, 1) for one in (arm, base))
    said = f"{metric_noun(metric)} at {own}, below the baseline's {its}"
    if record.experiment.are_paired(arm, base):
        return said
    own, its = (_at(record, metric, one, 0) for one in (arm, base))
    return f"{said} (at generation 0: {own} and {its})"


def _at(record: RunRecord, metric: str, arm: str, place: int) -> str:
    """What an arm had at its generation 0 (place 0) or has at the last one."""
    reading = read(record, metric, arm)
    found = reading.end_interval() if place else reading.start_interval()
    return say_interval(found, "" if "share" in declared(metric).unit else metric_unit(metric))
