"""Two runs beside each other: what may be said of opposite pairs of runs."""

import copy

import numpy as np
import pytest

from core.analysis.compared import doubt, pairs, same_data, shared_arms, shared_metrics
from core.analysis.compared_words import compare, describe_compared, say_effect
from core.analysis.settings import side_by_side
from core.record import RunRecord
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, experiment, ran


def made(records="gaussian", **changes):
    given = {"arms": [REPLACE, ACCUMULATE], "generations": 15, "replicates": 20}
    return ran(experiment(records, **(given | changes)))


def invented(seed, replicates, logs, metric="fitted-variance", **changes):
    """A run whose last values of one metric are e to these logarithms, in the one arm."""
    of = experiment(arms=[REPLACE], seed=seed, replicates=replicates, generations=1,
                    primary_metric=metric, metrics=[metric], **changes)  # fmt: skip
    record = ran(of)
    record.values[metric][0, :, -1] = np.exp(logs)
    return record


@pytest.fixture(scope="module")
def run():
    return made()


def test_the_same_run_twice_shows_no_difference(run):
    found = pairs(run, run, "variance-ratio")
    assert [pair.clear for pair in found] == [False, False]
    assert [float(pair.effect.centre) for pair in found] == [1.0, 1.0]
    said = compare(run, run)
    assert (
        "no clear difference in Replace (A/B 1.00 [exactly, in all 20 replicates])" in said.sentence
    )
    assert said.fairness[0] == "The settings behind the numbers are the same."
    assert all(setting.same for setting in said.settings)


def test_the_same_file_twice_is_told_by_its_hash(tmp_path):
    session = Session.create(experiment(arms=[REPLACE]), tmp_path / "a.clab")
    record = RunRecord(session.experiment)
    for event in session.events():
        record.apply(event)
    assert compare(record, record).sentence.startswith("The two have the same content hash")
    changed = copy.deepcopy(record)
    changed.values["variance-ratio"] = 2 * changed.values["variance-ratio"]
    assert "hash" not in compare(record, changed).sentence, "a hash may stand in a changed file"


def test_other_seeds_of_the_same_settings_are_unpaired_and_alike(run):
    other = made(seed=4)
    found = pairs(run, other, "variance-ratio")
    assert not any(pair.clear for pair in found)
    assert all(pair.effect.low < 1 < pair.effect.high for pair in found)
    said = compare(run, other)
    assert said.fairness[0].endswith("but for the seed.")
    assert "unpaired" in said.fairness[1]


def test_other_regimes_under_one_name_differ(run):
    other = made(arms=[ACCUMULATE | {"name": "Replace"}], seed=4)
    [pair] = pairs(run, other, "variance-ratio")
    assert (pair.clear, pair.above) == (True, False)
    said = compare(run, other)
    assert "Replace ended lower in A, which is worse (A/B " in said.sentence
    assert said.fairness[0] == "One setting differs beside the seed: “Arm Replace”."


def test_swapping_the_runs_turns_the_difference_round(run):
    other = made(arms=[ACCUMULATE | {"name": "Replace"}], seed=4)
    [there], [back] = pairs(run, other, "variance-ratio"), pairs(other, run, "variance-ratio")
    assert there.effect.low == pytest.approx(1 / back.effect.high)
    [there], [back] = pairs(run, other, "wasserstein"), pairs(other, run, "wasserstein")
    assert there.effect.low == pytest.approx(-back.effect.high)


def test_runs_of_one_seed_are_paired_replicate_by_replicate(run):
    """The first replicates of more are the same records."""
    more = made(replicates=30, arms=[REPLACE])
    [pair] = pairs(run, more, "variance-ratio")
    assert float(pair.effect.low) == float(pair.effect.high) == 1.0
    assert "20 replicates are compared one by one" in compare(run, more).fairness[1]


def test_without_an_arm_of_the_same_name_the_baselines_are_compared(run):
    other = made(arms=[ACCUMULATE | {"name": "Another"}], seed=4)
    assert shared_arms(run, other) == [("Replace", "Another")]
    said = compare(run, other)
    assert "Replace in A and Another in B ended lower in A" in said.sentence
    assert said.fairness[0] == "One setting differs beside the seed: “Regime”."


def test_a_metric_that_one_has_not_measured_is_not_compared(run):
    other = made(metrics=["wasserstein"], primary_metric="wasserstein", seed=4)
    assert "variance-ratio" not in shared_metrics(run, other)
    with pytest.raises(ValueError, match="variance-ratio"):
        pairs(run, other, "variance-ratio")
    assert compare(run, other).sentence.startswith("B has not measured variance ratio")
    assert not any(pair.clear for pair in pairs(run, other, "wasserstein"))


def test_other_data_are_refused_in_a_sentence(run):
    other = made("us-first-names", generations=2)
    assert not same_data(run.experiment, other.experiment)
    said = compare(run, other)
    assert (said.comparable, said.fairness) == (False, ())
    assert said.sentence == (
        "The two runs are about different real data (Standard Gaussian and US first names), so "
        "their numbers are not compared."
    )
    wider = made(source={"kind": "gaussian", "dimensions": 2}, generations=2)
    assert not compare(run, wider).comparable


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sample_size": 80}, "n differs"),
        ({"sample_size": 80, "seed": 4}, "n differs"),
        ({"primary_metric": "wasserstein"}, "different primary metrics"),
    ],
)
def test_what_cannot_be_judged_is_described(run, changes, why):
    other = made(**changes)
    assert why in doubt(run, other)
    assert not any(pair.clear for pair in pairs(run, other, "variance-ratio"))
    said = compare(run, other)
    assert "clear difference" not in said.sentence
    assert any(sentence.startswith("Nothing is judged here") for sentence in said.fairness)


