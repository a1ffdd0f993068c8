"""Intervals of an audit: their coverage where the truth is known, simulated by a fixed seed."""

import numpy as np
import pytest
from scipy.special import stdtrit

from core.analysis.intervals import Subsets, interval
from core.metrics.neighbourhoods import nearest_distance, neighbours, radii
from core.metrics.wasserstein import wasserstein

SHARE, COUNT, TRIALS = 0.8, 100, 120
LAW = 1 / np.arange(1, 201)
LAW /= LAW.sum()
FLATTER = LAW**0.7 / (LAW**0.7).sum()
RARE = slice(60, 200)
REFERENCE = np.random.default_rng(8).standard_normal((300, 2))
TAIL = REFERENCE[np.argsort(-np.square(REFERENCE).sum(axis=1))[:30]]


def normal(rng, samples, size):
    return rng.standard_normal((samples, size))


def narrow(rng, samples, size):
    return 0.7 * rng.standard_normal((samples, size, 2))


def words(rng, samples, size):
    return rng.choice(200, size=(samples, size), p=LAW)


def counts(records):
    return np.stack([np.bincount(row, minlength=200) for row in records])


def variance(records):
    return records.var(axis=1, ddof=1)


def distance(records):
    real = np.broadcast_to(REFERENCE[:200, 0], (len(records), 200))
    return wasserstein(records, real)


def types_alive(records):
    return (counts(records) > 0).sum(axis=1).astype(float)


def rare_covered(records):
    return (counts(records)[:, RARE] > 0).mean(axis=1)


def total_variation(records):
    return 0.5 * np.abs(counts(records) / records.shape[1] - FLATTER).sum(axis=1)


def tail_coverage(records):
    k = neighbours(300, records.shape[1])
    reach = radii(TAIL, REFERENCE, k)
    return np.array([np.mean(nearest_distance(TAIL, row) <= reach) for row in records])


METRICS = {
    "variance ratio": (normal, variance, True),
    "Wasserstein": (normal, distance, False),
    "types alive": (words, types_alive, True),
    "rare types covered": (words, rare_covered, False),
    "total variation": (words, total_variation, False),
    "tail coverage": (narrow, tail_coverage, False),
}


def of(size):
    taken = round(SHARE * size)
    return Subsets(taken / (size - taken) + 1 / COUNT, COUNT - 1)


def covered(metric, size, resampled):
    """How often the interval holds what samples of one subset's size give on average."""
    draw, measure, scale = METRICS[metric]
    rng, taken = np.random.default_rng(3), round(SHARE * size)
    real = measure(draw(rng, 2000, taken))
    truth = np.exp(np.log(real).mean()) if scale else real.mean()
    hits = 0
    for _ in range(TRIALS):
        (recorded,) = draw(rng, 1, size)
        low, high = resampled(recorded, measure, scale, rng)
        hits += low <= truth <= high
    return hits / TRIALS


def by_subsets(recorded, measure, scale, rng):
    taken = round(SHARE * len(recorded))
    chosen = np.argsort(rng.random((COUNT, len(recorded))), axis=1)[:, :taken]
    found = interval(measure(recorded[chosen]), scale, of=of(len(recorded)))
    return found.low, found.high


def as_replicates(recorded, measure, scale, rng):
    """What a t interval over the subsets would be, were they replicates."""
    taken = round(SHARE * len(recorded))
    chosen = np.argsort(rng.random((COUNT, len(recorded))), axis=1)[:, :taken]
    values = measure(recorded[chosen])
    half = stdtrit(COUNT - 1, 0.975) * values.std(ddof=1) / np.sqrt(COUNT)
    return values.mean() - half, values.mean() + half


def percentile(recorded, measure, scale, rng):
    """The percentile interval of resamples with replacement."""
    chosen = rng.integers(len(recorded), size=(COUNT, round(SHARE * len(recorded))))
    return np.quantile(measure(recorded[chosen]), (0.025, 0.975))


@pytest.mark.parametrize("size", [60, 250])
@pytest.mark.parametrize("metric", METRICS)
def test_intervals_over_subsets_hold_the_truth(metric, size):
    assert covered(metric, size, by_subsets) >= 0.89


@pytest.mark.parametrize("metric", METRICS)
def test_subsets_taken_for_replicates_would_not_hold_it(metric):
    assert covered(metric, 60, as_replicates) < 0.6


@pytest.mark.parametrize("metric", ["types alive", "rare types covered", "tail coverage"])
def test_resampling_with_replacement_takes_its_ties_for_a_loss(metric):
    assert covered(metric, 250, percentile) < 0.7


def test_the_error_does_not_shrink_as_more_subsets_are_drawn():
    rng = np.random.default_rng(5)
    recorded = rng.standard_normal(100)
    widths = []
    for count in (50, 1000):
        chosen = np.argsort(rng.random((count, 100)), axis=1)[:, :80]
        found = interval(recorded[chosen].mean(axis=1), False, of=Subsets(4 + 1 / count, 49))
        widths.append(float(found.high - found.low))
    assert widths[1] == pytest.approx(widths[0], rel=0.3)
    # And it is that of the mean of 100 records.
    assert widths[1] / 2 == pytest.approx(stdtrit(49, 0.975) * recorded.std(ddof=1) / 10, rel=0.1)


def test_a_share_never_passes_its_ends_and_a_constant_has_no_width():
    values = np.array([1.0, 1.0, 0.9, 1.0, 0.95])
    found = interval(values, False, of=Subsets(4.2, 4, least=0.0, most=1.0))
    assert found.high == 1.0
    assert found.low < 0.9
    assert found.statistic == "mean"
    still = interval(np.full(5, 0.3), True, of=Subsets(4.2, 4))
    assert still.low == still.high == pytest.approx(0.3)
