"""Nearest training distance and copied share, against brute force, and their null bands."""

import numpy as np
import pytest

from core import registry
from core.analysis.families import headline_metrics
from core.loop import run
from core.metrics.base import Outcome
from core.pool import Block, TrainingPool
from core.records import Counts, FloatArray, RecordKind, Records
from core.sources.base import FinitePopulation, Part
from core.sources.digits import Digits
from core.sources.gaussian import GaussianPopulation, GaussianSource
from core.sources.poisson import PoissonSource
from core.sources.zipf import Zipf
from tests.measuring import STREAMS, rng, vectors
from tests.small import ACCUMULATE, REPLACE, experiment, ran, yardstick
from tests.steps import done

DISTANCE, COPIED = KINDS = ("nearest-training-distance", "copied-share")


def measure(kind: str, emission: Records, *blocks: Records, size: int = 1000) -> FloatArray:
    """[replicates]: one metric of an emission against a training pool."""
    given = yardstick(GaussianPopulation(1), emission, emission, STREAMS, size)
    pool = TrainingPool(tuple(Block(origin, batch) for origin, batch in enumerate(blocks)))
    meter = done(registry.plugins("metrics")[kind]().prepare(given))
    return done(meter(Outcome(emission, None, pool)))


def apart(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.sqrt(((one[:, None] - other) ** 2).sum(axis=2))


@pytest.mark.parametrize("dimensions", [1, 2, 9])
@pytest.mark.parametrize("scale", [1.0, 0.0, 1e6])
def test_the_distance_is_that_of_brute_force(dimensions: int, scale: float) -> None:
    """Scales: random; constant; far outliers."""
    emission = scale * rng(1).standard_normal((3, 40, dimensions))
    older, newer = (rng(seed).standard_normal((3, 30, dimensions)) for seed in (2, 3))
    newer[:, ::2] = newer[:, :1]
    pool = np.concatenate([older, newer], axis=1)
    expected = [apart(a, b).min(axis=1).mean() for a, b in zip(emission, pool, strict=True)]
    found = measure(DISTANCE, vectors(emission), vectors(older), vectors(newer))
    assert found == pytest.approx(expected, rel=1e-6, abs=0)
    alone = measure(DISTANCE, vectors(emission), vectors(older[:, :1]))
    expected = [apart(a, b).mean() for a, b in zip(emission, older[:, :1], strict=True)]
    assert alone == pytest.approx(expected, rel=1e-6, abs=0)


@pytest.mark.parametrize("kind", [RecordKind.VECTORS, RecordKind.IMAGES])
def test_copies_are_told_exactly(kind: RecordKind) -> None:
    values = rng(4).integers(1, 255, (2, 50, 3, 3)).astype(np.uint8)
    if kind is RecordKind.VECTORS:
        values = rng(4).standard_normal((2, 50, 5)) * 1e3
    emission, pool = values[:, :20].copy(), values[:, 10:]
    found = measure(COPIED, Records(kind, emission), Records(kind, pool))
    assert found == pytest.approx([0.5, 0.5])
    assert measure(DISTANCE, Records(kind, pool), Records(kind, values)).max() == 0
    emission[0, 10:, -1] += emission.dtype.type(1)  # one number of each
    two = measure(COPIED, Records(kind, emission), Records(kind, pool))
    assert two == pytest.approx([0, 0.5])
    doubled = np.concatenate([emission[:, 19:]] * 4, axis=1)
    assert measure(COPIED, Records(kind, doubled), Records(kind, pool))[1] == 1


def test_a_zero_is_a_zero() -> None:
    assert measure(COPIED, vectors([[[-0.0, 1.0]]]), vectors([[[0.0, 1.0]]])) == 1


def test_records_that_were_dropped_were_not_trained_on() -> None:
    values = rng(5).standard_normal((2, 30, 2))
    keep = np.zeros((2, 30), dtype=np.bool_)
    keep[0, :6], keep[1, 3:30] = True, True
    pool = Records(RecordKind.VECTORS, values, keep)
    emission = vectors(values[:, :12])
    assert measure(COPIED, emission, pool) == pytest.approx([0.5, 0.75])
    expected = [apart(values[r, :12], values[r, keep[r]]).min(axis=1).mean() for r in range(2)]
    assert measure(DISTANCE, emission, pool) == pytest.approx(expected)
    nothing = Records(RecordKind.VECTORS, values, np.zeros_like(keep))
    assert measure(COPIED, emission, nothing, pool) == pytest.approx([0.5, 0.75])


def test_a_larger_pool_does_not_come_nearer() -> None:
    """n are drawn of it, so that accumulation is not called copying."""
    draws = rng(6)
    emission = vectors(draws.standard_normal((300, 20, 2)))
    blocks = [vectors(draws.standard_normal((300, 20, 2))) for _ in range(5)]
    small, large = (measure(DISTANCE, emission, *held, size=20) for held in (blocks[:1], blocks))
    gap = large - small
    assert abs(gap.mean()) < 4 * gap.std() / np.sqrt(len(gap))
    whole = measure(DISTANCE, emission, *blocks, size=100) - small
    assert whole.mean() < -8 * whole.std() / np.sqrt(len(whole))


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_replicates_are_the_same_whatever_is_measured_beside_them(kind: str) -> None:
    draws = [np.round(rng(seed).standard_normal((5, 40, 2)), 1) for seed in (7, 8, 9)]
    many, few = (
        measure(kind, *(vectors(batch[:count]) for batch in draws), size=30) for count in (5, 2)
    )
    assert np.array_equal(many[:2], few)
    assert (many > 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_types_are_not_offered_what_is_trivial_for_them(kind: str) -> None:
    metric = registry.plugins("metrics")[kind]
    assert all(metric.fits(source) for source in (Digits(), GaussianSource(), PoissonSource()))
    assert not metric.fits(Zipf())
    counts = Counts(3, np.arange(3), np.ones((1, 3), dtype=np.int64))
    for outcome in (Outcome(counts, None), Outcome(vectors(np.ones((1, 2, 1))), None)):
        meter = done(metric().prepare(yardstick(GaussianPopulation(1), counts, counts, STREAMS)))
        with pytest.raises(TypeError, match="training pool"):
            done(meter(outcome))


def test_unseen_records_of_a_file_are_its_reference_part() -> None:
    population = FinitePopulation(RecordKind.VECTORS, np.arange(100.0)[:, None], STREAMS)
    unseen = population.unseen(500, 2, rng())
    reference = population.draw(Part.REFERENCE, 20, 1, STREAMS)
    assert set(unseen.values.ravel()) == set(reference.values.ravel())
    assert unseen.sizes().tolist() == [500, 500]


def test_each_generation_is_held_against_its_own_pool() -> None:
    """The real records at generation 0, then what came before, or all of it."""
    arms = [REPLACE, ACCUMULATE]
    settings = {"replicates": 2, "generations": 2, "sample_size": 30, "arms": arms}
    rates = {"kind": "poisson", "dimensions": 2, "rate": 5.0}
    of = experiment("poisson", source=rates, learner={"kind": "poisson"}, **settings)
    record, batches = ran(of), {}
    for event in run(of):
        if type(event).__name__ == "RecordsMade":
            batches[event.arm, event.generation] = event.emission
            if event.real is not None:
                batches["real"] = event.real
    older = {"Replace": (), "Accumulate": (batches["real"], batches[None, 0])}
    for place, arm in enumerate(("Replace", "Accumulate")):
        pool = [*older[arm], batches[arm, 1]]
        for kind in KINDS:
            found = record.values[kind][place]
            assert found[:, 0] == pytest.approx(measure(kind, batches[None, 0], batches["real"]))
            if kind == COPIED or arm == "Replace":  # else some are drawn
                assert found[:, 2] == pytest.approx(measure(kind, batches[arm, 2], *pool))


def test_bands_are_of_real_records_that_nothing_was_trained_on() -> None:
    """A file's train part would be called a copy of itself."""
    metrics = [*KINDS, "vendi-score"]
    learner = {"kind": "flow-matching", "steps": 5, "hidden": 8, "heun_steps": 2}
    short = {"sample_size": 1000, "replicates": 2, "generations": 1, "metrics": metrics}
    digits = ran(experiment(source={"kind": "digits"}, learner=learner, arms=[REPLACE], **short))
    assert digits.bands[COPIED] == (0, 0, 0)
    low, centre, high = digits.bands[DISTANCE]
    assert 1 < low < centre < high < 3
    assert headline_metrics(digits) == ["vendi-score"]
    normal = ran(experiment(arms=[REPLACE], metrics=[*KINDS, "variance-ratio"], replicates=20))
    low, _, high = normal.bands[DISTANCE]
    start = normal.values[DISTANCE][0, :, 0]
    assert low < np.median(start) < high
