"""The third step: what was lost, by the metric that was named before the run."""

from core.analysis.audited import CAUSE
from core.analysis.finding import Finding, start_at
from core.analysis.reading import Outcome
from core.analysis.sentences import clause
from core.record import RunRecord
from core.report.story.cast import Cast, shown_arms
from core.report.story.curves import measured
from core.report.story.samples import samples
from core.report.story.steps import Step
from core.report.story.wording import sentence, summary

TITLES = {
    Outcome.COLLAPSED: "The collapse",
    Outcome.DEGRADED: "The loss",
    Outcome.HELD: "No loss",
    Outcome.UNDECIDED: "No clear loss",
    Outcome.NOT_JUDGED: "What was measured",
}


def step(record: RunRecord, found: Finding, played: Cast) -> Step:
    """The arm that lost most of what the story is about, alone, beside real samples."""
    arm = played.loser
    verdict = played.judged[arm]
    unfinished = record.done() < record.experiment.generations
    notes = [
        found.caveats[0] if unfinished else "",
        CAUSE if record.experiment.recorded else "",
        summary(verdict.metric),
        start_at(record, [verdict.metric]),
    ]
    return Step(
        "loss",
        TITLES[verdict.outcome],
        sentence(record, clause(verdict)),
        tuple(filter(None, notes)),
        measured(record, [arm], shown_arms(record, played)),
        samples(record, arm, record.done()),
    )
