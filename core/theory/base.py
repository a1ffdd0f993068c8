"""What a closed form says: which arms it speaks of, and the curve it predicts."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.learners.gaussian import Gaussian
from core.records import FloatArray
from core.sources.gaussian import GaussianSource


class Statistic(StrEnum):
    """The average over replicates that a closed form is about."""

    MEAN = "mean"
    GEOMETRIC_MEAN = "geometric mean"
    MEAN_ROOT = "mean square root"


Setting: TypeAlias = Callable[[Experiment, Arm], bool]
Curve: TypeAlias = Callable[[Experiment, Arm], FloatArray]


def unknown(experiment: Experiment, arm: Arm) -> None:
    """No exact standard error is known: the run's own is used. Or no bound."""
    return


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """An expectation over replicates, exact (or within a stated limit) for the arms it matches.

    row: its row in the table of closed forms; metric: what it predicts.
    matches: whether the setting is exactly the one that the form was derived for.
    curve: [generations + 1], the expected statistic at each generation g, after t = g + 1 fits.
    standard_error: [generations + 1], exact where known, of the logarithm for a geometric mean.
    source: a paper, or "derived for Collapse Lab".
    bound: what the curve stays below for any number of generations; bounded_by: what that is.
    """

    row: str
    metric: str
    statistic: Statistic
    formula: str
    source: str
    matches: Setting
    curve: Curve
    standard_error: Callable[[Experiment, Arm], FloatArray | None] = unknown
    bound: Callable[[Experiment, Arm], float | None] = unknown
    bounded_by: str = ""


def fits(experiment: Experiment) -> FloatArray:
    """[generations + 1]: t = 1, 2, …, the number of fits behind each generation."""
    return np.arange(1, experiment.generations + 2, dtype=np.float64)


def bare(arm: Arm) -> bool:
    """Whether an arm has no verifier, no filter and no switch."""
    return arm.verifier is None and arm.filter is None and arm.switch is None


def plain(arm: Arm, retention: str) -> bool:
    """Whether an arm is this retention and nothing else."""
    return bare(arm) and arm.retention.kind == retention and arm.real is None


def gaussian(experiment: Experiment, estimator: str | None = None) -> bool:
    """Whether a Gaussian, by this estimator, is fitted to standard Gaussian records."""
    source, learner = experiment.source, experiment.learner
    if not isinstance(source, GaussianSource) or not isinstance(learner, Gaussian):
        return False
    return estimator in (None, learner.estimator)


def dimensions(experiment: Experiment) -> int:
    """How many numbers a record has."""
    return int(np.prod(experiment.source.record_shape()))


def one_dimension(experiment: Experiment) -> bool:
    """Whether a record is one number."""
    return experiment.source.record_shape() == (1,)
