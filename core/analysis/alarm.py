"""An alarm on the tail, from what real samples do by chance, or else what generation 0 does.

An audit proposes it for the next generations of its pipeline. Of a simulation
`core.analysis.alarm_raised` says when it would have been raised.

Where a simulation's first models already fall short of real samples, a threshold from real samples
is raised at once and cannot time recursion. Then it is the r-th lowest of generation 0's own R
replicates. They are exchangeable with one more such first model, so that this one lies below it
with chance r / (R + 1): an order statistic, with no law assumed.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.analysis.audited import generation_named
from core.analysis.change import declared
from core.analysis.families import tail_metric
from core.analysis.rules import T_REPLICATES
from core.analysis.wording import listed, metric_noun, metric_unit, say_level, say_number
from core.metrics.base import Family
from core.metrics.continuous import NEIGHBOUR_RECORDS
from core.metrics.tail_coverage import TAIL
from core.record import RunRecord
from core.records import FloatArray, RecordKind
from core.sources.base import Part

FALSE_ALARM = 0.025
"""Chance of a false alarm in one generation: the lower end of a null band."""
ENOUGH = 20
"""Records of the tail from which on its coverage moves in steps that are small enough."""
SPREAD = (
    "This very threshold may do better or worse, since the reference and the real samples that it "
    "was found by are finite: in simulations 9 in 10 thresholds kept within 5 %, and the worst of "
    "370 came to 14 %."
)
"""What `tests/core/analysis/test_alarm.py` holds it to."""
AHEAD, RISK = 10, 0.05
"""The stricter threshold: at most this risk of any false alarm over so many generations."""


class Basis(StrEnum):
    """Whose values a threshold is taken from."""

    REAL = "real samples"
    FIRST = "generation 0"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Below this value an alarm is raised; chance: of a false one in a generation, at most.

    It is the rank-th lowest of `values` values. raised: of an audit, the recorded generations that
    would have raised it, in most of their subsets.
    """

    value: float
    chance: float
    rank: int
    values: int
    raised: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Thresholds on a tail metric of `records` records each; reason: why there is none, else "".

    strict: for the next AHEAD generations together; None where real samples do not reach so far.
    basis: whose values `usual` is taken from. of_real: the threshold from real samples, if most
    replicates of generation 0 lie below it, so that it was not taken; NaN else.
    """

    metric: str
    records: int
    samples: int
    usual: Threshold | None
    strict: Threshold | None
    reason: str = ""
    basis: Basis = Basis.REAL
    of_real: float = math.nan


def alarm(record: RunRecord) -> Alarm:
    """The thresholds on the tail metric of the charts, from null samples or else generation 0.

    Of a simulation null samples are compared with the references of all replicates, so that the
    chance of a false alarm is one for a replicate taken at random.
    """
    size, samples = record.experiment.sample_size, record.null_samples
    metric = tail_metric(record)
    values = record.null_values.get(metric)
    why = _why_not(record, metric)
    if values is None or why:
        return Alarm(metric, size, samples, None, None, why)
    usual = _threshold(record, metric, np.sort(values), FALSE_ALARM)
    first = _first_models(record, metric)
    if usual is not None and 2 * np.count_nonzero(first < usual.value) > len(first):
        return _of_first_models(record, metric, first, usual.value)
    strict = _threshold(record, metric, np.sort(values), RISK / AHEAD)
    why = "" if usual else "real samples of this size already reach nothing of the tail by chance"
    return Alarm(metric, size, samples, usual, strict, why)


def _first_models(record: RunRecord, metric: str) -> FloatArray:
    """The baseline's values at generation 0 of a simulation; none before it is there."""
    if record.experiment.recorded or record.done() < 0:
        return np.empty(0)
    return record.values[metric][record.arms.index(record.experiment.baseline), :, 0]


def _of_first_models(record: RunRecord, metric: str, first: FloatArray, real: float) -> Alarm:
    """The threshold from generation 0's own replicates, in place of the one from real samples."""
    size, samples = record.experiment.sample_size, record.null_samples
    own, why = None, f"{len(first)} replicates are too few for a threshold of its own"
    if len(first) >= T_REPLICATES:
        own = _threshold(record, metric, np.sort(first), max(FALSE_ALARM, 1 / (len(first) + 1)))
        why = "some of its replicates reach nothing of the tail"
    short = "" if own else f"generation 0 falls short of real samples already, and {why}"
    return Alarm(metric, size, samples, own, None, short, Basis.FIRST, real)


