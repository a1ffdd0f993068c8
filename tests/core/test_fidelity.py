"""Precision and density, against the reference implementation and exact values."""

import warnings

import numpy as np
import pytest

from core import registry
from core.analysis.families import family_metrics
from core.metrics.base import SIDE_BY_SIDE, Family
from core.metrics.neighbourhoods import Neighbourhoods, neighbours, radii
from core.records import FloatArray, RecordKind, Records
from core.sources.base import FinitePopulation
from tests.measuring import STREAMS, measure, rng, vectors
from tests.small import REPLACE, experiment, ran
from tests.steps import done

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the reference implementation's own imports
    from prdc import compute_prdc

FIDELITY = ("precision", "density")


def theirs(kind: str, emission: FloatArray, reference: FloatArray) -> list[float]:
    """The reference implementation's, with the k that is ours.

    It also takes the emission's own neighbours, so a few records are given many times over.
    """
    k = neighbours(reference.shape[1], emission.shape[1])
    emission = np.tile(emission, (1, k + 2, 1))
    pairs = zip(reference, emission, strict=True)
    return [float(compute_prdc(real, fake, k)[kind]) for real, fake in pairs]


def emissions(dimensions: int) -> dict[str, FloatArray]:
    """[2, records, dimensions], random and degenerate."""
    values = rng(13).standard_normal((2, 60, dimensions)) * 0.7 + 0.5
    outliers = values.copy()
    outliers[:, ::3] = 1e5
    return {
        "random": values,
        "constant": np.broadcast_to(values[:, :1], values.shape),
        "one record": values[:, :1],
        "duplicates": np.repeat(values[:, :20], 3, axis=1),
        "far outliers": outliers,
        "only far": np.full_like(values, 1e6),
    }


@pytest.mark.parametrize("kind", FIDELITY)
@pytest.mark.parametrize("dimensions", [1, 2, 9])
@pytest.mark.parametrize("case", emissions(1))
def test_fidelity_is_prdcs(
    kind: str, dimensions: int, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = rng(12).standard_normal((2, 80, dimensions))
    emission = emissions(dimensions)[case]
    expected = theirs(kind, emission, reference)
    found = measure(kind, vectors(emission), vectors(reference))
    assert found == pytest.approx(expected, rel=1e-6, abs=0)
    # A reference with duplicates and outliers of its own: radii of nothing, and wide ones.
    odd = np.concatenate(
        [reference[:, :40], reference[:, :39], np.full((2, 1, dimensions), 300)], 1
    )
    expected = theirs(kind, emission, odd)
    found = measure(kind, vectors(emission), vectors(odd))
    assert found == pytest.approx(expected, rel=1e-6, abs=0)
    capsys.readouterr()  # prdc prints


def test_a_record_on_the_edge_lies_inside() -> None:
    """Where ties are certain the definition is the paper's closed ball; prdc's is open."""
    grid = rng(3).integers(0, 3, (1, 40, 2)).astype(float)
    emission = rng(4).integers(0, 4, (1, 30, 2)).astype(float)
    k = neighbours(40, 30)
    apart = np.sqrt(((grid[0][:, None] - grid[0]) ** 2).sum(axis=2))
    reach = np.sort(apart, axis=1)[:, k]
    inside = np.sqrt(((grid[0][:, None] - emission[0]) ** 2).sum(axis=2)) <= reach[:, None]
    found = {kind: measure(kind, vectors(emission), vectors(grid)) for kind in FIDELITY}
    assert found["precision"] == pytest.approx(inside.any(axis=0).mean())
    assert found["density"] == pytest.approx(inside.sum(axis=0).mean() / k)
    alike = vectors(np.full((1, 20, 3), 0.1))
    assert measure("precision", alike, alike) == 1.0
    assert measure("precision", vectors(alike.values + 1e-6), alike) == 0.0


def test_one_reference_record_holds_only_itself() -> None:
    alone, other = vectors(np.full((1, 1, 2), 0.5)), vectors(np.zeros((1, 4, 2)))
    assert [measure(kind, other, alone) for kind in FIDELITY] == [0.0, 0.0]


@pytest.mark.parametrize(("dimensions", "n", "m", "k"), [(1, 60, 40, 3), (3, 30, 50, 2)])
def test_the_null_value_of_density_is_one(dimensions: int, n: int, m: int, k: int) -> None:
    """Whatever the law; k - 1 neighbours would stand out by far more than 8 standard errors."""
    draws = rng(14)
    found = []
    for _ in range(2000):
        reference = draws.standard_exponential((n, dimensions))
        balls = Neighbourhoods(reference, radii(reference, reference, k), k)
        met = done(balls.met(draws.standard_exponential((m, dimensions))))
        found.append(met.holding.mean() / k)
    error = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found) - 1) < 4 * error
    assert 1 / k > 8 * error


def test_fidelity_does_not_see_lost_diversity() -> None:
    """Why it is a control: an emission at the middle of the real data is as good as can be."""
    reference = vectors(rng(5).standard_normal((1, 300, 10)))
    middle = vectors(0.1 * rng(6).standard_normal((1, 300, 10)))
    assert measure("precision", middle, reference) == 1.0
    assert measure("density", middle, reference) > 3
    assert measure("coverage", middle, reference) < 0.3


@pytest.mark.parametrize("kind", FIDELITY)
def test_fidelity_of_images_is_that_of_their_pixels_from_0_to_1(kind: str) -> None:
    pixels = [rng(seed).integers(0, 256, (2, 40, 4, 4)).astype(np.uint8) for seed in (7, 8)]
    emission, reference = (Records(RecordKind.IMAGES, values) for values in pixels)
    flat = [vectors(values.reshape(2, 40, 16) / 255.0) for values in pixels]
    law = FinitePopulation(RecordKind.IMAGES, pixels[0][0], STREAMS)
    assert 0 < measure(kind, *flat).min() < 1.5
    assert measure(kind, emission, reference, law) == pytest.approx(measure(kind, *flat))


@pytest.mark.parametrize("kind", FIDELITY)
def test_fidelity_leads_no_chart_and_has_a_null_band(kind: str) -> None:
    assert registry.plugins("metrics")[kind].family is Family.FIDELITY
    record = ran(
        experiment("gaussian", arms=[REPLACE], sample_size=300, replicates=2, generations=1)
    )
    assert kind in record.values
    assert not any(kind in family_metrics(record, family) for family in SIDE_BY_SIDE)
    low, centre, high = record.bands[kind]
    assert low < high
    assert low <= centre <= high
