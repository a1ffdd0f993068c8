"""Metrics of vectors and images, against reference implementations and exact values."""

import warnings

import numpy as np
import pytest
from scipy.stats import wasserstein_distance
from sklearn.metrics.pairwise import rbf_kernel

from core import registry
from core.errors import RunFailed
from core.metrics.base import Outcome
from core.metrics.continuous import kernel, mean_similarity, median_bandwidth, of_each
from core.metrics.neighbourhoods import (
    nearest_distance,
    neighbour_distance,
    neighbours,
    null_coverage,
    radii,
)
from core.metrics.tail_coverage import lowest_tenth
from core.metrics.vendi_score import vendi_score
from core.metrics.wasserstein import wasserstein
from core.records import FloatArray, RecordKind, Steps, Tick
from core.sources.base import FinitePopulation
from core.sources.digits import Digits
from core.sources.gaussian import GaussianSource
from tests.measuring import STREAMS, measure, rng, vectors
from tests.steps import done

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the reference implementations' own imports
    import ot
    from prdc import compute_prdc
    from vendi_score import vendi

CONTINUOUS = (
    "coverage", "density", "frechet-distance", "mmd-squared", "precision", "sliced-wasserstein",
    "tail-coverage", "variance-ratio", "vendi-score", "wasserstein",
)  # fmt: skip


SHAPES = [
    rng(1).standard_normal((40, 1)),
    rng(2).standard_normal((30, 5)) * [1, 2, 3, 0.1, 10],
    rng(3).integers(0, 3, (50, 2)).astype(float),
    np.ones((10, 3)),
]


@pytest.mark.filterwarnings("ignore:Please import `csr_matrix`:DeprecationWarning")
@pytest.mark.parametrize("records", SHAPES)
def test_vendi_score_is_the_reference_implementations(records: FloatArray) -> None:
    table = np.exp(-(ot.dist(records, records) / 1.7**2))
    assert kernel(records, records, 1.7) == pytest.approx(table, abs=1e-9)
    assert vendi_score(records, 1.7) == pytest.approx(vendi.score_K(table), rel=1e-6)


def test_vendi_score_counts_what_is_different() -> None:
    apart = 1000.0 * np.arange(8.0)[:, None]
    assert vendi_score(apart, 1.0) == pytest.approx(8)
    assert vendi_score(np.repeat(apart, 5, axis=0), 1.0) == pytest.approx(8)
    assert vendi_score(np.zeros((40, 2)), 1.0) == pytest.approx(1)


def test_the_vendi_score_does_not_choose_its_bandwidth_afresh() -> None:
    real = vectors(rng().standard_normal((1, 300, 2)))
    whole = measure("vendi-score", real, real)
    shrunk = measure("vendi-score", vectors(real.values / 100), real)
    assert whole > 4
    assert shrunk == pytest.approx(1, abs=0.01)
    more = vectors(np.concatenate([real.values] * 3, axis=1))
    assert measure("vendi-score", more, real) == pytest.approx(
        vendi_score(more.values[0, :500], median_bandwidth(real.values[0]))
    ), "the first 500 records, whatever n"


@pytest.mark.parametrize("records", SHAPES[:3])
def test_the_bandwidth_is_the_median_distance(records: FloatArray) -> None:
    distances = [
        np.linalg.norm(one - other)
        for place, one in enumerate(records)
        for other in records[place + 1 :]
    ]
    assert median_bandwidth(records) == pytest.approx(np.median(distances))


def test_mmd_is_the_u_statistic() -> None:
    one, other = rng(4).standard_normal((25, 3)), rng(5).standard_normal((35, 3)) + 0.3
    width = median_bandwidth(other)
    tables = [rbf_kernel(a, b, 1 / width**2) for a, b in ((one, one), (other, other), (one, other))]
    within = [(table.sum() - len(table)) / (len(table) * (len(table) - 1)) for table in tables[:2]]
    expected = sum(within) - 2 * tables[2].mean()
    found = measure("mmd-squared", vectors(one[None]), vectors(other[None]))
    assert found == pytest.approx(expected, abs=1e-9)
    assert mean_similarity(np.zeros((9, 2)), 1.0) == pytest.approx(1)


def test_mmd_of_real_samples_is_zero_on_average_and_often_negative() -> None:
    real = [vectors(rng(seed).standard_normal((300, 40, 2))) for seed in (6, 7)]
    found = measure("mmd-squared", *real)
    assert abs(found.mean()) < 4 * found.std() / np.sqrt(len(found))
    assert 0.3 < np.mean(found < 0) < 0.8


