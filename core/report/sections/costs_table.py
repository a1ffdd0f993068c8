"""The table of what each arm kept of the tail and cost, the baseline among them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from core.analysis.change import Change
from core.analysis.costs import Cost, cost, gates_of, total
from core.analysis.mitigations import Mitigation, descriptive_tail
from core.analysis.prices import say_amount
from core.analysis.sentences import change
from core.analysis.verdict import Comparison, Verdict, verdicts
from core.analysis.wording import metric_noun, metric_unit, say_number
from core.palette import arm_styles
from core.record import RunRecord
from core.records import IntArray
from core.report.document import Row, Table
from core.report.sections.arms_table import NOTHING


@dataclass(frozen=True, slots=True)
class _Column:
    """A part of the costs; one that no arm has is left out, unless it is shown always."""

    title: str
    of: Callable[[Cost], float]
    always: bool = False


COLUMNS = (
    _Column("Last pool (×\u00a0n)", lambda one: one.pool, True),
    _Column("First n real records still needed", lambda one: one.stored, True),
    _Column("New real records trained on", lambda one: one.real, True),
    _Column("Candidates per admitted", lambda one: one.candidates),
    _Column("Trusted records looked at", lambda one: one.trusted),
    _Column("Most missing in one fit", lambda one: one.shortfall),
)


def costs_table(record: RunRecord, found: list[Mitigation]) -> Table:
    """One row an arm: the tail, the costs, and whether the run supports it."""
    costs = {arm: cost(record, arm) for arm in record.arms}
    shown = [one for one in COLUMNS if one.always or any(_there(one.of(c)) for c in costs.values())]
    tails, heading = _tails(record)
    supported = {one.arm: one.said() for one in found}
    styles = arm_styles(record.arms, record.experiment.baseline)
    rows = []
    for arm in record.arms:
        tail = [change(tails[arm]).removesuffix(metric_unit(tails[arm].metric))] if tails else []
        cells = [_cell(one.of(costs[arm])) for one in shown]
        rows.append(Row((arm, *tail, *cells, supported.get(arm, "baseline")), styles[arm]))
    titles = ["Arm", *heading, *(one.title for one in shown), "In this run"]
    caption = f"What each arm kept of the tail, and what it cost, up to generation {record.done()}."
    if not tails:
        caption = f"What each arm cost, up to generation {record.done()}."
    numbers = frozenset(range(1, len(titles) - 1))
    return Table(caption, tuple(titles), tuple(rows), numbers, _notes(record, found))


def _there(value: float) -> bool:
    return bool(np.isfinite(value) and value)


def _cell(value: float) -> str:
    return say_amount(value) if np.isfinite(value) else NOTHING


def _tails(record: RunRecord) -> tuple[dict[str, Verdict], list[str]]:
    """Every arm on the tail metric, and its heading; nothing where no arm has a value."""
    metric = descriptive_tail(record)
    found = verdicts(record, metric) if metric else {}
    if not any(np.isfinite(verdict.values).all() for verdict in found.values()):
        return {}, []
    rise = any(verdict.change is Change.RISE for verdict in found.values())
    noun = metric_noun(metric)
    return found, [f"Tail: rise of {noun}" if rise else f"Tail kept ({noun})"]


def _notes(record: RunRecord, found: list[Mitigation]) -> str:
    """What the columns mean, and what could not be compared."""
    experiment = record.experiment
    noun, base = metric_noun(experiment.primary()), experiment.baseline
    rule = (
        f"n = {experiment.sample_size:,}. Supported: better than {base} by {noun} (paired, after "
        f"Holm), no other chart clearly worse{_slowing(found)}."
    )
    wrong = (_wrong(record, arm) for arm in record.arms)
    return " ".join(filter(None, [rule, *_untold(found), *wrong]))


def _slowing(found: list[Mitigation]) -> str:
    """What is meant by slowing, where an arm does."""
    slowing = next((one.said() for one in found if one.slows), "")
    return f"; {slowing.removeprefix('supported ')}: yet its own loss is clear" if slowing else ""


def _untold(found: list[Mitigation]) -> list[str]:
    """Why tails could not be compared, each reason once."""
    reasons = {
        one.tail_contrast.reason
        for one in found
        if one.tail_contrast is not None
        and one.tail_contrast.comparison is Comparison.NOT_COMPARED
        and one.contrast.comparison is not Comparison.NOT_COMPARED
    }
    return [f"Tails are not compared: {reason}." for reason in sorted(reasons)]


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