def _why_not(record: RunRecord, metric: str) -> str:
    """Why a metric can have no threshold; "" if it can."""
    if not metric:
        return "no metric of the tail fits these records, or none was measured"
    if declared(metric).parameter is not None:
        return (
            f"{metric_noun(metric)} is read from the fitted model, and real samples have no such "
            "value to set a threshold by"
        )
    if not declared(metric).higher_is_better:
        return f"{metric_noun(metric)} rises where the tail is lost, and only a fall is watched"
    if metric not in record.null_values:
        return "no values of single real samples are known"
    return ""


def alarm_height(record: RunRecord, metric: str) -> float | None:
    """The proposed threshold where a chart of this metric is to show it; None elsewhere."""
    if not _of_tail(metric) or record.done() < 0:
        return None
    found = alarm(record)
    return found.usual.value if found.usual is not None and found.metric == metric else None


def _of_tail(metric: str) -> bool:
    return declared(metric).family is Family.TAIL


def _threshold(
    record: RunRecord, metric: str, ordered: FloatArray, chance: float
) -> Threshold | None:
    """The r-th lowest of m values: one more such value lies below it with chance r/(m+1).

    Exactly so where no two are equal, else more seldom. None where nothing can lie below.
    """
    rank = math.floor(chance * (len(ordered) + 1) + 1e-9)
    if rank < 1 or ordered[rank - 1] <= 0:
        return None
    value = float(ordered[rank - 1])
    generations = range(record.done() + 1) if record.experiment.recorded else ()
    raised = tuple(g for g in generations if _most_lie_below(record, metric, g, value))
    return Threshold(value, rank / (len(ordered) + 1), rank, len(ordered), raised)


def _most_lie_below(record: RunRecord, metric: str, generation: int, value: float) -> bool:
    """Whether most subsets of an audit's generation do: each is one look, as a real sample is."""
    below = record.values[metric][0, :, generation] < value
    return bool(2 * np.count_nonzero(below) > len(below))


def say_alarm(record: RunRecord) -> str:
    """The proposal in a few sentences; "" for a simulation, and before anything is measured."""
    if not record.experiment.recorded or record.done() < 0:
        return ""
    found = alarm(record)
    if found.usual is None:
        return f"No alarm threshold is proposed: {found.reason}."
    said = [_say_usual(record, found, found.usual), _say_strict(record, found), _say_coarse(record)]
    return " ".join(filter(None, said))


def _say_coarse(record: RunRecord) -> str:
    """How few records the tail is made of, where that decides how fine the alarm can be."""
    held = record.experiment.source.available(Part.REFERENCE)
    if held is None or record.experiment.source.gives is RecordKind.COUNTS:
        return ""
    tail = round(TAIL * min(held, NEIGHBOUR_RECORDS))
    if tail >= ENOUGH:
        return ""
    return (
        f"The tail is only {tail} records of the reference, so its coverage moves in steps of "
        f"1/{tail}: both thresholds are rough, and a larger reference would steady them."
    )


def _say_usual(record: RunRecord, found: Alarm, usual: Threshold) -> str:
    noun, unit = metric_noun(found.metric), metric_unit(found.metric)
    return (
        f"Proposed alarm for the next generations: {noun} below {say_number(usual.value)}{unit}, "
        f"measured on {found.records:,} records. Of real samples of that size, at most "
        f"{say_level(FALSE_ALARM)} fall below it, on average over thresholds found like this: "
        f"about 1 false alarm in {round(1 / FALSE_ALARM)} generations if nothing is wrong. "
        f"{SPREAD} {_say_raised(record, usual)}"
    )


def _say_raised(record: RunRecord, found: Threshold) -> str:
    every = record.done() + 1
    if every == 1:
        return f"The recorded one would {'' if found.raised else 'not '}have raised it."
    if not found.raised:
        return "None of the recorded generations would have raised it."
    if len(found.raised) == every:
        return "Every recorded generation would have raised it."
    names = listed([generation_named(record, g) for g in found.raised])
    return f"Of those recorded, {names} would have raised it."


def _say_strict(record: RunRecord, found: Alarm) -> str:
    resolution = f"{found.samples:,} real samples tell no rarer events apart"
    if found.strict is None:
        return (
            f"No threshold keeps the risk of any false alarm in the next {AHEAD} generations at "
            f"{say_level(RISK)}: {resolution}."
        )
    count, every = len(found.strict.raised), record.done() + 1
    return (
        f"Below {say_number(found.strict.value)}, which {count or 'none'} of the {every} recorded "
        f"would have raised, the risk of any false alarm in the next {AHEAD} generations is at "
        f"most {say_level(RISK)}, again on average; {resolution}."
    )
