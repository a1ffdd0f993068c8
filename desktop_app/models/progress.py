"""Where a run stands, in words, as a share of the whole, and as time left."""

from statistics import median

from core.analysis.wording import say_number
from core.events import FinishReason, Progress, Step
from core.record import RunRecord
from desktop_app.translation import tr

RECENT = 5
"""Finished generations of an arm that its time left is estimated from."""

TRAINED = 0.9
"""The share of a generation that is done when its fit is."""


def place(record: RunRecord, progress: Progress | None) -> str:
    """What is being done, such as 'Generation 7 of 20 · Verified · train'."""
    if progress is None:
        return tr("Getting ready")
    every = len(record.sharing) == len(record.arms)
    arm = progress.arm or (tr("all arms") if every else tr("arms that share it"))
    planned = record.experiment.generations
    if record.experiment.recorded:
        return tr("Measuring generation {generation} of {planned}").format(
            generation=progress.generation, planned=planned
        )
    return tr("Generation {generation} of {planned} · {arm} · {step}").format(
        generation=progress.generation, planned=planned, arm=arm, step=progress.step
    )


def training(record: RunRecord, progress: Progress | None) -> str:
    """The loss of a step of training and what it is; "" where no step is being done."""
    if progress is None or progress.loss is None:
        return ""
    return tr("Training loss {loss} (step {step:,} of {total:,}): {what}").format(
        loss=say_number(progress.loss, 3),
        step=progress.done,
        total=progress.total,
        what=record.experiment.learner.loss_is,
    )


def outcome(record: RunRecord) -> str:
    """How a run that does not run here ended."""
    done, planned, ending = record.done(), record.experiment.generations, record.finished
    if ending is None:
        after = tr("Not finished · stopped after generation {done} of {planned}")
        before = tr("Not finished · stopped before generation 0")
        return (after if done >= 0 else before).format(done=done, planned=planned) + _ahead(record)
    if ending.reason is FinishReason.COMPLETED:
        return tr("Completed · generations 0 to {planned} in {spent}").format(
            planned=planned, spent=duration(_spent(record))
        )
    if ending.reason is FinishReason.CANCELLED:
        after = tr("Cancelled after generation {done} of {planned}")
        before = tr("Cancelled before generation 0")
        return (after if done >= 0 else before).format(done=done, planned=planned) + _ahead(record)
    return tr("Stopped · {message}").format(message=ending.message)


def _ahead(record: RunRecord) -> str:
    """Which arms went on further than all did, as charts draw them; "" where none did."""
    done, arms = record.done(), record.arms
    count = sum(record.done(arm) > done for arm in arms)
    said = tr(" · generation {generation} was finished by {count} of {arms} arms")
    return said.format(generation=done + 1, count=count, arms=len(arms)) if count else ""


def share(record: RunRecord, progress: Progress | None) -> float:
    """How much of the run is done, 0 to 1; every generation of an arm counts the same."""
    starts = [arms[0].name for arms in record.experiment.starts().values()]
    total = len(starts) + record.experiment.generations * len(record.arms)
    done = sum(max(record.done(arm), 0) for arm in record.arms)
    done += sum(record.done(arm) >= 0 for arm in starts)
    begun = _begun(record, progress) if done < total else 0.0
    return min(1.0, (done + begun) / total)


def seconds_left(record: RunRecord, progress: Progress | None) -> float | None:
    """An estimate from each arm's recent generations; None before the first is finished."""
    known = {arm: _usual(record, arm) for arm in record.arms}
    measured = [seconds for seconds in known.values() if seconds is not None]
    if not measured:
        return None
    left = 0.0
    for arm, seconds in known.items():
        begun = _begun(record, progress) if progress is not None and progress.arm == arm else 0.0
        rest = record.experiment.generations - record.done(arm) - begun
        left += max(rest, 0.0) * (median(measured) if seconds is None else seconds)
    return left


def duration(seconds: float) -> str:
    """A time in the unit that a person would use."""
    if seconds < 1:
        return tr("1 s")
    if seconds < 100:
        return tr("{seconds:.0f} s").format(seconds=seconds)
    if seconds < 100 * 60:
        return tr("{seconds:.0f} min").format(seconds=seconds / 60)
    return tr("{seconds:.1f} h").format(seconds=seconds / 3600)


def _begun(record: RunRecord, progress: Progress | None) -> float:
    """How much of the generation being worked on is done, 0 to 1."""
    if progress is None:
        return 0.0
    if progress.generation <= (
        record.done() if progress.arm is None else record.done(progress.arm)
    ):
        return 0.0
    if progress.step is Step.TRAIN:
        return TRAINED * progress.done / max(progress.total, 1)
    return TRAINED if progress.step in (Step.SAMPLE, Step.MEASURE) and progress.arm else 0.0


def _usual(record: RunRecord, arm: str) -> float | None:
    """The median, which a pause does not move, of the arm's recent generations, in seconds."""
    done = record.done(arm)
    first = max(0 if done == 0 else 1, done - RECENT + 1)
    return median(record.seconds(arm, g) for g in range(first, done + 1)) if done >= 0 else None


def _spent(record: RunRecord) -> float:
    """Seconds of all generations; a generation 0 was fitted once for all arms that share it."""
    generations = range(1, record.experiment.generations + 1)
    later = sum(record.seconds(arm, g) for arm in record.arms for g in generations)
    starts = record.experiment.starts().values()
    return sum(record.seconds(arms[0].name, 0) for arms in starts) + later
