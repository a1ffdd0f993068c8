"""Row g2: a Gaussian under replacement with a fixed real reservoir."""

import numpy as np

from core.experiment import Arm, Experiment
from core.records import FloatArray
from core.regimes.fixed import FixedReal
from core.theory.base import ClosedForm, Statistic, gaussian_in_one_dimension, maximum_likelihood


class GaussianReservoir(ClosedForm):
    """V is E s2 and D the expected squared gap between the synthetic mean and the reservoir's.

    V_1 = 1 - 1/n, D_1 = 1/n_r - 1/n, n_s = n - n_r;
    V' = [n_r - 1 + (n_s - 1) V + (n_r n_s/n)(D + V/n_s)]/n, D' = (n_s/n)^2 (D + V/n_s).
    """

    row = "g2"
    metric = "fitted-variance"
    statistic = Statistic.MEAN
    formula = "V by recursion: the reservoir's own variance, the synthetic part's, and their gap"
    source = "derived for Collapse Lab, after Bertrand et al. 2023"

    def matches(self, experiment: Experiment, arm: Arm) -> bool:
        """One dimension, maximum likelihood, replacement with at least two fixed real records."""
        one = gaussian_in_one_dimension(experiment) and maximum_likelihood(experiment)
        real = arm.real
        if not one or arm.verifier is not None or not isinstance(real, FixedReal):
            return False
        return arm.retention.kind == "replace" and real.count(experiment.sample_size) >= 2

    def curve(self, experiment: Experiment, arm: Arm) -> FloatArray:
        """The mean of s2 after t fits."""
        assert arm.real is not None
        n = experiment.sample_size
        real = arm.real.count(n)
        made = n - real
        variance, gap, curve = 1 - 1 / n, 1 / real - 1 / n, []
        for _ in range(experiment.generations + 1):
            curve.append(variance)
            spread = gap + variance / made
            between = real * made / n * spread
            variance = (real - 1 + (made - 1) * variance + between) / n
            gap = (made / n) ** 2 * spread
        return np.array(curve)
