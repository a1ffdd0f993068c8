"""Each arm's regimes in words: what their parts declare, in numbers, and what its pool held."""

import numpy as np

from core.analysis.spans import Span, spans
from core.analysis.wording import say_number
from core.arms import Arm, Switch
from core.palette import arm_styles
from core.record import RunRecord
from core.records import IntArray
from core.regimes.base import RealShare, Verifier
from core.report.document import Item, Listing
from core.report.sections.settings import numbers

MANY = 6
"""More arms than these are described in small type."""


def regimes(record: RunRecord) -> Listing:
    """One entry an arm."""
    styles = arm_styles(record.arms, record.experiment.baseline)
    items = (
        Item(f"{arm.name}.", _arm(record, arm), styles[arm.name]) for arm in record.experiment.arms
    )
    return Listing(tuple(items), small=len(record.arms) > MANY)


def _arm(record: RunRecord, arm: Arm) -> str:
    found = spans(arm, record.experiment.generations)
    said = [part for span in found for part in _span(record, span)]
    return " ".join([*said, *_pool(record, arm.name)])


def _span(record: RunRecord, span: Span) -> list[str]:
    """What the parts of a regime declare; of one that was switched to, what it started from."""
    regime, size = span.regime, record.experiment.sample_size
    summary = regime.retention.summary
    said = [summary]
    if isinstance(regime, Switch):
        said = [f"From generation {span.first} on: {summary[:1].lower()}{summary[1:]}"]
        said += _start(regime)
    if regime.real is not None:
        said.append(_real(record, span, regime.real))
    if regime.verifier is not None:
        said.append(_verifier(regime.verifier, size))
    if regime.filter is not None:
        said.append(_with_numbers(regime.filter.summary, numbers(regime.filter)))
    return said


def _start(switch: Switch) -> list[str]:
    """What a regime that keeps records started from; real ones only where none are mixed in."""
    if not switch.retention.keeps_real:
        return []
    none_left = ", so that no real ones are left" if switch.archives_real else ""
    kept = {
        "newest": f"the newest records alone{none_left}",
        "real-and-newest": "generation 0's real records and the newest ones",
        "archive": "all records so far" if switch.archives_real else "all synthetic records so far",
    }[switch.keep]
    return [f"It starts from {kept}."]


def _real(record: RunRecord, span: Span, real: RealShare) -> str:
    """What it declares, and how many records those are."""
    size, generations = record.experiment.sample_size, record.experiment.generations
    first, last = (real.count(size, at, generations) for at in (span.first, span.last))
    beside = "" if span.regime.keeps_everything else f" of {size:,}"
    held = f"{first:,}{beside} records each time"
    if last != first:
        held = (
            f"{first:,}{beside} records at generation {span.first}, {last:,} at generation "
            f"{span.last}"
        )
    return f"{real.summary.rstrip('.')}: {held}."


def _verifier(verifier: Verifier, size: int) -> str:
    own = numbers(verifier, without=Verifier.model_fields)
    said = _with_numbers(verifier.summary, own)
    if verifier.trusted_count(size):
        return said
    return f"{said} Here it is told the exact ratio, and looks at no records."


def _pool(record: RunRecord, arm: str) -> list[str]:
    """What the last fit saw, and what a filter had dropped by then."""
    done = record.done(arm)
    held, dropped = record.composition(arm, done), record.flagged(arm, done)
    if done < 1 or not held:
        return []
    said = [f"Generation {done} trained on {_counted(held)}."]
    return [*said, f"Its filter had dropped {_counted(dropped)}."] if dropped else said


def _counted(counts: "dict[int, IntArray]") -> str:
    """Such as "400 records, 80 of them real"; means where replicates differ."""
    size = float(np.mean(sum(counts.values())))
    real = float(np.mean(counts.get(0, 0)))
    mean = "" if size.is_integer() and real.is_integer() else " on average"
    share = {0.0: "none", size: "all"}.get(real, _rounded(real))
    return f"{_rounded(size)} records{mean}, {share} of them real"


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() or value >= 100 else say_number(value)


def _with_numbers(summary: str, given: str) -> str:
    return f"{summary.rstrip('.')} ({given})." if given else summary
