"""The Frechet distance, against an independent computation and known values."""

from typing import ClassVar

import numpy as np
import pytest
from scipy.linalg import sqrtm

from core import registry
from core.metrics.frechet_distance import frechet_distance, moments
from core.records import FloatArray
from core.sources.digits import Digits
from core.sources.gaussian import GaussianSource
from core.sources.zipf import Zipf
from tests.measuring import measure, rng, vectors


class Pictures(Digits):
    """Images of somebody's own: no classifier comes for them."""

    classifier: ClassVar[str] = ""


def by_matrix_root(one: FloatArray, other: FloatArray) -> float:
    """By the definition, with the root of the product of covariances."""
    shift = np.sum((one.mean(axis=0) - other.mean(axis=0)) ** 2)
    first, second = (np.atleast_2d(np.cov(records, rowvar=False)) for records in (one, other))
    root = sqrtm(first @ second)
    return float(shift + np.trace(first + second - 2.0 * np.real(root)))


@pytest.mark.parametrize("dimensions", [1, 2, 7, 30])
@pytest.mark.parametrize("outlier", [0.0, 1e4])
def test_it_is_the_definition_on_random_records(dimensions: int, outlier: float) -> None:
    scales = np.linspace(0.1, 3, dimensions)
    one = rng(1).standard_normal((2, 60, dimensions)) * scales + 0.4
    one[:, 0] += outlier
    one = np.concatenate([one, one[:, :20]], axis=1)
    other = rng(2).standard_normal((2, 90, dimensions)) @ rng(3).uniform(size=(dimensions,) * 2)
    expected = [by_matrix_root(a, b) for a, b in zip(one, other, strict=True)]
    found = measure("frechet-distance", vectors(one), vectors(other))
    assert found == pytest.approx(expected, rel=1e-6, abs=0)


def test_emissions_without_spread_have_the_references() -> None:
    """A matrix root would fail or lose half the digits here."""
    reference = rng(4).standard_normal((1, 80, 3))
    trace = float(reference[0].var(axis=0, ddof=1).sum())
    for emission in (np.full((1, 20, 3), 0.7), np.full((1, 1, 3), 0.7), np.full((1, 20, 3), 1e6)):
        shift = np.sum((emission[0, 0] - reference[0].mean(axis=0)) ** 2)
        found = measure("frechet-distance", vectors(emission), vectors(reference))
        assert found == pytest.approx(shift + trace, rel=1e-9)
    flat = reference * [1, 1, 0]
    (gap,) = measure("frechet-distance", vectors(flat), vectors(reference))
    assert gap > 0.5 * reference[0, :, 2].var(ddof=1)
    same = measure("frechet-distance", vectors(reference), vectors(reference))
    assert 0 <= same < 1e-12 * trace


def test_fewer_records_than_dimensions() -> None:
    one, other = rng(5).standard_normal((4, 9)), rng(6).standard_normal((50, 9))
    roots = np.linalg.eigvals(np.cov(one, rowvar=False) @ np.cov(other, rowvar=False))
    shared = np.sqrt(np.maximum(np.real(roots), 0)).sum()
    spread = one.var(axis=0, ddof=1).sum() + other.var(axis=0, ddof=1).sum()
    shift = np.sum((one.mean(axis=0) - other.mean(axis=0)) ** 2)
    found = frechet_distance(moments(one), moments(other))
    assert found == pytest.approx(shift + spread - 2 * shared, rel=1e-6)


def test_in_one_dimension_it_is_the_gap_of_means_and_of_deviations() -> None:
    one, other = rng(7).standard_normal((30, 1)), 3 * rng(8).standard_normal((50, 1)) + 1
    gaps = one.mean() - other.mean(), one.std(ddof=1) - other.std(ddof=1)
    assert frechet_distance(moments(one), moments(other)) == pytest.approx(np.square(gaps).sum())


@pytest.mark.parametrize(("dimensions", "n", "m"), [(1, 400, 500), (3, 500, 500), (8, 800, 2000)])
def test_the_bias_is_what_the_estimator_says(dimensions: int, n: int, m: int) -> None:
    """d(d+4)/4 or d(d+6)/4 would stand out by far more than 8 standard errors."""
    replicates = 4000 // dimensions
    one, other = (
        vectors(rng(seed).standard_normal((replicates, size, dimensions)))
        for seed, size in ((9, n), (10, m))
    )
    found = measure("frechet-distance", one, other)
    stated = (1 / n + 1 / m) * dimensions * (dimensions + 5) / 4
    error = found.std() / np.sqrt(replicates)
    assert abs(found.mean() - stated) < 4 * error
    assert (1 / n + 1 / m) * dimensions / 4 > 8 * error


def test_vectors_are_offered_it_and_images_with_a_classifier() -> None:
    metric = registry.plugins("metrics")["frechet-distance"]
    assert metric.fits(GaussianSource())
    assert metric.fits(GaussianSource(dimensions=5))
    assert metric.fits(Digits())
    assert not metric.fits(Pictures())
    assert not metric.fits(Zipf())
