"""The grid: equally common modes a distance of one apart, by the law that the ring has too."""

import numpy as np
import pytest
from scipy.stats import chisquare, multivariate_normal

from core.metrics.modes_alive import ModesAlive
from core.seeding import Streams
from core.sources.base import Part
from core.sources.point_grid import PointGrid

STREAMS = Streams(9)


@pytest.mark.parametrize("side", [2, 5, 12])
def test_modes_are_a_centred_square_of_neighbours_one_apart(side: int) -> None:
    law = PointGrid(side=side).open(STREAMS).parameters()
    centres = law["centres"]
    assert len({tuple(centre) for centre in centres}) == side**2
    assert law["mean"] == pytest.approx([0, 0])
    assert centres.min() == -centres.max() == -(side - 1) / 2
    apart = np.linalg.norm(centres[:, None] - centres, axis=2)
    np.fill_diagonal(apart, np.inf)
    assert apart.min(axis=1) == pytest.approx(1)
    assert law["shares"] == pytest.approx(1 / side**2)


def test_records_come_from_every_mode_alike_and_spread_as_stated() -> None:
    population, size = PointGrid().open(STREAMS), 100_000
    (records,) = population.draw(Part.TRAIN, size, 1, STREAMS).values
    centres = population.parameters()["centres"]
    nearest = np.linalg.norm(records[:, None] - centres, axis=2).argmin(axis=1)
    assert chisquare(np.bincount(nearest, minlength=25)).pvalue > 1e-4
    off = records - centres[nearest]
    assert off.std() == pytest.approx(0.05, abs=4 * 0.05 / np.sqrt(4 * size))
    # uniform on -2, -1, 0, 1, 2 in each direction has variance 2
    assert population.variance() == pytest.approx(2 * (2 + 0.05**2))
    assert np.cov(records.T) == pytest.approx(population.parameters()["covariance"], abs=0.03)


def test_the_density_is_the_mean_over_modes() -> None:
    population = PointGrid(side=3, spread=0.4).open(STREAMS)
    points = np.random.default_rng(0).standard_normal((4, 5, 2))
    expected = np.mean(
        [
            multivariate_normal(centre, 0.4**2).pdf(points)
            for centre in population.parameters()["centres"]
        ],
        axis=0,
    )
    assert np.exp(population.log_density(points)) == pytest.approx(expected)


def test_modes_are_counted() -> None:
    assert ModesAlive.fits(PointGrid())
