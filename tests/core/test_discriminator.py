"""The discriminator: what it estimates, what it lets through, and what it cannot do."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.records import AnyArray, Batch, Counts, FloatArray, RecordKind, Records
from core.regimes import density_ratio
from core.regimes.base import Gate
from core.regimes.density_ratio import DensityRatio, fit_density_ratio
from core.regimes.discriminator import Discriminator
from core.seeding import Streams
from core.sources.base import Part
from core.sources.digits import Digits
from tests.small import evidence
from tests.steps import done

STREAMS = Streams(8)


def vectors(values: AnyArray) -> Records:
    return Records(RecordKind.VECTORS, np.asarray(values, dtype=np.float64))


def counts(table: AnyArray) -> Counts:
    return Counts(100, np.arange(np.shape(table)[1]), np.asarray(table))


def gate(trusted: Batch, emission: Batch, **settings: float) -> Gate:
    return done(Discriminator(**settings).gate(evidence(trusted, emission), STREAMS))


def drawn(*shape: int, seed: int = 0) -> FloatArray:
    return np.random.default_rng(seed).standard_normal(shape)


def test_a_large_cap_restores_the_law_and_admits_one_in_m() -> None:
    """T3: with cap 10 generation 0's law comes back, at an acceptance of a tenth."""
    synthetic = 0.85 * drawn(4, 20_000, 1) + 0.1
    chance = gate(
        vectors(drawn(4, 20_000, 1, seed=1)), vectors(synthetic), cap=10
    ).keep_probability(vectors(synthetic))
    assert chance.mean(axis=1) == pytest.approx(0.1, abs=0.006)
    mean = np.average(synthetic[:, :, 0], axis=1, weights=chance)
    spread = np.average((synthetic[:, :, 0] - mean[:, None]) ** 2, axis=1, weights=chance)
    assert mean == pytest.approx(0, abs=0.05)
    assert spread == pytest.approx(1, abs=0.05), "the synthetic variance was 0.72"


def test_a_small_cap_cuts_the_tails() -> None:
    synthetic = 0.5 * drawn(2, 20_000, 1)
    real = vectors(drawn(2, 20_000, 1, seed=1))
    spread = {}
    for cap in (2, 50):
        chance = gate(real, vectors(synthetic), cap=cap).keep_probability(vectors(synthetic))
        spread[cap] = np.average(synthetic[:, :, 0] ** 2, weights=chance)
    assert spread[2] < 0.75 * spread[50]


def test_the_exact_ratio_of_two_normal_laws_is_found() -> None:
    mixed = np.array([[1.0, 0.0], [0.8, 0.6]])
    real, synthetic = drawn(2, 20_000, 2, seed=1) @ mixed.T, drawn(2, 20_000, 2)
    ratio: DensityRatio = done(fit_density_ratio(vectors(real), vectors(synthetic)))
    points = drawn(2, 200, 2, seed=3) @ mixed.T
    inverse = np.linalg.inv(mixed @ mixed.T)
    squared = np.einsum("rni,ij,rnj->rn", points, inverse - np.eye(2), points)
    exact = np.exp(-squared / 2) / np.sqrt(np.linalg.det(mixed @ mixed.T))
    assert np.abs(np.log(ratio(vectors(points))) - np.log(exact)).mean() < 0.1


def test_real_looking_candidates_are_admitted_one_in_m() -> None:
    same = vectors(drawn(5, 1000, 2))
    chance = gate(vectors(drawn(5, 500, 2, seed=1)), same, cap=4).keep_probability(same)
    assert chance.mean(axis=1) == pytest.approx(0.25, abs=0.02)


def test_the_classifier_is_scikit_learns() -> None:
    real, synthetic = drawn(1, 60, 3, seed=1) * 2, drawn(1, 400, 3)
    ratio: DensityRatio = done(fit_density_ratio(vectors(real), vectors(synthetic)))
    pair = np.concatenate([real, synthetic], axis=1)
    reduced = (pair @ ratio.axes - ratio.centre) / ratio.scale
    features = density_ratio._features(reduced)[0, :, 1:]
    assert features.shape[1] == 3 + 6, "three numbers, their squares and products"
    label = np.arange(460) < 60
    weight = np.where(label, 1.0, 60 / 400)
    reference = LogisticRegression(C=1 / density_ratio.PENALTY, tol=1e-10, max_iter=2000)
    logit = reference.fit(features, label, sample_weight=weight).decision_function(features)
    assert np.log(ratio(vectors(pair)))[0] == pytest.approx(logit, abs=1e-3)


