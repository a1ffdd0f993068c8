"""Verdicts on arms and their paired comparison with the baseline, at the last generation."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.analysis.change import Change, declared
from core.analysis.intervals import Interval, interval, order_rank, unknown
from core.analysis.reading import Outcome, Reading, read, too_few
from core.analysis.remembered import remembered
from core.analysis.rules import LEVEL, T_REPLICATES
from core.record import RunRecord
from core.records import FloatArray

__all__ = [
    "Comparison",
    "Contrast",
    "Outcome",
    "Verdict",
    "comparison",
    "comparisons",
    "holm",
    "paired",
    "verdict",
    "verdicts",
]


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What became of a metric in an arm, by the last generation that every arm has finished.

    change: whether `ratio` holds a ratio to generation 0 or a rise above it. start, end: the
    metric itself, in its unit. All three at LEVEL, for this arm alone. judged: the change at
    `level`, which allows for all arms; the outcome follows from it. alone: the word that `ratio`
    would earn if there were no other arm. values: the change, [replicates]. reason: why it is not
    judged, "" else.
    """

    arm: str
    metric: str
    outcome: Outcome
    ratio: Interval
    start: Interval
    end: Interval
    generation: int
    reason: str
    change: Change
    values: FloatArray
    judged: Interval
    level: float
    alone: Outcome


def verdict(record: RunRecord, arm: str, metric: str | None = None) -> Verdict:
    """The verdict on an arm, of the primary metric unless another is named."""
    return verdicts(record, metric)[arm]


def verdicts(record: RunRecord, metric: str | None = None) -> dict[str, Verdict]:
    """The verdict on every arm; together they make a false claim in at most 5 % of runs."""
    return _verdicts(record, metric or record.experiment.primary())


@remembered
def _verdicts(record: RunRecord, metric: str) -> dict[str, Verdict]:
    readings = {arm: read(record, metric, arm) for arm in record.arms}
    level = _joint_level([reading for reading in readings.values() if not reading.obstacle])
    return {arm: _judge(record, metric, arm, readings[arm], level) for arm in record.arms}


def _judge(record: RunRecord, metric: str, arm: str, reading: Reading, level: float) -> Verdict:
    return Verdict(
        arm=arm,
        metric=metric,
        outcome=reading.outcome(level),
        ratio=reading.interval(),
        start=reading.start_interval(),
        end=reading.end_interval(),
        generation=record.done(),
        reason=reading.obstacle,
        change=reading.change,
        values=reading.changed,
        judged=reading.interval(level),
        level=level,
        alone=reading.outcome(LEVEL),
    )


def _joint_level(readings: list[Reading]) -> float:
    """The level at which all arms are judged: 1 - 0.05 / the arms that still cover a threshold.

    The count starts with all arms and shrinks while narrower intervals clear more thresholds.
    """
    count = max(len(readings), 1)
    while True:
        level = 1 - (1 - LEVEL) / count
        still_open = max(sum(reading.is_open(level) for reading in readings), 1)
        if still_open >= count:
            return level
        count = still_open


class Comparison(StrEnum):
    """How an arm ended beside the baseline; no clear difference is not evidence of equality."""

    SLOWED = "slowed"
    FASTER = "faster"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """An arm against the baseline, or another arm, at the last generation, paired on replicates.

    slowed: the arm ended on the better side of the baseline; faster: on the worse.
    effect: the arm over the baseline (as_ratio), else the arm less the baseline, at LEVEL for
    this pair alone. p, adjusted: two-sided, before and after Holm over the arms; NaN if not
    compared, and then reason says why.
    """

    arm: str
    baseline: str
    metric: str
    comparison: Comparison
    effect: Interval
    as_ratio: bool
    p: float
    adjusted: float
    generation: int
    reason: str


def comparison(record: RunRecord, arm: str, metric: str | None = None) -> Contrast:
    """An arm against the baseline, on the primary metric unless another is named."""
    name = metric or record.experiment.primary()
    found = comparisons(record, name)
    if arm in found:
        return found[arm]
    return _not_compared(record, name, (arm, arm), "it is the baseline")


