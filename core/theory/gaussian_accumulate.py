"""Row b: a Gaussian fitted to the whole, growing pool."""

from functools import partial

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.records import FloatArray
from core.theory.base import ClosedForm, Statistic, fits, gaussian, plain
from core.theory.moments import error, under_accumulation

PAPER = "Kazdan et al. 2024"


def pooled(experiment: Experiment, arm: Arm) -> FloatArray:
    """prod_{j<=t} (1 - 1/(n j^2)), which tends to sin(pi/sqrt n)/(pi/sqrt n)."""
    factors = 1.0 - 1.0 / (experiment.sample_size * fits(experiment) ** 2)
    return np.cumprod(factors).astype(np.float64)


def _matches(estimator: str, experiment: Experiment, arm: Arm) -> bool:
    return gaussian(experiment, estimator) and plain(arm, "accumulate")


def _shifted(experiment: Experiment, arm: Arm) -> FloatArray:
    return 1 - pooled(experiment, arm)


def _unbiased(experiment: Experiment, arm: Arm) -> FloatArray:
    """V is the expected 1/(nt) variance of the pool, of which a V is fitted, a = nt/(nt-1)."""
    n = experiment.sample_size
    pool, curve = 1 - 1 / n, []
    for t in range(1, experiment.generations + 2):
        fitted = pool * n * t / (n * t - 1)
        curve.append(fitted)
        pool = (t * pool + (1 - 1 / n) * fitted) / (t + 1) + t * fitted / (n * (t + 1) ** 2)
    return np.array(curve)


def _variance_error(experiment: Experiment, arm: Arm) -> FloatArray | None:
    found = under_accumulation(experiment)
    return None if found is None else error(found.variance, experiment)


def _shift_error(experiment: Experiment, arm: Arm) -> FloatArray | None:
    found = under_accumulation(experiment)
    return None if found is None else error(found.shift, experiment)


_likely, _mean = partial(_matches, "maximum-likelihood"), Statistic.MEAN

FORMS = (
    ClosedForm("b", "fitted-variance", _mean, "∏ (1 − 1/(n j²)) over j = 1 … t", PAPER,
               _likely, pooled, _variance_error),
    ClosedForm("b", "squared-shift", _mean, "1 − ∏ (1 − 1/(n j²)) over j = 1 … t", PAPER,
               _likely, _shifted, _shift_error),
    ClosedForm("b", "fitted-variance", _mean,
               "V nt/(nt − 1), V the pool's expected variance, by recursion over its batches",
               "derived for Collapse Lab, after Kazdan et al. 2024",
               partial(_matches, "unbiased"), _unbiased, _variance_error),
)  # fmt: skip
