"""Closed forms: against simulations that know nothing of the engine, and who they speak of."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.theory import DISAGREES, theory_lines, theory_table
from core.records import FloatArray
from core.theory.forms import FORMS, matching
from core.theory.moments import of_determinant, under_accumulation, under_replacement
from core.theory.types import alive
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, experiment, ran
from tests.theory import (
    DETECTED,
    DIAGONAL,
    FADING,
    FRESH,
    GATED,
    PLANE,
    TOKENS,
    TRUSTED,
    UNBIASED,
    predicted,
    rows,
    switched,
)

# Against plain simulations


def chain(
    fits: int, size: int, seed: int, replicates: int = 100_000
) -> "tuple[FloatArray, FloatArray]":
    """[replicates] each: the mean and scatter after some fits under replacement, by ML."""
    rng = np.random.default_rng(seed)
    mean, variance = np.zeros(replicates), np.ones(replicates)
    for _ in range(fits):
        records = mean[:, None] + np.sqrt(variance)[:, None] * rng.standard_normal(
            (replicates, size)
        )
        mean, variance = records.mean(axis=1), records.var(axis=1)
    return mean, variance


def off(values: FloatArray, expected: float) -> float:
    """How many standard errors a sample mean lies from what is expected."""
    return float((values.mean() - expected) / (values.std() / np.sqrt(len(values))))


def test_logarithms_and_deviations_under_replacement():
    of = experiment(sample_size=7, generations=2, arms=[REPLACE])
    mean, variance = chain(3, 7, seed=1)
    assert abs(off(np.log(variance), predicted(of, "a3", "log-fitted-variance")[2])) < 4
    known = under_replacement(of)
    for values, expected in ((variance, known.variance), (mean**2, known.shift),
                             (variance + mean**2, known.total)):  # fmt: skip
        assert values.std() == pytest.approx(expected[2], rel=0.03)
    a1 = (6 / 7) ** 3 * np.sqrt((1 + 2 / 6) ** 3 - 1)
    assert known.variance[2] == pytest.approx(a1, rel=1e-12)


def test_the_mean_root_under_the_unbiased_estimator():
    of = experiment(sample_size=5, generations=1, arms=[REPLACE], learner=UNBIASED)
    (form,) = [form for form in matching(of, of.arms[0], "fitted-variance")
               if form.statistic == "mean square root"]  # fmt: skip
    _, variance = chain(2, 5, seed=2)
    curve = form.curve(of, of.arms[0])
    assert abs(off(np.sqrt(variance) * 5 / 4, curve[1])) < 4  # each of two fits: n/(n-1)
    error = form.standard_error(of, of.arms[0])
    assert error is not None
    assert np.std(np.sqrt(variance) * 5 / 4) == pytest.approx(error[1] * np.sqrt(6), rel=0.02)


@pytest.mark.parametrize("learner", [{"kind": "gaussian"}, UNBIASED])
def test_deviations_under_accumulation(learner):
    of = experiment(sample_size=6, generations=2, arms=[ACCUMULATE], learner=learner)
    known = under_accumulation(of)
    assert known is not None
    rng, lost = np.random.default_rng(3), int(learner is UNBIASED)
    pool = rng.standard_normal((100_000, 6))
    for g in range(3):
        mean, variance = pool.mean(axis=1), pool.var(axis=1, ddof=lost)
        for values, expected in ((variance, known.variance), (mean**2, known.shift),
                                 (variance + mean**2, known.total)):  # fmt: skip
            assert values.std() == pytest.approx(expected[g], rel=0.03)
        noise = rng.standard_normal((100_000, 6))
        made = mean[:, None] + np.sqrt(variance)[:, None] * noise
        pool = np.concatenate([pool, made], axis=1)
        emitted = made.var(axis=1, ddof=1)
        assert abs(off(emitted, predicted(of, "b", "variance-ratio")[g])) < 4
        assert emitted.std() == pytest.approx(known.emitted[g], rel=0.03)
    if lost:
        assert abs(off(variance, predicted(of, "b", "fitted-variance")[2])) < 4


def test_volumes_in_several_dimensions():
    for learner, d, n in (({"kind": "gaussian"}, 3, 14), (DIAGONAL, 3, 14)):
        of = experiment(sample_size=n, generations=1, arms=[REPLACE], learner=learner,
                        source={"kind": "gaussian", "dimensions": d})  # fmt: skip
        rng = np.random.default_rng(4)
        records = rng.standard_normal((60_000, n, d))
        for g in range(2):
            mean = records.mean(axis=1)
            centred = records - mean[:, None]
            covariance = centred.transpose(0, 2, 1) @ centred / n
            if learner is DIAGONAL:
                covariance = covariance * np.eye(d)
            volume, trace = np.linalg.det(covariance), np.trace(covariance, axis1=1, axis2=2) / d
            assert abs(off(volume, predicted(of, "a5", "determinant")[g])) < 4
            assert volume.std() == pytest.approx(of_determinant(of)[g], rel=0.05)
            known = under_replacement(of)
            shift = (mean**2).mean(axis=1)
            for values, expected in ((trace, known.variance), (shift, known.shift),
                                     (trace + shift, known.total)):  # fmt: skip
                assert values.std() == pytest.approx(expected[g], rel=0.03)
            noise = rng.standard_normal(records.shape)
            records = mean[:, None] + noise @ np.linalg.cholesky(covariance).transpose(0, 2, 1)
            emitted = records.var(axis=1, ddof=1).mean(axis=1)
            assert abs(off(emitted, predicted(of, "a5", "variance-ratio")[g])) < 4
            assert emitted.std() == pytest.approx(known.emitted[g], rel=0.03)


def test_an_emission_has_the_means_of_its_fit_and_no_other():
    """Its roots and logarithms have not, nor has what is no variance."""
    for form in FORMS:
        emitted = {"fitted-variance": "variance-ratio", "gini-simpson": "emitted-gini-simpson"}
        pair = [other for other in FORMS if other.metric == emitted.get(form.metric)
                and other.curve is form.curve]  # fmt: skip
        assert len(pair) == (form.metric in emitted and form.statistic == "mean")
        assert all(other.matches is form.matches for other in pair)
    source = {"kind": "ring-mixture"}
    ring = experiment(source=source, learner={"kind": "gaussian-mixture"}, arms=[REPLACE])
    assert not rows(ring, "variance-ratio"), "no form is about a real variance that is not 1"


def test_the_plug_in_of_an_emission_would_follow_one_fit_more():
    of = experiment("zipf", source=TOKENS, arms=[REPLACE], sample_size=10, generations=2,
                    replicates=20_000, metrics=["emitted-gini-simpson"])  # fmt: skip
    found = ran(of).values["emitted-gini-simpson"][0]
    curve = predicted(of, "f4", "emitted-gini-simpson")
    for g in range(3):
        assert abs(off(found[:, g], curve[g])) < 4
        plug_in = found[:, g] * 0.9  # 1 - sum f^2 of 10 records
        assert g == 2 or abs(off(plug_in, curve[g + 1])) < 4
        assert abs(off(plug_in, curve[g])) > 8


@pytest.mark.parametrize("retention", ["replace", "accumulate"])
def test_kernels_widen(retention):
    kernels = {"kind": "kernel-density", "bandwidth": 0.6}
    arm = {"name": "Arm", "retention": {"kind": retention}}
    of = experiment(sample_size=6, generations=3, arms=[arm], learner=kernels)
    rng = np.random.default_rng(5)
    pool = rng.standard_normal((100_000, 6))
    for g in range(4):
        row = "e1" if retention == "replace" else "e2"
        found = pool.var(axis=1) + 0.36
        assert abs(off(found, predicted(of, row, "fitted-variance")[g])) < 4
        picked = rng.integers(pool.shape[1], size=(len(pool), 6))
        made = np.take_along_axis(pool, picked, axis=1) + 0.6 * rng.standard_normal((len(pool), 6))
        pool = made if retention == "replace" else np.concatenate([pool, made], axis=1)


@pytest.mark.parametrize("inputs", ["same", "fresh"])
@pytest.mark.parametrize("retention", ["replace", "accumulate"])
def test_excess_risk(inputs, retention):
    n, d, many, s = 14, 2, 20_000, 0.7
    arm = {"name": "Arm", "retention": {"kind": retention}}
    of = experiment(source={"kind": "regression", "dimensions": d, "noise": s}, sample_size=n,
                    learner={"kind": "least-squares", "inputs": inputs, "noise": s},
                    arms=[arm], generations=2)  # fmt: skip
    row = "d1" if retention == "replace" else "d2"
    rng = np.random.default_rng(6)
    weights, xs, ys = np.zeros((many, d)), [], []
    for g in range(3):
        x = rng.standard_normal((many, n, d)) if g == 0 or inputs == "fresh" else xs[0]
        y = (x @ weights[:, :, None])[:, :, 0] + s * rng.standard_normal((many, n))
        xs, ys = ([x], [y]) if retention == "replace" else ([*xs, x], [*ys, y])
        rows_, labels = np.concatenate(xs, axis=1), np.concatenate(ys, axis=1)
        across = rows_.transpose(0, 2, 1)
        weights = np.linalg.solve(across @ rows_, across @ labels[:, :, None])[:, :, 0]
        assert abs(off((weights**2).sum(axis=1), predicted(of, row, "excess-risk")[g])) < 4


def test_rates_die_out():
    of = experiment(source={"kind": "poisson", "dimensions": 1, "rate": 0.2}, sample_size=10,
                    learner={"kind": "poisson"}, arms=[REPLACE], generations=4)  # fmt: skip
    rng = np.random.default_rng(7)
    total = np.full(100_000, 2.0)
    for g in range(5):
        total = rng.poisson(total).astype(float)
        assert abs(off(total > 0, predicted(of, "f1", "survival")[g])) < 4


def test_types_alive_follow_the_chain():
    n, replicates, source = 12, 40_000, TOKENS
    of = experiment("zipf", source=source, learner={"kind": "categorical"}, sample_size=n,
                    arms=[REPLACE, ACCUMULATE], generations=3)  # fmt: skip
    law = 1 / np.arange(1, 31)
    law /= law.sum()
    rng = np.random.default_rng(8)
    counts = rng.multinomial(n, law, size=replicates)
    seen = []
    for _ in range(5):
        seen.append((counts > 0).sum(axis=1))
        counts = rng.multinomial(n, np.pad(counts / n, ((0, 0), (0, 1))))[:, :-1]
    for g in range(4):
        assert abs(off(seen[g], predicted(of, "T1", "types-in-fit")[g])) < 4
        assert abs(off(seen[g + 1], predicted(of, "T1", "types-alive")[g])) < 4
    for_ever = predicted(of, "T1", "types-in-fit", place=1)
    np.testing.assert_allclose(for_ever, (1 - (1 - law) ** n).sum())
    assert alive(of.source, n, 1)[0] == pytest.approx(for_ever[0], rel=1e-12)


def test_accumulation_tends_to_its_stated_limit():
    of = experiment(arms=[ACCUMULATE], generations=1000, sample_size=50)
    limit = np.sinc(1 / np.sqrt(50))
    assert predicted(of, "b", "fitted-variance")[-1] == pytest.approx(limit, rel=1e-4)


def test_a_likelihood_gate_leaves_the_stated_share():
    gate = {"kind": "likelihood", "top_share": 0.9, "trusted_share": 1.0}
    of = experiment(arms=[{**REPLACE, "verifier": gate}], sample_size=1000, generations=1)
    curve = predicted(of, "T5", "fitted-variance")
    assert curve[1] / curve[0] == pytest.approx(0.623 * 0.999, abs=5e-4)


# Who they speak of


def test_no_form_speaks_of_a_setting_it_was_not_derived_for():
    filtered = {**REPLACE, "filter": {"kind": "detector"}}
    late = {**REPLACE, "switch": {"generation": 2, "retention": {"kind": "replace"}}}
    single = {**REPLACE, "real": {"kind": "fixed", "share": 0.025}}
    for arm in (GATED, filtered, late, single, FADING, TRUSTED, DETECTED,
                switched("newest", 2, "accumulate-subsample")):  # fmt: skip
        of = experiment(arms=[arm])
        assert rows(of, "fitted-variance") == rows(of, "squared-shift") == set()
        assert rows(of, "second-moment") == (set() if arm is GATED else {"T0"})


def test_the_estimator_and_the_covariance_matter():
    arms = [REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR, FRESH, switched("archive", 2)]
    of = experiment(arms=arms, learner=UNBIASED)
    found = [rows(of, "fitted-variance", place) for place in range(len(arms))]
    assert found == [{"a2", "a3"}, {"b"}, set(), set(), set(), set()]
    assert all(rows(of, "second-moment", place) == set() for place in range(len(arms)))
    full, alone = (experiment(arms=[REPLACE], source=PLANE, learner=learner)
                   for learner in ({"kind": "gaussian"}, DIAGONAL))  # fmt: skip
    assert rows(full, "determinant") == rows(alone, "determinant") == {"a5"}
    assert predicted(alone, "a5", "determinant")[0] > predicted(full, "a5", "determinant")[0]
    flat = experiment(arms=[REPLACE], source=PLANE, sample_size=2)
    assert rows(flat, "determinant") == set()


@pytest.mark.parametrize(
    ("changes", "metric"),
    [({"learner": {"kind": "least-squares", "noise": 2.0}}, "excess-risk"),
     ({"sample_size": 14}, "excess-risk"),
     ({"arms": [SUBSAMPLE]}, "excess-risk"),
     ({"arms": [RESERVOIR]}, "excess-risk")],
)  # fmt: skip
def test_least_squares_needs_its_own_noise_and_rows_enough(changes, metric):
    plain = {"source": {"kind": "regression", "dimensions": 5}, "arms": [REPLACE],
             "learner": {"kind": "least-squares"}, "sample_size": 15}  # fmt: skip
    assert rows(experiment(**plain), metric) == {"d1"}
    assert rows(experiment(**(plain | changes)), metric) == set()


def test_gates_match_only_within_their_limits():
    perfect = {"kind": "discriminator", "ratio": "exact", "cap": 10.0, "candidate_cap": 20.0}
    for changes, size, expected in (
        ({}, 100, {"T3"}), ({"cap": 5.0}, 100, set()), ({}, 50, set()),
        ({"candidate_cap": 15.0}, 100, set()), ({"ratio": "estimated"}, 100, set()),
    ):  # fmt: skip
        of = experiment(arms=[{**REPLACE, "verifier": perfect | changes}], sample_size=size)
        assert rows(of, "fitted-variance") == expected
    likely = {"kind": "likelihood", "top_share": 0.9, "trusted_share": 1.0}
    for changes, size, expected in (
        ({}, 1000, {"T5"}), ({}, 500, set()), ({"trusted_share": 0.5}, 1000, set()),
        ({"top_share": 0.4}, 1000, set()), ({"top_share": 1.0}, 1000, set()),
    ):  # fmt: skip
        of = experiment(arms=[{**REPLACE, "verifier": likely | changes}], sample_size=size)
        assert rows(of, "fitted-variance") == expected
    many = experiment(arms=[{**REPLACE, "verifier": likely}], sample_size=1000, replicates=100)
    assert rows(many, "fitted-variance") == set()


def test_large_samples_have_no_chain_and_pictures_no_form():
    large = experiment("us-first-names", arms=[REPLACE], sample_size=3000)
    assert rows(large, "types-alive") == set()
    assert rows(experiment("us-first-names", arms=[REPLACE]), "types-alive") == {"T1"}
    drawn = experiment(source={"kind": "digits"}, learner={"kind": "flow-matching"},
                       arms=[REPLACE])  # fmt: skip
    assert not any(form.matches(drawn, drawn.arms[0]) for form in FORMS)


def test_a_logarithm_that_drowns_in_rounding_has_no_form():
    fine, drowned = (experiment(arms=[REPLACE], sample_size=10, generations=g) for g in (150, 400))
    assert "a3" in rows(fine, "fitted-variance")
    assert rows(drowned, "fitted-variance") == {"a1"}


# Any experiment that matches a row agrees with it


LEARNERS: dict[str, Callable[[], dict[str, Any]]] = {
    "gaussian": lambda: {"source": {"kind": "gaussian"}},
    "plane": lambda: {"source": PLANE},
    "diagonal": lambda: {"source": PLANE, "learner": DIAGONAL},
    "unbiased": lambda: {"source": {"kind": "gaussian"}, "learner": UNBIASED},
    "kernels": lambda: {"learner": {"kind": "kernel-density", "bandwidth": 0.4}},
    "mixture": lambda: {"source": PLANE, "learner": {"kind": "gaussian-mixture", "components": 2}},
    "tokens": lambda: {"source": TOKENS, "learner": {"kind": "categorical"}},
    "rates": lambda: {"source": {"kind": "poisson", "dimensions": 5, "rate": 0.05},
                      "learner": {"kind": "poisson"}},
    "weights": lambda: {"source": {"kind": "regression", "dimensions": 3},
                        "learner": {"kind": "least-squares", "inputs": "fresh"}},
}  # fmt: skip
ANY_ARM = [REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR, FRESH, FADING, TRUSTED, DETECTED,
           *(switched(keep, 2) for keep in ("newest", "real-and-newest", "archive"))]  # fmt: skip


@pytest.mark.parametrize("learner", LEARNERS)
@settings(max_examples=4, deadline=None, derandomize=True)
@given(size=st.integers(16, 60), generations=st.integers(2, 9), replicates=st.integers(12, 600),
       seed=st.integers(0, 10**6))  # fmt: skip
def test_whatever_matches_agrees(learner, size, generations, replicates, seed):
    of = experiment(arms=ANY_ARM, sample_size=size, generations=generations, seed=seed,
                    replicates=replicates, **LEARNERS[learner]())  # fmt: skip
    fitted = [name for name in of.measured() if any(form.metric == name for form in FORMS)]
    record = ran(of.model_copy(update={"metrics": tuple(fitted)}))
    lines = theory_table(record)
    assert lines
    for line in lines:
        assert np.isnan(line.z) or abs(line.z) < 4.5, (line.row, line.metric, line.arm, line.z)


# The lines of a run


def test_a_chart_draws_one_line_an_arm_by_the_statistic_it_shows():
    record = ran(experiment(arms=[REPLACE, ACCUMULATE], replicates=12))
    drawn = theory_lines(record, "fitted-variance")
    assert [(line.arm, line.row) for line in drawn] == [("Replace", "a3"), ("Accumulate", "b")]
    assert [line.row for line in theory_lines(record, "squared-shift")] == ["a1", "b"]
    every = theory_table(record)
    assert [line.row for line in every[-2:]] == ["T0", "T0"]
    assert {line.row for line in every} == {"a1", "a3", "b", "T0"}


def test_too_few_replicates_have_no_z():
    few = ran(experiment(arms=[SUBSAMPLE], replicates=9))
    assert all(np.isnan(line.z) for line in theory_table(few))
    enough = ran(experiment(arms=[SUBSAMPLE], replicates=30))
    assert all(abs(line.z) < DISAGREES for line in theory_table(enough))


def test_a_mean_that_few_replicates_carry_has_no_z():
    of = experiment("zipf", source={"kind": "zipf", "types": 2}, sample_size=4, generations=12,
                    learner={"kind": "categorical"}, arms=[REPLACE], replicates=40,
                    metrics=["gini-simpson"])  # fmt: skip
    record = ran(of)
    assert 0 < (record.values["gini-simpson"][0, :, -1] > 0).sum() < 5
    (line,) = theory_lines(record, "gini-simpson")
    assert np.isnan(line.z)


def test_a_run_that_departs_is_noticed():
    record = ran(experiment(arms=[REPLACE], replicates=200, sample_size=20))
    record.values["fitted-variance"] *= 2.0
    assert all(line.z > DISAGREES for line in theory_lines(record, "fitted-variance"))