def test_a_file_that_each_seed_splits_anew_is_described():
    few = {"arms": [REPLACE], "sample_size": 30, "generations": 1, "learner": {"kind": "gaussian"}}
    a, b = (made(source={"kind": "penguins"}, seed=seed, **few) for seed in (1, 2))
    assert "splits the data" in doubt(a, b)
    assert doubt(a, a) == ""


def test_settings_stand_side_by_side(run):
    other = made(sample_size=80, arms=[REPLACE, ACCUMULATE | {"name": "All"}])
    differ = {one.title: (one.a, one.b) for one in side_by_side(run.experiment, other.experiment)
              if not one.same}  # fmt: skip
    assert differ == {
        "Sample size n": ("40", "80"),
        "Compared arm": ("Accumulate", "All"),
        "Arm Accumulate": ("Accumulate", ""),
        "Arm All": ("", "Accumulate"),
    }


def test_unfinished_runs_are_compared_where_both_have_been(run):
    short = made(generations=5)
    [pair, _] = pairs(run, short, "variance-ratio")
    assert pair.generation == 5
    assert any("compared at generation 5" in said for said in compare(run, short).fairness)


def test_too_few_replicates_give_no_interval(run):
    other = made(replicates=2, seed=4)
    [pair, _] = pairs(run, other, "variance-ratio")
    assert (pair.reason, pair.clear) == ("too few replicates for an interval", False)
    said = compare(run, other).sentence
    assert "not judged: Replace (too few replicates for an interval)" in said
    assert "no clear difference" not in said


def test_without_a_finite_value_in_every_replicate_nothing_is_judged():
    endless = invented(3, 8, np.array([np.inf, *np.zeros(7)]))
    [pair] = pairs(endless, endless, "fitted-variance")
    assert (pair.reason, pair.clear) == ("not every replicate has a value in both", False)


def test_the_ratio_of_unpaired_means_is_welchs():
    from scipy.stats import ttest_ind

    rng = np.random.default_rng(1)
    logs = rng.normal(0.3, 1, 12), rng.normal(0, 3, 30)
    [pair] = pairs(invented(1, 12, logs[0]), invented(2, 30, logs[1]), "fitted-variance")
    known = ttest_ind(*logs, equal_var=False).confidence_interval(0.95)
    assert np.log(float(pair.effect.low)) == pytest.approx(known.low)
    assert np.log(float(pair.effect.high)) == pytest.approx(known.high)


def test_unpaired_intervals_cover_what_they_promise():
    """Medians of skewed values and ratios of means, 95 % or more of the time."""
    from core.analysis.compared import _Effect

    rng, missed = np.random.default_rng(0), np.zeros(2)
    for _ in range(1000):
        own, base = rng.exponential(size=20), rng.exponential(size=15)
        for place, metric in enumerate(("wasserstein", "fitted-variance")):
            logs = (own, base) if place == 0 else (np.exp(own), np.exp(base))
            missed[place] += not _Effect(*logs, metric, together=False).is_open(0.95)
    assert missed[0] <= 50
    assert 20 <= missed[1] <= 75


def test_judged_arms_make_few_false_claims():
    """Over pairs of runs that do not differ, with two arms each."""
    from core.analysis.compared import _clear, _Effect

    rng, claims = np.random.default_rng(0), 0
    for _ in range(600):
        effects = [
            _Effect(*np.exp(rng.normal(size=(2, 12))), "fitted-variance", together=False)
            for _ in range(4)
        ]
        claims += any(_clear(effects))
    assert claims <= 0.05 * 600 + 2 * np.sqrt(600 * 0.05 * 0.95)


def test_a_chart_is_said_as_it_is_judged_or_why_it_is_not(run):
    other = made(arms=[ACCUMULATE | {"name": "Replace"}], seed=4)
    head = "Variance ratio of A ({0}, seed 3) beside B ({0}, seed 4), at generation 15: "
    said = describe_compared(run, other, "variance-ratio")
    assert said.startswith(head.format(run.experiment.name))
    assert "Replace ended lower in A, which is worse (A/B " in said
    assert said.endswith("(95 % intervals).")
    [pair] = pairs(run, other, "wasserstein")
    said = describe_compared(run, other, "wasserstein")
    assert f"Replace: {say_effect(pair)} (95 % intervals); only described, because only the" in said
    assert "no clear difference in Replace" in describe_compared(
        run, made(seed=4), "variance-ratio"
    )


def test_a_chart_of_runs_that_are_not_judged_says_why(run):
    said = describe_compared(run, made(sample_size=80), "wasserstein")
    assert "; only described, because n differs, and what" in said
    with pytest.raises(ValueError, match="no-such"):
        describe_compared(run, run, "no-such")
