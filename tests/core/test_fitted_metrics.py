"""Metrics of the fitted model: held-out loss, second moment and shift, against exact values."""

import numpy as np
import pytest

from core import registry
from core.experiment import fitting_metrics
from core.learners.flow_matching import FlowMatching
from core.learners.gaussian import Gaussian, GaussianModel
from core.learners.kernel_density import KernelDensity
from core.learners.poisson import Poisson
from core.metrics.base import Metric, Outcome
from core.metrics.continuous import KERNEL_RECORDS
from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import FinitePopulation, Part, Population
from core.sources.gaussian import GaussianSource
from core.sources.poisson import PoissonSource
from core.sources.ring_mixture import RingMixture
from tests.small import ALL_ARMS, VERIFIED, experiment, ran, yardstick
from tests.steps import done

STREAMS = Streams(12)


def measure(kind: str, model: GaussianModel, population: Population, size: int = 40) -> FloatArray:
    """[replicates]: one metric of a fitted model, against a population's reference."""
    replicates = len(model.parameters()["mean"])
    reference = population.draw(Part.REFERENCE, size, replicates, STREAMS)
    metric: Metric = registry.plugins("metrics")[kind]()
    given = yardstick(population, reference, reference, STREAMS)
    return done(done(metric.prepare(given))(Outcome(reference, model)))


def model(mean: list[list[float]], scale: float = 1.0) -> GaussianModel:
    centres = np.array(mean)
    width = centres.shape[1]
    return GaussianModel(centres, np.broadcast_to(scale * np.eye(width), (len(mean), width, width)))


def plane() -> Population:
    return GaussianSource(dimensions=2).open(STREAMS)


def test_shift_and_second_moment_are_taken_about_the_exact_mean() -> None:
    given = model([[0.0, 0.0], [3.0, 1.0]], scale=0.5)
    assert measure("squared-shift", given, plane()).tolist() == [0, 5]
    assert measure("second-moment", given, plane()).tolist() == [0.5, 5.5]
    ring = RingMixture().open(STREAMS)
    truth = ring.parameters()
    exact = GaussianModel(truth["mean"][None], truth["covariance"][None])
    assert measure("squared-shift", exact, ring).tolist() == [0]
    assert measure("second-moment", exact, ring) == pytest.approx(ring.variance() / 2)


def test_without_a_known_law_the_references_mean_stands_for_the_true_one() -> None:
    values = 7.0 + np.random.default_rng(0).standard_normal((200, 2))
    file = FinitePopulation(RecordKind.VECTORS, values, STREAMS)
    mean = file.draw(Part.REFERENCE, 40, 2, STREAMS).values.mean(axis=1)
    given = GaussianModel(mean + 2.0, np.broadcast_to(np.eye(2), (2, 2, 2)))
    assert measure("squared-shift", given, file) == pytest.approx([4, 4])
    assert measure("second-moment", given, file) == pytest.approx([5, 5])


def test_held_out_loss_is_the_cross_entropy_of_the_truth_and_the_model() -> None:
    given, size = model([[0.0, 0.0]] * 400, scale=2.0), 500
    found = measure("held-out-loss", given, plane(), size)
    expected = np.log(2 * np.pi * 2.0) + 0.5 * 2 / 2.0
    assert abs(found.mean() - expected) < 4 * found.std() / np.sqrt(400)
    assert (measure("held-out-loss", model([[0.0, 0.0]] * 9), plane(), size) < found[:9]).all()


def test_held_out_loss_reads_no_more_records_than_it_says() -> None:
    few, many = (
        measure("held-out-loss", model([[0.0, 0.0]]), _leading(size), size)
        for size in (KERNEL_RECORDS, 2 * KERNEL_RECORDS)
    )
    assert np.array_equal(few, many)


def _leading(size: int) -> Population:
    """A file whose reference part begins with the same records whatever its size."""
    file = FinitePopulation(RecordKind.VECTORS, np.zeros((10, 2)), STREAMS)
    held = np.random.default_rng(1).standard_normal((2 * KERNEL_RECORDS, 2))
    file._parts[Part.REFERENCE] = held[:size]
    return file


def test_held_out_loss_is_offered_where_a_model_gives_every_record_a_density() -> None:
    for learner, source, offered in (
        (Gaussian(), GaussianSource(), True),
        (KernelDensity(), RingMixture(), True),
        (FlowMatching(), GaussianSource(), False),
        (Poisson(), PoissonSource(), False),
    ):
        assert ("held-out-loss" in fitting_metrics(source, learner)) == offered


def test_a_model_is_needed() -> None:
    records = Records(RecordKind.VECTORS, np.zeros((1, 4, 2)))
    given = yardstick(plane(), records, records, STREAMS, 4)
    for kind in ("held-out-loss", "second-moment", "squared-shift"):
        meter = done(registry.plugins("metrics")[kind]().prepare(given))
        with pytest.raises(TypeError, match="there is none"):
            done(meter(Outcome(records, None)))


def test_the_second_moment_keeps_its_mean_in_every_arm_without_a_verifier() -> None:
    arms = [arm for arm in ALL_ARMS if arm != VERIFIED]
    record = ran(experiment(arms=arms, replicates=4000, sample_size=10, generations=4,
                            metrics=["fitted-variance"]))  # fmt: skip
    values, variance = record.values["second-moment"], record.values["fitted-variance"]
    for place in range(len(arms)):
        found = values[place, :, -1]
        assert abs(found.mean() - 1) < 4 * found.std() / np.sqrt(4000)
        lost = variance[place, :, -1]
        assert abs(lost.mean() - 1) > 8 * lost.std() / np.sqrt(4000), "it could not have failed"
