"""Kernel density: against scikit-learn, its running totals, and closed forms e1 and e2."""

import gc
import weakref

import numpy as np
import pytest
from sklearn.neighbors import KernelDensity as Reference

from core.learners import kernel_density
from core.learners.kernel_density import KernelDensity, KernelDensityModel, log_kernel_sum
from core.pool import Block, TrainingPool
from core.records import AnyArray, BoolArray, Counts, FloatArray, RecordKind, Records
from core.seeding import Streams
from tests.steps import done

STREAMS = Streams(6)
LEARNER = KernelDensity(bandwidth=0.4)


def vectors(values: AnyArray, keep: BoolArray | None = None) -> Records:
    return Records(RecordKind.VECTORS, np.asarray(values, dtype=np.float64), keep)


def drawn(size: int, seed: int = 0, replicates: int = 3) -> FloatArray:
    return np.random.default_rng(seed).standard_normal((replicates, size, 2))


def pool_of(*batches: Records) -> TrainingPool:
    return TrainingPool(tuple(Block(place, batch) for place, batch in enumerate(batches)))


def fitted(pool: TrainingPool, learner: KernelDensity = LEARNER) -> KernelDensityModel:
    return done(learner.fit(pool, STREAMS))


@pytest.mark.parametrize("pairs", [1, 64, 10_000])
@pytest.mark.parametrize("shift", [0.0, 1e4])
def test_the_log_density_is_scikit_learns(
    pairs: int, shift: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_density, "TABLE", pairs)
    values, points = drawn(50) + shift, drawn(20, seed=1) * 3 + shift
    found = fitted(pool_of(vectors(values[:, :30]), vectors(values[:, 30:]))).log_density(
        vectors(points)
    )
    for replicate in range(3):
        reference = Reference(bandwidth=0.4).fit(values[replicate])
        expected = reference.score_samples(points[replicate])
        assert found[replicate] == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_scoring_some_records_at_a_time_gives_the_same_with_ticks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kernel_density, "PAIRS", 3 * 50 * 7)  # seven points of every replicate
    model, points = fitted(pool_of(vectors(drawn(50)))), vectors(drawn(20, seed=1))
    work = model.scored(points)
    assert [next(work).done for _ in range(3)] == [7, 14, 20]
    assert done(work) == pytest.approx(model.log_density(points), rel=1e-12)


def test_a_grown_pool_sums_over_its_newest_block_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    points, summed = vectors(drawn(9, seed=2)), []

    def counted(at: FloatArray, records: Records, bandwidth: float) -> FloatArray:
        summed.append(records.values.shape[1])
        return log_kernel_sum(at, records, bandwidth)

    monkeypatch.setattr(kernel_density, "log_kernel_sum", counted)
    pool = pool_of(vectors(drawn(10)))
    for generation in range(1, 5):
        fitted(pool).log_density_again(points)
        pool = pool.plus(Block(generation, vectors(drawn(10 + generation, seed=generation))))
    found = fitted(pool).log_density_again(points)
    assert summed == [10, 11, 12, 13, 14]
    afresh = TrainingPool(tuple(Block(block.origin, block.batch) for block in pool.blocks))
    assert np.array_equal(found, fitted(afresh).log_density_again(points))
    assert found == pytest.approx(fitted(pool_of(vectors(pool.values()))).log_density_again(points))


def test_a_batch_that_is_scored_once_is_not_kept_alive() -> None:
    pool, points = pool_of(vectors(drawn(10))), vectors(drawn(9, seed=2))
    found, alive = fitted(pool).log_density(points), weakref.ref(points.values)
    assert np.array_equal(found, fitted(pool_of(vectors(drawn(10)))).log_density_again(points))
    del points
    gc.collect()
    assert alive() is None


@pytest.mark.parametrize("other", ["points", "bandwidth"])
def test_a_grown_pool_never_takes_the_totals_of_something_else(other: str) -> None:
    batches, points = [vectors(drawn(10)), vectors(drawn(10, seed=1))], vectors(drawn(4, seed=3))
    pool = pool_of(batches[0])
    fitted(pool).log_density_again(points)
    learner = KernelDensity(bandwidth=2.0) if other == "bandwidth" else LEARNER
    at = vectors(drawn(4, seed=4)) if other == "points" else points
    found = fitted(pool.plus(Block(1, batches[1])), learner).log_density_again(at)
    assert np.array_equal(found, fitted(pool_of(*batches), learner).log_density_again(at))


