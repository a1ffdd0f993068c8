"""Every metric of emitted vectors against another implementation, on random and odd records."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import wasserstein_distance
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.neighbors import NearestNeighbors

from core import registry
from core.errors import RunFailed
from core.metrics.base import Outcome
from core.metrics.continuous import ContinuousMetric, kernel
from core.metrics.neighbourhoods import neighbours
from core.pool import Block, TrainingPool
from core.records import FloatArray, RecordKind
from core.sources.base import FinitePopulation
from core.sources.gaussian import GaussianSource
from tests.measuring import STREAMS, rng, vectors
from tests.small import yardstick
from tests.steps import done

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the reference implementations' own imports
    import ot
    from prdc import compute_prdc
    from vendi_score import vendi

Reference = Callable[[FloatArray, FloatArray], float]
"""A metric of an emission [n, d] against the reference [m, d]."""


def given(case: str, dimensions: int) -> tuple[FloatArray, FloatArray]:
    """An emission [30, d] and a reference [50, d]; the other real sample is `spare`'s."""
    scale = {"tiny": 1e-12, "huge": 1e12}.get(case, 1.0)
    shape = np.linspace(0.5, 2, dimensions)
    emission = scale * (rng(1).standard_normal((30, dimensions)) * shape + 0.3)
    reference = scale * rng(2).standard_normal((50, dimensions)) * shape
    if case == "constant":
        emission[:] = emission[0]
    if case == "one record":
        emission = emission[:1]
    if case == "duplicates":
        emission, reference = np.repeat(emission[:10], 3, axis=0), np.repeat(reference[:25], 2, 0)
        emission[:6] = reference[:6]
    if case == "all copied":
        emission = reference[:30].copy()
    if case == "far outliers":
        emission[::7], reference[::11] = 1e5 * emission[::7], -1e4 * reference[::11]
    if case == "far from zero":
        emission, reference = emission + 1e6, reference + 1e6
    if case == "one reference record":
        reference = reference[:1]
    return emission, reference


CASES = (
    "random", "constant", "one record", "duplicates", "all copied", "far outliers",
    "far from zero", "tiny", "huge", "one reference record",
)  # fmt: skip


def spare(reference: FloatArray) -> FloatArray:
    return reference[::-1] * 0.9


def ours(kind: str, emission: FloatArray, reference: FloatArray) -> float:
    """As a run measures it, without a known law; what is trained on is the reference."""
    real, other = vectors(reference[None]), vectors(spare(reference)[None])
    law = FinitePopulation(RecordKind.VECTORS, reference, STREAMS)
    held = yardstick(law, real, other, STREAMS, len(emission))
    pool = TrainingPool((Block(0, vectors(reference[None])),))
    metric = registry.plugins("metrics")[kind]()
    (found,) = done(done(metric.prepare(held))(Outcome(vectors(emission[None]), None, pool)))
    return float(found)


# By other implementations


