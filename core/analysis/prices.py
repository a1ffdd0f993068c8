"""What arms cost, in plain words and beside the baseline."""

from collections.abc import Callable, Sequence

import numpy as np

from core.analysis.costs import Cost, cost
from core.analysis.fidelity import say_less_real
from core.analysis.mitigations import Mitigation, Situation
from core.analysis.wording import listed, say_level, say_number
from core.arms import Arm
from core.experiment import Experiment
from core.record import RunRecord
from core.regimes.detector import Detector

EVERYTHING_KEPT = (Situation.KEEP_ALL, Situation.FIXED_SIZE)
"""Situations whose condition says already that all records are stored."""


def say_price(record: RunRecord, arms: Sequence[Mitigation]) -> str:
    """What arms in one situation cost, part after part; ranges where they differ.

    Less real records come first, then data.
    """
    experiment = record.experiment
    base, costs = cost(record, experiment.baseline), [arm.cost for arm in arms]
    said = [
        *say_less_real(record, [one.arm for one in arms]),
        *_labels(experiment, arms),
        _told(experiment, arms),
        _pool(base, costs),
        _new(base, costs),
        _archives(experiment, arms),
        _reserve(experiment, arms),
        *say_checks(costs),
    ]
    return "; ".join(filter(None, said)) or "no more than the baseline's"


def say_needs(record: RunRecord, arms: Sequence[Mitigation]) -> str:
    """What arms in one situation need that is no number of records; "" if nothing."""
    experiment = record.experiment
    said = [*_labels(experiment, arms), _told(experiment, arms), _archives(experiment, arms)]
    return "; ".join(filter(None, said))


def say_checks(costs: Sequence[Cost]) -> list[str]:
    """What verifiers cost, and what fits went without."""
    said = [
        _part(costs, lambda one: one.candidates, "{} candidate{s} per admitted record"),
        _part(costs, lambda one: one.trusted, "{} trusted record{s}"),
        _part(costs, lambda one: one.shortfall, "{} record{s} missing from one fit", most=True),
    ]
    return [part for part in said if part]


def say_own_price(spent: Cost) -> str:
    """What one arm costs by itself, where it is the baseline that others are compared with."""
    kept = f"{spent.stored:,} real records stored" if spent.stored else ""
    new = f"{spent.real:,} new real records" if spent.real else kept
    times = max(round(spent.pool, 2), 1)
    pool = f"a pool that grew to {say_amount(times)} times n" if times > 1 else ""
    return "; ".join(filter(None, [pool, new, *say_checks([spent])])) or "none that was counted"


def say_amount(value: float) -> str:
    """At most one decimal from 10 on, else at most two: "21", "0.95", "51.5"."""
    said = say_number(value, 1 if value >= 10 else 2)
    return said.rstrip("0").removesuffix(".") if "." in said else said


def _labels(experiment: Experiment, arms: Sequence[Mitigation]) -> list[str]:
    """How good the labels must be, of one arm alone."""
    regime = experiment.arm(arms[0].arm).at(experiment.generations)
    if len(arms) > 1 or not isinstance(regime.filter, Detector):
        return []
    caught = f"labels that mark {say_level(regime.filter.recall)} of synthetic records"
    wrongly = regime.filter.false_alarm
    return [f"{caught} and wrongly {say_level(wrongly)} of real ones" if wrongly else caught]


def _told(experiment: Experiment, arms: Sequence[Mitigation]) -> str:
    """That a verifier is told what nobody could know; whose, where arms are said together."""
    regimes = {one.arm: experiment.arm(one.arm).at(experiment.generations) for one in arms}
    exact = [
        name
        for name, regime in regimes.items()
        if regime.verifier is not None and not regime.verifier.trusted_count(experiment.sample_size)
    ]
    whose = f" in {listed(exact)}" if len(arms) > 1 else ""
    return f"the exact odds that a record is real{whose}, which nobody has" if exact else ""


def _pool(base: Cost, costs: Sequence[Cost]) -> str:
    """Records that the last fit trained on, where arms end with more or fewer than the baseline.

    A pool that lacks some of its n records is told by how many it lacks.
    """
    first, *times = (max(round(one.pool, 2), 1) for one in (base, *costs))
    if all(each == first for each in times):
        return ""
    beside = f" (the baseline's: {say_amount(first)})" if first > 1 else ""
    if max(times) == 1:
        return f"a pool of n{beside}"
    return f"a pool that grew to {_range(times)} times n{beside}"


def _new(base: Cost, costs: Sequence[Cost]) -> str:
    """New real records; beside a baseline that takes some, also that there are none."""
    counts = [one.real for one in costs]
    if not base.real and not any(counts):
        return ""
    beside = f" (the baseline: {base.real:,})" if base.real else ""
    return f"{_range(counts)} new real record{'' if counts == [1] else 's'}{beside}"


def _archives(experiment: Experiment, arms: Sequence[Mitigation]) -> str:
    """Records of all generations to be stored that neither condition nor baseline says."""
    if arms[0].situation in EVERYTHING_KEPT:
        return ""
    own = _archive(experiment.arm(experiment.baseline), experiment.generations)
    archives = {_archive(experiment.arm(one.arm), experiment.generations) for one in arms}
    return "" if len(archives) > 1 or archives == {own} else archives.pop()


def _reserve(experiment: Experiment, arms: Sequence[Mitigation]) -> str:
    """Of generation 0's real records, those to be stored, where that is a part of them."""
    size = experiment.sample_size
    reserves = [one.cost.stored for one in arms if 0 < one.cost.stored < size]
    if arms[0].situation in EVERYTHING_KEPT or not reserves:
        return ""
    return f"{_range(reserves)} of the first {size:,} real records stored"


def _archive(arm: Arm, generations: int) -> str:
    """From when on an arm stores all records; "" where it needs the newest alone."""
    if not arm.at(generations).retention.keeps_real:
        return ""
    switch = arm.switch
    if switch is None or switch.keep == "archive":
        return "all records stored from the start"
    since = f"all records stored from generation {switch.generation} on"
    return f"{since}, and the first real ones" if switch.keep == "real-and-newest" else since


def _part(
    costs: Sequence[Cost], of: Callable[[Cost], float], said: str, *, most: bool = False
) -> str:
    """One part of the costs, where any arm has it."""
    found = [value for one in costs if np.isfinite(value := of(one)) and value]
    if not found:
        return ""
    upper = most or len(found) < len(costs)
    amount = say_amount(max(found)) if upper else _range(found)
    return said.format(f"up to {amount}" if upper else amount, s="" if amount == "1" else "s")


def _range(values: Sequence[float]) -> str:
    """A number, or the least and the most: "1.11 to 14.7"."""
    return " to ".join(dict.fromkeys(say_amount(value) for value in (min(values), max(values))))
