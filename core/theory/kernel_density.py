"""Rows e1 and e2: a kernel density whose bandwidth is never chosen again."""

from functools import partial

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.learners.kernel_density import KernelDensity
from core.records import FloatArray
from core.sources.gaussian import GaussianSource
from core.theory.base import ClosedForm, Statistic, plain


def _matches(retention: str, experiment: Experiment, arm: Arm) -> bool:
    kernels = isinstance(experiment.learner, KernelDensity)
    return kernels and isinstance(experiment.source, GaussianSource) and plain(arm, retention)


def _widening(experiment: Experiment) -> float:
    assert isinstance(experiment.learner, KernelDensity)
    return experiment.learner.bandwidth**2


def _replace(experiment: Experiment, arm: Arm) -> FloatArray:
    """V, the pool's 1/n variance, tends to (n - 1) h^2; the density has V + h^2."""
    added, kept = _widening(experiment), 1 - 1 / experiment.sample_size
    variance, curve = kept, []
    for _ in range(experiment.generations + 1):
        curve.append(variance + added)
        variance = kept * (variance + added)
    return np.array(curve)


def _accumulate(experiment: Experiment, arm: Arm) -> FloatArray:
    """V is the whole pool's; it grows like h^2 ln t."""
    n, added = experiment.sample_size, _widening(experiment)
    variance, curve = 1 - 1 / n, []
    for t in range(1, experiment.generations + 2):
        fitted = variance + added
        curve.append(fitted)
        variance = (t * variance + (1 - 1 / n) * fitted) / (t + 1) + t * fitted / (n * (t + 1) ** 2)
    return np.array(curve)


_derived, _mean = "derived for Collapse Lab", Statistic.MEAN

FORMS = (
    ClosedForm("e1", "fitted-variance", _mean,
               "V + h², V₁ = 1 − 1/n, V ← (1 − 1/n)(V + h²)", _derived,
               partial(_matches, "replace"), _replace),
    ClosedForm("e2", "fitted-variance", _mean,
               "V + h² = f, V₁ = 1 − 1/n, V ← [tV + (1 − 1/n) f]/(t + 1) + t f/(n (t + 1)²)",
               _derived, partial(_matches, "accumulate"), _accumulate),
)  # fmt: skip