def apart(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.sqrt(((one[:, None] - other) ** 2).sum(axis=2))


def bandwidth(reference: FloatArray) -> float:
    pairs = apart(reference, reference)[np.triu_indices(len(reference), 1)]
    return float(np.median(pairs)) if len(pairs) else 1.0


def scattered(records: FloatArray) -> FloatArray:
    """The n-1 covariance; of one record nothing."""
    if len(records) < 2:
        return np.zeros((records.shape[1],) * 2)
    return np.atleast_2d(np.cov(records, rowvar=False))


def vendis(emission: FloatArray, reference: FloatArray) -> float:
    return float(vendi.score_K(np.exp(-((apart(emission, emission) / bandwidth(reference)) ** 2))))


def scikit_learns_mmd(emission: FloatArray, reference: FloatArray) -> float:
    width, centre = bandwidth(reference), np.median(reference, axis=0)
    one, other = (emission - centre) / width, (reference - centre) / width
    own, real, between = (
        rbf_kernel(*pair, 1) for pair in ((one, one), (other, other), (one, other))
    )
    if min(len(one), len(other)) < 2:
        return float("nan")  # there are no pairs
    within = [(table.sum() - len(table)) / (len(table) * (len(table) - 1)) for table in (own, real)]
    return float(sum(within) - 2 * between.mean())


def pots_sliced(emission: FloatArray, reference: FloatArray) -> float:
    directions = STREAMS.rng("sliced-wasserstein").standard_normal((64, emission.shape[1]))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return float(ot.sliced_wasserstein_distance(emission, reference, projections=directions.T, p=1))


def pots_bures(emission: FloatArray, reference: FloatArray) -> float:
    """By POT; where a covariance is singular, which its matrix roots cannot take, by the records.

    The trace of (S1 S2)^(1/2) is the sum of the singular values of the table of products of
    records about their means, over the root of (n - 1)(m - 1).
    """
    means = emission.mean(axis=0), reference.mean(axis=0)
    one, other = scattered(emission), scattered(reference)
    if max(np.linalg.cond(one), np.linalg.cond(other)) < 1e6:
        return float(ot.gaussian.bures_wasserstein_distance(*means, one, other)) ** 2
    products = (emission - means[0]) @ (reference - means[1]).T
    degrees = max(len(emission) - 1, 1) * max(len(reference) - 1, 1)
    shared = np.linalg.norm(products, "nuc") / np.sqrt(degrees)
    shift = np.sum((means[0] - means[1]) ** 2)
    return float(shift + np.trace(one) + np.trace(other) - 2 * shared)


def prdcs(kind: str, emission: FloatArray, reference: FloatArray) -> float:
    """About the reference's middle; given many times over, the emission has the same values."""
    k = neighbours(len(reference), len(emission))
    centre = np.median(reference, axis=0)
    many = np.tile(emission - centre, (k + 2, 1))  # it also asks for the emission's neighbours
    return float(compute_prdc(reference - centre, many, k)[kind])


def within(kind: str, emission: FloatArray, reference: FloatArray) -> float:
    """From the table of all distances, with closed balls."""
    k = neighbours(len(reference), len(emission))
    own = np.sort(apart(reference, reference), axis=1)
    inside = apart(reference, emission) <= own[:, min(k, len(reference) - 1), None]
    return {
        "coverage": inside.any(axis=1).mean(),
        "precision": inside.any(axis=0).mean(),
        "density": inside.sum(axis=0).mean() / k,
    }[kind]


def nearest(points: FloatArray, among: FloatArray, count: int = 1) -> FloatArray:
    """[m, count] distances by scikit-learn, from the differences themselves."""
    tree = NearestNeighbors(n_neighbors=min(count, len(among)), algorithm="kd_tree").fit(among)
    return tree.kneighbors(points)[0]


def scikit_learns_tail(emission: FloatArray, reference: FloatArray) -> float:
    sparse = nearest(reference, spare(reference), 5)[:, -1]
    tail = np.argsort(-sparse, kind="stable")[: max(1, round(len(reference) / 10))]
    k = neighbours(len(reference), len(emission))
    reach = nearest(reference, reference, k + 1)[tail, -1]
    return float(np.mean(nearest(reference[tail], emission)[:, 0] <= reach))


def mean_nearest(emission: FloatArray, reference: FloatArray) -> float:
    """All of what is trained on; where n are fewer, as many are drawn of it."""
    size = len(emission)
    if size < len(reference):
        draws = STREAMS.rng("nearest-training-distance")
        reference = reference[draws.choice(len(reference), size, replace=False, shuffle=False)]
    return float(nearest(emission, reference).mean())


REFERENCES: dict[str, Reference] = {
    "variance-ratio": lambda one, other: np.trace(scattered(one)) / np.trace(scattered(other)),
    "vendi-score": vendis,
    "mmd-squared": scikit_learns_mmd,
    "wasserstein": lambda one, other: wasserstein_distance(one[:, 0], other[:, 0]),
    "sliced-wasserstein": pots_sliced,
    "frechet-distance": pots_bures,
    "coverage": lambda one, other: within("coverage", one, other),
    "precision": lambda one, other: within("precision", one, other),
    "density": lambda one, other: within("density", one, other),
    "tail-coverage": scikit_learns_tail,
    "nearest-training-distance": mean_nearest,
    "copied-share": lambda one, other: np.mean([(row == other).all(1).any() for row in one]),
}


TABLE = [
    (kind, case, dimensions)
    for kind in REFERENCES
    for case in CASES
    for dimensions in {"wasserstein": [1], "sliced-wasserstein": [2, 20]}.get(kind, [1, 3, 20])
]


@pytest.mark.parametrize(("kind", "case", "dimensions"), TABLE)
@pytest.mark.filterwarnings("ignore:Please import `csr_matrix`:DeprecationWarning")
def test_a_metric_is_the_reference_implementations(kind: str, case: str, dimensions: int) -> None:
    emission, reference = given(case, dimensions)
    if kind == "variance-ratio" and case == "one reference record":
        with pytest.raises(RunFailed, match="all the same"):
            ours(kind, emission, reference)
        return
    expected = REFERENCES[kind](emission, reference)
    tolerance = {
        "variance-ratio": 1e-24,
        "mmd-squared": 1e-12,
        "frechet-distance": 1e-12 * reference.var(),
    }.get(kind, 0)
    assert ours(kind, emission, reference) == pytest.approx(
        expected, rel=1e-6, abs=tolerance, nan_ok=True
    )


def test_every_metric_of_emitted_vectors_is_in_the_table() -> None:
    metrics = registry.plugins("metrics").items()
    continuous = {name for name, metric in metrics if issubclass(metric, ContinuousMetric)}
    assert continuous == set(REFERENCES)
    assert all(registry.plugins("metrics")[kind].fits(GaussianSource(dimensions=2)) for kind in
               continuous - {"wasserstein"})  # fmt: skip


TIES = ("duplicates", "all copied", "one reference record")
"""Records on the edge of a ball: prdc leaves them out, the paper and we let them in."""


@pytest.mark.parametrize("dimensions", [1, 3, 20])
@pytest.mark.parametrize("case", [case for case in CASES if case not in TIES])
@pytest.mark.parametrize("kind", ["coverage", "precision", "density"])
def test_without_ties_neighbourhoods_are_prdcs(
    kind: str, case: str, dimensions: int, capsys: pytest.CaptureFixture[str]
) -> None:
    emission, reference = given(case, dimensions)
    expected = prdcs(kind, emission, reference)
    assert ours(kind, emission, reference) == pytest.approx(expected, rel=1e-6, abs=0)
    capsys.readouterr()  # prdc prints


@pytest.mark.parametrize("dimensions", [1, 3, 20])
@pytest.mark.parametrize("case", ["random", "constant", "duplicates", "far outliers", "tiny"])
def test_squared_mmd_is_geomlosss_but_for_its_bias(case: str, dimensions: int) -> None:
    """Its loss is half the V-statistic, which also pairs each record with itself: kernel value 1.

    Of n records, the mean over all pairs is (1 + (n - 1) U)/n, U over pairs of different ones.
    """
    geomloss = pytest.importorskip("geomloss", reason="geomloss is not installed")
    import torch

    emission, reference = given(case, dimensions)
    width = bandwidth(reference)
    loss = geomloss.SamplesLoss("gaussian", blur=np.sqrt(0.5), backend="tensorized")
    biased = 2 * float(loss(*(torch.from_numpy(part / width) for part in (emission, reference))))
    for records in (emission, reference):
        n, table = len(records), kernel(records, records, width)
        between_different = (table.sum() - n) / (n * (n - 1))
        biased -= (1 - between_different) / n
    assert ours("mmd-squared", emission, reference) == pytest.approx(biased, abs=1e-6)
