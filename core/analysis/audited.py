"""What is true of an audit: what its generations are called, and what it cannot show."""

from itertools import pairwise

import numpy as np

from core.analysis.wording import listed, say_level
from core.experiment import Experiment
from core.learners.recorded import Recorded, Recording
from core.record import RunRecord
from core.records import RecordKind
from core.sources.base import Part

CAUSE = (
    "The numbers show what changed, not why: nothing is known of what each generation was made "
    "from, and drift of the world, a changed prompt, model or filter, and training on earlier "
    "output would look the same here."
)
ONE_PIPELINE = (
    "This is one pipeline, recorded once. Intervals are over its records and do not say how it "
    "would have gone another time."
)
SKEWED = (
    "In simulations of samples of 50 to 1,000 records these intervals held the true value in 91 to "
    "100 % of cases, but that of the variance of strongly skewed numbers in only 86 to 92 %."
)
"""What `tests/core/analysis/test_subsets.py` holds the intervals to."""
FEW = 100
"""Records below which a generation is called small."""
ENOUGH = 5
"""Times the size of a sample that the records should be which null samples are drawn from."""
MOST_NAMED = 5
"""Missing generations that are named one by one."""


def recording(experiment: Experiment) -> Recording:
    """The facts of the generations that an audit is of.

    Raises TypeError for a simulation.
    """
    if not isinstance(experiment.learner, Recorded):
        raise TypeError("this is no audit")
    return experiment.learner.understood


def generation_named(record: RunRecord, generation: int) -> str:
    """What a generation is called: its number, and the pipeline's own label where that differs."""
    if not record.experiment.recorded:
        return str(generation)
    label = recording(record.experiment).labels[generation]
    return label if label == str(generation) else f"{generation} ({label})"


def say_subsets(experiment: Experiment) -> str:
    """How many of the records are compared, and how often they are drawn."""
    size, held = experiment.sample_size, experiment.learner.holds()
    return (
        f"{experiment.replicates} random subsets of {size:,} of {held:,} records of each "
        "generation, drawn without replacement"
    )


def audit_caveats(record: RunRecord) -> list[str]:
    """What an audit's numbers do not show, a sentence or two each; "" where it does not apply."""
    facts = recording(record.experiment)
    return [
        CAUSE,
        ONE_PIPELINE,
        _first_is_reference(record, facts),
        _unknown_types(record, facts),
        _reference(record),
        _unequal(record, facts),
        _left_out(facts),
        _small(facts),
        SKEWED,
    ]


def _first_is_reference(record: RunRecord, facts: Recording) -> str:
    if not facts.the_reference:
        return ""
    return (
        f"Generation {generation_named(record, 0)} holds the very records of the reference. Its "
        "own distances are therefore nearer to nothing than any new sample's, and its coverage "
        "higher: read later generations against the grey band, not against generation 0."
    )


def _unknown_types(record: RunRecord, facts: Recording) -> str:
    """How many records are of types that the reference does not have."""
    shares = [held / size for held, size in zip(facts.unknown, facts.sizes, strict=False)]
    if not any(shares):
        return ""
    worst = int(np.argmax(shares))
    noun = record.experiment.source.types_noun
    return (
        f"Some records are of {noun} that the reference does not have: up to "
        f"{say_level(float(f'{shares[worst]:.2g}'))} of them, in generation "
        f"{generation_named(record, worst)}. They count as {noun} alive and as distance, and in no "
        "band by frequency."
    )


def _reference(record: RunRecord) -> str:
    """What the reference stands for, and how large it is."""
    source, size = record.experiment.source, record.experiment.sample_size
    held = source.available(Part.TRAIN)
    if held is None:
        return "The reference's own frequencies are taken for the truth."
    rough = ""
    if ENOUGH * size > held:
        rough = f" With {held:,} records to draw {size:,} from, that band is rough."
    if source.gives is RecordKind.TEXT:
        rough += (
            " Only words that occur twice in those other records are told apart; the rest count as "
            "one."
        )
    return (
        "The reference is a finite file. The grey band is of samples from 70 % of it, compared "
        f"with the rest, and is widened for the size of the file.{rough}"
    )


def _unequal(record: RunRecord, facts: Recording) -> str:
    low, high = min(facts.sizes), max(facts.sizes)
    if low == high:
        return ""
    return (
        f"Generations hold {low:,} to {high:,} records. Of each, {low:,} are taken at random by "
        "the seed, since most metrics depend on how many there are."
    )


def _left_out(facts: Recording) -> str:
    """Whole numbers that are missing among the labels."""
    if not all(label.isdecimal() and len(label) < 10 for label in facts.labels):
        return ""
    numbers = sorted({int(label) for label in facts.labels})
    gaps = [(low, high) for low, high in pairwise(numbers) if high > low + 1]
    if not gaps:
        return ""
    named = [str(low + 1) if high == low + 2 else f"{low + 1} to {high - 1}" for low, high in gaps]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    shown = ", ".join(named[:MOST_NAMED]) if more else listed(named)
    return (
        f"Some generations are not recorded: {shown}{more}. Generations are counted "
        "as they are recorded, so a step between two may be more than one of the pipeline's."
    )


def _small(facts: Recording) -> str:
    least = min(facts.sizes)
    if least >= FEW:
        return ""
    return (
        f"The smallest generation has {least} records, which is few: intervals are wide, and their "
        "widths uncertain."
    )
