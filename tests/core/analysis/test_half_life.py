"""Half-life of the median, with its bootstrap over replicates."""

import math

import numpy as np
import pytest

from core.analysis.half_life import half_life
from tests.records import make_record


def halving(*times, generations=12, start=1000.0):
    """Two arms alike, whose replicates fall below one half at these generations."""
    grid = np.arange(generations + 1)
    paths = np.stack([np.where(grid < time, 0.9, 0.4) for time in times])
    paths[:, 0] = 1.0
    return start * np.stack([paths, paths])


def of(values, **given):
    return half_life(make_record(values, **given), "types-alive", "Replace")


def test_is_the_median_replicates_generation():
    assert of(halving(3, 3, 5, 6, 7, 9, 11)).generation == 6


def test_an_even_number_of_replicates_takes_the_mean_of_the_middle_two():
    """At generation 5 those are 0.4 and 0.9, so that the median is 0.65."""
    assert of(halving(2, 3, 5, 6, 9, 11)).generation == 6


def test_is_what_numpy_calls_the_median():
    values = np.cumprod(np.random.default_rng(4).uniform(0.8, 1.0, (2, 40, 12)), axis=2)
    values[:, :, 0] = 1.0
    expected = int(np.argmax(np.median(values[0], axis=0) <= 0.5))
    assert of(values).generation == expected > 1


def test_one_half_itself_counts():
    values = np.ones((2, 7, 4)) * np.array([8.0, 6.0, 4.0, 2.0])
    assert of(values).generation == 2


def test_it_is_the_median_that_crosses_and_not_the_replicates():
    """Replicates that dip and come back never halve the median, whatever each one did first."""
    paths = np.ones((7, 8))
    for replicate in range(7):
        paths[replicate, 1 + replicate] = 0.1
    assert not of(1000 * np.stack([paths, paths])).reached


def test_not_reached_is_infinite():
    found = of(halving(*[99] * 8))
    assert (found.generation, found.reached) == (None, False)
    assert (found.low, found.high) == (math.inf, math.inf)
    assert found.until == 12


def test_interval_may_reach_beyond_the_run():
    found = of(halving(2, 3, 4, 5, 99, 99, 99))
    assert found.generation == 5
    assert found.low < 5
    assert found.high == math.inf


def test_an_interval_of_one_generation_says_how_many_resamples_agree():
    found = of(halving(*[3] * 9, 8))
    assert (found.low, found.high, found.is_point) == (3, 3, True)
    assert 1900 < found.same < 2000
    assert found.said() == f"3 [exactly, in {found.same:,} of 2,000 resamples]"
    assert of(halving(*[3] * 10)).said(brief=True) == "3 [in all 2,000]"
    assert of(halving(*[99] * 8)).said() == "> 12"


def test_too_few_replicates_for_an_interval():
    found = of(halving(3, 4, 5, 6, 7))
    assert found.generation == 5
    assert not found.known


def test_only_finished_generations_count():
    assert of(halving(*[6] * 7), done=5, finished=None).generation is None
    assert of(halving(*[6] * 7), done=6, finished=None).generation == 6
    assert of(halving(*[6] * 7), done=-1, finished=None).until == -1


def test_without_a_ratio_in_every_replicate_nothing_is_read():
    values = halving(*[6] * 7)
    values[:, 2, 0] = 0.0
    found = of(values)
    assert (found.generation, found.known, found.until) == (None, False, -1)


def test_bootstrap_is_the_plain_one():
    """Against resampling replicates by hand and taking each sample's own lower median."""
    times = np.random.default_rng(3).integers(2, 12, 15)
    values = halving(*times)
    ratios = values[0] / values[0, :, :1]
    rng = np.random.default_rng(4)
    firsts = []
    for _ in range(2000):
        sample = np.sort(ratios[rng.integers(15, size=15)], axis=0)[7]
        firsts.append(np.argmax(sample <= 0.5) if np.any(sample <= 0.5) else np.inf)
    low, high = np.quantile(firsts, [0.025, 0.975], method="inverted_cdf")
    found = of(values)
    assert (found.low, found.high) == (low, high)


def test_interval_covers_the_medians_half_life():
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(200):
        times = np.ceil(rng.lognormal(math.log(5.5), 0.5, 21)).astype(int)
        found = of(halving(*times, generations=20))
        hits += found.low <= 6 <= found.high
    assert hits / 200 >= 0.95 - 3 * math.sqrt(0.05 * 0.95 / 200)


def test_the_same_record_gives_the_same_interval():
    values = halving(3, 4, 6, 8, 9, 10, 11)
    assert of(values) == of(values)


@pytest.mark.parametrize("metric", ["total-variation", "rare-type-coverage"])
def test_only_diversity_metrics_have_one(metric):
    record = make_record({metric: halving(3, 4, 5)})
    with pytest.raises(ValueError, match=f"'{metric}' has no half-life"):
        half_life(record, metric, "Replace")
