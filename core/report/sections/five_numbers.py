"""Five numbers to take away, chosen by rules from what the run measured.

None of them stands in the finding, which already has the primary metric of both named arms. What
needs an interval and has none, because there are too few replicates, is left out.
"""

import math
from collections.abc import Iterator
from itertools import islice

from core.analysis.audited import generation_named
from core.analysis.change import Change, declared, how
from core.analysis.costs import mean_size
from core.analysis.families import headline_metrics
from core.analysis.half_life import half_life, has_half_life
from core.analysis.reading import read
from core.analysis.theory import CONSERVED, DISAGREES, statements, theory_table
from core.analysis.wording import metric_noun, metric_unit, say_interval, say_ratio
from core.metrics.base import Family
from core.palette import arm_styles
from core.record import RunRecord
from core.report.document import Number, Numbers

MOST, FEWEST = 5, 2
"""How many are shown; fewer than these are no block of numbers."""


def five_numbers(record: RunRecord) -> Numbers | None:
    """At most five, those that say most first; None where there are too few."""
    if record.done() < 1:
        return None
    found = tuple(islice(_found(record), MOST))
    return Numbers(found) if len(found) >= FEWEST else None


def _found(record: RunRecord) -> Iterator[Number]:
    """All that this run has, the most wanted first."""
    arms = record.experiment.named_arms()
    yield from _half_lives(record, arms[0], reached=True)
    for arm in arms:
        yield from _kept(record, arm, Family.TAIL)
    yield from (number for arm in arms[1:] for number in _cost(record, arm))
    yield from _theory(record)
    yield from _risen(record, arms[0])
    for arm in arms:
        yield from _kept(record, arm, Family.DIVERSITY)
    yield from (number for arm in arms[1:] for number in _half_lives(record, arm, reached=True))
    yield from (number for arm in arms for number in _half_lives(record, arm, reached=False))


def _number(record: RunRecord, said: str, what: str, arm: str) -> Number:
    """A text such as "5 [4, 6]" as a number and its interval."""
    value, bracket, interval = said.partition(" [")
    styles = arm_styles(record.arms, record.experiment.baseline)
    return Number(value, bracket.strip() + interval, what, styles.get(arm))


def _half_lives(record: RunRecord, arm: str, *, reached: bool) -> Iterator[Number]:
    """Generations until half of the diversity shown was lost, or that it took more than there were.

    reached: of which of the two to speak.
    """
    for metric in filter(has_half_life, headline_metrics(record)):
        life = half_life(record, metric, arm)
        if life.known and life.reached is reached:
            what = f"generations until half of the {metric_noun(metric)} was lost in {arm}"
            if not reached:
                lost = f"half of the {metric_noun(metric)} is lost in {arm}"
                shown = "not shown within" if math.isfinite(life.low) else "not within"
                what = f"generations until {lost}: {shown} this run"
            yield _number(record, life.said(), what, arm)


def _kept(record: RunRecord, arm: str, family: Family) -> Iterator[Number]:
    """What an arm kept of generation 0's tail or diversity."""
    for metric in headline_metrics(record):
        if declared(metric).family is not family or how(metric) is not Change.RATIO:
            continue
        reading = read(record, metric, arm)
        if metric != record.experiment.primary() and reading.interval().known:
            left = "times" if reading.interval().low > 1 else "of"
            noun = f"{left} generation 0's {metric_noun(metric)}"
            what = f"{noun}{' left' if left == 'of' else ''} in {arm}{_when(record)}"
            yield _number(record, say_ratio(reading.interval()), what, arm)


def _risen(record: RunRecord, arm: str) -> Iterator[Number]:
    """How far an arm has moved from the real data since generation 0."""
    for metric in headline_metrics(record):
        if how(metric) is not Change.RISE or metric == record.experiment.primary():
            continue
        found = read(record, metric, arm).interval()
        if found.known:
            unit = f" ({declared(metric).unit})" if metric_unit(metric) else ""
            what = f"rise in {metric_noun(metric)}{unit} since generation 0 in {arm}{_when(record)}"
            yield _number(record, say_interval(found), what, arm)


def _cost(record: RunRecord, arm: str) -> Iterator[Number]:
    """How many records the last fit of an arm saw, where they are not n."""
    held = record.composition(arm, record.done())
    times = mean_size(held) / record.experiment.sample_size if held else 1.0
    if not math.isclose(times, 1.0, rel_tol=0.005):
        what = f"times as many training records as at first: the price of {arm}{_when(record)}"
        yield _number(record, f"{times:,.3g}" if times < 100 else f"{times:,.0f}", what, arm)


def _theory(record: RunRecord) -> Iterator[Number]:
    """How many values that theory gives exactly lie near it; what every arm conserves left out."""
    told = [line for line in statements(theory_table(record)) if line.row != CONSERVED]
    known = [line.z for line in told if not math.isnan(line.z)]
    if known:
        agree = sum(abs(z) < DISAGREES for z in known)
        what = f"values known exactly from theory met, within {DISAGREES:g} standard errors"
        yield Number(f"{agree} of {len(known)}", "", what)


def _when(record: RunRecord) -> str:
    return f" at generation {generation_named(record, record.done())}"
