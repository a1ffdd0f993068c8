"""The table of what each arm kept of the tail and cost, the baseline among them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from core.analysis.change import Change, declared
from core.analysis.costs import Cost, cost, gates_of, total
from core.analysis.families import headline_metrics
from core.analysis.fidelity import poorer
from core.analysis.mitigations import Mitigation, Support, descriptive_tail
from core.analysis.prices import say_amount
from core.analysis.rules import LEVEL
from core.analysis.sentences import change
from core.analysis.verdict import Comparison, Verdict, comparisons, verdicts
from core.analysis.wording import column_decimals, listed, metric_noun, metric_unit, say_number
from core.metrics.base import Family
from core.palette import arm_styles
from core.record import RunRecord
from core.records import IntArray
from core.report.document import Row, Table
from core.report.numbers import capital, pointed
from core.report.sections.arms_table import NOTHING


@dataclass(frozen=True, slots=True)
class _Column:
    """A part of the costs; one that no arm has is left out, unless it is shown always."""

    title: str
    of: Callable[[Cost], float]
    always: bool = False


COLUMNS = (
    _Column("Last training pool (×\u00a0n)", lambda one: one.pool, True),
    _Column("First real records stored", lambda one: one.stored),
    _Column("New real records", lambda one: one.real),
    _Column("Judged per admitted", lambda one: one.candidates),
    _Column("Trusted records", lambda one: one.trusted),
    _Column("Most missing in one fit", lambda one: one.shortfall),
)

FIDELITY = "Fidelity, a control, decides none of this."
"""Where arms paid in it, as the entries below the table say."""


def costs_table(record: RunRecord, found: list[Mitigation]) -> Table:
    """One row an arm: the tail, the costs, and whether the run supports it."""
    costs = {arm: cost(record, arm) for arm in record.arms}
    shown = [one for one in COLUMNS if one.always or any(_there(one.of(c)) for c in costs.values())]
    primary, tails = verdicts(record), _tails(record)
    kept = [one for one in (primary, tails) if one]
    supported = {one.arm: one.said() for one in found}
    styles = arm_styles(record.arms, record.experiment.baseline)
    ends = [_moved(one) for one in kept]
    spent = [_cells({arm: one.of(costs[arm]) for arm in record.arms}) for one in shown]
    rows = []
    for arm in record.arms:
        cells = (column[arm] for column in (*ends, *spent))
        rows.append(Row((arm, *cells, supported.get(arm, "baseline")), styles[arm]))
    titles = ["Arm", *map(_heading, kept), *(one.title for one in shown), "In this run"]
    size = f"n = {record.experiment.sample_size:,}"
    caption = f"What each arm kept and what it cost, up to generation {record.done()}; {size}."
    numbers = frozenset(range(1, len(titles) - 1))
    notes = " ".join(filter(None, [_notes(record, found), *pointed(record, rows)]))
    return Table(caption, tuple(titles), tuple(rows), numbers, notes)


def _moved(found: dict[str, Verdict]) -> dict[str, str]:
    """What became of a metric in every arm, without the unit that its column has."""
    decimals = column_decimals(verdict.ratio for verdict in found.values())
    return {
        arm: change(one, brief=True, decimals=decimals).removesuffix(metric_unit(one.metric))
        for arm, one in found.items()
    }


def _there(value: float) -> bool:
    return bool(np.isfinite(value) and value)


def _cells(values: dict[str, float]) -> dict[str, str]:
    """A cost of every arm, with as many decimals as the one that has most."""
    known = [value for value in values.values() if np.isfinite(value)]
    decimals = max((len(say_amount(value).partition(".")[2]) for value in known), default=0)
    return {
        arm: say_number(value, decimals) if np.isfinite(value) else NOTHING
        for arm, value in values.items()
    }


def _tails(record: RunRecord) -> dict[str, Verdict]:
    """Every arm on the tail metric; none where no arm has a value."""
    metric = descriptive_tail(record)
    found = verdicts(record, metric) if metric else {}
    there = any(np.isfinite(verdict.values).all() for verdict in found.values())
    return found if there else {}


def _heading(found: dict[str, Verdict]) -> str:
    """Such as "Rare types covered kept (tail)", or that it is a rise, and in which unit."""
    metric = next(iter(found.values())).metric
    noun = capital(metric_noun(metric))
    tail = " (tail)" if declared(metric).family is Family.TAIL else ""
    if any(one.change is Change.RISE for one in found.values()):
        unit = metric_unit(metric).strip()
        return f"Rise of {metric_noun(metric)}{tail}" + (f" ({unit})" if unit else "")
    return f"{noun} kept{tail}"


def _notes(record: RunRecord, found: list[Mitigation]) -> str:
    """What the columns mean, and what could not be compared."""
    noun, base = metric_noun(record.experiment.primary()), record.experiment.baseline
    untold, less_real = _untold(record, found), poorer(record)
    which = "chart that can be compared" if untold else "chart"
    which += " of diversity, distance or tail" if less_real else ""
    rules = {
        Support.SUPPORTED: (
            f"Supported: clearly better than {base} by {noun} (p < {1 - LEVEL:.2f}, all arms "
            f"allowed for) and clearly worse in no {which}{_slowing(found)}."
        ),
        Support.NOT_SUPPORTED: f"Not supported: clearly worse by {noun} or the tail.",
        Support.UNCLEAR: "Unclear: no clear difference, or charts that disagree.",
    }
    said = [rule for support, rule in rules.items() if support in {one.supported for one in found}]
    wrong = (_wrong(record, arm) for arm in record.arms)
    return " ".join(filter(None, [*said, *untold, FIDELITY * bool(less_real), *wrong]))


def _slowing(found: list[Mitigation]) -> str:
    """What is meant by slowing, where an arm does."""
    slowing = next((one.said() for one in found if one.slows), "")
    slowing = slowing.removeprefix(f"{Support.SUPPORTED} ")
    return f"; only {slowing}: yet {_slowed(found)} itself" if slowing else ""


def _slowed(found: list[Mitigation]) -> str:
    """The words that arms earned which are supported to slow a loss: "collapsed or degraded"."""
    words = {str(one.verdict.outcome) for one in found if one.slows}
    return " or ".join(sorted(words))


def _untold(record: RunRecord, found: list[Mitigation]) -> list[str]:
    """Which charts could not be compared where the primary metric could, each reason once."""
    if all(one.contrast.comparison is Comparison.NOT_COMPARED for one in found):
        return []
    reasons: dict[str, dict[str, None]] = {}
    for metric in headline_metrics(record):
        for one in comparisons(record, metric).values():
            if one.comparison is Comparison.NOT_COMPARED:
                reasons.setdefault(one.reason, {})[metric_noun(metric)] = None
    return [
        f"Not compared: {listed(list(nouns))}, because {why}." for why, nouns in reasons.items()
    ]


def _wrong(record: RunRecord, arm: str) -> str:
    """The shares that a verifier's own rule calls wrong; "" where it has no rule."""
    gates = [gate for gate in gates_of(record, arm) if gate.wrong_emitted is not None]
    if not gates:
        return ""
    emitted = [gate.wrong_emitted for gate in gates if gate.wrong_emitted is not None]
    passed = [gate.wrong_admitted for gate in gates if gate.wrong_admitted is not None]
    every = record.experiment.sample_size * sum(len(wrong) for wrong in emitted)
    return (
        f"By {arm}'s own rule, {_share(emitted, every)} of emitted and "
        f"{_share(passed, total(gate.admitted for gate in gates))} of admitted records were wrong."
    )


def _share(parts: Iterable[IntArray], whole: int) -> str:
    return f"{say_number(100 * total(parts) / whole, 1)} %" if whole else NOTHING