def comparisons(record: RunRecord, metric: str | None = None) -> dict[str, Contrast]:
    """Every arm but the baseline against it; a false claim in at most 5 % of null runs.

    Scale metrics by a paired t test on logarithms; others, and where a value has no logarithm,
    by the sign test of the paired differences, ties counting against a difference.
    """
    return _comparisons(record, metric or record.experiment.primary())


@remembered
def _comparisons(record: RunRecord, metric: str) -> dict[str, Contrast]:
    base = record.experiment.baseline
    return paired(record, {arm: base for arm in record.arms if arm != base}, metric)


def paired(
    record: RunRecord, pairs: dict[str, str], metric: str | None = None
) -> dict[str, Contrast]:
    """Every arm named against the arm it is paired with; Holm over these pairs."""
    name = metric or record.experiment.primary()
    values = {arm: _pair(record, name, arm, other) for arm, other in pairs.items()}
    problems = {arm: _problem(record, pair, len(pairs)) for arm, pair in values.items()}
    p_values = {arm: _p_value(*values[arm]) for arm in pairs if not problems[arm]}
    adjusted = dict(zip(p_values, holm(list(p_values.values())).tolist(), strict=True))
    found: dict[str, Contrast] = {}
    for arm, other in pairs.items():
        if problems[arm]:
            found[arm] = _not_compared(record, name, (arm, other), problems[arm])
        else:
            p = p_values[arm], adjusted[arm]
            found[arm] = _contrast(record, name, (arm, other), *values[arm], *p)
    return found


def holm(p_values: list[float]) -> FloatArray:
    """Adjusted p values in the order given (Holm 1979); each at most 1."""
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def _pair(record: RunRecord, metric: str, arm: str, other: str) -> tuple[FloatArray, bool]:
    """The arm over the other and True, or the arm less the other and False; [replicates]."""
    values = record.values[metric][:, :, max(record.done(), 0)]
    own, base = (values[record.arms.index(name)] for name in (arm, other))
    logarithms = bool(np.all(own > 0) and np.all(base > 0) and np.isfinite(own + base).all())
    as_ratio = declared(metric).scale and logarithms
    return (own / base, True) if as_ratio else (own - base, False)


def _problem(record: RunRecord, pair: tuple[FloatArray, bool], arms: int) -> str:
    """Why a pair cannot be compared; "" if it can."""
    values, as_ratio = pair
    if record.done() < 1:
        return "nothing has been trained on samples yet"
    if np.isnan(values).any():
        return "not every replicate has a value in both arms"
    if as_ratio:
        return f"{too_few(len(values))} for a t test" if len(values) < T_REPLICATES else ""
    if not order_rank(len(values), 1 - (1 - LEVEL) / arms):
        for_all = f"to compare {arms} arms at once" if arms > 1 else "for a sign test"
        return f"{too_few(len(values))} {for_all}"
    return ""


def _p_value(values: FloatArray, as_ratio: bool) -> float:
    """Two-sided, that the arm is the baseline's like: of a t test on logarithms, or a sign test."""
    from scipy.special import bdtr, stdtr

    count = len(values)
    if as_ratio:
        logs = np.log(values)
        if not np.ptp(logs):
            return float(logs[0] == 0.0)
        error = logs.std(ddof=1) / np.sqrt(count)
        return float(2 * stdtr(count - 1, -abs(logs.mean()) / error))
    fewer = min(int(np.sum(values <= 0)), int(np.sum(values >= 0)))
    return float(min(1.0, 2 * bdtr(fewer, count, 0.5)))


def _contrast(
    record: RunRecord,
    metric: str,
    pair: tuple[str, str],
    values: FloatArray,
    as_ratio: bool,
    p: float,
    adjusted: float,
) -> Contrast:
    effect = interval(values, scale=as_ratio)
    found = Comparison.NO_CLEAR_DIFFERENCE
    if adjusted <= 1 - LEVEL:
        above = bool(effect.centre > (1 if as_ratio else 0))
        better = above == declared(metric).higher_is_better
        found = Comparison.SLOWED if better else Comparison.FASTER
    return Contrast(*pair, metric, found, effect, as_ratio, p, adjusted, record.done(), "")


def _not_compared(record: RunRecord, metric: str, pair: tuple[str, str], reason: str) -> Contrast:
    nan, found = float("nan"), Comparison.NOT_COMPARED
    return Contrast(*pair, metric, found, unknown(), False, nan, nan, record.done(), reason)
