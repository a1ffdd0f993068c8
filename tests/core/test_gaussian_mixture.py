"""The Gaussian mixture: EM against scikit-learn's, its start, its density, and hard pools."""

import warnings

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture as Reference

from core.learners import expectation_maximisation, gaussian_mixture
from core.learners.expectation_maximisation import (
    RIDGE,
    Mixture,
    candidates_of,
    improved,
    log_density,
    seeds,
    start,
)
from core.learners.gaussian_mixture import GaussianMixture, GaussianMixtureModel
from core.pool import Block, TrainingPool
from core.records import AnyArray, BoolArray, Counts, FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.ring_mixture import RingMixture
from tests.steps import done

STREAMS = Streams(8)
QUICK = GaussianMixture(components=3, iterations=10)


def vectors(values: AnyArray, keep: BoolArray | None = None) -> Records:
    return Records(RecordKind.VECTORS, np.asarray(values, dtype=np.float64), keep)


def fitted(
    values: AnyArray, learner: GaussianMixture = QUICK, keep: BoolArray | None = None
) -> GaussianMixtureModel:
    pool = TrainingPool((Block(0, vectors(values, keep)),))
    return done(learner.fit(pool, STREAMS.at("train")))


def lumps(replicates: int = 4, size: int = 120, dimensions: int = 2, seed: int = 0) -> FloatArray:
    """Records about three places, more widely spread in later dimensions."""
    rng = np.random.default_rng(seed)
    centres = 4 * rng.standard_normal((replicates, 3, dimensions))
    chosen = np.minimum(rng.integers(0, 5, (replicates, size)), 2)
    noise = rng.standard_normal((replicates, size, dimensions)) * (1 + np.arange(dimensions))
    return np.take_along_axis(centres, chosen[:, :, None], axis=1) + noise


def standard(values: FloatArray) -> FloatArray:
    """[replicates, d, n], of mean 0 and variance 1."""
    off = values - values.mean(axis=1, keepdims=True)
    return (off / off.std(axis=1, keepdims=True)).transpose(0, 2, 1)


def started(points: FloatArray, components: int = 3) -> Mixture:
    uniforms = np.random.default_rng(1).random((len(points), components, candidates_of(components)))
    return start(seeds(points, None, uniforms).places, points, None)


