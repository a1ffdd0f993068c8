"""Row f1: which Poisson rates have not died out."""

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.learners.poisson import Poisson
from core.records import FloatArray
from core.sources.poisson import PoissonSource
from core.theory.base import ClosedForm, Statistic, dimensions, plain
from core.theory.moments import error


def _matches(experiment: Experiment, arm: Arm) -> bool:
    learner = isinstance(experiment.learner, Poisson)
    return learner and isinstance(experiment.source, PoissonSource) and plain(arm, "replace")


def _survival(experiment: Experiment, arm: Arm) -> FloatArray:
    """A sum of counts is Poisson about n times the rate before it, so zeros pass on."""
    source, factor, curve = experiment.source, 1.0, []
    assert isinstance(source, PoissonSource)
    for _ in range(experiment.generations + 1):
        curve.append(-np.expm1(-experiment.sample_size * source.rate * factor))
        factor = -np.expm1(-factor)
    return np.array(curve)


def _error(experiment: Experiment, arm: Arm) -> FloatArray:
    """Dimensions are independent."""
    alive = _survival(experiment, arm)
    return error(np.sqrt(alive * (1 - alive) / dimensions(experiment)), experiment)


FORMS = (
    ClosedForm("f1", "survival", Statistic.MEAN,
               "1 − exp(−n λ g_t), g₁ = 1, g_{k+1} = 1 − exp(−g_k)", "Suresh et al. 2024",
               _matches, _survival, _error),
)  # fmt: skip
