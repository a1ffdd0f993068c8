"""Row c: a Gaussian fitted to n records drawn from everything so far."""

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


class GaussianSubsample(ClosedForm):
    """V is the expected 1/(nt) variance of the archive of t batches; E s2_t = a V_t.

    V_1 = 1 - 1/n; N = nt, a = (1 - 1/n) N/(N-1), b = (N-n)/(n(N-1));
    V_{t+1} = V_t [t/(t+1) + (1 - 1/n) a/(t+1) + t/(t+1)^2 (a/n + b)].
    """

    row = "c"
    metric = "fitted-variance"
    statistic = Statistic.MEAN
    formula = "a V, V the expected variance of the archive, by recursion over its batches"
    source = "derived for Collapse Lab, after Kazdan et al. 2024"

    def matches(self, experiment: Experiment, arm: Arm) -> bool:
        """One dimension, maximum likelihood, accumulate-subsample, no real share, no verifier."""
        one = gaussian_in_one_dimension(experiment) and maximum_likelihood(experiment)
        return one and plain(arm, "accumulate-subsample")

    def curve(self, experiment: Experiment, arm: Arm) -> FloatArray:
        """The mean of s2 after t fits."""
        n = experiment.sample_size
        kept = 1 - 1 / n
        archive, curve = kept, []
        for t in range(1, experiment.generations + 2):
            total = n * t
            a = kept * total / (total - 1)
            b = (total - n) / (n * (total - 1))
            curve.append(a * archive)
            archive *= t / (t + 1) + kept * a / (t + 1) + t / (t + 1) ** 2 * (a / n + b)
        return np.array(curve)