@pytest.mark.parametrize(("m", "n"), [(50, 500), (7, 7), (12, 18), (1, 9), (31, 64)])
def test_wasserstein_is_scipys_and_pots(m: int, n: int) -> None:
    one, other = rng(m).standard_normal((4, m)), np.round(rng(n).standard_normal((4, n)) + 1, 1)
    expected = [wasserstein_distance(a, b) for a, b in zip(one, other, strict=True)]
    assert wasserstein(one, other) == pytest.approx(expected, abs=1e-9)
    assert expected == pytest.approx(ot.wasserstein_1d(one.T, other.T, p=1), abs=1e-9)
    assert wasserstein(one, one) == pytest.approx(0)


def test_sliced_wasserstein_is_pots_with_the_same_directions() -> None:
    one, other = rng(8).standard_normal((2, 40, 6)), rng(9).standard_normal((2, 60, 6)) * 2
    directions = STREAMS.rng("sliced-wasserstein").standard_normal((64, 6))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    expected = [
        ot.sliced_wasserstein_distance(a, b, projections=directions.T, p=1)
        for a, b in zip(one, other, strict=True)
    ]
    found = measure("sliced-wasserstein", vectors(one), vectors(other))
    assert found == pytest.approx(expected, abs=1e-9)


def test_variance_ratio_is_of_the_exact_variance_or_else_of_the_references() -> None:
    values = rng(10).standard_normal((3, 20, 2)) * [1, 2]
    real = vectors(rng(11).standard_normal((3, 50, 2)))
    trace = values.var(axis=1, ddof=1).sum(axis=1)
    assert measure("variance-ratio", vectors(values), real) == pytest.approx(trace / 2)
    file = FinitePopulation(RecordKind.VECTORS, real.values[0], STREAMS)
    expected = trace / real.values.var(axis=1, ddof=1).sum(axis=1)
    assert measure("variance-ratio", vectors(values), real, file) == pytest.approx(expected)


def test_a_reference_without_variance_is_refused() -> None:
    alike = vectors(np.ones((1, 20, 2)))
    population = FinitePopulation(RecordKind.VECTORS, alike.values[0], STREAMS)
    with pytest.raises(RunFailed, match="the reference records are all the same"):
        measure("variance-ratio", alike, alike, population)


@pytest.mark.parametrize("dimensions", [1, 2, 9])
def test_coverage_is_prdcs(dimensions: int, capsys: pytest.CaptureFixture[str]) -> None:
    reference = rng(12).standard_normal((2, 80, dimensions))
    emission = rng(13).standard_normal((2, 60, dimensions)) * 0.5 + 0.5
    k = neighbours(80, 60)
    expected = [
        compute_prdc(real, fake, k)["coverage"]
        for real, fake in zip(reference, emission, strict=True)
    ]
    assert 0.1 < np.mean(expected) < 0.95
    assert measure("coverage", vectors(emission), vectors(reference)) == pytest.approx(expected)
    one_place = np.broadcast_to(emission[:, :1], emission.shape)
    alone = [
        compute_prdc(real, fake, k)["coverage"]
        for real, fake in zip(reference, one_place, strict=True)
    ]
    assert measure("coverage", vectors(one_place), vectors(reference)) == pytest.approx(alone)
    capsys.readouterr()  # prdc prints


@pytest.mark.parametrize(("dimensions", "n", "m", "k"), [(1, 60, 40, 3), (3, 30, 50, 2)])
def test_the_null_value_of_coverage_is_exact(dimensions: int, n: int, m: int, k: int) -> None:
    """One k more or less would stand out by far more than 8 standard errors."""
    draws = rng(14)
    found = []
    for _ in range(3000):
        reference = draws.standard_normal((n, dimensions))
        nearest = nearest_distance(reference, draws.standard_normal((m, dimensions)))
        found.append(np.mean(nearest <= radii(reference, reference, k)))
    error = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found) - null_coverage(n, m, k)) < 4 * error
    for wrong in (k - 1, k + 1):
        assert abs(null_coverage(n, m, wrong) - null_coverage(n, m, k)) > 8 * error


@pytest.mark.parametrize(("n", "m"), [(500, 50), (359, 1200), (500, 500), (60, 30), (3, 2)])
def test_k_is_the_smallest_that_reaches_95_per_cent(n: int, m: int) -> None:
    k = neighbours(n, m)
    assert 1 <= k < n
    assert null_coverage(n, m, k) >= 0.95 or k == n - 1
    assert k == 1 or null_coverage(n, m, k - 1) < 0.95


