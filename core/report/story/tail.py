"""The second step: whether the tail went first."""

import numpy as np

from core.analysis.change import Change, declared, how, ratios
from core.analysis.failure_order import Failure, failure_order
from core.analysis.families import family_metrics
from core.analysis.rules import HELD_ABOVE
from core.analysis.verdict import verdicts
from core.analysis.wording import listed, metric_noun, say_level
from core.metrics.base import Family
from core.palette import ArmStyle, Dash, Marker, arm_styles
from core.record import RunRecord
from core.report.sections.failure import TAIL_FIRST, told
from core.report.story.curves import relative
from core.report.story.samples import samples
from core.report.story.steps import Step
from core.report.story.wording import lower_first, sentence, stands_at, summary

RING = (
    f"Ring: here, and in the generation after, {say_level(round(1 - HELD_ABOVE, 4))} or more is "
    "lost."
)


def step(record: RunRecord, arm: str) -> Step:
    """The tail beside the diversity in one arm; some metric must be of the tail alone."""
    tail, other = metric_of(record), _first(record, Family.DIVERSITY)
    metrics = {tail: arm_styles(record.arms, record.experiment.baseline)[arm]}
    if other:
        metrics[other] = _second(metrics[tail])
    said = sentence(record, stands_at(arm, *(verdicts(record, name)[arm] for name in metrics)))
    failures = failure_order(record, arm)
    order = told(record, arm, failures)
    first = order.endswith(TAIL_FIRST) and tail in _firsts(failures)
    dates = {one.metric: one.generation for one in failures}
    rings = {metric: at for metric in metrics if (at := dates.get(metric)) is not None}
    return Step(
        "tail",
        "The tail goes first" if first else "The tail",
        f"The tail went first: {lower_first(said)}" if first else said,
        (_beside(order, failures, list(metrics), rings), summary(tail)),
        relative(record, arm, metrics, rings),
        samples(record, arm, rings.get(tail, record.done())),
    )


def _beside(order: str, failures: list[Failure], drawn: list[str], rings: dict[str, int]) -> str:
    """The order of failure with what the rings are; what is not drawn is said not to be.

    What failed first may be a loss, which is none of the ratios that are drawn.
    """
    ring = [RING] if rings else []
    first = _firsts(failures)
    if not first or any(metric in drawn for metric in first):
        return " ".join([order, *ring])
    failed = [f"{metric_noun(metric)} failed at generation {at}" for metric, at in rings.items()]
    here = [f"Of what is drawn, {listed(failed)}."] if failed else []
    return " ".join([*here, *ring, f"Measured too, but not drawn: {order}"])


def _firsts(failures: list[Failure]) -> list[str]:
    return [one.metric for one in failures if one.place == 1]


def metric_of(record: RunRecord) -> str:
    """The metric of the tail alone that has ratios; "" where there is none."""
    return _first(record, Family.TAIL)


def _first(record: RunRecord, family: Family) -> str:
    """The first metric of a family that has ratios; of the tail, of it alone."""
    found = (
        metric
        for metric in family_metrics(record, family)
        if how(metric) is Change.RATIO and (family is not Family.TAIL or declared(metric).rarest)
    )
    return next((name for name in found if _has_ratios(record, name)), "")


def _has_ratios(record: RunRecord, metric: str) -> bool:
    """Whether every arm has one in every replicate; generation 0 is all arms' own."""
    values = record.values[metric][:, :, [0, record.done()]]
    return all(bool(np.isfinite(ratios(arm)).all()) for arm in values)


def _second(style: ArmStyle) -> ArmStyle:
    """The same colour with another dash and another marker."""
    dash: Dash = "dashed" if style.dash == "solid" else "solid"
    marker: Marker = "square" if style.marker == "circle" else "circle"
    return ArmStyle(style.colour, dash, marker)
