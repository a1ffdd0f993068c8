"""Row T0: what no regime without a verifier changes on average, whatever it keeps or mixes in."""

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.learners.gaussian import Gaussian
from core.learners.gaussian_mixture import GaussianMixture
from core.metrics.bands import Band, in_band
from core.records import FloatArray
from core.theory.base import ClosedForm, Statistic, gaussian, plain
from core.theory.categorical import KEPT, categories
from core.theory.laws import mean_variance, probabilities
from core.theory.moments import error, under_accumulation, under_replacement


def _unverified(arm: Arm) -> bool:
    """A filter is no verifier: it looks at labels, not at values."""
    return all(regime.verifier is None for _, regime in arm.regimes())


def _matches_moments(experiment: Experiment, arm: Arm) -> bool:
    """Fits that have the mean and the 1/N covariance of their pool: E(x - m)^2 is handed down.

    So has a mixture after each round of EM, but for a ridge of a millionth of the variance.
    """
    learner = experiment.learner
    likely = isinstance(learner, Gaussian) and learner.estimator == "maximum-likelihood"
    return (
        (likely or isinstance(learner, GaussianMixture))
        and mean_variance(experiment.source) is not None
        and _unverified(arm)
    )


def _matches_mass(experiment: Experiment, arm: Arm) -> bool:
    return categories(experiment) and _unverified(arm)


def _truth(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.full(experiment.generations + 1, mean_variance(experiment.source))


def _truth_error(experiment: Experiment, arm: Arm) -> FloatArray | None:
    """Known for a Gaussian alone under replacement, where tails are heavy, or accumulation."""
    found = None
    if gaussian(experiment) and plain(arm, "replace"):
        found = under_replacement(experiment)
    if gaussian(experiment) and plain(arm, "accumulate"):
        found = under_accumulation(experiment)
    return None if found is None else error(found.total, experiment)


def _common(experiment: Experiment) -> float:
    """The truth's mass of the common types."""
    law = probabilities(experiment.source)
    assert law is not None
    return float(law[in_band(law, Band.COMMON)].sum())


def _mass(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.full(experiment.generations + 1, _common(experiment))


def _mass_error(experiment: Experiment, arm: Arm) -> FloatArray | None:
    """E p(1 - p) falls by rows f4 and f5, and what it lacks is the variance of p."""
    kept = KEPT.get(arm.retention.kind)
    if kept is None or not plain(arm, arm.retention.kind):
        return None
    mass = _common(experiment)
    return error(np.sqrt(mass * (1 - mass) * (1 - kept(experiment, arm))), experiment)


_derived = "derived for Collapse Lab"

FORMS = (
    ClosedForm("T0", "second-moment", Statistic.MEAN, "the truth's variance, for ever", _derived,
               _matches_moments, _truth, _truth_error),
    ClosedForm("T0", "common-mass", Statistic.MEAN, "the truth's mass, for ever", _derived,
               _matches_mass, _mass, _mass_error),
)  # fmt: skip
