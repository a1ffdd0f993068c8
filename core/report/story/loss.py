"""The third step: what was lost, by the metric that was named before the run."""

from core.analysis.audited import CAUSE
from core.analysis.caveats import ending
from core.analysis.finding import start_at
from core.analysis.reading import Outcome
from core.analysis.sentences import clause
from core.analysis.verdict import verdicts
from core.record import RunRecord
from core.report.story.cast import shown_arms
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


def step(record: RunRecord, arm: str) -> Step:
    """The arm whose loss is told, alone, beside real samples."""
    verdict = verdicts(record)[arm]
    notes = [
        ending(record),
        CAUSE if record.experiment.recorded else "",
        summary(verdict.metric),
        start_at(record, [verdict.metric]),
    ]
    return Step(
        "loss",
        TITLES[verdict.outcome],
        sentence(record, clause(verdict)),
        tuple(filter(None, notes)),
        measured(record, [arm], shown_arms(record)),
        samples(record, arm, record.done()),
    )
