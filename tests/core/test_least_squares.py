"""Least squares: its closed forms, its running totals, and pools that hold too little."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from core.analysis.finding import finding
from core.analysis.reading import Outcome
from core.analysis.verdict import verdicts
from core.errors import BadInput
from core.events import RecordsMade
from core.experiment import Experiment, parse
from core.learners.base import Model
from core.learners.least_squares import LeastSquares, LeastSquaresModel, newest_inputs
from core.loop import run
from core.pool import Block, TrainingPool
from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.regression import Regression
from tests.small import ACCUMULATE, ALL_ARMS, REPLACE, document, ran
from tests.steps import done

STREAMS = Streams(8)
SOURCE = Regression(dimensions=5, noise=0.5)


def of(inputs: str, **changes: Any) -> Experiment:
    given: dict[str, Any] = {
        "source": {"kind": "regression", "dimensions": 5, "noise": 0.5},
        "learner": {"kind": "least-squares", "inputs": inputs, "noise": 0.5},
        "arms": [REPLACE, ACCUMULATE],
    }
    return parse(document() | given | changes)


def batch(size: int, replicates: int = 3, generation: int = 0) -> Records:
    drawn: Records = SOURCE.open(STREAMS).draw(
        Part.TRAIN, size, replicates, STREAMS.at(generation=generation)
    )
    return drawn


def fitted(*blocks: Records, **settings: Any) -> Model:
    pool = TrainingPool(tuple(Block(place, block) for place, block in enumerate(blocks)))
    model: Model = done(LeastSquares(**settings).fit(pool, STREAMS))
    return model


def weights(model: Model) -> FloatArray:
    found: FloatArray = model.parameters()["weights"]
    return found


def risks(inputs: str, source: Regression, rows: int, fits: int, *, keep: bool) -> FloatArray:
    """[replicates]: squared distance of the weights after so many fits, each to emitted records."""
    population, learner = source.open(STREAMS), LeastSquares(inputs=inputs, noise=source.noise)  # type: ignore[arg-type]
    pool = TrainingPool((Block(0, population.draw(Part.TRAIN, rows, 20_000, STREAMS)),))
    for generation in range(fits - 1):
        model = done(learner.fit(pool, STREAMS))
        emission = done(model.emit(rows, STREAMS.at("sample", generation=generation)))
        newest = Block(generation + 1, emission)
        pool = pool.plus(newest) if keep else TrainingPool((newest,))
    off = weights(done(learner.fit(pool, STREAMS))) - population.parameters()["weights"]
    return np.asarray((off**2).sum(axis=1))


def expected(inputs: str, source: Regression, rows: int, fits: int, *, keep: bool) -> float:
    """Rows d1 and d2: the expected excess risk after so many fits to `rows` records each."""
    d, first = source.dimensions, source.dimensions / (rows - source.dimensions - 1)
    every = range(1, fits + 1)
    if not keep:
        times = first * fits
    elif inputs == "same":
        times = first * sum(1 / i**2 for i in every)
    else:
        times = sum(d / (i * (i * rows - d - 1)) for i in every)
    return source.noise**2 * times


@pytest.mark.parametrize("inputs", ["same", "fresh"])
@pytest.mark.parametrize("keep", [False, True])
def test_excess_risk_follows_its_closed_form_and_no_neighbouring_one(
    inputs: str, keep: bool
) -> None:
    source, rows, fits = Regression(dimensions=10, noise=0.5), 30, 3
    found = risks(inputs, source, rows, fits, keep=keep)
    error = found.std(ddof=1) / np.sqrt(len(found))
    truth = expected(inputs, source, rows, fits, keep=keep)
    assert abs(found.mean() - truth) < 4 * error
    neighbours = [
        expected(inputs, source, rows, fits - 1, keep=keep),
        expected(inputs, source, rows, fits + 1, keep=keep),
        expected(inputs, source, rows - 1, fits, keep=keep),
        expected(inputs, source, rows, fits, keep=not keep),
    ]
    if keep:
        other = "fresh" if inputs == "same" else "same"
        neighbours.append(expected(other, source, rows, fits, keep=True))
    for wrong in neighbours:
        assert abs(wrong - truth) > 8 * error, wrong


def test_the_source_says_its_own_law() -> None:
    population = SOURCE.open(STREAMS)
    values = population.resample(200_000, 1, STREAMS.rng("law")).values[0]  # type: ignore[union-attr]
    law = population.parameters()
    np.testing.assert_allclose(values.mean(axis=0), law["mean"], atol=0.015)
    np.testing.assert_allclose(np.cov(values.T), law["covariance"], atol=0.02)
    assert population.variance() == pytest.approx(np.trace(law["covariance"]))
    density = stats.multivariate_normal(law["mean"], law["covariance"]).logpdf(values[:50])
    np.testing.assert_allclose(population.log_density(values[:50]), density)
    assert np.linalg.norm(law["weights"]) == pytest.approx(1)


def test_a_model_with_the_true_weights_has_the_sources_density() -> None:
    population, records = SOURCE.open(STREAMS), batch(12)
    truth = np.tile(population.parameters()["weights"], (3, 1))
    model = LeastSquaresModel(truth, SOURCE.noise, None)
    np.testing.assert_allclose(model.log_density(records), population.log_density(records.values))


def test_running_totals_equal_one_fit_to_everything() -> None:
    blocks = [batch(30, generation=generation) for generation in range(3)]
    pool = TrainingPool((Block(0, blocks[0]),))
    for place, block in enumerate(blocks[1:], start=1):
        done(LeastSquares().fit(pool, STREAMS))
        pool = pool.plus(Block(place, block))
    found = weights(done(LeastSquares().fit(pool, STREAMS)))
    for replicate in range(3):
        rows = np.concatenate([block.values[replicate] for block in blocks])
        direct, *_ = np.linalg.lstsq(rows[:, :-1], rows[:, -1])
        np.testing.assert_allclose(found[replicate], direct)


def test_masked_records_count_for_nothing() -> None:
    whole = batch(40)
    keep = STREAMS.rng("keep").random((3, 40)) < 0.5
    keep[:, -5:] = False
    masked = Records(RecordKind.VECTORS, whole.values, keep)
    model = fitted(masked)
    for replicate in range(3):
        alone = Records(RecordKind.VECTORS, whole.of_replicate(replicate)[None, keep[replicate]])
        np.testing.assert_allclose(weights(model)[replicate], weights(fitted(alone))[0])
        wanted = 50  # more than are there: they are used again
        emitted = done(model.emit(wanted, STREAMS.at("sample"))).values[replicate, :, :-1]
        own = alone.values[0, :, :-1]
        np.testing.assert_array_equal(emitted, np.resize(own, (wanted, 5)))


def test_the_same_inputs_are_the_newest_ones_then_older_ones() -> None:
    real, newest = batch(30), batch(20, generation=1)
    both = TrainingPool((Block(0, real), Block(1, newest)))
    inputs = newest.values[:, :, :-1]
    np.testing.assert_array_equal(newest_inputs(both, 20), inputs)
    longer = np.concatenate([inputs, real.values[:, :10, :-1]], axis=1)
    np.testing.assert_array_equal(newest_inputs(both, 30), longer)


def test_a_reservoir_does_not_crowd_out_the_other_inputs() -> None:
    """Were the reservoir's inputs taken first, they would come again every generation."""
    reservoir = {**REPLACE, "real": {"kind": "fixed", "share": 0.2}}
    made = [
        event.emission
        for event in run(of("same", arms=[reservoir], generations=6))
        if isinstance(event, RecordsMade)
    ]
    different = [len(np.unique(emission.values[0, :, 0])) for emission in made]
    assert different[-1] == different[1] == 0.8 * different[0]


