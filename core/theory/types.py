"""Row T1: how many types are alive, exactly."""

import functools
from functools import partial

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.records import FloatArray
from core.sources.base import Source
from core.theory.base import ClosedForm, Statistic, plain
from core.theory.categorical import categories
from core.theory.laws import probabilities

LARGEST = 2_000
"""Largest sample size whose chain of n + 1 states is followed."""
ROWS = 1_000
"""Types that are looked at together, rare ones first: they need few numbers each."""

NEVER = -1e6
"""The logarithm of a probability of 0, as far as it matters: times 0 it is 0."""


def _replace(experiment: Experiment, arm: Arm) -> bool:
    small = experiment.sample_size <= LARGEST
    return small and plain(arm, "replace") and categories(experiment)


def _accumulate(experiment: Experiment, arm: Arm) -> bool:
    return plain(arm, "accumulate") and categories(experiment)


def _chained(later: int, experiment: Experiment, arm: Arm) -> FloatArray:
    """After g + 1 + later samplings: a fit sees its pool, an emission is one sampling more."""
    steps = experiment.generations + 1 + later
    return alive(experiment.source, experiment.sample_size, steps)[later:]


@functools.lru_cache(maxsize=16)
def alive(source: Source, size: int, steps: int) -> FloatArray:
    """[steps]: types with at least one record after 1, 2, … samplings of `size` records.

    B[j, k] = Binom(k; n, j/n). What is passed on is how many types are expected to have k records.
    """
    law = probabilities(source)
    assert law is not None
    held = _first(law, size)
    chain = _binomial(size, np.arange(size + 1) / size, size)
    found = []
    for _ in range(steps):
        found.append(held[1:].sum())
        held = held @ chain
    return np.array(found)


def _first(law: FloatArray, size: int) -> FloatArray:
    """[size + 1]: how many types are expected to have k records of a real sample."""
    chances, times = np.unique(law, return_counts=True)
    found = np.zeros(size + 1)
    for low in range(0, len(chances), ROWS):
        rows = slice(low, low + ROWS)
        mean = size * chances[rows][-1]
        most = min(size, int(mean + 10 * np.sqrt(mean) + 40))  # beyond, nothing but rounding
        found[: most + 1] += times[rows] @ _binomial(size, chances[rows], most)
    return found


def _binomial(size: int, chances: FloatArray, most: int) -> FloatArray:
    """[chances, most + 1]: the probability of 0, 1, … `most` successes."""
    from scipy.special import gammaln

    k = np.arange(most + 1)
    ways = gammaln(size + 1) - gammaln(k + 1) - gammaln(size - k + 1)
    p = chances[:, None]
    with np.errstate(divide="ignore"):  # a logarithm a row, not one for each of its numbers
        won, lost = np.maximum(np.log(p), NEVER), np.maximum(np.log1p(-p), NEVER)
    return np.asarray(np.exp(ways + k * won + (size - k) * lost))


def _for_ever(experiment: Experiment, arm: Arm) -> FloatArray:
    law = probabilities(experiment.source)
    assert law is not None
    found = -np.expm1(experiment.sample_size * np.log1p(-law)).sum()
    return np.full(experiment.generations + 1, found)


_derived, _mean = "derived for Collapse Lab", Statistic.MEAN
_chain = "from the chain B[j, k] = Binomial(k; n, j/n), {} samplings after the law"

FORMS = (
    ClosedForm("T1", "types-in-fit", _mean, _chain.format("t"), _derived,
               _replace, partial(_chained, 0)),
    ClosedForm("T1", "types-alive", _mean, _chain.format("t + 1"), _derived,
               _replace, partial(_chained, 1)),
    ClosedForm("T1", "types-in-fit", _mean, "∑ 1 − (1 − p)ⁿ over types, for ever", _derived,
               _accumulate, _for_ever),
)  # fmt: skip
