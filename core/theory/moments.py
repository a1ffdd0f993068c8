"""Exact standard errors of a Gaussian's mean and variance: second moments by recursion.

A sample standard error is fooled by the heavy tails of a recursive fit.
"""

from dataclasses import dataclass

import numpy as np

from core.experiment import Experiment
from core.learners.gaussian import Gaussian
from core.records import FloatArray
from core.theory.base import dimensions, fits


@dataclass(frozen=True, slots=True)
class Deviations:
    """Standard deviations over replicates, [generations + 1] each.

    variance: of tr S/d; shift: of |mu|^2/d; total: of their sum; emitted: of tr/d of the n-1
    covariance of n records emitted with covariance S, whose trace varies by 2 tr S^2/(n-1) more.
    """

    variance: FloatArray
    shift: FloatArray
    total: FloatArray
    emitted: FloatArray


def under_replacement(experiment: Experiment) -> Deviations:
    """Of a Gaussian that is fitted to its own n records again and again.

    With S and mu fitted to n records of N(mu, S): n mu'' and the scatter are independent, and the
    scatter is Wishart with m = n - 1. That closes a recursion of a = E (tr S)^2, b = E tr S^2,
    c = E tr S |mu|^2, e = E mu.S mu and f = E |mu|^4. A diagonal learner is d chains of its own.
    """
    n, learner = experiment.sample_size, experiment.learner
    assert isinstance(learner, Gaussian)
    together = 1 if learner.covariance == "diagonal" else dimensions(experiment)
    m, divisor = n - 1, n if learner.estimator == "maximum-likelihood" else n - 1
    d, kept = together, m / divisor
    a, b, c, e, f = float(d * d), float(d), 0.0, 0.0, 0.0
    rows = []
    for t in range(1, experiment.generations + 2):
        f = f + (4 * e + 2 * c) / n + (a + 2 * b) / n**2
        c, e = kept * (c + a / n), kept * (e + b / n)
        a, b = (m * m * a + 2 * m * b) / divisor**2, (m * (m + 1) * b + m * a) / divisor**2
        trace = d * kept**t
        shift = d * (t / n if kept == 1 else (1 - kept**t) / (n * (1 - kept)))
        total, emitted = a + 2 * c + f - (trace + shift) ** 2, a + 2 * b / m - trace**2
        rows.append((a - trace**2, f - shift**2, total, emitted))
    chains = dimensions(experiment) / together
    spread = np.sqrt(np.maximum(np.array(rows), 0.0).T / d**2 / chains)
    return Deviations(*spread)


def under_accumulation(experiment: Experiment) -> Deviations | None:
    """Of a Gaussian that is fitted to its whole pool; None with correlations between dimensions.

    V is the pool's 1/(nt) variance and a V the fitted one. A batch multiplies V by
    F = [t + a X/n + t/(t+1) a z^2/n]/(t+1), X chi-square with n - 1 degrees, and moves the mean by
    sqrt(a V/n) z/(t+1). That closes a recursion of E V^2, E V mu^2 and E mu^4.
    """
    learner, d = experiment.learner, dimensions(experiment)
    assert isinstance(learner, Gaussian)
    if d > 1 and learner.covariance == "full":
        return None
    n, likely = experiment.sample_size, learner.estimator == "maximum-likelihood"
    kept, wandered = 1 - 1 / n, 1 / n
    vv, vm, mm, rows = kept * (n + 1) / n, kept / n, 3 / n**2, []
    for t in range(1, experiment.generations + 2):
        a = 1.0 if likely else n * t / (n * t - 1)
        total = a * a * vv + 2 * a * vm + mm - (a * kept + wandered) ** 2
        square, fitted = a * a * vv, (a * kept) ** 2
        emitted = square * (1 + 2 / (n - 1)) - fitted
        rows.append((square - fitted, mm - wandered**2, total, emitted))
        inside, between, step = a * (n - 1) / n, t / (t + 1) * a / n, a / (n * (t + 1) ** 2)
        factor = (t + inside + between) / (t + 1)
        crossed = (t + inside + 3 * between) / (t + 1)
        squared = (t + inside + between) ** 2 + 2 * a * inside / n + 2 * between**2
        mm += 6 * step * vm + 3 * step**2 * vv
        vm = factor * vm + step * crossed * vv
        vv *= squared / (t + 1) ** 2
        kept, wandered = kept * factor, wandered + step * kept
    spread = np.sqrt(np.maximum(np.array(rows), 0.0).T / d)
    return Deviations(*spread)


def of_determinant(experiment: Experiment) -> FloatArray:
    """[generations + 1]: the standard deviation of det S under replacement, maximum likelihood."""
    mean, square = determinant_factors(experiment)
    t = fits(experiment)
    found: FloatArray = np.sqrt(square**t - mean ** (2 * t))
    return found


def determinant_factors(experiment: Experiment) -> tuple[float, float]:
    """By what a fit multiplies E det S and E det S^2: d independent chi-squares over n."""
    n, d, learner = experiment.sample_size, dimensions(experiment), experiment.learner
    assert isinstance(learner, Gaussian)
    lost = np.ones(d) if learner.covariance == "diagonal" else np.arange(1, d + 1)
    mean = np.prod((n - lost) / n)
    return float(mean), float(mean * np.prod((n - lost + 2) / n))


def error(deviation: FloatArray, experiment: Experiment) -> FloatArray:
    """The standard error of a mean over the run's replicates."""
    found: FloatArray = deviation / np.sqrt(experiment.replicates)
    return found