def test_absent_records_count_for_nothing() -> None:
    values, keep = drawn(30), np.random.default_rng(7).random((3, 30)) < 0.6
    masked = fitted(
        pool_of(vectors(values[:, :12], keep[:, :12]), vectors(values[:, 12:], keep[:, 12:]))
    )
    made, points = done(masked.emit(25, STREAMS)).values, vectors(drawn(5, seed=1))
    for replicate in range(3):
        present = np.broadcast_to(values[replicate, keep[replicate]], (3, keep[replicate].sum(), 2))
        whole = fitted(pool_of(vectors(present)))
        assert made[replicate] == pytest.approx(done(whole.emit(25, STREAMS)).values[replicate])
        for name, found in masked.parameters().items():
            assert found[replicate] == pytest.approx(whole.parameters()[name][replicate])
        assert masked.log_density(points)[replicate] == pytest.approx(
            whole.log_density(points)[replicate]
        )


def test_a_replicate_without_records_has_no_density_and_no_nan() -> None:
    keep = np.ones((3, 4), dtype=np.bool_)
    keep[1] = False
    model = fitted(pool_of(vectors(drawn(4), keep)))
    found = model.log_density(vectors(drawn(6)))
    assert (found[1] == -np.inf).all()
    assert np.isfinite(found[[0, 2]]).all()
    assert np.isfinite(done(model.emit(3, STREAMS)).values).all()


@pytest.mark.parametrize("values", [np.full((2, 5, 2), 1e8), np.full((2, 1, 2), -3.0)])
def test_copies_and_single_records_are_a_bump(values: FloatArray) -> None:
    model = fitted(pool_of(vectors(values)))
    peak = -np.log(2 * np.pi * 0.4**2)
    assert model.log_density(vectors(values[:, :1])) == pytest.approx(peak)
    assert model.parameters()["covariance"][0] == pytest.approx(0.16 * np.eye(2))
    assert np.isfinite(model.log_density(vectors(values - 1e6))).all()


def test_it_emits_every_record_equally_often_and_as_wide_as_it_says() -> None:
    values = np.array([[[0.0, 0.0], [10.0, 0.0], [0.0, 20.0]]])
    model = fitted(pool_of(vectors(values)))
    made = done(model.emit(60_000, STREAMS)).values[0]
    nearest = np.linalg.norm(made[:, None] - values[0], axis=2).argmin(axis=1)
    assert np.bincount(nearest) / 60_000 == pytest.approx([1 / 3] * 3, abs=0.01)
    given = model.parameters()
    assert made.mean(axis=0) == pytest.approx(given["mean"][0], abs=0.2)
    assert np.cov(made.T) == pytest.approx(given["covariance"][0], abs=1)


def test_the_first_replicates_are_the_same_for_any_number_of_them() -> None:
    many, few = drawn(30, replicates=7), drawn(30, replicates=7)[:2]
    points = drawn(11, seed=1, replicates=7)
    models = [fitted(pool_of(vectors(values))) for values in (many, few)]
    made = [done(model.emit(9, STREAMS)).values[:2] for model in models]
    assert np.array_equal(*made)
    found = [
        model.log_density(vectors(points[:held]))[:2]
        for model, held in zip(models, (7, 2), strict=True)
    ]
    assert np.array_equal(*found)


def test_counts_are_refused() -> None:
    with pytest.raises(TypeError, match="counts"):
        fitted(pool_of(vectors(drawn(4)))).log_density(Counts(2, np.array([0]), np.array([[3]])))


@pytest.mark.parametrize("grows", [False, True])
@pytest.mark.parametrize(("n", "h"), [(10, 0.5), (15, 0.8)])
def test_variances_follow_rows_e1_and_e2(n: int, h: float, grows: bool) -> None:
    learner, replicates = KernelDensity(bandwidth=h), 20_000
    real = np.random.default_rng(n).standard_normal((replicates, n, 1))
    pool, expected = pool_of(vectors(real)), 1 - 1 / n
    for t in range(1, 3):
        made = done(fitted(pool, learner).emit(n, STREAMS.at("sample", generation=t)))
        wide = expected + h**2
        before = expected
        expected = (1 - 1 / n) * wide
        if grows:
            expected = (t * before + expected) / (t + 1) + t * wide / (n * (t + 1) ** 2)
        pool = pool.plus(Block(t, made)) if grows else pool_of(made)
    found = fitted(pool, learner).parameters()["covariance"][:, 0, 0] - h**2
    error = found.std() / np.sqrt(replicates)
    assert abs(found.mean() - expected) < 4 * error
    assert abs(expected - before) > 8 * error
