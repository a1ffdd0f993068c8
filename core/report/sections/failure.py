"""What was lost first: the order of failure as a chart, and whether the tail was ahead."""

import math
from typing import TypeAlias

from core.analysis.change import Change, declared, how, is_loss
from core.analysis.failure_order import NOT_FAILED, Failure, failure_order, lost_unranked
from core.analysis.rules import FAILURE_GENERATIONS, HELD_ABOVE, LEVEL, NULL_BAND_WIDTH
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

TAIL_FIRST = "So the tail was first."

FEW = 2
"""Most metrics that have not failed of which each one is named."""


def order(record: RunRecord) -> list[Block]:
    """The chart with what it shows, or why there is none."""
    orders = _orders(record)
    ranked, until = _ranked(orders), record.done()
    if len(ranked) < FEWEST:
        return [Paragraph(_too_few(ranked, orders, until)), *_unranked(orders)]
    if not any(map(_places, orders.values())):
        said = f"was shown to lose a tenth by generation {until}, in {listed(list(orders))}"
        said += "".join(_yet(record, arm, f" in {arm}") for arm in orders)
        return [Paragraph(f"What was lost first: no ranked metric {said}."), *_unranked(orders)]
    styles = arm_styles(record.arms, record.experiment.baseline)
    items = (Item(f"{arm}:", _say(record, arm, one), styles[arm]) for arm, one in orders.items())
    blocks: list[Block] = [_figure(record, orders, ranked), Listing(tuple(items))]
    return [*blocks, *_unranked(orders, _no_tail(orders))]


def charted(record: RunRecord) -> list[str]:
    """The metrics that the chart explains, a row each; none where there is no chart."""
    orders = _orders(record)
    ranked = _ranked(orders)
    return ranked if len(ranked) >= FEWEST and any(map(_places, orders.values())) else []


def _orders(record: RunRecord) -> Orders:
    return {arm: failure_order(record, arm) for arm in record.experiment.named_arms()}


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


def told(record: RunRecord, arm: str, failures: list[Failure]) -> str:
    """What was lost first in one arm and whether that was the tail, or why that cannot be told.

    It ends with TAIL_FIRST where it was.
    """
    orders: Orders = {arm: failures}
    ranked = _ranked(orders)
    if len(ranked) < FEWEST:
        return " ".join(filter(None, (_too_few(ranked, orders, record.done()), _no_tail(orders))))
    return " ".join(filter(None, (_say(record, arm, failures), _no_tail(orders))))


def reading(record: RunRecord) -> str:
    """How the order is read, precisely; "" before there is one."""
    if record.done() < 1:
        return ""
    median = "" if record.experiment.recorded else "median "
    return (
        f"By the interval of each metric's {median}ratio to generation 0. {_of_rises(record)}"
        "Ranked are metrics whose range of real samples is at most "
        f"{say_level(NULL_BAND_WIDTH)} of its centre wide. {_of_losses(record)}Tied are those that "
        "fail together, or whose intervals overlap when the first of them fails."
    )


def _of_rises(record: RunRecord) -> str:
    """That metrics which are read as a rise have no place, where the run has some."""
    rises = [metric for metric in record.values if how(metric) is Change.RISE]
    if all(map(is_loss, rises)):
        return ""
    but = ", except losses" if any(map(is_loss, rises)) else ""
    return (
        "Metrics that should be small, such as distances, are read as a rise instead, and are "
        f"not ranked{but}. "
    )


def _of_losses(record: RunRecord) -> str:
    """How losses are ranked, where the run has some."""
    losses = [metric for metric in record.values if is_loss(metric)]
    if not losses:
        return ""
    unit = declared(losses[0]).unit.removeprefix("nats ")
    return (
        f"Of a loss, the likelihood {unit} is read, as a ratio, and instead of the range of real "
        "samples, that of replicates after one refit; another unit would give another ratio. "
    )


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
    return Figure("failure", _caption(orders), FailureChart(rows, record.done()))


def kind(metric: str) -> str:
    """Its family; of the tail family, whether it looks at the tail alone."""
    declaration = declared(metric)
    if declaration.family is Family.TAIL and not declaration.rarest:
        return "beyond the tail"
    return str(declaration.family)


def _caption(orders: Orders) -> str:
    said = (
        f"What was lost first (descriptive). A metric fails once its {say_level(LEVEL)} interval "
        f"lies below {HELD_ABOVE} of generation 0's for {FAILURE_GENERATIONS} generations running: "
        "a tenth or more is lost."
    )
    if any(is_loss(one.metric) for found in orders.values() for one in found if can_be_ranked(one)):
        said += " Of a loss, the likelihood behind it is read."
    if any(len(tied) > 1 for found in orders.values() for tied in _places(found)):
        said += " Joined markers: a tie, too close to tell."
    return said


