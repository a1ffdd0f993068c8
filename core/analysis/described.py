"""What a chart shows, in one sentence computed from the run; and which run that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from core.analysis.audited import generation_named, say_subsets
from core.analysis.change import Change, declared, finished_values, how, ratios
from core.analysis.intervals import Interval, Subsets, interval, subsets, unknown
from core.analysis.rules import LEVEL
from core.analysis.wording import (
    listed,
    metric_noun,
    metric_unit,
    say_band,
    say_interval,
    say_level,
    say_reach,
    say_values,
)
from core.experiment import Experiment
from core.metrics.base import Family
from core.record import RunRecord
from core.records import FloatArray

MOST_NAMED = 4
"""Arms whose values are said one by one; of more, the named ones' and how far the others reach."""


SAME = 1e-9
"""Numbers that differ by less than this share of themselves do so by rounding alone."""


def say_run(experiment: Experiment) -> str:
    """Which run is on screen, whatever the form beside it says by now."""
    if experiment.recorded:
        return (
            f"{experiment.name} · {experiment.generations + 1:,} recorded generations, nothing "
            f"trained · {say_subsets(experiment)} · seed {experiment.seed}"
        )
    return (
        f"{experiment.name} · seed {experiment.seed} · n = {experiment.sample_size:,} · "
        f"{experiment.replicates:,} replicates · {experiment.generations:,} generations"
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Course:
    """An arm's values at generation 0 and the last, [replicates] each, and how they are read.

    verb: what they did, such as "fell to".
    """

    arm: str
    metric: str
    end: FloatArray
    found: Interval
    verb: str

    def said(self) -> str:
        """The end, with its interval where there is one."""
        return _say(self.metric, self.end, self.found)


def describe(
    record: RunRecord,
    metric: str,
    arms: Sequence[str] | None = None,
    *,
    ratio: bool = False,
    logarithmic: bool = False,
) -> str:
    """One sentence on a chart of some arms, all of them by default; a full stop at its end.

    From what to what each arm went by the last generation that all have finished, with intervals,
    and where that lies beside the null band. ratio: of values over generation 0's.
    """
    shown = [arm for arm in record.arms if arms is None or arm in arms]
    title = metric_noun(metric)
    title = title[:1].upper() + title[1:] + (" over generation 0's" if ratio else "")
    axis = " (logarithmic axis)" if logarithmic else ""
    if record.done() < 0:
        return f"{title}: no generation is finished yet."
    if not shown:
        return f"{title}: every arm is left out of the chart."
    found = [_course(record, metric, arm, len(shown), ratio=ratio) for arm in shown]
    told = _told(record, found)
    parts = [
        _first_alone(record, found) if record.done() == 0 else _ends(told),
        "" if record.done() == 0 else _reach([one for one in found if one not in told]),
        "" if ratio else _beside_real(record, metric, found),
        _left_out(record, shown),
    ]
    start = "" if ratio or record.done() == 0 else _start(record, metric, shown)
    said = "; ".join(filter(None, parts))
    return f"{title}{axis}, {_when(record)}: {start}{said}{_basis(record, found)}."


def _when(record: RunRecord) -> str:
    done, planned = record.done(), record.experiment.generations
    first = f"generation {generation_named(record, 0)}"
    span = first if done == 0 else f"{first} to {generation_named(record, done)}"
    return span if done == planned else f"so far {span} of {planned}"


def _course(record: RunRecord, metric: str, arm: str, arms: int, *, ratio: bool) -> _Course:
    values = finished_values(record, metric, arm)[:, [0, record.done()]]
    of = subsets(record.experiment, "" if ratio else metric)
    drawn = ratios(values) if ratio else values
    return _Course(arm, metric if not ratio else "", drawn[:, 1],
                   _interval(drawn[:, 1], declared(metric).scale, of),
                   _verb(values, metric, arms, subsets(record.experiment)))  # fmt: skip


def _interval(values: FloatArray, scale: bool, of: Subsets | None) -> Interval:
    return unknown() if np.isnan(values).any() else interval(values, scale, of=of)


def _verb(values: FloatArray, metric: str, arms: int, of: Subsets | None) -> str:
    """What a metric did from [replicates, first] to [replicates, last].

    A fall or rise is claimed at a level that allows for all arms of the chart: where the interval
    of the paired changes lies on one side of none, or those of both ends do not meet. Changes of
    which many are nothing have a median of nothing, however far apart the ends are.
    """
    if np.isnan(values[:, 1]).any():
        return "has"
    if not np.isfinite(values).all():
        return "ended at"
    if np.allclose(values[:, 0], values[:, 1], rtol=SAME, atol=0):
        return "stayed at"
    level, scale = 1 - (1 - LEVEL) / (2 * arms), declared(metric).scale
    ratio = scale and how(metric) is Change.RATIO and bool(np.all(values > 0))
    moved = values[:, 1] / values[:, 0] if ratio else values[:, 1] - values[:, 0]
    still = 1.0 if ratio else 0.0
    found = interval(moved, ratio, level, of)
    start, end = (interval(column, scale, level, of) for column in values.T)
    if not found.known:
        return "went to"
    if found.high < still or end.high < start.low:
        return "fell to"
    risen = found.low > still or end.low > start.high
    return "rose to" if risen else "ended, without a clear change, at"


def _say(metric: str, values: FloatArray, found: Interval) -> str:
    """A value with its interval; without one, the values or how far they reach."""
    missing = int(np.isnan(values).sum())
    if missing:
        every = missing == len(values)
        return "no value" if every else f"no value in {missing} of {len(values)} replicates"
    count = bool(metric) and declared(metric).count
    if found.known and np.isclose(found.low, found.high, rtol=SAME, atol=0):
        return say_values([float(found.centre)], count=count)
    return (
        say_interval(found, count=count) if found.known else say_reach(values.tolist(), count=count)
    )


def _start(record: RunRecord, metric: str, shown: list[str]) -> str:
    """Where arms began: those that share generation 0 together, and each other one by itself."""
    sharing = [arm for arm in shown if arm in record.sharing]
    begun = {arm: _begun(record, metric, arm) for arm in shown if arm not in record.sharing}
    first = _begun(record, metric, sharing[0]) if sharing else ""
    said = [f"from {first}"] * bool(first)
    said += [f"{_name(arm)} from {value}" for arm, value in begun.items() if value != first]
    return f"{listed(said)}, " if said else ""


def _begun(record: RunRecord, metric: str, arm: str) -> str:
    """An arm's value at generation 0; "" where some replicate has none."""
    values = finished_values(record, metric, arm)[:, 0]
    if np.isnan(values).any():
        return ""
    found = _interval(values, declared(metric).scale, subsets(record.experiment, metric))
    return f"{_say(metric, values, found)}{metric_unit(metric)}"


def _first_alone(record: RunRecord, found: list[_Course]) -> str:
    if any(one.arm not in record.sharing for one in found):
        return listed([f"{_name(one.arm)} at {one.said()}{_unit(one)}" for one in found])
    shared = ", which all arms share" if len(found) > 1 else ""
    return f"{found[0].said()}{_unit(found[0])}{shared}"


def _unit(course: _Course) -> str:
    return metric_unit(course.metric) if course.metric else ""


def _told(record: RunRecord, found: list[_Course]) -> list[_Course]:
    """The arms that are told one by one: all, or of many those that were named before the run."""
    if len(found) <= MOST_NAMED:
        return found
    named = record.experiment.named_arms()
    return [one for one in found if one.arm in named] or found[:1]


def _ends(told: list[_Course]) -> str:
    """Each arm's end; of a verb that was the arm's before too, its last word."""
    said, before = [], ""
    for one in told:
        verb = one.verb.split()[-1] if one.verb == before else one.verb
        said.append(f"{_name(one.arm)} {verb} {one.said()}")
        before = one.verb
    return listed(said)


def _name(arm: str) -> str:
    """An arm in a row of others: in quotation marks where a comma would part it."""
    return f"“{arm}”" if "," in arm else arm


def _reach(others: list[_Course]) -> str:
    """Between which ends the arms lie that are not told one by one."""
    known = sorted((one for one in others if np.isfinite(one.found.centre)), key=_centre)
    if not known:
        return ""
    low, high = (f"{one.said()} ({_name(one.arm)})" for one in (known[0], known[-1]))
    if len(known) == 1:
        return f"of the others one has a value: {low}"
    who = f"the {len(known)}" if len(known) == len(others) else f"{len(known)} of the {len(others)}"
    return f"{who} others end between {low} and {high}"


def _centre(course: _Course) -> float:
    return float(course.found.centre)


def _beside_real(record: RunRecord, metric: str, found: list[_Course]) -> str:
    """What real samples give, and on which side of that each arm ends."""
    band = record.bands.get(metric)
    if band is None:
        return ""
    said = f"{say_level(LEVEL)} of real samples give {say_band(metric, band)}"
    distance = declared(metric).family is Family.DISTANCE
    places = [(one, _place(one, band, distance=distance)) for one in found]
    known = sorted((pair for pair in places if pair[1]), key=lambda pair: ORDER.index(pair[1]))
    groups = [
        ([one.arm for one, _ in group], where)
        for where, group in groupby(known, key=lambda pair: pair[1])
    ]
    if not groups:
        return said
    sides = [f"{_who(arms, len(found))} {where}" for arms, where in groups]
    first = groups[0][0]
    verb = "lies" if len(first) == 1 else "lie"
    sides[0] = f"{_who(first, len(found))} {verb} {groups[0][1]}"
    return f"{said}, and {', '.join(sides)}"


ORDER = ("above that", "partly above that", "within it", "partly below that", "below that")
"""Where an end may lie beside the null band."""


def _place(course: _Course, band: tuple[float, float, float], *, distance: bool) -> str:
    """Where an arm's interval lies, or without one its replicates; "" where it has no value.

    Of a distance the band has an upper end alone: smaller is not further from real samples.
    """
    if np.isnan(course.end).any():
        return ""
    ends = (course.found.low, course.found.high) if course.found.known else course.end
    low, high = float(np.min(ends)), float(np.max(ends))
    floor, ceiling = (-np.inf if distance else band[0]), band[2]
    ceiling, floor = ceiling + SAME * abs(ceiling), floor - SAME * abs(band[0])
    if low > ceiling:
        return "above that"
    if high < floor:
        return "below that"
    if high > ceiling:
        return "partly above that"
    return "partly below that" if low < floor else "within it"


def _who(arms: list[str], every: int) -> str:
    """Some of so many arms, by their names where these are few."""
    if len(arms) == every > 1:
        return "both arms" if every == 2 else f"all {every} arms"
    return _names(arms)


def _names(arms: list[str]) -> str:
    return listed([_name(arm) for arm in arms]) if len(arms) <= MOST_NAMED else f"{len(arms)} arms"


def _left_out(record: RunRecord, shown: list[str]) -> str:
    hidden = [arm for arm in record.arms if arm not in shown]
    return f"left out: {_names(hidden)}" if hidden else ""


def _basis(record: RunRecord, found: list[_Course]) -> str:
    """What brackets are, and over how many replicates."""
    count = record.experiment.replicates
    if record.experiment.recorded:
        over = "random subsets of the records"
    elif count == 1:
        return " (one replicate, no interval)"
    else:
        over = f"{count:,} replicates"
    known = any(one.found.known for one in found)
    return f" ({say_level(LEVEL)} intervals over {over})" if known else f" ({over}, no interval)"