@pytest.mark.parametrize("dimensions", [1, 2])
def test_neighbour_distances_are_the_sorted_ones(dimensions: int) -> None:
    points, among = (
        rng(15).standard_normal((9, dimensions)),
        rng(16).standard_normal((20, dimensions)),
    )
    table = np.sort(np.sqrt(((points[:, None] - among) ** 2).sum(axis=2)), axis=1)
    for k in (1, 4, 20):
        assert neighbour_distance(points, among, k) == pytest.approx(table[:, k - 1])
    assert nearest_distance(points, among) == pytest.approx(table[:, 0])


def test_the_tail_is_where_density_is_low() -> None:
    assert lowest_tenth(np.array([3.0, 1.0, 2.0])).tolist() == [1]
    reference = vectors(rng(17).standard_normal((1, 500, 1)))
    middle = vectors(rng(18).uniform(-1, 1, (1, 200, 1)))
    assert measure("coverage", middle, reference) > 0.5
    assert measure("tail-coverage", middle, reference) < 0.1
    tails = vectors(np.sign(middle.values) * rng(19).uniform(1.6, 3, middle.values.shape))
    assert measure("tail-coverage", tails, reference) > 0.9


def test_without_a_law_another_real_sample_tells_where_density_is_low() -> None:
    """The reference's own radii would choose records that are easy to cover."""
    draws = rng(20)
    population = FinitePopulation(RecordKind.VECTORS, draws.standard_normal((400, 3)), STREAMS)
    reference = vectors(draws.standard_normal((200, 100, 3)))
    spare, emission = (vectors(draws.standard_normal((200, 100, 3))) for _ in range(2))
    fair = measure("tail-coverage", emission, reference, population, spare).mean()
    own = measure("tail-coverage", emission, reference, population, reference).mean()
    assert own > fair
    shrunk = measure("tail-coverage", vectors(emission.values / 2), reference, population, spare)
    assert shrunk.mean() < 0.5 * fair


@pytest.mark.parametrize("kind", CONTINUOUS)
def test_the_first_replicates_are_the_same_whatever_is_measured_beside_them(kind: str) -> None:
    dimensions = 1 if kind == "wasserstein" else 3
    batches = [rng(seed).standard_normal((5, 40, dimensions)) for seed in (21, 22, 23)]
    many, few = (
        measure(kind, vectors(a), vectors(b), spare=vectors(c))
        for a, b, c in (batches, [batch[:2] for batch in batches])
    )
    assert np.array_equal(many[:2], few)


@pytest.mark.parametrize("kind", CONTINUOUS)
def test_a_collapsed_emission_has_a_finite_value(kind: str) -> None:
    dimensions = 1 if kind == "wasserstein" else 2
    reference = vectors(rng(24).standard_normal((2, 60, dimensions)))
    for emission in (np.full((2, 30, dimensions), 0.3), np.full((2, 30, dimensions), 1e6)):
        found = measure(kind, vectors(emission), reference)
        assert np.isfinite(found).all()


def test_exact_and_sliced_wasserstein_share_the_sources_between_them() -> None:
    exact, sliced = (
        registry.plugins("metrics")[name] for name in ("wasserstein", "sliced-wasserstein")
    )
    for source in (GaussianSource(), GaussianSource(dimensions=2), Digits()):
        assert exact.fits(source) != sliced.fits(source)
    assert exact.fits(GaussianSource())


def test_what_metrics_share_is_done_once_and_once_for_a_shared_reference() -> None:
    asked = []

    def work(outcome: Outcome, name: str) -> Steps[str]:
        yield Tick(1, 1)
        asked.append(name)
        return name.upper()

    outcome = Outcome(vectors(np.zeros((2, 3, 1))), None)
    assert [done(outcome.once(work, name)) for name in "abab"] == list("ABAB")
    assert asked == ["a", "b"]
    assert done(Outcome(outcome.emission, None).once(work, "a")) == "A"
    assert asked == ["a", "b", "a"], "another outcome shares nothing"
    apart = rng(1).standard_normal((3, 5, 2))
    shared = np.broadcast_to(apart[0], (3, 5, 2))
    assert done(of_each(apart, np.mean)) == [one.mean() for one in apart]
    assert done(of_each(shared, lambda one: asked.append("once") or one.mean())) == (
        [apart[0].mean()] * 3
    )
    assert asked.count("once") == 1
