"""Row a5: a Gaussian in several dimensions under replacement, maximum likelihood."""

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.learners.gaussian import Gaussian
from core.records import FloatArray
from core.theory.base import ClosedForm, Statistic, dimensions, fits, gaussian, plain
from core.theory.moments import determinant_factors, error, of_determinant, under_replacement

DERIVED = "derived for Collapse Lab"


def _matches(experiment: Experiment, arm: Arm) -> bool:
    """With more records than dimensions, so that the covariance has full rank."""
    several = 1 < dimensions(experiment) < experiment.sample_size
    return several and gaussian(experiment, "maximum-likelihood") and plain(arm, "replace")


def _full(experiment: Experiment, arm: Arm) -> bool:
    return _matches(experiment, arm) and not _diagonal(experiment, arm)


def _diagonal(experiment: Experiment, arm: Arm) -> bool:
    learner = experiment.learner
    independent = isinstance(learner, Gaussian) and learner.covariance == "diagonal"
    return independent and _matches(experiment, arm)


def _trace(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.asarray((1 - 1 / experiment.sample_size) ** fits(experiment))


def _shift(experiment: Experiment, arm: Arm) -> FloatArray:
    return 1 - _trace(experiment, arm)


def _determinant(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.asarray(determinant_factors(experiment)[0] ** fits(experiment))


def _trace_error(experiment: Experiment, arm: Arm) -> FloatArray:
    return error(under_replacement(experiment).variance, experiment)


def _shift_error(experiment: Experiment, arm: Arm) -> FloatArray:
    return error(under_replacement(experiment).shift, experiment)


def _determinant_error(experiment: Experiment, arm: Arm) -> FloatArray:
    return error(of_determinant(experiment), experiment)


_mean = Statistic.MEAN

FORMS = (
    ClosedForm("a5", "fitted-variance", _mean, "(1 − 1/n)^t", DERIVED,
               _matches, _trace, _trace_error),
    ClosedForm("a5", "squared-shift", _mean, "1 − (1 − 1/n)^t", DERIVED,
               _matches, _shift, _shift_error),
    ClosedForm("a5", "determinant", _mean, "[∏ (n − i)/n over i = 1 … d]^t", DERIVED,
               _full, _determinant, _determinant_error),
    ClosedForm("a5", "determinant", _mean, "(1 − 1/n)^(dt), diagonal covariance", DERIVED,
               _diagonal, _determinant, _determinant_error),
)  # fmt: skip
