"""Poisson rates: their closed form, their running totals, and counts that have died out."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from core.analysis.reading import Outcome
from core.analysis.verdict import verdicts
from core.experiment import parse
from core.learners.base import Model
from core.learners.poisson import Poisson, PoissonModel
from core.metrics.survival import Survival
from core.pool import Block, TrainingPool
from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.poisson import PoissonSource
from tests.small import ALL_ARMS, document, ran
from tests.steps import done

STREAMS = Streams(4)
SOURCE = PoissonSource(dimensions=10, rate=0.2)


def batch(size: int, replicates: int = 3, generation: int = 0) -> Records:
    drawn: Records = SOURCE.open(STREAMS).draw(
        Part.TRAIN, size, replicates, STREAMS.at(generation=generation)
    )
    return drawn


def fitted(*blocks: Records) -> Model:
    pool = TrainingPool(tuple(Block(place, block) for place, block in enumerate(blocks)))
    model: Model = done(Poisson().fit(pool, STREAMS))
    return model


def rates(model: Model) -> FloatArray:
    found: FloatArray = model.parameters()["rates"]
    return found


def survival(expected_events: float, fits: int) -> float:
    """Row f1: 1 - exp(-n lambda0 g_k), g_1 = 1, g_{k+1} = 1 - exp(-g_k)."""
    still = 1.0
    for _ in range(fits - 1):
        still = 1 - math.exp(-still)
    return 1 - math.exp(-expected_events * still)


def after(fits: int, size: int, replicates: int) -> FloatArray:
    """[replicates, d]: the rates after so many fits, each to the newest records alone."""
    pool = TrainingPool((Block(0, batch(size, replicates)),))
    for generation in range(fits - 1):
        model = done(Poisson().fit(pool, STREAMS))
        emission = done(model.emit(size, STREAMS.at("sample", generation=generation)))
        pool = TrainingPool((Block(generation + 1, emission),))
    return rates(done(Poisson().fit(pool, STREAMS)))


def test_survival_follows_its_closed_form_and_no_neighbouring_one() -> None:
    fits, events = 5, 10 * SOURCE.rate
    found = Survival().of(after(fits, 10, 8_000))
    error = found.std(ddof=1) / np.sqrt(len(found))
    truth = survival(events, fits)
    assert abs(found.mean() - truth) < 4 * error
    for wrong in (survival(events, fits - 1), survival(events, fits + 1), survival(1.8, fits)):
        assert abs(wrong - truth) > 8 * error


def test_the_mean_rate_stays_the_truths() -> None:
    found = after(5, 10, 8_000).mean(axis=1)
    assert abs(found.mean() - SOURCE.rate) < 4 * found.std(ddof=1) / np.sqrt(len(found))


def test_the_source_says_its_own_law() -> None:
    population = SOURCE.open(STREAMS)
    values = population.resample(100_000, 1, STREAMS.rng("law")).values[0]  # type: ignore[union-attr]
    np.testing.assert_allclose(values.mean(axis=0), population.parameters()["rates"], atol=0.006)
    assert population.variance() == pytest.approx(values.var(axis=0).sum(), rel=0.02)
    exact = stats.poisson(SOURCE.rate).logpmf(values[:50]).sum(axis=1)
    np.testing.assert_allclose(population.log_density(values[:50]), exact)
    model = PoissonModel(np.full((1, 10), SOURCE.rate))
    records = Records(RecordKind.VECTORS, values[None, :50])
    np.testing.assert_allclose(model.log_density(records)[0], exact)


def test_a_count_whose_rate_died_out_is_impossible() -> None:
    model = PoissonModel(np.array([[0.5, 0.0]]))
    records = Records(RecordKind.VECTORS, np.array([[[1.0, 0.0], [0.0, 1.0]]]))
    found = model.log_density(records)[0]
    assert found[0] == pytest.approx(stats.poisson(0.5).logpmf(1))
    assert found[1] == -np.inf
    emitted = done(model.emit(500, STREAMS)).values
    assert emitted[..., 0].any()
    assert not emitted[..., 1].any()


def test_running_totals_equal_the_mean_of_everything() -> None:
    blocks = [batch(20, generation=generation) for generation in range(3)]
    pool = TrainingPool((Block(0, blocks[0]),))
    for place, block in enumerate(blocks[1:], start=1):
        done(Poisson().fit(pool, STREAMS))
        pool = pool.plus(Block(place, block))
    direct = np.concatenate([block.values for block in blocks], axis=1).mean(axis=1)
    np.testing.assert_allclose(rates(done(Poisson().fit(pool, STREAMS))), direct, rtol=1e-14)


def test_masked_records_count_for_nothing() -> None:
    whole = batch(40)
    keep = STREAMS.rng("keep").random((3, 40)) < 0.5
    keep[2] = False
    model = fitted(Records(RecordKind.VECTORS, whole.values, keep))
    for replicate in (0, 1):
        own = whole.values[replicate, keep[replicate]].mean(axis=0)
        np.testing.assert_allclose(rates(model)[replicate], own)
    assert not rates(model)[2].any()


def test_replicates_do_not_depend_on_their_number() -> None:
    few, many = (
        done(fitted(batch(30, count)).emit(30, STREAMS.at("sample"))).values for count in (2, 6)
    )
    np.testing.assert_array_equal(few, many[:2])


@pytest.mark.parametrize("rate", [1e-9, 0.02, 30.0])
@pytest.mark.parametrize("learner", ["poisson", "gaussian"])
def test_every_regime_runs_with_every_metric(rate: float, learner: str) -> None:
    """Ties, distances of 0, records that are all the same: nothing divides by zero."""
    source = {"kind": "poisson", "dimensions": 4, "rate": rate}
    given: dict[str, Any] = {"source": source, "learner": {"kind": learner}}
    of = parse(document(arms=list(ALL_ARMS), generations=5, sample_size=12) | given)
    record = ran(of)
    for name, values in record.values.items():
        assert not np.isnan(values).any(), name
    assert of.primary() == ("survival" if learner == "poisson" else "variance-ratio")
    assert {found.outcome for found in verdicts(record).values()} <= set(Outcome)
