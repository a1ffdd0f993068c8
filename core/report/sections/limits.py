"""What a run does not show: its confounds, then the limits of its design."""

from core.analysis.arm_caveats import in_brief
from core.analysis.audited import CAUSE
from core.analysis.finding import Finding
from core.analysis.mitigations import is_compared
from core.analysis.rules import T_REPLICATES
from core.analysis.wording import in_sentence
from core.record import RunRecord
from core.report.document import Item, Listing, Section
from core.report.sections.result import traded

ENOUGH = 10
"""Replicates from which on the width of an interval is no longer called uncertain."""


def section(record: RunRecord, found: Finding) -> Section:
    """Always there: no run is without limits."""
    if record.experiment.recorded:
        items = tuple(Item("", sentence) for sentence in found.caveats)
        return Section("limits", "What this does not show", (Listing(items),))
    # What the table of costs shows is said there: the mitigations section comes before this one.
    brief = in_brief(record) if is_compared(record) else {}
    # So is what stands above its chart.
    brief |= dict.fromkeys(traded(record), "")
    caveats = [brief.get(sentence, sentence) for sentence in found.caveats]
    said = [*filter(None, caveats), _replicates(record), _scale(record)]
    items = tuple(Item("", sentence) for sentence in said)
    return Section("limits", "What this does not show", (Listing(items),))


def first_limit(record: RunRecord, found: Finding) -> str:
    """The one limitation of a single page: the gravest that this run has."""
    if record.experiment.recorded:
        return CAUSE
    said_above = traded(record)
    gravest = next(one for one in [*found.caveats, _scale(record)] if one not in said_above)
    return in_brief(record).get(gravest) or gravest


def _replicates(record: RunRecord) -> str:
    """What so few replicates cannot say."""
    count = record.experiment.replicates
    if count == 1:
        return "There is 1 replicate, so nothing here says how another would have gone."
    if count < T_REPLICATES:
        return f"{count} replicates are too few for an interval: their spread is not known."
    if count < ENOUGH:
        return f"{count} replicates are few: the widths of the intervals are themselves uncertain."
    return f"{count} replicates may miss changes that are smaller than their intervals."


def _scale(record: RunRecord) -> str:
    """One model class, one source, one size."""
    experiment = record.experiment
    fits = in_sentence(experiment.learner.title)
    return (
        f"This is one kind of model ({fits}) on one source ({experiment.source.title}) with "
        f"{experiment.sample_size:,} records a generation; others may do otherwise."
    )
