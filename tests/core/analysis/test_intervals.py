"""Intervals: what they cover, against scipy, and where they are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special, stats

from core.analysis.intervals import interval, order_rank

SIMULATIONS = 20_000
STANDARD_ERROR = np.sqrt(0.05 * 0.95 / SIMULATIONS)

positive = arrays(np.float64, st.integers(3, 12), elements=st.floats(0.01, 100))
numbers = arrays(np.float64, st.integers(6, 15), elements=st.floats(-100, 100))


def covered(values: np.ndarray, scale: bool, truth: float) -> float:
    found = interval(values, scale)
    return float(np.mean((found.low <= truth) & (truth <= found.high)))


@pytest.mark.parametrize("replicates", [3, 5, 20])
def test_t_interval_covers_95_percent_of_log_normal_data(replicates):
    values = np.random.default_rng(1).lognormal(0.3, 1.5, (replicates, SIMULATIONS))
    assert covered(values, True, np.exp(0.3)) == pytest.approx(0.95, abs=4 * STANDARD_ERROR)


def test_t_interval_stands_skewed_data_where_raw_means_do_not():
    """Products of variance estimates, as replacement makes them: few explode and carry the mean."""
    degrees, generations, replicates = 9, 30, 20
    rng = np.random.default_rng(2)
    draws = rng.chisquare(degrees, (generations, replicates, 4000)) / degrees
    values = draws.prod(axis=0)
    log_truth = generations * (np.log(2 / degrees) + special.psi(degrees / 2))
    assert covered(values, True, np.exp(log_truth)) == pytest.approx(0.95, abs=0.015)
    half = stats.t.ppf(0.975, replicates - 1) * values.std(axis=0, ddof=1) / np.sqrt(replicates)
    assert np.mean(np.abs(values.mean(axis=0) - 1) <= half) < 0.8


@pytest.mark.parametrize("replicates", [6, 11, 20, 101])
@pytest.mark.parametrize("law", [stats.expon(), stats.cauchy(), stats.pareto(1.1)])
def test_median_interval_covers_exactly_what_its_ranks_say(replicates, law):
    values = law.rvs((replicates, SIMULATIONS), random_state=3)
    said = 1 - 2 * stats.binom.cdf(order_rank(replicates, 0.95) - 1, replicates, 0.5)
    assert said >= 0.95
    assert covered(values, False, law.median()) == pytest.approx(said, abs=4 * STANDARD_ERROR)


def test_t_interval_is_scipys():
    values = np.array([1.3, 0.4, 2.2, 0.9, 1.1])
    found = interval(values, scale=True, level=0.9)
    logs = np.log(values)
    low, high = stats.t.interval(0.9, 4, logs.mean(), stats.sem(logs))
    assert (found.low, found.high) == pytest.approx((np.exp(low), np.exp(high)))
    assert found.centre == pytest.approx(stats.gmean(values))


@pytest.mark.parametrize("replicates", range(1, 40))
@pytest.mark.parametrize("level", [0.9, 0.95, 1 - 0.05 / 3, 0.99])
def test_ranks_are_the_binomial_quantiles(replicates, level):
    # scipy's own interval for a median: the largest rank that misses on each side by half a level.
    expected = int(stats.binom.ppf((1 - level) / 2, replicates, 0.5))
    exact = np.isclose(stats.binom.cdf(expected, replicates, 0.5), (1 - level) / 2)
    assert order_rank(replicates, level) == expected + exact


def test_median_interval_is_scipys_quantile_test():
    values = np.random.default_rng(4).normal(size=25)
    found = interval(values, scale=False)
    reference = stats.quantile_test(values, q=0, p=0.5).confidence_interval(0.95)
    assert (found.low, found.high) == (reference.low, reference.high)


@pytest.mark.parametrize(("scale", "needed"), [(True, 3), (False, 6)])
def test_fewest_replicates(scale, needed):
    values = np.arange(1.0, needed + 1)
    assert interval(values, scale).known
    too_few = interval(values[:-1], scale)
    assert not too_few.known
    assert np.isfinite(too_few.centre)


@pytest.mark.parametrize("scale", [True, False])
@pytest.mark.parametrize("value", [1.0, 0.3, 1e-200])
def test_constant_data(scale, value):
    found = interval(np.full((8, 2), value), scale)
    assert found.known
    np.testing.assert_allclose([found.centre, found.low, found.high], value)


@pytest.mark.parametrize("intruder", [0.0, -1.0, np.inf])
def test_values_without_a_logarithm_are_read_by_the_median(intruder):
    values = np.array([[1.0, 2, 3, 4, 5, 6, 7], [7.0, 6, 5, 4, 3, 2, intruder]]).T
    found = interval(values, scale=True)
    assert found.statistic == "median"
    np.testing.assert_array_equal(found.centre, np.median(values, axis=0))


@pytest.mark.parametrize("values", [np.array([1.0, np.nan, 2.0]), np.empty((0, 3)), np.array(1.0)])
def test_refuses_what_is_not_measured(values):
    with pytest.raises(ValueError, match="values"):
        interval(values, scale=True)


@given(positive, st.floats(0.01, 100))
def test_t_interval_scales_with_its_unit(values, factor):
    one, other = interval(values, True), interval(values * factor, True)
    for name in ("centre", "low", "high"):
        assert getattr(other, name) == pytest.approx(factor * getattr(one, name), rel=1e-6)


@given(numbers, st.randoms(use_true_random=False), st.booleans())
def test_order_of_replicates_is_nothing(values, random, scale):
    shuffled = values.copy()
    random.shuffle(shuffled)
    one, other = interval(values, scale), interval(shuffled, scale)
    assert (one.low, one.centre, one.high) == pytest.approx((other.low, other.centre, other.high))
    assert one.low <= one.centre <= one.high


@given(numbers)
def test_median_interval_follows_any_increasing_map(values):
    one, other = interval(values, False), interval(np.arctan(values), False)
    assert (other.low, other.high) == (np.arctan(one.low), np.arctan(one.high))


def test_columns_are_read_one_by_one():
    values = np.random.default_rng(5).lognormal(size=(9, 2, 3))
    whole = interval(values, True)
    assert whole.low.shape == (2, 3)
    assert whole.low[1, 2] == pytest.approx(interval(values[:, 1, 2], True).low)