# The words


def _places(failures: list[Failure]) -> list[list[Failure]]:
    """Those that failed, first to last; metrics of one place are tied."""
    places: dict[int, list[Failure]] = {}
    for failure in failures:
        if failure.place is not None:
            places.setdefault(failure.place, []).append(failure)
    return list(places.values())


def _say(record: RunRecord, arm: str, failures: list[Failure]) -> str:
    """What failed first, and whether that was the tail."""
    places = _places(failures)
    if not places:
        said = f"No ranked metric was shown to fail by generation {record.done()}"
        return f"{said}{_yet(record, arm)}."
    return f"{_first(places, failures)} {_tail(places, failures)}".rstrip()


def _yet(record: RunRecord, arm: str, where: str = "") -> str:
    """What an arm lost a tenth of that cannot be ranked; where: " in Replace", if that is open."""
    nouns = [metric_noun(metric) for metric in lost_unranked(record, arm)]
    return f"; yet of {listed(nouns)}, not ranked, a tenth or more was lost{where}" if nouns else ""


def _first(places: list[list[Failure]], failures: list[Failure]) -> str:
    """By how many generations it failed before what."""
    first, *later = places
    said = f"{capital(_named(first))} failed first, {_when(first)}"
    if later:
        gap = _generation(later[0]) - _generation(first)
        return f"{said}; {_named(later[0])} followed {say_generations(gap)} later."
    kept = [failure for failure in failures if failure.reason == NOT_FAILED]
    if kept:
        few = f"{_named(kept)} {'was' if len(kept) == 1 else 'were'} not"
        none = few if len(kept) <= FEW else "no other ranked metric was"
        return f"{said}; {none} shown to fail."
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


def _tail(places: list[list[Failure]], failures: list[Failure]) -> str:
    """Whether those that failed first are of the tail alone; "" where none of these is ranked."""
    ranked = [one for one in failures if declared(one.metric).rarest and can_be_ranked(one)]
    if not ranked:
        return ""
    first, *later = places
    if all(failure in ranked for failure in first):
        return TAIL_FIRST
    if any(failure in ranked for failure in first):
        return "So the tail was among the first, and not shown to go before the rest."
    failed = [failure for failure in ranked if failure.generation is not None]
    if not failed:
        return "So the tail is not shown to be first."
    if failed[0] in later[0]:
        return "So the tail was not first here."
    gap = say_generations(_generation(failed) - _generation(first))
    return f"So the tail was not first here: {_named(failed[:1])} failed {gap} after the first."


def _no_tail(orders: Orders) -> str:
    """That no arm tells whether the tail went first, and why; "" where some arm does."""
    every = [one for found in orders.values() for one in found if declared(one.metric).rarest]
    if any(map(can_be_ranked, every)):
        return ""
    if every:
        return "So whether the tail went first cannot be said."
    return "Whether the tail went first cannot be said: no metric of the tail alone is ranked."


def _too_few(ranked: list[str], orders: Orders, until: int) -> str:
    """Why no order can be told, and what became of the only metric that could be in it."""
    said = "What was lost first cannot be told from this run: "
    if not ranked:
        return f"{said}no metric can be ranked."
    fates: dict[str, list[str]] = {}
    for arm, failures in orders.items():
        generation = next(one.generation for one in failures if one.metric == ranked[0])
        by = f"was not shown to fail by generation {until}"
        fates.setdefault(
            by if generation is None else f"failed at generation {generation}", []
        ).append(arm)
    became = listed([f"{fate} in {listed(arms)}" for fate, arms in fates.items()])
    return f"{said}only {metric_noun(ranked[0])} can be ranked, and it {became}."


def _unranked(orders: Orders, so: str = "") -> list[Block]:
    """Metrics that no arm can rank, and why; so: what follows from it."""
    reasons: dict[str, dict[str, None]] = {}
    for failures in orders.values():
        for failure in failures:
            if not can_be_ranked(failure):
                reasons.setdefault(failure.reason, {})[metric_noun(failure.metric)] = None
    said = "; ".join(f"{listed(list(names))} ({why})" for why, names in reasons.items())
    notes = [f"Not ranked: {said}." if said else "", so]
    return [Paragraph(" ".join(filter(None, notes)), "note")] if any(notes) else []