@pytest.mark.parametrize("piece", [7, 128])
@pytest.mark.parametrize("dimensions", [1, 2, 5])
def test_rounds_of_em_are_scikit_learns(
    dimensions: int, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expectation_maximisation, "PIECE", 1)
    monkeypatch.setattr(expectation_maximisation, "LEAST_PIECE", piece)
    points = standard(lumps(dimensions=dimensions))
    mixture = started(points)
    first = mixture
    for _ in range(12):
        mixture = improved(mixture, points, None)
    for replicate in range(len(points)):
        reference = Reference(
            3, tol=0, max_iter=12, reg_covar=RIDGE,
            weights_init=first.shares[replicate], means_init=first.means[replicate],
            precisions_init=np.linalg.inv(first.covariances[replicate]),
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            reference.fit(points[replicate].T)
        assert mixture.shares[replicate] == pytest.approx(reference.weights_, rel=1e-6)
        assert mixture.means[replicate] == pytest.approx(reference.means_, rel=1e-6, abs=1e-8)
        assert mixture.covariances[replicate] == pytest.approx(
            reference.covariances_, rel=1e-6, abs=1e-8
        )
        scores = log_density(mixture, points)[replicate]
        assert scores == pytest.approx(reference.score_samples(points[replicate].T), rel=1e-6)


def test_every_round_makes_the_records_likelier() -> None:
    points = standard(lumps(seed=2))
    mixture = started(points)
    before = log_density(mixture, points).sum(axis=1)
    for _ in range(25):
        mixture = improved(mixture, points, None)
        after = log_density(mixture, points).sum(axis=1)
        assert (after > before - 1e-3).all()  # the ridge may cost a little at the end
        before = after


@pytest.mark.parametrize("dimensions", [1, 3])
def test_the_log_density_is_scipys_sum_over_components(dimensions: int) -> None:
    values = 100.0 + lumps(dimensions=dimensions)
    model = fitted(values, GaussianMixture(components=1))
    given = model.parameters()
    points = values[:, :9] + 0.5
    found = model.log_density(vectors(points))
    for replicate in range(len(values)):
        law = multivariate_normal(given["mean"][replicate], given["covariance"][replicate])
        assert found[replicate] == pytest.approx(law.logpdf(points[replicate]), rel=1e-5)
    several = fitted(values).log_density(vectors(values))
    assert (several.mean(axis=1) > model.log_density(vectors(values)).mean(axis=1)).all()


def test_one_component_is_the_maximum_likelihood_gaussian() -> None:
    values = lumps()
    given = fitted(values, GaussianMixture(components=1, iterations=1)).parameters()
    for replicate, records in enumerate(values):
        assert given["mean"][replicate] == pytest.approx(records.mean(axis=0))
        expected = np.cov(records.T, ddof=0)
        assert given["covariance"][replicate] == pytest.approx(expected, rel=1e-5)


def test_the_moments_of_a_fit_are_its_pools() -> None:
    values = lumps()
    given = fitted(values).parameters()
    assert given["mean"] == pytest.approx(values.mean(axis=1))
    for replicate, records in enumerate(values):
        expected = np.cov(records.T, ddof=0)
        assert given["covariance"][replicate] == pytest.approx(expected, rel=1e-4)
    assert given["shares"].sum(axis=1) == pytest.approx(1)
    together = (given["shares"][:, :, None] * given["centres"]).sum(axis=1)
    assert together == pytest.approx(given["mean"])


def test_it_emits_what_its_parameters_say() -> None:
    model = fitted(50.0 + lumps())
    given, made = model.parameters(), done(model.emit(40_000, STREAMS)).values
    assert made.mean(axis=1) == pytest.approx(given["mean"], abs=0.15)
    for replicate, records in enumerate(made):
        assert np.cov(records.T) == pytest.approx(given["covariance"][replicate], abs=0.6)
        spread = -model.log_density(vectors(made)).mean(axis=1)[replicate]
        fitted_loss = -model.log_density(vectors(50.0 + lumps())).mean(axis=1)[replicate]
        assert spread == pytest.approx(fitted_loss, abs=0.15), "its own records are as likely"


def test_every_mode_of_the_ring_is_found_in_nearly_every_replicate() -> None:
    source = RingMixture()
    law = source.open(STREAMS)
    real = law.draw(Part.TRAIN, 1000, 100, STREAMS)
    centres = fitted(real.values, GaussianMixture(components=8)).parameters()["centres"]
    off = np.linalg.norm(centres[:, :, None] - law.parameters()["centres"], axis=3).min(axis=1)
    assert ((off < source.spread).all(axis=1)).mean() >= 0.99


@pytest.mark.parametrize("components", [1, 4])
def test_absent_records_count_for_nothing(components: int) -> None:
    values, learner = lumps(2, 60), GaussianMixture(components=components, iterations=5)
    keep = np.random.default_rng(3).random((2, 60)) < 0.7
    masked = fitted(values, learner, keep)
    for replicate in range(2):
        present = np.broadcast_to(values[replicate, keep[replicate]], (2, keep[replicate].sum(), 2))
        whole = fitted(present, learner)
        for name, found in masked.parameters().items():
            assert found[replicate] == pytest.approx(whole.parameters()[name][replicate], rel=1e-6)


@pytest.mark.parametrize("slab", [1, 2**16])
def test_the_first_replicates_are_the_same_for_any_number_of_them(
    slab: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = fitted(lumps(7))
    monkeypatch.setattr(gaussian_mixture, "SLAB", slab)
    few = fitted(lumps(7)[:3])
    for name, found in many.parameters().items():
        assert np.array_equal(found[:3], few.parameters()[name]), name
    made = [done(model.emit(20, STREAMS)).values[:3] for model in (many, few)]
    assert np.array_equal(*made)


def test_units_and_place_of_the_records_change_nothing() -> None:
    values, scale, shift = lumps(), np.array([1e-3, 1e4]), np.array([1e3, -1e6])
    plain, moved = fitted(values), fitted(values * scale + shift)
    found = moved.parameters()["centres"]
    expected = plain.parameters()["centres"] * scale + shift
    assert (found - expected) / scale == pytest.approx(np.zeros_like(found), abs=1e-4)


HARD = {
    "one record": np.full((3, 1, 2), 4.0),
    "two records": np.arange(12.0).reshape(3, 2, 2),
    "copies of one": np.full((3, 30, 2), 1e8),
    "zeros": np.zeros((3, 30, 2)),
    "a constant column": np.concatenate([lumps(3, 30), np.ones((3, 30, 1))], axis=2),
    "a line": lumps(3, 30)[:, :, :1] * np.array([1.0, -2.0]),
    "copies of two": np.repeat(np.arange(12.0).reshape(3, 2, 2), 20, axis=1),
    "one far away": np.concatenate([lumps(3, 30), np.full((3, 1, 2), 1e9)], axis=1),
    "rare counts": np.random.default_rng(5).poisson(0.05, (3, 30, 20)).astype(float),
}


@pytest.mark.parametrize("name", HARD)
def test_hard_pools_give_finite_models(name: str) -> None:
    values = HARD[name]
    model = fitted(values, GaussianMixture())
    given = model.parameters()
    assert all(np.isfinite(found).all() for found in given.values())
    assert (np.linalg.eigvalsh(given["covariance"]) > -1e-9 * np.abs(values).max() ** 2).all()
    made = done(model.emit(30, STREAMS))
    assert np.isfinite(made.values).all()
    assert np.isfinite(model.log_density(vectors(values + 1.0))).all()
    again = fitted(made.values, GaussianMixture())
    assert np.isfinite(again.parameters()["covariance"]).all()
    if name in ("one record", "copies of one", "zeros"):
        assert made.values == pytest.approx(np.broadcast_to(values[:, :1], made.values.shape))


def test_a_replicate_without_records_disturbs_no_other() -> None:
    values, keep = lumps(3, 30), np.ones((3, 30), dtype=np.bool_)
    keep[1] = False
    model, whole = fitted(values, keep=keep), fitted(values)
    for name, found in model.parameters().items():
        assert np.isfinite(found).all()
        assert found[[0, 2]] == pytest.approx(whole.parameters()[name][[0, 2]], rel=1e-6)
    assert np.isfinite(done(model.emit(4, STREAMS)).values).all()
    assert np.isfinite(model.log_density(vectors(values))).all()


def test_a_pool_of_several_blocks_is_fitted_as_one() -> None:
    values = lumps()
    blocks = TrainingPool(
        tuple(Block(place, vectors(part)) for place, part in enumerate(np.split(values, 3, axis=1)))
    )
    found = done(QUICK.fit(blocks, STREAMS.at("train"))).parameters()
    for name, expected in fitted(values).parameters().items():
        assert found[name] == pytest.approx(expected, rel=1e-6)


def test_counts_are_refused() -> None:
    with pytest.raises(TypeError, match="counts"):
        fitted(lumps()).log_density(Counts(2, np.array([0]), np.array([[3]])))
