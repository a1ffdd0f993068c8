"""The story of a run: the loop, the tail, what was lost, what mended it, and what that cost."""

from core.analysis.finding import Finding, finding
from core.analysis.reading import read
from core.analysis.rules import LEVEL
from core.analysis.wording import say_level
from core.record import RunRecord
from core.report.story import fix, loop, loss, price, tail
from core.report.story.cast import cast
from core.report.story.curves import measured
from core.report.story.steps import Step, Story


def story(record: RunRecord) -> Story:
    """The steps that this run has something for, as far as it has gone."""
    found = finding(record)
    if record.done() < 1:
        steps = [loop.step(record), _begun(record, found)]
    else:
        played = cast(record)
        steps = [
            loop.step(record),
            tail.step(record, played),
            loss.step(record, found, played),
            fix.step(record, played),
            price.step(record, played),
        ]
    return Story(tuple(step for step in steps if step is not None), _foot(record))


def _begun(record: RunRecord, found: Finding) -> Step:
    """What is known before a second generation."""
    first = measured(record, [record.experiment.baseline]) if record.done() == 0 else None
    return Step("begun", "So far", found.sentence, found.caveats[:1], first)


def _foot(record: RunRecord) -> str:
    """The run, its seed, its size, and how far it has gone."""
    experiment, done = record.experiment, record.done()
    size = f"n\u00a0=\u00a0{experiment.sample_size:,}"
    if experiment.recorded:
        return " · ".join([experiment.name, size, f"{experiment.replicates:,} random subsets"])
    replicates = experiment.replicates
    parts = [
        experiment.name,
        f"seed {experiment.seed}",
        "1 replicate" if replicates == 1 else f"{replicates:,} replicates",
        size,
    ]
    if done < experiment.generations:
        parts.append(f"generation {done} of {experiment.generations}" if done >= 0 else "begun")
    if done >= 1 and read(record, experiment.primary(), experiment.baseline).interval().known:
        parts.append(f"brackets: {say_level(LEVEL)} intervals")
    return " · ".join(parts)
