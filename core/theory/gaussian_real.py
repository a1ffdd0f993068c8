"""Rows g1 and g2: a Gaussian under replacement with a share of real records."""

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.records import FloatArray
from core.regimes.base import RealShare
from core.regimes.fixed import FixedReal
from core.regimes.fresh import FreshReal
from core.theory.base import ClosedForm, Statistic, bare, fits, gaussian

DERIVED = "derived for Collapse Lab, after Bertrand et al. 2023"


def _with(kind: type[RealShare], experiment: Experiment, arm: Arm) -> bool:
    replace = bare(arm) and arm.retention.kind == "replace"
    return replace and isinstance(arm.real, kind) and gaussian(experiment, "maximum-likelihood")


def _real(experiment: Experiment, arm: Arm) -> int:
    """n_r, the same in every generation."""
    return arm.real_count(experiment.sample_size, 1, experiment.generations)


def _fresh(experiment: Experiment, arm: Arm) -> bool:
    return _with(FreshReal, experiment, arm)


def _fixed(experiment: Experiment, arm: Arm) -> bool:
    return _with(FixedReal, experiment, arm) and _real(experiment, arm) >= 2


def _fresh_shift(experiment: Experiment, arm: Arm) -> FloatArray:
    n = experiment.sample_size
    made = 1 - _real(experiment, arm) / n
    level = 1 / (made + (1 - made) * n * (1 + made))
    factor = made**2 - made / n
    return np.asarray(level + (1 / n - level) * factor ** (fits(experiment) - 1))


def _fresh_variance(experiment: Experiment, arm: Arm) -> FloatArray:
    return 1 - _fresh_shift(experiment, arm)


def _fixed_variance(experiment: Experiment, arm: Arm) -> FloatArray:
    """V is E s2 and D the expected squared gap between the synthetic mean and the reservoir's.

    V_1 = 1 - 1/n, D_1 = 1/n_r - 1/n, n_s = n - n_r;
    V' = [n_r - 1 + (n_s - 1) V + (n_r n_s/n)(D + V/n_s)]/n, D' = (n_s/n)^2 (D + V/n_s).
    """
    n, real = experiment.sample_size, _real(experiment, arm)
    made = n - real
    variance, gap, curve = 1 - 1 / n, 1 / real - 1 / n, []
    for _ in range(experiment.generations + 1):
        curve.append(variance)
        spread = gap + variance / made
        between = real * made / n * spread
        variance = (real - 1 + (made - 1) * variance + between) / n
        gap = (made / n) ** 2 * spread
    return np.array(curve)


def _fixed_shift(experiment: Experiment, arm: Arm) -> FloatArray:
    return 1 - _fixed_variance(experiment, arm)


_mean = Statistic.MEAN
_level = "1/D + (1/n − 1/D) [(1−α)² − (1−α)/n]^(t−1), D = 1−α + αn(2−α), α = n_r/n"
_recursion = "V by recursion: the reservoir's own variance, the synthetic part's, and their gap"

FORMS = (
    ClosedForm("g1", "fitted-variance", _mean, f"1 − [{_level}]", DERIVED,
               _fresh, _fresh_variance),
    ClosedForm("g1", "squared-shift", _mean, _level, DERIVED, _fresh, _fresh_shift),
    ClosedForm("g2", "fitted-variance", _mean, _recursion, DERIVED, _fixed, _fixed_variance),
    ClosedForm("g2", "squared-shift", _mean, "1 − E s², s² the fitted variance", DERIVED,
               _fixed, _fixed_shift),
)  # fmt: skip
