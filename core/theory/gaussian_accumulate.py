"""Row b: a Gaussian under accumulation, maximum likelihood on the whole pool."""

import numpy as np

from core.experiment import Arm, Experiment
from core.records import FloatArray
from core.theory.base import (
    ClosedForm,
    Statistic,
    gaussian_in_one_dimension,
    maximum_likelihood,
    plain,
)


class GaussianAccumulate(ClosedForm):
    """E s2 = prod_{j<=t} (1 - 1/(n j^2)), with the limit sin(pi/sqrt n)/(pi/sqrt n)."""

    row = "b"
    metric = "fitted-variance"
    statistic = Statistic.MEAN
    formula = "∏ (1 − 1/(n j²)) over j = 1 … t"
    source = "Kazdan et al. 2024"

    def matches(self, experiment: Experiment, arm: Arm) -> bool:
        """One dimension, maximum likelihood, accumulation, no verifier."""
        one = gaussian_in_one_dimension(experiment) and maximum_likelihood(experiment)
        return one and plain(arm, "accumulate")

    def curve(self, experiment: Experiment, arm: Arm) -> FloatArray:
        """The mean of s2 after t fits."""
        fits = np.arange(1, experiment.generations + 2, dtype=np.float64)
        return np.cumprod(1.0 - 1.0 / (experiment.sample_size * fits**2)).astype(np.float64)
