"""The first step: what the loop does in this run."""

from core.record import RunRecord
from core.report.sections.loop_figure import loop_chart
from core.report.sections.regimes import in_brief
from core.report.story.steps import Step


def step(record: RunRecord) -> Step:
    """The loop with this run's own numbers; there is none in an audit."""
    experiment = record.experiment
    times = "once" if experiment.generations == 1 else f"{experiment.generations:,} times over"
    headline = (
        f"A model learns from {experiment.sample_size:,} real {experiment.source.record_noun}; "
        f"then, {times}, the next model learns from what models before it made."
    )
    return Step("loop", "The loop", headline, (in_brief(record),), loop_chart(record))
