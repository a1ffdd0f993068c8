"""Of a simulation: when the alarm on the tail would have been raised, and how early that is.

A threshold with 2.5 % false alarms is passed by chance in some replicate nearly every generation.
An arm is therefore said to have raised it once more than half of its replicates do.
"""

from dataclasses import dataclass

import numpy as np

from core.analysis.alarm import Alarm, Basis, Threshold, alarm
from core.analysis.change import finished_values
from core.analysis.half_life import HalfLife, diversity_metric, half_life
from core.analysis.wording import listed, metric_noun, say_generations, say_level, say_number
from core.record import RunRecord

RARE = 0.05
"""Chance of a false alarm above which it is said that the replicates are too few."""


@dataclass(frozen=True, slots=True)
class Raised:
    """How many of an arm's replicates lie below the threshold at each finished generation."""

    arm: str
    counts: tuple[int, ...]
    replicates: int

    @property
    def first(self) -> int | None:
        """The first generation at which more than half of the replicates raise it; None if none."""
        most = (at for at, count in enumerate(self.counts) if 2 * count > self.replicates)
        return next(most, None)

    @property
    def lasts(self) -> bool:
        """Whether more than half raise it at every generation from the first on."""
        first = self.first
        return first is not None and all(
            2 * count > self.replicates for count in self.counts[first:]
        )

    def by_chance(self, chance: float) -> float:
        """The chance that one replicate of real samples alone would have raised it by now."""
        return float(1 - (1 - chance) ** len(self.counts))


def raised(record: RunRecord, arm: str) -> Raised | None:
    """When an arm of a simulation would have raised the usual alarm; None without a threshold.

    One that was taken from the baseline's generation 0 is none for an arm with another.
    Raises ValueError for an audit, whose replicates are subsets of the same records.
    """
    if record.experiment.recorded:
        raise ValueError("an audit's alarm is raised by generations, not by replicates")
    found = alarm(record)
    baseline = record.experiment.baseline
    elsewhere = arm != baseline and not record.experiment.are_paired(arm, baseline)
    if found.usual is None or (found.basis is Basis.FIRST and elsewhere):
        return None
    values = finished_values(record, found.metric, arm)
    counts = np.count_nonzero(values < found.usual.value, axis=0)
    return Raised(arm, tuple(counts.tolist()), len(values))


def lead(of: Raised, life: HalfLife) -> int | None:
    """Generations from the alarm to the half-life of a diversity; negative where it came late.

    None where one of them was not reached or has no interval, and where generation 0, which no
    recursion has touched, raises it already.
    """
    if not of.first or life.generation is None or not life.known:
        return None
    return life.generation - of.first


def say_raised(record: RunRecord) -> str:
    """The threshold and when each of the two named arms would have raised it.

    "" for an audit, which proposes its own, and before anything is measured.
    """
    if record.experiment.recorded or record.done() < 0:
        return ""
    found = alarm(record)
    if found.usual is None:
        return f"No alarm on the tail can be set: {found.reason}."
    below = f"{metric_noun(found.metric)} below {say_number(found.usual.value)}"
    said = f"An alarm on {below} ({_say_chance(record, found, found.usual)})"
    course = _say_course(record, found)
    return " ".join(filter(None, [said, course, _say_passed_over(found)]))


def say_origin(record: RunRecord) -> str:
    """Where the threshold comes from, such as "the lowest of generation 0's 20 replicates"."""
    found = alarm(record)
    if found.usual is None or found.basis is Basis.REAL:
        return "from real samples"
    return _place(found.usual)


def _place(own: Threshold) -> str:
    """Which of generation 0's replicates gives the threshold."""
    lowest = "the lowest" if own.rank == 1 else f"the upper end of the {own.rank:,} lowest"
    return f"{lowest} of generation 0's {own.values:,} replicates"


def _say_chance(record: RunRecord, found: Alarm, usual: Threshold) -> str:
    """How often the alarm is false: of real samples, and of models that no recursion touched."""
    if found.basis is Basis.FIRST:
        few = f", above {say_level(RARE)} as replicates are few" if usual.chance > RARE else ""
        chance = f"{say_number(100 * usual.chance, 1)} %"
        return f"{_place(usual)}: a false alarm for {chance} of such first models{few}"
    own = raised(record, record.experiment.baseline)
    first = ""
    if own is not None and own.counts[0]:
        first = f" and for {own.counts[0]:,} of generation 0's {own.replicates:,} replicates"
    return f"a false alarm for at most {say_level(round(usual.chance, 3))} of real samples{first}"


def _say_passed_over(found: Alarm) -> str:
    """Why the threshold is not the one from real samples."""
    if found.basis is Basis.REAL:
        return ""
    real = say_number(found.of_real)
    return f"Generation 0 already lies below real samples' threshold, {real}."


def _say_course(record: RunRecord, found: Alarm) -> str:
    """When it would have been raised, and what chance alone would do."""
    courses = [of for arm in record.experiment.named_arms() if (of := raised(record, arm))]
    said = f"would have been raised {' and '.join(map(_say_one, courses))}."
    if len(courses) > 1 and all(of.first is None and max(of.counts) for of in courses):
        most = listed([f"{max(of.counts):,} of {of.replicates:,} in {of.arm}" for of in courses])
        said = f"would at no generation have been raised in most replicates: in at most {most}."
    leads = (_say_lead(record, of) for of in courses)
    chance = found.usual.chance if found.usual else 0.0
    return " ".join(filter(None, [said, *leads, _alone(courses[0], chance)]))


def _say_one(of: Raised) -> str:
    """Such as "in all 20 replicates of Replace from generation 2 on"."""
    first, last = of.first, len(of.counts) - 1
    if first is None:
        if not max(of.counts):
            return f"in no replicate of {of.arm}"
        most = f"{max(of.counts):,} of {of.replicates:,}"
        return f"at no generation in most of {of.arm} (at most {most})"
    if set(of.counts[first:]) == {of.replicates}:
        return f"in {_of(of, first)} of {of.arm} from generation {first} on"
    if of.lasts:
        return f"in most replicates of {of.arm} from generation {first} on"
    ended = f"{of.counts[last]:,} of {of.replicates:,} at generation {last}"
    return f"in most replicates of {of.arm} first at generation {first} ({ended})"


def _of(of: Raised, generation: int) -> str:
    """Such as "all 20 replicates", "17 of 20 replicates" or "its one replicate"."""
    if of.replicates == 1:
        return "the one replicate" if of.counts[generation] else "no replicate"
    if of.counts[generation] == of.replicates:
        return f"all {of.replicates:,} replicates"
    return f"{of.counts[generation]:,} of {of.replicates:,} replicates"


def _say_lead(record: RunRecord, of: Raised) -> str:
    """How long before half of the diversity was lost, or how long after."""
    metric = diversity_metric(record)
    if not metric:
        return ""
    life, half = half_life(record, metric, of.arm), f"half of the {metric_noun(metric)} was gone"
    early = lead(of, life)
    if early is not None:
        steps = say_generations(abs(early))
        when = f"{steps} before" if early > 0 else f"{steps} after" if early else "just when"
        return f"In {of.arm} that is {when} {half}."
    if of.first is None and life.known and life.generation is not None:
        return f"In {of.arm} it stayed silent although {half} by generation {life.generation}."
    return ""


def _alone(of: Raised, chance: float) -> str:
    """What chance does to one replicate, which has no others to be told from."""
    if of.replicates > 1:
        return ""
    return (
        f"Real samples alone would raise it by generation {len(of.counts) - 1} in about "
        f"{say_level(round(of.by_chance(chance), 2))} of such runs."
    )
