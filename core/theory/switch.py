"""Row T2: a switch from replacement to accumulation, late or early."""

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.records import FloatArray
from core.theory.base import ClosedForm, Statistic, gaussian


def _matches(experiment: Experiment, arm: Arm) -> bool:
    """From plain replacement to plain accumulation."""
    switch = arm.switch
    if switch is None or not gaussian(experiment, "maximum-likelihood"):
        return False
    plain = all(
        regime.real is None and regime.verifier is None and regime.filter is None
        for _, regime in arm.regimes()
    )
    kinds = (arm.retention.kind, switch.retention.kind)
    return plain and kinds == ("replace", "accumulate")


def _variance(experiment: Experiment, arm: Arm) -> FloatArray:
    """q^t until the switch; then the kept batches' pool, and less of its loss at every fit."""
    assert arm.switch is not None
    n, switched = experiment.sample_size, arm.switch.generation
    q = 1 - 1 / n
    kept = _ages(arm)
    curve = [q ** (g + 1) for g in range(min(switched, experiment.generations + 1))]
    variance = _of_pool(kept, q)
    for batches in range(len(kept), len(kept) + experiment.generations + 1 - switched):
        if batches > len(kept):
            variance *= 1 - 1 / (n * batches**2)
        curve.append(variance)
    return np.array(curve)


def _ages(arm: Arm) -> "list[int]":
    """The batches of the first pool after the switch: 0 is the real one, then by generation."""
    assert arm.switch is not None
    newest = arm.switch.generation
    earlier = {"newest": [], "real-and-newest": [0], "archive": list(range(newest))}
    return [*earlier[arm.switch.keep], newest]


def _of_pool(ages: "list[int]", q: float) -> float:
    """E of the 1/N variance of batches of these ages: within them and between them."""
    within = q ** (np.array(ages) + 1.0)
    # In ascending order, the i-th is the larger of i pairs with later ones and counts so.
    places = np.arange(len(ages))
    between = (within * (len(ages) - 1 - 2 * places)).sum()
    return float(within.mean() + between / len(ages) ** 2)


def _shift(experiment: Experiment, arm: Arm) -> FloatArray:
    return 1 - _variance(experiment, arm)


_derived = "derived for Collapse Lab"
_formula = "V of the K batches kept, then times 1 − 1/(n k²) at each pool of k batches"

FORMS = (
    ClosedForm("T2", "fitted-variance", Statistic.MEAN, _formula, _derived, _matches, _variance),
    ClosedForm("T2", "squared-shift", Statistic.MEAN, "1 − E s², s² the fitted variance", _derived,
               _matches, _shift),
)  # fmt: skip
