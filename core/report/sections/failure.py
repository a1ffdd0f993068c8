"""What was lost first: the order of failure as a chart, and whether the tail was ahead."""

import math
from typing import TypeAlias

from core.analysis.change import declared
from core.analysis.failure_order import NOT_FAILED, Failure, failure_order
from core.analysis.rules import FAILURE_GENERATIONS, HELD_ABOVE, LEVEL
from core.analysis.wording import listed, metric_noun, say_generations, say_level
from core.metrics.base import Family
from core.palette import arm_styles
from core.record import RunRecord
from core.report.charts import FailureChart, FailureRow, Fate
from core.report.document import Block, Figure, Item, Listing, Paragraph
from core.report.numbers import capital

Orders: TypeAlias = dict[str, list[Failure]]
"""The order of failure in each arm that is shown."""

FEWEST = 2
"""Metrics that must be ranked before one of them can be first."""


def order(record: RunRecord) -> list[Block]:
    """The chart with what it shows, or why there is none."""
    orders = {arm: failure_order(record, arm) for arm in record.experiment.named_arms()}
    ranked, until = _ranked(orders), record.done()
    if len(ranked) < FEWEST:
        return [Paragraph(_too_few(ranked, orders, until)), *_unranked(orders)]
    if not any(map(_places, orders.values())):
        said = f"was shown to lose a tenth by generation {until}, in {listed(list(orders))}."
        return [Paragraph(f"What was lost first: no ranked metric {said}"), *_unranked(orders)]
    styles = arm_styles(record.arms, record.experiment.baseline)
    items = (Item(f"{arm}:", _say(found, until), styles[arm]) for arm, found in orders.items())
    return [_figure(record, orders, ranked), Listing(tuple(items)), *_unranked(orders)]


def _ranked(orders: Orders) -> list[str]:
    """Metrics that some arm can rank, first by their place in the first arm, then in the others."""
    places: dict[str, list[float]] = {}
    for failures in orders.values():
        for one in failures:
            places.setdefault(one.metric, []).append(math.inf if one.place is None else one.place)
    found = [one.metric for failures in orders.values() for one in failures if can_be_ranked(one)]
    return sorted(dict.fromkeys(found), key=lambda metric: places[metric])


def can_be_ranked(failure: Failure) -> bool:
    """Whether a metric has failed, or could have."""
    return failure.place is not None or failure.reason == NOT_FAILED


# The chart


def _figure(record: RunRecord, orders: Orders, ranked: list[str]) -> Figure:
    styles = arm_styles(record.arms, record.experiment.baseline)
    fates = {
        (failure.metric, arm): Fate(
            arm, styles[arm], failure.generation, failure.place,
            "" if can_be_ranked(failure) else failure.reason,
        )
        for arm, failures in orders.items()
        for failure in failures
    }  # fmt: skip
    rows = tuple(
        FailureRow(
            declared(metric).title,
            kind(metric),
            declared(metric).summary.rstrip("."),
            tuple(fates[metric, arm] for arm in orders),
        )
        for metric in ranked
    )
    return Figure("failure", _caption(record, orders), FailureChart(rows, record.done()))


def kind(metric: str) -> str:
    """Its family; of the tail family, whether it looks at the tail alone."""
    declaration = declared(metric)
    if declaration.family is Family.TAIL and not declaration.rarest:
        return "beyond the tail"
    return str(declaration.family)


def _caption(record: RunRecord, orders: Orders) -> str:
    median = "" if record.experiment.recorded else "median "
    said = (
        "What was lost first. A metric fails at the first generation from which, "
        f"{FAILURE_GENERATIONS} generations running, the {say_level(LEVEL)} interval of its "
        f"{median}ratio to generation 0 lies below {HELD_ABOVE}: at least a tenth is lost."
    )
    if any(len(tied) > 1 for found in orders.values() for tied in _places(found)):
        said += " Joined markers are tied: too close to say which was first."
    return f"{said} Distances, which start near nothing, have no such ratio."


