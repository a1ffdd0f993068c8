"""The second step: whether the tail went first."""

import numpy as np

from core.analysis.change import Change, declared, how
from core.analysis.failure_order import failure_order
from core.analysis.families import family_metrics
from core.analysis.rules import HELD_ABOVE
from core.analysis.verdict import verdicts
from core.analysis.wording import say_level
from core.metrics.base import Family
from core.palette import ArmStyle, Dash, Marker, arm_styles
from core.record import RunRecord
from core.report.sections.failure import tail_first, told
from core.report.story.cast import Cast
from core.report.story.curves import relative
from core.report.story.samples import samples
from core.report.story.steps import Step
from core.report.story.wording import lower_first, sentence, stands_at, summary


def step(record: RunRecord, played: Cast) -> Step | None:
    """The tail beside the diversity in one arm; nothing where no metric is of the tail alone."""
    arm = played.loser
    tail, other = _first(record, arm, Family.TAIL), _first(record, arm, Family.DIVERSITY)
    if not tail:
        return None
    metrics = {tail: arm_styles(record.arms, record.experiment.baseline)[arm]}
    if other:
        metrics[other] = _second(metrics[tail])
    found = [verdicts(record, metric)[arm] for metric in metrics]
    said = sentence(record, f"{arm} {stands_at(*found)}")
    first = tail_first(record, arm)
    dates = {one.metric: one.generation for one in failure_order(record, arm)}
    rings = {metric: at for metric in metrics if (at := dates.get(metric)) is not None}
    shown_at = rings.get(tail, record.done())
    return Step(
        "tail",
        "The tail goes first" if first else "The tail",
        f"The tail went first: {lower_first(said)}" if first else said,
        (_order(record, arm, rings), summary(tail)),
        relative(record, arm, metrics, rings),
        samples(record, arm, shown_at),
    )


def _order(record: RunRecord, arm: str, rings: dict[str, int]) -> str:
    lost = say_level(round(1 - HELD_ABOVE, 4))
    ringed = f" Ring: from here {lost} or more is lost." if rings else ""
    return told(record, arm) + ringed


def _first(record: RunRecord, arm: str, family: Family) -> str:
    """The first metric of a family that has ratios in the arm; of the tail, of it alone."""
    found = (
        metric
        for metric in family_metrics(record, family)
        if how(metric) is Change.RATIO and (family is not Family.TAIL or declared(metric).rarest)
    )
    return next((name for name in found if _has_ratio(record, name, arm)), "")


def _has_ratio(record: RunRecord, metric: str, arm: str) -> bool:
    return bool(np.isfinite(verdicts(record, metric)[arm].values).all())


def _second(style: ArmStyle) -> ArmStyle:
    """The same colour with another dash and another marker."""
    dash: Dash = "dashed" if style.dash == "solid" else "solid"
    marker: Marker = "square" if style.marker == "circle" else "circle"
    return ArmStyle(style.colour, dash, marker)
