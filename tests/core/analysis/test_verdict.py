"""Verdicts and comparisons of one run: each word by rule, each number from the record."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.analysis.change import Change, declared
from core.analysis.verdict import (
    Comparison,
    Outcome,
    comparison,
    comparisons,
    holm,
    verdict,
    verdicts,
)
from tests.endings import BAND, FOUR, LEAST_SQUARES, distances, ending
from tests.records import make_record

# The words


@pytest.mark.parametrize(
    ("ratio", "noise", "outcome"),
    [
        (0.3, 0.01, Outcome.COLLAPSED),
        (0.7, 0.01, Outcome.DEGRADED),
        (0.95, 0.01, Outcome.HELD),
        (1.3, 0.01, Outcome.HELD),
        (0.9, 0.10, Outcome.UNDECIDED),
        (0.5, 0.10, Outcome.DEGRADED),
        (0.8, 2.00, Outcome.UNDECIDED),
    ],
)
def test_word_follows_from_the_interval(ratio, noise, outcome):
    found = verdict(make_record(ending(ratio, 1.0, noise=noise)), "Replace")
    assert found.outcome is outcome
    assert found.generation == 1


def test_numbers_are_those_of_the_record():
    values = ending(0.3, 0.95)
    found = verdict(make_record(values), "Accumulate")
    ratios = values[1, :, 1] / values[1, :, 0]
    assert found.ratio.centre == pytest.approx(stats.gmean(ratios))
    assert found.start.centre == pytest.approx(stats.gmean(values[1, :, 0]))
    assert found.end.centre == pytest.approx(stats.gmean(values[1, :, 1]))
    np.testing.assert_allclose(found.values, ratios)


def test_arms_that_still_cover_a_threshold_share_the_5_percent():
    clear = verdicts(make_record(ending(0.3, 0.95, 0.7, 0.97), FOUR))
    assert clear["Replace"].level == pytest.approx(0.95)
    doubtful = verdicts(make_record(ending(0.9, 0.9, 0.5, 0.97, noise=0.1), FOUR))
    assert doubtful["Replace"].level == pytest.approx(1 - 0.05 / 3)


def test_other_arms_can_take_a_word_away():
    """An interval that clears 0.9 alone need not clear it among four."""
    values = ending(0.9, 0.9, 0.9, 0.9, noise=0.05, replicates=12)
    first = values[0]
    logs = np.log(first[:, 1] / first[:, 0])
    half = stats.t.ppf(0.975, 11) * logs.std(ddof=1) / np.sqrt(12)
    first[:, 1] *= np.exp(np.log(0.9) - 1.05 * half - logs.mean())
    found = verdict(make_record(values, FOUR), "Replace")
    assert found.ratio.high < 0.9 < found.judged.high
    assert (found.alone, found.outcome) == (Outcome.DEGRADED, Outcome.UNDECIDED)


@pytest.mark.parametrize(("replicates", "reason"), [(2, "too few for an interval"), (3, "")])
def test_scale_metrics_need_three_replicates(replicates, reason):
    found = verdict(make_record(ending(0.1, 0.99, replicates=replicates)), "Replace")
    assert found.reason.endswith(reason)
    assert (found.outcome is Outcome.NOT_JUDGED) == bool(reason)
    assert np.isfinite(found.ratio.centre)


@pytest.mark.parametrize(
    ("replicates", "reason"),
    [(5, "5 replicates are too few for an interval"), (6, "6 replicates are too few to judge 4")],
)
def test_medians_of_four_arms_need_eight(replicates, reason):
    def judged(count):
        values = {"rare-type-coverage": ending(0.1, 0.2, 0.3, 0.4, replicates=count)}
        return verdict(make_record(values, FOUR), "Replace")

    assert judged(replicates).outcome is Outcome.NOT_JUDGED
    assert judged(replicates).reason.startswith(reason)
    assert judged(8).outcome is Outcome.COLLAPSED


def test_generation_0_alone_earns_no_word():
    found = verdict(make_record(ending(0.1, 1.0), done=0, finished=None), "Replace")
    assert found.outcome is Outcome.NOT_JUDGED
    nothing = verdict(make_record(ending(0.1, 1.0), done=-1, finished=None), "Replace")
    assert nothing.outcome is Outcome.NOT_JUDGED
    assert not nothing.start.known


def test_a_logarithm_has_no_ratio():
    values = {"log-fitted-variance": ending(0.1, 1.0)}
    found = verdict(make_record(values), "Replace")
    assert (found.outcome, found.change) == (Outcome.NOT_JUDGED, Change.NEITHER)


def test_without_a_ratio_in_every_replicate_nothing_is_judged():
    values = ending(0.1, 1.0)
    values[:, 3, 0] = 0.0
    found = verdict(make_record(values), "Replace")
    assert found.outcome is Outcome.NOT_JUDGED
    assert found.reason.startswith("not every replicate has a value")


def test_extinct_replicates_are_read_by_the_median():
    values = ending(0.1, 1.0)
    values[0, :4, 1] = 0.0
    found = verdict(make_record(values), "Replace")
    assert (found.outcome, found.ratio.statistic) == (Outcome.COLLAPSED, "median")


def test_a_metric_beside_the_primary_one_has_words_of_its_own():
    record = make_record({"types-alive": ending(0.3, 1), "shannon-diversity": ending(0.95, 1)})
    assert verdict(record, "Replace", "shannon-diversity").outcome is Outcome.HELD
    assert verdict(record, "Replace").outcome is Outcome.COLLAPSED


def test_the_primary_metric_is_remembered_once_whether_it_is_named_or_not():
    record = make_record({"types-alive": ending(0.3, 1), "shannon-diversity": ending(0.95, 1)})
    primary = record.experiment.primary()
    assert verdicts(record) is verdicts(record, primary)
    assert comparisons(record) is comparisons(record, primary)
    assert verdicts(record) is not verdicts(record, "shannon-diversity")


# Distances


@pytest.mark.parametrize(
    ("rise", "start", "outcome"),
    [
        (0.30, 0.20, Outcome.DEGRADED),
        (0.00, 0.20, Outcome.HELD),
        (-0.1, 0.20, Outcome.HELD),
        (0.30, 0.60, Outcome.DEGRADED),
        (0.01, 0.60, Outcome.HELD),  # a clear rise, but less than real samples differ by chance
        (0.05, 0.20, Outcome.UNDECIDED),
        (0.06, 0.12, Outcome.UNDECIDED),  # a clear rise, but real samples lie as far away
    ],
)
def test_distance_is_judged_by_its_rise_and_the_null_band(rise, start, outcome):
    record = make_record(distances(rise, 0.0, start=start), bands=BAND)
    found = verdict(record, "Replace")
    assert (found.outcome, found.change) == (outcome, Change.RISE)


def test_rises_that_are_all_positive_do_not_count_as_evidence_by_that(monkeypatch):
    """Logarithms of positive rises could never hold zero: the median is used instead."""
    monkeypatch.setattr(declared("total-variation"), "scale", True)
    values = distances(0.0, 0.0, replicates=4)
    values["total-variation"][0, :, 1] = values["total-variation"][0, :, 0] + 1e-6
    found = verdict(make_record(values, bands=BAND), "Replace")
    assert found.ratio.statistic == "median"
    assert found.outcome is Outcome.NOT_JUDGED


def test_distance_without_a_null_band_is_not_judged():
    found = verdict(make_record(distances(0.3, 0.0), bands={}), "Replace")
    assert found.outcome is Outcome.NOT_JUDGED
    assert "null band" in found.reason


@pytest.mark.parametrize(
    ("rise", "outcome"),
    [(0.30, Outcome.DEGRADED), (0.0, Outcome.UNDECIDED), (-0.1, Outcome.HELD)],
)
def test_a_distance_in_the_fit_is_judged_by_the_interval_of_its_rise_alone(rise, outcome):
    (values,) = distances(rise, 0.0).values()
    record = make_record({"excess-risk": values}, bands={}, **LEAST_SQUARES)
    found = verdict(record, "Replace")
    assert (found.outcome, found.change, found.reason) == (outcome, Change.RISE, "")
    assert found.ratio.low < found.ratio.centre < found.ratio.high


# The baseline beside it


def test_scale_metrics_are_compared_by_a_paired_t_test_on_logarithms():
    values = ending(0.3, 0.31, 0.29, 0.30, noise=0.03)
    record = make_record(values, FOUR)
    logs = np.log(values[:, :, 1])
    for place, arm in enumerate(record.arms[1:], start=1):
        found = comparison(record, arm)
        assert found.p == pytest.approx(stats.ttest_rel(logs[place], logs[0]).pvalue)
        assert found.effect.centre == pytest.approx(np.exp(np.mean(logs[place] - logs[0])))
        assert found.as_ratio


def test_other_metrics_are_compared_by_a_sign_test():
    values = distances(0.10, 0.09, replicates=20)
    record = make_record(values)
    gaps = np.diff(values["total-variation"][:, :, 1], axis=0)[0]
    found = comparison(record, "Accumulate")
    assert found.p == pytest.approx(stats.binomtest(int(np.sum(gaps > 0)), 20).pvalue)
    assert found.effect.centre == pytest.approx(np.median(gaps))


def test_ties_count_against_a_difference():
    values = distances(0.1, 0.0, replicates=8, noise=0)
    table = values["total-variation"]
    table[1, :4, 1] = table[0, :4, 1]
    assert comparison(make_record(values), "Accumulate").p == 1.0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (ending(0.3, 0.9), Comparison.SLOWED),
        (ending(0.9, 0.3), Comparison.FASTER),
        (distances(0.3, 0.1), Comparison.SLOWED),
        (distances(0.1, 0.3), Comparison.FASTER),
    ],
)
def test_pace_respects_the_direction_of_the_metric(values, expected):
    assert comparison(make_record(values), "Accumulate").comparison is expected


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_arms_without_any_spread(factor):
    values = np.full((2, 4, 2), 10.0)
    values[1, :, 1] *= factor
    found = comparison(make_record(values), "Accumulate")
    assert found.p == (1.0 if factor == 1 else 0.0)
    clear = Comparison.SLOWED if factor > 1 else Comparison.NO_CLEAR_DIFFERENCE
    assert found.comparison is clear


def test_baseline_and_few_replicates_are_not_compared():
    record = make_record(ending(0.3, 0.9, replicates=2))
    assert comparison(record, "Accumulate").comparison is Comparison.NOT_COMPARED
    assert comparison(record, "Replace").reason == "it is the baseline"
    six = {"rare-type-coverage": ending(0.1, 0.9, 0.9, 0.9, replicates=6)}
    assert comparison(make_record(six, FOUR), "Accumulate").reason.startswith("6 replicates are")


def test_holm_by_hand():
    # Holm 1979: 0.01 x 4, then max with 0.02 x 3, 0.03 x 2 and 0.5 x 1.
    np.testing.assert_allclose(holm([0.03, 0.01, 0.5, 0.02]), [0.06, 0.04, 0.5, 0.06])
    np.testing.assert_allclose(holm([0.5, 0.6]), [1.0, 1.0])
    assert holm([]).shape == (0,)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_holm_keeps_order_and_never_shrinks(p_values, random):
    adjusted = holm(p_values)
    assert np.all(adjusted >= p_values)
    assert np.all(np.diff(adjusted[np.argsort(p_values, kind="stable")]) >= 0)
    order = list(range(len(p_values)))
    random.shuffle(order)
    np.testing.assert_allclose(holm([p_values[i] for i in order]), adjusted[order])
