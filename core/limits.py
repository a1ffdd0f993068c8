"""Whether a run would need what the machine has not, before it starts: memory or a device."""

import math

import psutil

from core.arms import Arm
from core.errors import NotNow
from core.experiment import Experiment
from core.measuring import REFERENCE_RECORDS
from core.records import OF_TOKENS, RecordKind
from core.registry import Load, Plugin
from core.sources.base import Part

WORKING_COPIES = 6
"""Arrays of one emission's size that fitting, sampling and measuring hold at a time."""
BYTES = {RecordKind.IMAGES: 1} | dict.fromkeys(OF_TOKENS, 2)
"""Bytes of a pixel, a word and a letter as they are drawn; other numbers take 8."""


def check_machine(experiment: Experiment) -> None:
    """Refuse an experiment of which a learner asks for a device that is not here.

    Raises NotNow with the setting, what is lacking and what to choose.
    """
    for learner in experiment.learners():
        if lacking := learner.lacking():
            raise NotNow(lacking, "learner.device")


def check_memory(experiment: Experiment) -> None:
    """Refuse an experiment whose run would not fit.

    Raises NotNow with the estimate, what is free, and what to lower.
    """
    _check(memory_needed(experiment), "sample_size x replicates x generations")


def check_record_memory(experiment: Experiment) -> None:
    """Refuse an experiment whose values alone would not fit, as those of a file from others.

    Raises NotNow likewise.
    """
    _check(_record_bytes(experiment), "replicates x generations")


def _check(needed: int, of: str) -> None:
    free = psutil.virtual_memory().available
    if needed > free:
        raise NotNow(
            f"{of}: about {_gigabytes(needed)} of memory needed, {_gigabytes(free)} free; "
            f"lower one of {of.replace(' x ', ', ')}"
        )


def memory_needed(experiment: Experiment) -> int:
    """An estimate of a run's memory, in bytes, that is rather too high than too low."""
    kept = sum(_blocks(experiment, arm) for arm in experiment.arms)
    at_work = max(_at_work(experiment, arm) for arm in experiment.arms)
    emission = 8 * experiment.replicates * _numbers(experiment, experiment.sample_size)
    held = emission * (kept + WORKING_COPIES)
    parts = held + at_work + _compared(experiment) + _shuffled(experiment)
    return parts + _record_bytes(experiment)


def _numbers(experiment: Experiment, size: int) -> int:
    """How many numbers hold so many records of one replicate.

    Of counts, every type has a column that is alive in some replicate; a record wakes at most one.
    """
    source = experiment.source
    if source.gives is RecordKind.COUNTS:
        return min(source.universe(), experiment.replicates * size)
    return size * max(1, math.prod(source.record_shape()))


def _compared(experiment: Experiment) -> int:
    """The reference, and the other real sample that metrics draw beside it.

    Pixels take a byte each as they are drawn, and words two; they become wider only while they are
    worked on.
    """
    held = experiment.source.available(Part.REFERENCE)
    size = held or max(experiment.sample_size, REFERENCE_RECORDS)
    stored = BYTES.get(experiment.source.gives, 8)
    return 2 * stored * experiment.replicates * _numbers(experiment, size)


def _shuffled(experiment: Experiment) -> int:
    """The keys and the order by which every replicate shuffles a file's train part.

    Categories are counts, of which samples are drawn without a record being touched.
    """
    if experiment.source.gives is RecordKind.COUNTS:
        return 0
    return 16 * experiment.replicates * (experiment.source.available(Part.TRAIN) or 0)


def _blocks(experiment: Experiment, arm: Arm) -> int:
    """How many emissions an arm keeps: all of them, where some regime looks back at them."""
    switched = arm.switch is not None and arm.switch.keep == "archive"
    looks_back = switched or any(regime.retention.keeps_real for _, regime in arm.regimes())
    return experiment.generations + 1 if looks_back else 2


def _at_work(experiment: Experiment, arm: Arm) -> int:
    """What an arm's parts need beside the emissions."""
    load = Load(
        replicates=experiment.replicates,
        records=experiment.sample_size,
        numbers=_numbers(experiment, experiment.sample_size),
        blocks=_blocks(experiment, arm),
        symbols=experiment.source.symbols(),
    )
    parts: list[Plugin | None] = [experiment.learner_of(arm.name)]
    for _, regime in arm.regimes():
        parts += [regime.retention, regime.real, regime.verifier, regime.filter]
    return sum(part.working_memory(load) for part in parts if part is not None)


def _record_bytes(experiment: Experiment) -> int:
    """What a record of every value takes."""
    cells = len(experiment.arms) * experiment.replicates * (experiment.generations + 1)
    return cells * len(experiment.measured()) * 8


def _gigabytes(size: int) -> str:
    return f"{size / 2**30:.1f} GB"
