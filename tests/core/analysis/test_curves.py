"""Curves: the finished generations, by one statistic all along."""

import numpy as np
import pytest
from scipy import stats

from core.analysis.curves import curve, ratio_curve
from tests.records import make_record


def falling(replicates=8, generations=5, seed=0):
    rng = np.random.default_rng(seed)
    steps = rng.lognormal([[-0.3], [-0.01]], 0.1, (replicates, generations, 2, 1))
    paths = np.cumprod(steps, axis=1)[..., 0].transpose(2, 0, 1)
    start = 1000 * rng.lognormal(0, 0.2, replicates)
    return start[None, :, None] * np.concatenate([np.ones((2, replicates, 1)), paths], axis=2)


def test_values_are_those_of_the_record():
    values = falling()
    found = curve(make_record(values), "types-alive", "Accumulate")
    np.testing.assert_array_equal(found.generations, np.arange(6))
    np.testing.assert_allclose(found.centre, stats.gmean(values[1]))
    assert np.all((found.low < found.centre) & (found.centre < found.high))
    assert found.statistic == "geometric mean"


def test_ratio_starts_at_one_without_spread():
    found = ratio_curve(make_record(falling()), "types-alive", "Replace")
    assert (found.low[0], found.centre[0], found.high[0]) == pytest.approx((1, 1, 1))


@pytest.mark.parametrize("done", [-1, 0, 3])
def test_only_finished_generations_are_drawn(done):
    record = make_record(falling(), done=done, finished=None)
    found = curve(record, "types-alive", "Replace")
    assert len(found.generations) == len(found.centre) == done + 1
    assert not np.isnan(found.centre).any()


def test_other_metrics_are_medians():
    values = falling()
    found = curve(make_record({"total-variation": values}), "total-variation", "Replace")
    np.testing.assert_array_equal(found.centre, np.median(values[0], axis=0))
    assert found.statistic == "median"


def test_one_extinct_replicate_makes_the_whole_curve_a_median():
    values = falling()
    values[0, 0, 4:] = 0.0
    found = ratio_curve(make_record(values), "types-alive", "Replace")
    assert found.statistic == "median"
    np.testing.assert_allclose(found.centre[1], np.median(values[0, :, 1] / values[0, :, 0]))


def test_a_missing_value_leaves_a_gap_and_nothing_else():
    values = falling()
    values[0, 2, 3] = np.nan
    found = curve(make_record(values), "types-alive", "Replace")
    np.testing.assert_array_equal(np.isnan(found.centre), np.arange(6) == 3)
    assert np.isnan(found.low[3])


def test_too_few_replicates_leave_the_centre():
    found = curve(make_record(falling(replicates=2)), "types-alive", "Replace")
    assert np.isfinite(found.centre).all()
    assert np.isnan(found.low).all()
