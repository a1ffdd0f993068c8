"""Row c: a Gaussian fitted to n records drawn from everything so far."""

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.records import FloatArray
from core.theory.base import ClosedForm, Statistic, gaussian, plain


def drawn(experiment: Experiment, arm: Arm) -> FloatArray:
    """V is the expected 1/(nt) variance of the archive of t batches; E s2_t = a V_t.

    V_1 = 1 - 1/n; N = nt, a = (1 - 1/n) N/(N-1), b = (N-n)/(n(N-1)):
    V_{t+1} = V_t [t/(t+1) + (1 - 1/n) a/(t+1) + t/(t+1)^2 (a/n + b)].
    """
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


def _matches(experiment: Experiment, arm: Arm) -> bool:
    return gaussian(experiment, "maximum-likelihood") and plain(arm, "accumulate-subsample")


def _shifted(experiment: Experiment, arm: Arm) -> FloatArray:
    return 1 - drawn(experiment, arm)


_source = "derived for Collapse Lab, after Kazdan et al. 2024"
_archive = "a V, V the archive's expected variance, by recursion over its batches"

FORMS = (
    ClosedForm("c", "fitted-variance", Statistic.MEAN, _archive, _source, _matches, drawn),
    ClosedForm("c", "squared-shift", Statistic.MEAN, "1 − E s², s² the fitted variance", _source,
               _matches, _shifted),
)  # fmt: skip
