"""The spiral: what is drawn follows the law that it states, and lies along its arms."""

from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import chisquare

from core.errors import BadInput
from core.experiment import parse
from core.seeding import Streams
from core.sources.base import Part
from core.sources.spiral import Spiral, SpiralPopulation
from tests.small import document

STREAMS = Streams(9)
SETTINGS = [
    {},
    {"arms": 1, "turns": 0.5, "noise": 0.2},
    {"arms": 1, "turns": 2.3},
    {"arms": 3, "turns": 4, "noise": 0.02},
]


def spiral(**settings: Any) -> SpiralPopulation:
    return Spiral(**settings).open(STREAMS)


def test_without_noise_points_lie_on_two_arms_from_the_inner_radius_to_one() -> None:
    (points,) = spiral(noise=0.001).draw(Part.TRAIN, 5000, 1, STREAMS).values
    radius, angle = np.hypot(*points.T), np.arctan2(points[:, 1], points[:, 0])
    assert radius.min() == pytest.approx(0.2, abs=0.01)
    assert radius.max() == pytest.approx(1, abs=0.01)
    turned = (radius - 0.2) / 0.8 * 2 * np.pi
    start = np.exp(1j * (angle - turned))
    assert np.abs(start.imag).max() < 0.05
    assert np.mean(start.real > 0) == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(5000))


@pytest.mark.parametrize("settings", SETTINGS)
def test_moments_are_those_of_the_records(settings: dict[str, Any]) -> None:
    population, size = spiral(**settings), 200_000
    law = population.parameters()
    (records,) = population.draw(Part.TRAIN, size, 1, STREAMS).values
    assert records.mean(axis=0) == pytest.approx(law["mean"], abs=4 / np.sqrt(size))
    assert np.cov(records.T) == pytest.approx(law["covariance"], abs=4 / np.sqrt(size))
    assert population.variance() == pytest.approx(np.trace(law["covariance"]))


@pytest.mark.parametrize("settings", SETTINGS)
def test_records_follow_the_density(settings: dict[str, Any]) -> None:
    """In cells of radius and angle, the density integrates to the share that was drawn."""
    population, size = spiral(**settings), 100_000
    rings, wedges = np.linspace(0, 2, 41), np.linspace(-np.pi, np.pi, 17)
    (records,) = population.draw(Part.TRAIN, size, 1, STREAMS).values
    away, towards = np.hypot(*records.T), np.arctan2(records[:, 1], records[:, 0])
    found, _, _ = np.histogram2d(away, towards, (rings, wedges))
    radii, angles = ((np.arange(cells) + 0.5) / cells for cells in (1000, 1600))
    r, a = np.meshgrid(2 * radii, np.pi * (2 * angles - 1), indexing="ij")
    points = np.stack([r * np.cos(a), r * np.sin(a)], axis=-1)
    mass = np.exp(population.log_density(points)) * r * (2 / 1000) * (2 * np.pi / 1600)
    expected = mass.reshape(40, 25, 16, 100).sum(axis=(1, 3))
    assert expected.sum() == pytest.approx(1, abs=1e-3)
    enough = expected * size >= 20
    rest = [(table.sum() - table[enough].sum()) for table in (found, expected * size)]
    seen = np.append(found[enough], rest[0])
    law = np.append(expected[enough] * size, max(rest[1], 1e-9))
    assert chisquare(seen, law * seen.sum() / law.sum()).pvalue > 1e-4


def test_the_density_along_a_ray_is_the_sum_of_its_windings() -> None:
    """A ray at angle 0 meets one arm of two turns at radii 0.2, 0.6 and 1 (its very ends)."""
    population = spiral(arms=1, turns=2, noise=0.01)

    def density(radius: float) -> float:
        angle = 1e-9
        point = np.array([radius * np.cos(angle), radius * np.sin(angle)])
        return radius * float(np.exp(population.log_density(point)))

    for place, mass in ((0.2, 1), (0.6, 1), (1.0, 0), (0.4, 0)):
        found, _ = quad(density, place - 0.08, place + 0.08, points=[place])
        assert found == pytest.approx(mass / (4 * np.pi), abs=1e-9)


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_density_is_finite_everywhere(settings: dict[str, Any]) -> None:
    points = np.concatenate([np.zeros((1, 2)), np.random.default_rng(0).normal(0, 1e6, (500, 2))])
    density = spiral(**settings).log_density(points)
    assert density.shape == (501,)
    assert np.isfinite(density).all()


def test_the_first_replicates_are_the_same_for_any_number_of_them() -> None:
    population = spiral()
    many, few = (population.draw(Part.TRAIN, 50, held, STREAMS).values for held in (9, 4))
    assert np.array_equal(many[:4], few)
    assert not np.array_equal(few, population.draw(Part.REFERENCE, 50, 4, STREAMS).values)
    assert not np.array_equal(few, population.fresh(50, 0, 4, STREAMS).values)


@pytest.mark.parametrize(
    "setting", [{"arms": 0}, {"arms": 5}, {"turns": 0.4}, {"noise": 0}, {"noise": float("nan")}]
)
def test_odd_settings_are_refused_by_name(setting: dict[str, float]) -> None:
    (name,) = setting
    with pytest.raises(BadInput, match=rf"^source\.{name}: "):
        parse(document(source={"kind": "spiral", **setting}))
