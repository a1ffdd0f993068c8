"""Rows a1, a2, a3: a Gaussian in one dimension under replacement."""

from functools import partial

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.records import FloatArray
from core.theory.base import ClosedForm, Statistic, fits, gaussian, one_dimension, plain
from core.theory.moments import error, under_replacement

PAPERS = "Shumailov et al. 2024; Bertrand et al. 2023"
ROUNDING = 2 * np.log(np.finfo(np.float64).eps)
"""ln s2 below which a variance drowns in the rounding of records about a mean of order one."""


def _matches(estimator: str | None, experiment: Experiment, arm: Arm) -> bool:
    replace = one_dimension(experiment) and plain(arm, "replace")
    return replace and gaussian(experiment, estimator)


def _log_matches(experiment: Experiment, arm: Arm) -> bool:
    """The same, while hardly a replicate (4 standard deviations) sinks below rounding."""
    if not _matches(None, experiment, arm):
        return False
    t, (step, spread) = experiment.generations + 1, _log_step(experiment)
    return bool(t * step - 4 * np.sqrt(t * spread) > ROUNDING)


def _log_step(experiment: Experiment) -> tuple[float, float]:
    """Mean and variance of the logarithm of chi-square over its divisor, n - 1 degrees."""
    from scipy.special import digamma, polygamma

    half = (experiment.sample_size - 1) / 2
    divisor = experiment.sample_size / 2 if gaussian(experiment, "maximum-likelihood") else half
    return float(digamma(half) - np.log(divisor)), float(polygamma(1, half))


def _fallen(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.asarray((1 - 1 / experiment.sample_size) ** fits(experiment))


def _shifted(experiment: Experiment, arm: Arm) -> FloatArray:
    return 1 - _fallen(experiment, arm)


def _kept(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.ones(experiment.generations + 1)


def _wandered(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.asarray(fits(experiment) / experiment.sample_size)


def _c4(experiment: Experiment) -> float:
    from scipy.special import gammaln

    n = experiment.sample_size
    return float(np.sqrt(2 / (n - 1)) * np.exp(gammaln(n / 2) - gammaln((n - 1) / 2)))


def _root(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.asarray(_c4(experiment) ** fits(experiment))


def _root_error(experiment: Experiment, arm: Arm) -> FloatArray:
    return error(np.sqrt(1 - _root(experiment, arm) ** 2), experiment)


def _logarithm(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.asarray(_log_step(experiment)[0] * fits(experiment))


def _geometric_mean(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.asarray(np.exp(_logarithm(experiment, arm)))


def _log_error(experiment: Experiment, arm: Arm) -> FloatArray:
    """The t chi-squares are independent."""
    return error(np.sqrt(_log_step(experiment)[1] * fits(experiment)), experiment)


def _variance_error(experiment: Experiment, arm: Arm) -> FloatArray:
    return error(under_replacement(experiment).variance, experiment)


def _shift_error(experiment: Experiment, arm: Arm) -> FloatArray:
    return error(under_replacement(experiment).shift, experiment)


_likely, _unbiased = partial(_matches, "maximum-likelihood"), partial(_matches, "unbiased")
_mean = Statistic.MEAN
_step = "t (ψ((n−1)/2) − ln(m/2))"
_divisor = "m = n (maximum likelihood) or n−1 (unbiased)"

FORMS = (
    ClosedForm("a1", "fitted-variance", _mean, "(1 − 1/n)^t", PAPERS,
               _likely, _fallen, _variance_error),
    ClosedForm("a1", "squared-shift", _mean, "1 − (1 − 1/n)^t", PAPERS,
               _likely, _shifted, _shift_error),
    ClosedForm("a2", "fitted-variance", _mean, "1", PAPERS,
               _unbiased, _kept, _variance_error),
    ClosedForm("a2", "fitted-variance", Statistic.MEAN_ROOT, "c₄(n)^t", PAPERS,
               _unbiased, _root, _root_error),
    ClosedForm("a2", "squared-shift", _mean, "t/n", PAPERS,
               _unbiased, _wandered, _shift_error),
    ClosedForm("a3", "fitted-variance", Statistic.GEOMETRIC_MEAN, f"exp({_step}), {_divisor}",
               PAPERS,
               _log_matches, _geometric_mean, _log_error),
    ClosedForm("a3", "log-fitted-variance", _mean, f"{_step}, {_divisor}", PAPERS,
               _log_matches, _logarithm, _log_error),
)  # fmt: skip
