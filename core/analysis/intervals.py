"""Intervals over replicates: t on logarithms for scale metrics, else the median's ranks.

An audit has no replicates. Its stand-ins are subsets of the same records, and its intervals follow
from how far subsets differ; see `Subsets`.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeAlias

import numpy as np

from core.analysis.change import declared
from core.analysis.rules import LEVEL, T_REPLICATES
from core.experiment import Experiment
from core.records import BoolArray, FloatArray, IntArray

Statistic: TypeAlias = Literal["geometric mean", "median", "mean"]

HAIR = 1e-12
"""Values that differ by less than this part of themselves are the same, but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """In how many of the values, `same` [...] of `among`, the value is exactly the centre.

    repeats: what these are.
    """

    same: IntArray
    among: int
    repeats: str = "replicates"

    def at(self, place: int) -> "Ties":
        """Those of one column."""
        return Ties(self.same[place], self.among, self.repeats)


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """A centre with its interval; low and high are NaN where there are too few replicates.

    centre, low, high: [...], the shape of one replicate; floats from `at` and from one value each.
    ties: how often the centre itself was measured, where an interval has no width.
    """

    centre: FloatArray
    low: FloatArray
    high: FloatArray
    statistic: Statistic
    ties: Ties | None = None

    @property
    def known(self) -> bool:
        """Whether there is an interval, not only a centre."""
        return bool(np.all(np.isfinite(self.centre) & ~np.isnan(self.low) & ~np.isnan(self.high)))

    @property
    def is_point(self) -> bool:
        """Whether there is an interval, and it has no width: it estimates no uncertainty."""
        return self.known and bool(np.all(_same(self.low, self.high)))


@dataclass(frozen=True, slots=True)
class Subsets:
    """That values are of random subsets of one set of records, each without replacement.

    A bootstrap without replacement (Politis and Romano 1994), whose variance is the delete-d
    jackknife's (Shao and Wu 1989). Resampling with replacement repeats records, which every metric
    of distinct types or nearest neighbours takes for a loss.
    share: what part of the variance between subsets is that of their mean; for n of N records
    n/(N-n), and 1/R more as R subsets are not all there are. freedom: of Student's t.
    least, most: what a value can be, so that no interval of a share passes 1.
    """

    share: float
    freedom: int
    least: float = -np.inf
    most: float = np.inf


def subsets(experiment: Experiment, metric: str = "") -> Subsets | None:
    """How an audit's replicates hang together; None where replicates are independent.

    metric: of whose values, not of changes in it.
    """
    held = experiment.learner.holds()
    if held is None:
        return None
    size, count = experiment.sample_size, experiment.replicates
    found = Subsets(size / (held - size) + 1 / count, max(min(held, count) - 1, 1))
    if not metric or not declared(metric).unit.startswith("share"):
        return found
    return replace(found, least=0.0, most=1.0)


def interval(
    values: FloatArray, scale: bool, level: float = LEVEL, of: Subsets | None = None
) -> Interval:
    """The interval of [replicates, ...] over replicates, or over subsets of the same records.

    scale: t interval on logarithms around the geometric mean, needs 3 replicates. A value that is
    not positive has no logarithm: then the whole array is read by the median. Else: the median
    with its binomial order-statistic interval (David and Nagaraja 2003, 7.1), which covers at
    least `level`; needs 6 replicates at 95 %. Of subsets: t intervals about means, on logarithms
    likewise.
    Raises ValueError without replicates and for NaN.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim == 0 or len(values) == 0:
        raise ValueError("values: no replicates given; an interval needs at least one")
    if np.isnan(values).any():
        raise ValueError("values: NaN given; every replicate must be measured")
    found = _interval(values, scale, level, of)
    if not np.any(_same(found.low, found.high)):
        return found
    same = _same(values, found.centre).sum(axis=0)
    return replace(found, ties=Ties(same, len(values), "subsets" if of else "replicates"))


def unknown(shape: tuple[int, ...] = ()) -> Interval:
    """Nothing measured: NaN throughout."""
    nothing = np.full(shape, np.nan)
    return Interval(nothing, nothing, nothing, "median")


@cache
def order_rank(replicates: int, level: float) -> int:
    """The rank k (from 1) of the median's interval x_(k) to x_(R+1-k); 0: too few replicates."""
    from scipy.special import bdtr

    ranks = np.arange(replicates // 2)
    missed = 2 * bdtr(ranks.astype(np.float64), replicates, 0.5)
    # A hair's breadth for rounding: 2 / 2^R is exact, a level such as 1 - 0.05 / 3 is not.
    return int(np.sum(missed <= (1 - level) * (1 + 1e-9)))


def _same(one: FloatArray, other: FloatArray) -> BoolArray:
    """Which numbers differ by no more than rounding; NumPy's own test takes ten times as long."""
    with np.errstate(invalid="ignore"):  # of two infinities
        near = np.abs(one - other) <= HAIR * np.minimum(np.abs(one), np.abs(other))
    return np.asarray(near | (one == other))


def _interval(values: FloatArray, scale: bool, level: float, of: Subsets | None) -> Interval:
    if scale and bool(np.all(values > 0)) and bool(np.isfinite(values).all()):
        return _geometric(values, level, of)
    if of is not None:
        centre, low, high = _about_mean(values, level, of)
        return Interval(centre, np.maximum(low, of.least), np.minimum(high, of.most), "mean")
    return _median(values, level)


def _geometric(values: FloatArray, level: float, of: Subsets | None) -> Interval:
    independent = Subsets(1 / len(values), len(values) - 1)
    found = _about_mean(np.log(values), level, of or independent)
    with np.errstate(over="ignore"):
        centre, low, high = (np.exp(end) for end in found)
    return Interval(centre, low, high, "geometric mean")


def _about_mean(
    values: FloatArray, level: float, of: Subsets
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The mean of [replicates, ...] with its t interval; NaN below 3 replicates."""
    from scipy.special import stdtrit

    centre = values.mean(axis=0)
    half = np.full_like(centre, np.nan)
    if len(values) >= T_REPLICATES:
        error = values.std(axis=0, ddof=1) * np.sqrt(of.share)
        half = stdtrit(of.freedom, (1 + level) / 2) * error
    return centre, centre - half, centre + half


def _median(values: FloatArray, level: float) -> Interval:
    rank = order_rank(len(values), level)
    ordered = np.sort(values, axis=0)
    centre = np.median(values, axis=0)
    if rank == 0:
        nothing = np.full_like(centre, np.nan)
        return Interval(centre, nothing, nothing, "median")
    return Interval(centre, ordered[rank - 1], ordered[-rank], "median")