def test_fresh_inputs_are_new_every_generation() -> None:
    model = fitted(batch(30), inputs="fresh")
    one = done(model.emit(30, STREAMS.at("sample", generation=1))).values
    other = done(model.emit(30, STREAMS.at("sample", generation=2))).values
    assert not np.isin(one[:, :, :-1], other[:, :, :-1]).any()


def test_too_few_records_give_the_weights_of_least_norm() -> None:
    few = batch(3)
    for replicate, found in enumerate(weights(fitted(few))):
        rows = few.values[replicate]
        direct, *_ = np.linalg.lstsq(rows[:, :-1], rows[:, -1])
        np.testing.assert_allclose(found, direct, rtol=1e-6)


def test_a_replicate_without_records_has_no_weights_and_inputs_of_nothing() -> None:
    keep = np.ones((3, 10), dtype=np.bool_)
    keep[1] = False
    model = fitted(Records(RecordKind.VECTORS, batch(10).values, keep))
    emitted = done(model.emit(20, STREAMS.at("sample"))).values
    assert not weights(model)[1].any()
    assert not emitted[1, :, :-1].any()
    assert np.isfinite(emitted).all()


def test_replicates_do_not_depend_on_their_number() -> None:
    few, many = (
        done(fitted(batch(30, count)).emit(30, STREAMS.at("sample"))).values for count in (2, 6)
    )
    np.testing.assert_allclose(few, many[:2], rtol=1e-12)


def test_every_regime_runs_with_every_metric() -> None:
    record = ran(of("same", arms=list(ALL_ARMS), metrics=[]))
    assert all(np.isfinite(values).all() for values in record.values.values())


def test_excess_risk_is_what_the_verdict_is_about_without_a_null_band() -> None:
    experiment = of("same", replicates=20, generations=10)
    assert experiment.primary() == "excess-risk"
    record = ran(experiment)
    found = verdicts(record)["Replace"]
    assert "excess-risk" not in record.bands
    assert (found.outcome, found.reason) == (Outcome.DEGRADED, "")
    assert "excess risk in the fit rose by" in finding(record).sentence


@pytest.mark.parametrize("learner", ["least-squares", "poisson"])
def test_learners_refuse_records_they_were_not_made_for(learner: str) -> None:
    with pytest.raises(BadInput, match=f"learner: '{learner}' learns from the source '.*' alone"):
        parse(document(learner={"kind": learner}))
    with pytest.raises(BadInput, match="learns from 'vectors', but the source 'us-first-names'"):
        parse(document("us-first-names", learner={"kind": learner}))
