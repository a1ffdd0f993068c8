"""Rows T3 and T5: what a perfect discriminator and a likelihood gate do to a Gaussian."""

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.records import FloatArray
from core.regimes.discriminator import Discriminator
from core.regimes.likelihood import Likelihood
from core.theory.base import ClosedForm, Statistic, fits, gaussian, one_dimension
from core.theory.moments import error

DERIVED = "derived for Collapse Lab"


def _gated(experiment: Experiment, arm: Arm) -> bool:
    """A Gaussian in one dimension under replacement, with a verifier and nothing else."""
    alone = arm.real is None and arm.filter is None and arm.switch is None
    replace = arm.retention.kind == "replace" and alone and arm.verifier is not None
    return replace and one_dimension(experiment) and gaussian(experiment, "maximum-likelihood")


# T3. Candidates q accepted with p/(M q) are distributed as p where q > p/M everywhere. A fit to n
# records of p breaks that only in tails whose weight is negligible at M >= 10 and n >= 100: the
# mean of s2 then falls short by 2e-4. Twice M candidates a record leave no shortfall.


def perfect(experiment: Experiment, arm: Arm) -> bool:
    """A discriminator that knows the ratio, with a high cap and candidates enough."""
    verifier = arm.verifier
    return (
        isinstance(verifier, Discriminator)
        and verifier.ratio == "exact"
        and verifier.cap >= 10
        and verifier.candidate_cap >= 2 * verifier.cap
        and experiment.sample_size >= 100
        and _gated(experiment, arm)
    )


def _restored(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.full(experiment.generations + 1, 1 - 1 / experiment.sample_size)


def _restored_error(experiment: Experiment, arm: Arm) -> FloatArray:
    spread = np.full(experiment.generations + 1, restored_spread(experiment.sample_size))
    return error(spread, experiment)


def restored_spread(n: int) -> float:
    """The standard deviation of a fit to n independent real records: chi-square over n."""
    return float(np.sqrt(2 * (n - 1)) / n)


# T5. In the limit of many records the judge's mean, the model's and the law's are one, and a gate
# cuts the same two tails off every generation. With n records the means are 1/sqrt(n) apart: E s2
# is off by a share of about 2 t/n. That stays below the run's own standard error, about
# sqrt(2t/(n R)) or more, while R t is no more than a quarter of n.


def _likely(experiment: Experiment, arm: Arm) -> bool:
    """A judge of n trusted records at least, and candidates enough for twice the records."""
    verifier, n = arm.verifier, experiment.sample_size
    return (
        isinstance(verifier, Likelihood)
        and 0.5 <= verifier.top_share < 1
        and verifier.trusted_count(n) >= n >= 1000
        and verifier.candidate_cap * verifier.top_share >= 2
        and 4 * experiment.replicates * experiment.generations <= n
        and _gated(experiment, arm)
    )


def _narrowed(experiment: Experiment, arm: Arm) -> FloatArray:
    """Each gate leaves f of the variance, each fit 1 - 1/n of that."""
    from scipy.special import ndtri

    assert isinstance(arm.verifier, Likelihood)
    share, t = arm.verifier.top_share, fits(experiment)
    edge = ndtri((1 + share) / 2)
    left = 1 - 2 * edge * np.exp(-(edge**2) / 2) / np.sqrt(2 * np.pi) / share
    return np.asarray(left ** (t - 1) * (1 - 1 / experiment.sample_size) ** t)


_mean = Statistic.MEAN

FORMS = (
    ClosedForm("T3", "fitted-variance", _mean, "1 − 1/n, as in generation 0", DERIVED,
               perfect, _restored, _restored_error),
    ClosedForm("T5", "fitted-variance", _mean,
               "f^(t−1) (1 − 1/n)^t, f = 1 − 2cφ(c)/r, c = Φ⁻¹((1 + r)/2), for large n", DERIVED,
               _likely, _narrowed),
)  # fmt: skip