# The words


def _places(failures: list[Failure]) -> list[list[Failure]]:
    """Those that failed, first to last; metrics of one place are tied."""
    places: dict[int, list[Failure]] = {}
    for failure in failures:
        if failure.place is not None:
            places.setdefault(failure.place, []).append(failure)
    return list(places.values())


def _say(failures: list[Failure], until: int) -> str:
    """What failed first, and whether that was the tail."""
    places = _places(failures)
    if not places:
        return f"No ranked metric was shown to fail by generation {until}."
    return f"{_first(places, failures, until)} {_tail(places[0], failures)}"


def _first(places: list[list[Failure]], failures: list[Failure], until: int) -> str:
    """By how many generations it failed before what."""
    first, *later = places
    said = f"{capital(_named(first))} failed first, {_when(first)}"
    if later:
        gap = _generation(later[0]) - _generation(first)
        return f"{said}; {_named(later[0])} followed {say_generations(gap)} later."
    if any(failure.reason == NOT_FAILED for failure in failures):
        return f"{said}; no other ranked metric was shown to fail by generation {until}."
    return f"{said}."


def _when(tied: list[Failure]) -> str:
    """Such as "at generation 4", or "tied at generations 1 to 3"."""
    generations = sorted({failure.generation for failure in tied if failure.generation is not None})
    tie = "tied " if len(tied) > 1 else ""
    if len(generations) == 1:
        return f"{tie}at generation {generations[0]}"
    return f"{tie}at generations {generations[0]} to {generations[-1]}"


def _generation(tied: list[Failure]) -> int:
    return min(failure.generation for failure in tied if failure.generation is not None)


def _named(failures: list[Failure]) -> str:
    return listed([metric_noun(failure.metric) for failure in failures])


def _tail(first: list[Failure], failures: list[Failure]) -> str:
    """Whether those that failed first are of the tail alone."""
    tail = [failure for failure in failures if declared(failure.metric).rarest]
    ranked = [failure for failure in tail if can_be_ranked(failure)]
    if not ranked:
        lacking = "can be ranked" if tail else "is measured"
        return f"Whether the tail went first cannot be said: no metric of the tail alone {lacking}."
    if all(failure in ranked for failure in first):
        return "So the tail was first."
    if any(failure in ranked for failure in first):
        return "So the tail was among the first, and not shown to go before the rest."
    failed = [failure for failure in ranked if failure.generation is not None]
    if not failed:
        were = "was" if len(ranked) == 1 else "were"
        return f"So the tail was not first here: {_named(ranked)} {were} not shown to fail."
    gap = say_generations(_generation(failed) - _generation(first))
    return f"So the tail was not first here: {_named(failed[:1])} failed {gap} after the first."


def _too_few(ranked: list[str], orders: Orders, until: int) -> str:
    """Why no order can be told, and what became of the only metric that could be in it."""
    said = "What was lost first cannot be told from this run: "
    if not ranked:
        return f"{said}no metric can be ranked."
    fates = []
    for arm, failures in orders.items():
        generation = next(one.generation for one in failures if one.metric == ranked[0])
        by = f"was not shown to fail by generation {until}"
        fates.append(
            f"{by if generation is None else f'failed at generation {generation}'} in {arm}"
        )
    return f"{said}only {metric_noun(ranked[0])} can be ranked, and it {listed(fates)}."


def _unranked(orders: Orders) -> list[Block]:
    """Metrics that no arm can rank, and why."""
    reasons: dict[str, dict[str, None]] = {}
    for failures in orders.values():
        for failure in failures:
            if not can_be_ranked(failure):
                reasons.setdefault(failure.reason, {})[metric_noun(failure.metric)] = None
    said = "; ".join(f"because {why}: {listed(list(names))}" for why, names in reasons.items())
    return [Paragraph(f"Not ranked, {said}.", "note")] if said else []
