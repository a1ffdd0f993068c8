"""The Gaussian learner: its moments, its density, and the closed forms of a diagonal one."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from core.learners.gaussian import Gaussian, GaussianModel
from core.learners.moments import Moments, moments
from core.pool import Block, TrainingPool
from core.records import AnyArray, BoolArray, Counts, FloatArray, RecordKind, Records
from core.seeding import Streams
from tests.steps import done

STREAMS = Streams(4)


def vectors(values: AnyArray, keep: BoolArray | None = None) -> Records:
    return Records(RecordKind.VECTORS, np.asarray(values, dtype=np.float64), keep)


def pool_of(*batches: Records) -> TrainingPool:
    return TrainingPool(tuple(Block(place, batch) for place, batch in enumerate(batches)))


def fitted(values: AnyArray, learner: Gaussian | None = None) -> GaussianModel:
    return done((learner or Gaussian()).fit(pool_of(vectors(values)), STREAMS))


def drawn(replicates: int = 3, size: int = 40, dimensions: int = 3, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    mix = rng.standard_normal((dimensions, dimensions))
    return 5.0 + rng.standard_normal((replicates, size, dimensions)) @ mix


@pytest.mark.parametrize("dimensions", [1, 3])
def test_moments_are_numpys_however_records_are_cut_into_blocks(dimensions: int) -> None:
    values = drawn(dimensions=dimensions)
    found = moments(pool_of(*(vectors(part) for part in np.split(values, [1, 15], axis=1))))
    for replicate, records in enumerate(values):
        assert found.count[replicate] == len(records)
        assert found.mean[replicate] == pytest.approx(records.mean(axis=0))
        expected = np.atleast_2d(np.cov(records.T, ddof=0))
        assert found.covariance()[replicate] == pytest.approx(expected)


@pytest.mark.parametrize("dimensions", [1, 3])
def test_absent_records_count_for_nothing(dimensions: int) -> None:
    values, keep = drawn(dimensions=dimensions), np.ones((3, 40), dtype=np.bool_)
    keep[:, ::3] = False
    cut, whole = (
        moments(pool_of(vectors(values, keep))),
        moments(pool_of(vectors(values[:, keep[0]]))),
    )
    for one, other in (
        (cut.count, whole.count),
        (cut.mean, whole.mean),
        (cut.scatter, whole.scatter),
    ):
        assert one == pytest.approx(other)


def test_a_collapsed_variance_far_from_zero_is_not_lost_to_rounding() -> None:
    values = 1e6 + 1e-6 * drawn(dimensions=1)
    exact = [records.var() for records in values - 1e6]
    found = moments(pool_of(*(vectors(part) for part in np.split(values, 4, axis=1))))
    assert found.covariance()[:, 0, 0] == pytest.approx(exact, rel=1e-3)


def test_a_replicate_without_records_has_moments_of_nothing() -> None:
    keep = np.ones((2, 5), dtype=np.bool_)
    keep[0] = False
    found = moments(pool_of(vectors(np.ones((2, 5, 2)), keep)))
    assert isinstance(found, Moments)
    assert found.count.tolist() == [0, 5]
    assert found.covariance()[0].tolist() == [[0, 0], [0, 0]]


def test_a_diagonal_gaussian_has_the_same_variances_and_no_correlation() -> None:
    full, diagonal = (fitted(drawn(), Gaussian(covariance=of)).parameters()["covariance"]
                      for of in ("full", "diagonal"))  # fmt: skip
    for one, other in zip(full, diagonal, strict=True):
        assert np.array_equal(other, np.diag(np.diag(one)))
        assert np.abs(one - other).max() > 0.1
    made = done(fitted(drawn(), Gaussian(covariance="diagonal")).emit(50_000, STREAMS)).values
    for records, expected in zip(made, diagonal, strict=True):
        assert np.cov(records.T) == pytest.approx(expected, abs=0.05 * expected.max())


@pytest.mark.parametrize("covariance", ["full", "diagonal"])
@pytest.mark.parametrize("dimensions", [1, 3])
def test_the_log_density_is_scipys(dimensions: int, covariance: str) -> None:
    values = drawn(dimensions=dimensions)
    model = fitted(values, Gaussian(covariance=covariance))
    given = model.parameters()
    found = model.log_density(vectors(values[:, :7] + 0.3))
    for replicate in range(3):
        law = multivariate_normal(given["mean"][replicate], given["covariance"][replicate])
        assert found[replicate] == pytest.approx(law.logpdf(values[replicate, :7] + 0.3))


@pytest.mark.parametrize("place", [0.0, 1.0, 1e9])
def test_a_collapsed_gaussian_has_a_finite_density_that_peaks_on_its_records(place: float) -> None:
    for values in (
        np.full((2, 6, 2), place),  # one point
        np.full((2, 1, 2), place),  # one record
        place + np.arange(6.0)[None, :, None] * [[[1.0, 2.0]], [[1.0, 0.0]]],  # a line
    ):
        model = fitted(values)
        inside = model.log_density(vectors(values))
        apart = model.log_density(vectors(values + np.array([3.0, -1.0])))
        assert np.isfinite(inside).all()
        assert np.isfinite(apart).all()
        assert (inside.mean(axis=1) > apart.mean(axis=1) + 100).all()
        assert np.isfinite(done(model.emit(5, STREAMS)).values).all()


def test_counts_are_refused() -> None:
    counts = Counts(2, np.array([0]), np.array([[3]]))
    with pytest.raises(TypeError, match="counts"):
        fitted(drawn()).log_density(counts)
    with pytest.raises(TypeError, match="counts"):
        done(Gaussian().fit(TrainingPool((Block(0, counts),)), STREAMS))


@pytest.mark.parametrize(("covariance", "power"), [("full", None), ("diagonal", 3)])
def test_determinants_shrink_as_row_a5_says(covariance: str, power: int | None) -> None:
    n, d, replicates, fits = 12, 3, 20_000, 3
    learner = Gaussian(covariance=covariance)
    records = vectors(np.random.default_rng(1).standard_normal((replicates, n, d)))
    for generation in range(fits):
        model = done(learner.fit(pool_of(records), STREAMS))
        records = done(model.emit(n, STREAMS.at("sample", generation=generation)))
    found = np.linalg.det(model.parameters()["covariance"])
    step = np.prod(n - 1.0 - np.arange(d)) / n**d if power is None else (1 - 1 / n) ** power
    error = found.std() / np.sqrt(replicates)
    assert abs(found.mean() - step**fits) < 4 * error
    assert abs(step**fits - step ** (fits - 1)) > 8 * error
