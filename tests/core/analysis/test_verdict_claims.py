"""Verdicts and comparisons claim nothing from what must not matter, and rarely by chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.verdict import Comparison, Outcome, comparisons, verdicts
from tests.endings import BAND, FOUR, LEAST_SQUARES, distances, ending
from tests.records import make_record

RUNS = 1000
ALLOWED = 0.05 + 3 * np.sqrt(0.05 * 0.95 / RUNS)


# What must not matter

small_tables = st.integers(0, 10_000).map(
    lambda seed: ending(0.6, 0.9, 0.5, 0.95, replicates=8, noise=0.1, seed=seed)
)


def said(record):
    found = verdicts(record), comparisons(record)
    return {
        arm: (
            found[0][arm].outcome,
            float(found[0][arm].ratio.low),
            found[1][arm].comparison if arm in found[1] else None,
            found[1][arm].adjusted if arm in found[1] else None,
        )
        for arm in record.arms
    }


def assert_same(one, other):
    assert one.keys() == other.keys()
    for arm in one:
        assert one[arm][0::2] == other[arm][0::2]
        assert one[arm][1] == pytest.approx(other[arm][1])
        assert one[arm][3] == (other[arm][3] and pytest.approx(other[arm][3], rel=1e-6))


@given(small_tables, st.permutations(range(8)))
def test_replicates_have_no_order(values, order):
    assert_same(said(make_record(values, FOUR)), said(make_record(values[:, order], FOUR)))


@given(small_tables, st.permutations(range(4)))
def test_arms_have_no_order(values, order):
    named = [FOUR[place] for place in order]
    shuffled = make_record(values[list(order)], named, baseline="Replace")
    assert_same(said(make_record(values, FOUR)), said(shuffled))


@given(small_tables, st.floats(1e-6, 1e6))
def test_unit_of_a_scale_metric_is_nothing(values, factor):
    assert_same(said(make_record(values, FOUR)), said(make_record(values * factor, FOUR)))


# Honest over many runs


def false_claims(metric, draw, is_false, arms=FOUR, bands=None, replicates=10):
    """The share of runs in which `is_false(record)`, each with new values by `draw(rng)`."""
    record = make_record(
        {metric: np.ones((len(arms), replicates, 2))}, arms, bands=bands, finished=None
    )
    rng = np.random.default_rng(11)
    count = 0
    for _ in range(RUNS):
        record.values[metric][:] = draw(rng)
        record.remembered.clear()
        count += is_false(record)
    return count / RUNS


def drawn(rng, truth, noise=0.2, replicates=10):
    first = rng.lognormal(0, 0.3, replicates)
    last = first * truth * rng.lognormal(0, noise, (4, replicates))
    return np.stack([np.broadcast_to(first, last.shape), last], axis=2)


def test_all_null_runs_rarely_claim_anything():
    def claims(record):
        lost = {Outcome.COLLAPSED, Outcome.DEGRADED}
        paces = {Comparison.SLOWED, Comparison.FASTER}
        return any(one.outcome in lost for one in verdicts(record).values()) or any(
            one.comparison in paces for one in comparisons(record).values()
        )

    assert false_claims("types-alive", lambda rng: drawn(rng, 1.0), claims) <= ALLOWED


@pytest.mark.parametrize("metric", ["types-alive", "rare-type-coverage"])
def test_on_the_threshold_every_word_is_wrong_and_rare(metric):
    """At exactly 0.9 no arm has held and none has degraded; uncorrected, words would be common."""

    def any_word(record):
        return any(one.outcome is not Outcome.UNDECIDED for one in verdicts(record).values())

    def any_word_alone(record):
        return any(one.alone is not Outcome.UNDECIDED for one in verdicts(record).values())

    def draw(rng):
        return drawn(rng, 0.9)

    assert false_claims(metric, draw, any_word) <= ALLOWED
    if metric == "types-alive":
        assert false_claims(metric, draw, any_word_alone) > 0.15


def test_arms_on_different_thresholds_share_the_5_percent():
    truth = np.array([0.9, 0.5, 0.9, 0.5])[:, None]

    def wrong(record):
        words = [one.outcome for one in verdicts(record).values()]
        return (
            words[0] is not Outcome.UNDECIDED
            or words[2] is not Outcome.UNDECIDED
            or Outcome.COLLAPSED in words[1::2]
            or Outcome.HELD in words[1::2]
        )

    assert false_claims("types-alive", lambda rng: drawn(rng, truth), wrong) <= ALLOWED


def test_rise_at_the_margin_is_rarely_given_a_word():
    def any_word(record):
        return any(one.outcome is not Outcome.UNDECIDED for one in verdicts(record).values())

    def draw(rng):
        first = 0.4 + rng.normal(0, 0.01, 10)
        last = first + 0.05 + rng.normal(0, 0.02, (4, 10))
        return np.stack([np.broadcast_to(first, last.shape), last], axis=2)

    assert false_claims("total-variation", draw, any_word, bands=BAND) <= ALLOWED


def test_null_comparisons_rarely_claim_and_uncorrected_would_often():
    def claims(record):
        return any(one.adjusted <= 0.05 for one in comparisons(record).values())

    def uncorrected(record):
        return any(one.p <= 0.05 for one in comparisons(record).values())

    def draw(rng):
        return drawn(rng, 0.4)

    assert false_claims("types-alive", draw, claims) <= ALLOWED
    assert false_claims("types-alive", draw, uncorrected) > 0.09


def test_a_distance_in_the_fit_that_stands_still_is_rarely_said_to_move():
    false = 0
    for seed in range(RUNS):
        (values,) = distances(0.0, 0.0, seed=seed).values()
        found = verdicts(make_record({"excess-risk": values}, bands={}, **LEAST_SQUARES))
        false += any(one.outcome is not Outcome.UNDECIDED for one in found.values())
    assert false / RUNS < ALLOWED
