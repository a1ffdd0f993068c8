"""The loop: every record accounted for, arms paired, replicates independent of their number."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from core.events import Event, GenerationFinished, Preview, RecordsMade, RunStarted
from core.experiment import Experiment
from core.loop import run
from core.record import RunRecord
from core.records import Batch, Counts, Records
from tests.small import ALL_ARMS, REPLACE, UNVERIFIED, experiment, ran

SOURCES = ("gaussian", "us-first-names")


def generations(events: Iterator[Event]) -> list[GenerationFinished]:
    return [event for event in events if isinstance(event, GenerationFinished)]


def made(of: Experiment) -> list[Batch]:
    return [event.emission for event in run(of) if isinstance(event, RecordsMade)]


def same(
    one: RunRecord, other: RunRecord, arms: list[str], replicates: int, rounding: float = 0.0
) -> None:
    for metric in set(one.values) & set(other.values):
        for arm in arms:
            left = one.values[metric][one.arms.index(arm), :replicates]
            right = other.values[metric][other.arms.index(arm), :replicates]
            np.testing.assert_allclose(
                left, right, rtol=rounding, atol=rounding, err_msg=f"{metric} of {arm}"
            )


@pytest.mark.parametrize("source", SOURCES)
def test_events_come_in_their_order(source: str) -> None:
    events = list(run(experiment(source)))
    assert isinstance(events[0], RunStarted)
    finished = generations(iter(events))
    names = [arm["name"] for arm in ALL_ARMS]
    expected = [(0, None), *((g, name) for g in (1, 2, 3) for name in names)]
    assert [(event.generation, event.arm) for event in finished] == expected


@pytest.mark.parametrize("source", SOURCES)
def test_pools_account_for_every_record(source: str) -> None:
    record = ran(experiment(source))
    for generation in range(1, 4):
        sizes = {
            arm: {origin: set(held.tolist()) for origin, held in
                  record.composition(arm, generation).items()}
            for arm in record.arms
        }  # fmt: skip
        assert sizes["Replace"] == {generation: {40}}
        assert sizes["Accumulate"] == {origin: {40} for origin in range(generation + 1)}
        assert sizes["Reservoir"] == {0: {8}, generation: {32}}
        for name, real in (("Subsample", None), ("Reservoir, subsample", 8)):
            held = record.composition(name, generation)
            assert (sum(held.values()) == 40).all()
            assert real is None or (held[0] == real).all()
        gate = record.gate("Verified", generation)
        assert gate is not None
        assert (gate.admitted + gate.shortfall == 40).all()
        assert (gate.candidates >= gate.admitted).all()
        assert (record.composition("Verified", generation)[generation] == gate.admitted).all()


@pytest.mark.parametrize("source", SOURCES)
def test_the_first_replicates_are_the_same_for_any_number(source: str) -> None:
    few, many = (experiment(source, replicates=count) for count in (4, 7))
    for left, right in zip(made(few), made(many), strict=True):
        if isinstance(left, Counts) and isinstance(right, Counts):
            np.testing.assert_array_equal(left.counts, right.at(left.types)[:4])
            assert right.counts[:4].sum() == left.counts.sum()
        elif isinstance(left, Records) and isinstance(right, Records):
            np.testing.assert_array_equal(left.values, right.values[:4])
    # Sums over more columns of zeros round differently in the last digit.
    same(ran(few), ran(many), [arm.name for arm in few.arms], 4, rounding=1e-12)


@pytest.mark.parametrize("source", SOURCES)
def test_the_order_and_number_of_arms_and_metrics_changes_nothing(source: str) -> None:
    whole = ran(experiment(source))
    turned = ran(experiment(source, arms=list(reversed(ALL_ARMS))))
    alone = ran(experiment(source, arms=[REPLACE], metrics=whole.experiment.measured()[:2]))
    same(whole, turned, whole.arms, 6)
    same(whole, alone, ["Replace"], 6)


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_seed_gives_the_same_numbers_and_another_gives_others(source: str) -> None:
    one, again, other = (ran(experiment(source, seed=seed)) for seed in (3, 3, 4))
    same(one, again, one.arms, 6)
    primary = one.experiment.primary()
    assert (one.values[primary] != other.values[primary]).any()


def test_every_arm_keeps_the_second_moment_of_the_truth() -> None:
    """T0: E(s2 + mu^2) = 1 for any retention and real share, with the 1/n estimator."""
    of = experiment(sample_size=10, replicates=20_000, generations=3, arms=list(UNVERIFIED),
                    metrics=["fitted-variance", "squared-shift"])  # fmt: skip
    record = ran(of)
    moment = record.values["fitted-variance"] + record.values["squared-shift"]
    error = moment.std(axis=1, ddof=1) / np.sqrt(20_000)
    assert (np.abs(moment.mean(axis=1) - 1) < 4 * error).all()


def test_the_emission_is_what_the_next_generation_trains_on() -> None:
    events = [event for event in run(experiment(arms=[REPLACE])) if isinstance(event, RecordsMade)]
    assert [event.admitted for event in events] == [None] * 4
    for source in SOURCES:
        assert all((batch.sizes() == 40).all() for batch in made(experiment(source)))


def test_an_extinct_type_never_returns_under_replacement() -> None:
    emissions = made(experiment("us-first-names", arms=[REPLACE], generations=8))
    for before, after in pairwise(emissions):
        assert isinstance(before, Counts)
        assert isinstance(after, Counts)
        assert ((after.counts > 0) <= (before.at(after.types) > 0)).all()


def test_previews_show_replicate_0() -> None:
    record = ran(experiment("us-first-names"))
    shown = record.preview("Replace", 3)
    assert isinstance(shown, Preview)
    assert shown.counts is not None
    assert shown.counts.sum() == 40
    assert (len(shown.values) == record.values["types-alive"][0, 0, 3]).all()
