"""The second step: whether the tail went first."""

import math

import numpy as np

from core.analysis.change import Change, changes, declared, how, is_loss
from core.analysis.failure_order import Failure, failure_order
from core.analysis.families import family_metrics
from core.analysis.rules import HELD_ABOVE
from core.analysis.verdict import verdicts
from core.analysis.wording import listed, metric_noun, say_level, say_number
from core.metrics.base import Family
from core.palette import ArmStyle, Dash, Marker, arm_styles
from core.record import RunRecord
from core.report.sections.failure import TAIL_FIRST, can_be_ranked, told
from core.report.story.curves import relative
from core.report.story.samples import samples
from core.report.story.steps import Step
from core.report.story.wording import lower_first, sentence, stands_at, summary

LOST = say_level(round(1 - HELD_ABOVE, 4))

RING = f"Ring: here, and in the generation after, {LOST} or more is lost."

RING_OF_LOSSES = (
    "Ring: here, and in the generation after, it is "
    f"{say_number(-math.log(HELD_ABOVE))} nats or more higher, a likelihood {LOST} or more lower."
)


def step(record: RunRecord, arm: str) -> Step:
    """The tail beside what is not the tail in one arm; some metric must be of the tail alone."""
    failures = failure_order(record, arm)
    tail, *others = _drawn(record, failures)
    metrics = {tail: arm_styles(record.arms, record.experiment.baseline)[arm]}
    metrics |= {other: _second(metrics[tail]) for other in others}
    said = sentence(record, stands_at(arm, *(verdicts(record, name)[arm] for name in metrics)))
    order = told(record, arm, failures)
    first = order.endswith(TAIL_FIRST) and tail in _firsts(failures)
    dates = {one.metric: one.generation for one in failures}
    rings = {metric: at for metric in metrics if (at := dates.get(metric)) is not None}
    return Step(
        "tail",
        "The tail goes first" if first else "The tail",
        f"The tail went first: {lower_first(said)}" if first else said,
        (_beside(order, failures, list(metrics), bool(rings)), summary(tail)),
        relative(record, arm, metrics, rings),
        samples(record, arm, rings.get(tail, record.done())),
    )


def has_tail(record: RunRecord) -> bool:
    """Whether something is measured of the tail alone that this step can draw."""
    return bool(_pairs(record))


def _beside(order: str, failures: list[Failure], drawn: list[str], ringed: bool) -> str:
    """The order of failure with what the rings are; what is named and not drawn is said not to be.

    Losses and ratios share no axis, and an order may name both.
    """
    ring = [RING_OF_LOSSES if is_loss(drawn[0]) else RING] if ringed else []
    nouns = [metric_noun(one.metric) for one in failures if one.metric not in drawn]
    missing = [noun for noun in nouns if noun in lower_first(order)]
    note = [f"Not drawn here: {listed(missing)}."] if missing else []
    return " ".join([order, *ring, *note])


def _firsts(failures: list[Failure]) -> list[str]:
    return [one.metric for one in failures if one.place == 1]


def _drawn(record: RunRecord, failures: list[Failure]) -> list[str]:
    """The metric of the tail, the one that what is said of the tail rests on, and one beside it.

    That is one that failed first, else one that is ranked; else its pair has what failed first.
    """
    firsts = _firsts(failures)
    ranked = {one.metric for one in failures if can_be_ranked(one)}

    def weight(pair: list[str]) -> tuple[bool, ...]:
        return pair[0] in firsts, pair[0] in ranked, not set(firsts).isdisjoint(pair)

    return max(_pairs(record), key=weight)


def _pairs(record: RunRecord) -> list[list[str]]:
    """A metric of the tail alone with one that shares its axis; ratios, and losses in one unit."""
    tails = [name for name in family_metrics(record, Family.TAIL) if declared(name).rarest]
    usable = [name for name in tails if _has_changes(record, name)]
    ratio = next((name for name in usable if how(name) is Change.RATIO), "")
    loss = next((name for name in usable if is_loss(name)), "")
    beside = {ratio: _diversity(record), loss: _other_loss(record, loss)}
    found = [name for name in usable if name in (ratio, loss)]
    return [[name, *beside[name]] for name in found]


def _diversity(record: RunRecord) -> list[str]:
    every = family_metrics(record, Family.DIVERSITY)
    ratios = (name for name in every if how(name) is Change.RATIO)
    return [name for name in ratios if _has_changes(record, name)][:1]


def _other_loss(record: RunRecord, loss: str) -> list[str]:
    """A loss of all records, not of the rare ones, by the same letter, word or record."""
    every = family_metrics(record, Family.DISTANCE) if loss else []
    losses = (name for name in every if is_loss(name))
    same = (name for name in losses if declared(name).unit == declared(loss).unit)
    return [name for name in same if _has_changes(record, name)][:1]


def _has_changes(record: RunRecord, metric: str) -> bool:
    """Whether every arm has one in every replicate; generation 0 is all arms' own."""
    values = record.values[metric][:, :, [0, record.done()]]
    return all(bool(np.isfinite(changes(arm, how(metric))).all()) for arm in values)


def _second(style: ArmStyle) -> ArmStyle:
    """The same colour with another dash and another marker."""
    dash: Dash = "dashed" if style.dash == "solid" else "solid"
    marker: Marker = "square" if style.marker == "circle" else "circle"
    return ArmStyle(style.colour, dash, marker)