@pytest.mark.parametrize(
    ("trusted", "synthetic"),
    [
        (drawn(2, 1, 2), drawn(2, 10, 2)),
        (np.zeros((2, 5, 1)), drawn(2, 50, 1)),
        (drawn(2, 50, 1), np.zeros((2, 50, 1))),
        (np.ones((2, 5, 3)), np.ones((2, 9, 3))),
        (drawn(2, 50, 2), 1e6 + drawn(2, 500, 2)),
        (drawn(2, 50, 30), 1e-9 * drawn(2, 500, 30)),
    ],
    ids=["one record", "constant real", "constant synthetic", "alike", "far apart", "collapsed"],
)
def test_degenerate_classes_get_probabilities_all_the_same(
    trusted: AnyArray, synthetic: AnyArray
) -> None:
    judge = gate(vectors(trusted), vectors(synthetic))
    for candidates in (trusted, synthetic, 1e3 * drawn(*synthetic.shape, seed=5)):
        chance = judge.keep_probability(vectors(candidates))
        assert ((chance >= 0) & (chance <= 1)).all()


def test_digits_are_told_from_blurred_ones() -> None:
    population = Digits().open(STREAMS)
    trusted = population.draw(Part.TRUSTED, 120, 2, STREAMS)
    real = population.draw(Part.TRAIN, 600, 2, STREAMS)
    pixels = real.values[:, :300].astype(float)
    blurred = (pixels + np.roll(pixels, 1, axis=2) + np.roll(pixels, 1, axis=3)) / 3
    fake = Records(RecordKind.IMAGES, blurred.astype(np.uint8))
    judge = gate(trusted, fake)
    held_out = Records(RecordKind.IMAGES, real.values[:, 300:])
    kept = [judge.keep_probability(batch).mean(axis=1) for batch in (held_out, fake)]
    assert (kept[0] > 2 * kept[1]).all()


def test_absent_records_do_not_count() -> None:
    trusted, present = vectors(drawn(1, 80, 1, seed=1)), 0.5 * drawn(1, 200, 1)
    padded = np.concatenate([present, np.full((1, 40, 1), 2.0)], axis=1)
    masked = Records(RecordKind.VECTORS, padded, np.arange(240)[None, :] < 200)
    points = vectors(drawn(1, 50, 1, seed=2))
    chance = gate(trusted, masked).keep_probability(points)
    assert chance == pytest.approx(gate(trusted, vectors(present)).keep_probability(points))


def test_the_first_replicates_are_the_same_whatever_is_judged_beside_them() -> None:
    trusted, synthetic = drawn(4, 50, 3, seed=1), 0.8 * drawn(4, 200, 3)
    many = gate(vectors(trusted), vectors(synthetic)).keep_probability(vectors(synthetic))
    few = gate(vectors(trusted[:2]), vectors(synthetic[:2])).keep_probability(
        vectors(synthetic[:2])
    )
    assert few == pytest.approx(many[:2], rel=1e-9)


def test_ratios_of_types_are_posterior_means() -> None:
    trusted, emission = counts([[6, 0, 4, 0]]), counts([[20, 30, 0, 50]])
    chance = gate(trusted, emission, cap=4, prior=2).keep_probability(emission)
    expected = [(6 + 2) / (2 + 2), 2 / (3 + 2), (4 + 2) / 2, 2 / (5 + 2)]
    assert chance == pytest.approx(np.array([expected]) / 4)


def test_a_type_that_nobody_has_seen_is_neither_favoured_nor_shunned() -> None:
    judge = gate(counts([[5, 5]]), counts([[50, 50]]), cap=2)
    assert judge.keep_probability(Counts(100, np.array([7]), np.array([[3]]))) == pytest.approx(0.5)


def test_counts_of_the_same_law_are_admitted_one_in_m_and_a_heavy_prior_ignores_chance() -> None:
    law = np.random.default_rng(0).dirichlet(np.ones(50))
    made = np.random.default_rng(1).multinomial([1000, 10_000], law)
    trusted, emission = counts(made[:1]), counts(made[1:])
    for prior, tolerance in ((1.0, 0.03), (1000.0, 0.01)):
        chance = gate(trusted, emission, cap=2, prior=prior).keep_probability(emission)
        assert np.average(chance, weights=emission.counts) == pytest.approx(0.5, abs=tolerance)
    assert chance.std() < 0.01
