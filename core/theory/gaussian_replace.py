"""Rows a2 and a3: a Gaussian under replacement, on the logarithmic scale."""

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


class GaussianReplace(ClosedForm):
    """E ln s2 = t [psi((n-1)/2) - ln(n/2)], with ln((n-1)/2) for the unbiased estimator.

    The logarithm, because the mean of s2 is carried by a few replicates: under the unbiased
    estimator it stays 1 while almost every run collapses.
    """

    row = "a3"
    metric = "fitted-variance"
    statistic = Statistic.GEOMETRIC_MEAN
    formula = "exp(t [ψ((n−1)/2) − ln(m/2)]), m = n (maximum likelihood) or n−1 (unbiased)"
    source = "Shumailov et al. 2024; Bertrand et al. 2023"

    def matches(self, experiment: Experiment, arm: Arm) -> bool:
        """One dimension, replacement, no real share, no verifier."""
        return gaussian_in_one_dimension(experiment) and plain(arm, "replace")

    def curve(self, experiment: Experiment, arm: Arm) -> FloatArray:
        """The geometric mean of s2 after t fits."""
        from scipy.special import digamma

        n = experiment.sample_size
        divisor = n if maximum_likelihood(experiment) else n - 1
        step = float(digamma((n - 1) / 2) - np.log(divisor / 2))
        curve: FloatArray = np.exp(step * _fits(experiment))
        return curve

    def standard_error(self, experiment: Experiment, arm: Arm) -> FloatArray:
        """Of the logarithm: the t chi-square factors are independent."""
        from scipy.special import polygamma

        spread = float(polygamma(1, (experiment.sample_size - 1) / 2))
        error: FloatArray = np.sqrt(_fits(experiment) * spread / experiment.replicates)
        return error


def _fits(experiment: Experiment) -> FloatArray:
    return np.arange(1, experiment.generations + 2, dtype=np.float64)
