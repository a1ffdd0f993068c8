"""The ring: what is drawn follows the law that it states, and modes are counted as defined."""

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.stats import multivariate_normal

from core.metrics.base import Outcome
from core.metrics.modes_alive import ModesAlive, modes_reached
from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.gaussian import GaussianSource
from core.sources.ring_mixture import RingMixture
from core.sources.round_modes import RoundModes
from tests.small import yardstick
from tests.steps import done

STREAMS = Streams(9)


def ring(**settings: float) -> RoundModes:
    return RingMixture(**settings).open(STREAMS)


def test_the_rarest_of_eight_modes_has_two_per_cent() -> None:
    law = ring().parameters()
    shares = law["shares"]
    assert shares.sum() == pytest.approx(1)
    assert shares[-1] == pytest.approx(0.02, abs=0.001)
    assert shares[1:] / shares[:-1] == pytest.approx(shares[1] / shares[0])
    assert np.linalg.norm(law["centres"], axis=1) == pytest.approx(1)


@pytest.mark.parametrize("settings", [{}, {"modes": 3, "spread": 0.3, "rarest": 1.0}])
def test_records_follow_the_stated_law(settings: dict[str, float]) -> None:
    population, size = ring(**settings), 200_000
    law = population.parameters()
    (records,) = population.draw(Part.TRAIN, size, 1, STREAMS).values
    nearest = np.linalg.norm(records[:, None] - law["centres"], axis=2).argmin(axis=1)
    found = np.bincount(nearest, minlength=len(law["shares"])) / size
    if law["spread"] < 0.1:
        error = np.sqrt(law["shares"] * (1 - law["shares"]) / size)
        assert (np.abs(found - law["shares"]) < 4 * error).all()
    assert records.mean(axis=0) == pytest.approx(law["mean"], abs=4 / np.sqrt(size))
    assert np.cov(records.T) == pytest.approx(law["covariance"], abs=8 / np.sqrt(size))
    assert population.variance() == pytest.approx(np.trace(law["covariance"]))


def test_the_density_is_the_sum_over_modes_and_integrates_to_one() -> None:
    population = ring(modes=3, spread=0.4, rarest=0.3)
    law, points = population.parameters(), np.random.default_rng(0).standard_normal((4, 5, 2))
    expected = sum(
        share * multivariate_normal(centre, 0.4**2).pdf(points)
        for share, centre in zip(law["shares"], law["centres"], strict=True)
    )
    assert np.exp(population.log_density(points)) == pytest.approx(expected)
    total, _ = dblquad(
        lambda y, x: np.exp(population.log_density(np.array([x, y]))), -4, 4, -4, 4, epsabs=1e-4
    )
    assert total == pytest.approx(1, abs=1e-3)
    assert np.isfinite(population.log_density(np.full((1, 2), 1e6))).all()


@pytest.mark.parametrize("settings", [{"rarest": 0.0001, "modes": 2}, {"modes": 32}])
def test_the_first_replicates_are_the_same_for_any_number_of_them(
    settings: dict[str, float],
) -> None:
    population = ring(**settings)
    many, few = (population.draw(Part.TRAIN, 50, held, STREAMS).values for held in (9, 4))
    assert np.array_equal(many[:4], few)
    assert not np.array_equal(few, population.draw(Part.REFERENCE, 50, 4, STREAMS).values)
    assert not np.array_equal(few, population.fresh(50, 0, 4, STREAMS).values)


# Modes alive

CENTRES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


@pytest.mark.parametrize(
    ("records", "alive"),
    [
        ([[0.0, 0.0]], 1),
        ([[0.0, 0.0], [0.1, 0.0]], 1),
        ([[0.0, 0.29], [1.2, 0.0]], 2),
        ([[0.31, 0.0], [5.0, 5.0]], 0),
        ([[0.0, 0.1], [0.9, 0.0], [0.0, 1.0], [3.0, 0.0]], 3),
    ],
)
def test_a_mode_is_alive_with_one_record_near_it(records: list[list[float]], alive: int) -> None:
    assert modes_reached(np.array(records), CENTRES, 0.3) == alive


def test_a_record_near_two_centres_counts_for_the_nearer_alone() -> None:
    assert modes_reached(np.array([[0.4, 0.0]]), CENTRES, 3.0) == 1


def measured(population: RoundModes, values: FloatArray) -> FloatArray:
    batch = Records(RecordKind.VECTORS, values)
    given = yardstick(population, batch, batch, STREAMS, values.shape[1])
    return done(done(ModesAlive().prepare(given))(Outcome(batch, None)))


def test_real_records_reach_every_mode_and_records_of_some_reach_those() -> None:
    population = ring()
    real = population.draw(Part.TRAIN, 1000, 20, STREAMS).values
    assert (measured(population, real) == 8).all()
    centres = population.parameters()["centres"]
    assert measured(population, np.repeat(centres[None, :5], 3, axis=0)).tolist() == [5, 5, 5]


def test_it_is_offered_for_laws_with_modes_alone() -> None:
    assert ModesAlive.fits(RingMixture())
    assert not ModesAlive.fits(GaussianSource(dimensions=2))
