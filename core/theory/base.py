"""What a closed form says: which arms it speaks of, and the curve it predicts."""

from abc import ABC, abstractmethod
from enum import StrEnum

from core.experiment import Arm, Experiment
from core.learners.gaussian import Gaussian
from core.records import FloatArray
from core.sources.gaussian import GaussianSource


class Statistic(StrEnum):
    """The average over replicates that a closed form is about."""

    MEAN = "mean"
    GEOMETRIC_MEAN = "geometric mean"


class ClosedForm(ABC):
    """An exact expectation over replicates, for the arms whose setting it matches.

    row: its row in the table of closed forms; metric: what it predicts.
    """

    row: str
    metric: str
    statistic: Statistic
    formula: str
    source: str

    @abstractmethod
    def matches(self, experiment: Experiment, arm: Arm) -> bool:
        """Whether the setting is exactly the one that the form was derived for."""

    @abstractmethod
    def curve(self, experiment: Experiment, arm: Arm) -> FloatArray:
        """[generations + 1]: the expected statistic at each generation g, after t = g + 1 fits."""

    def standard_error(self, experiment: Experiment, arm: Arm) -> FloatArray | None:
        """[generations + 1]: its exact standard error, where known; else the run's own is used."""
        return None


def gaussian_in_one_dimension(experiment: Experiment) -> bool:
    """Whether a Gaussian is fitted to one-dimensional Gaussian records."""
    source, learner = experiment.source, experiment.learner
    return (
        isinstance(source, GaussianSource)
        and source.dimensions == 1
        and isinstance(learner, Gaussian)
    )


def maximum_likelihood(experiment: Experiment) -> bool:
    """Whether a Gaussian learner divides by N."""
    learner = experiment.learner
    return isinstance(learner, Gaussian) and learner.estimator == "maximum-likelihood"


def plain(arm: Arm, retention: str) -> bool:
    """Whether an arm is this retention and nothing else."""
    return arm.retention.kind == retention and arm.real is None and arm.verifier is None
