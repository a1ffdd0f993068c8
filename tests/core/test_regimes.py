"""Regimes: which records each training pool holds, and which a filter or a switch leaves in it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arms import Arm
from core.errors import RunFailed
from core.events import RecordsMade
from core.experiment import Experiment
from core.learners.base import Learner, Model
from core.loop import run
from core.pool import Block, TrainingPool
from core.records import AnyArray, Batch, Counts, Records, Steps
from core.regimes.base import Evidence, Gate
from core.regimes.detector import Detector
from core.regimes.rule import Rule
from core.seeding import Streams
from tests.regimes import SOURCES, arm, arms, small
from tests.small import REPLACE, experiment, ran

# What pools hold


class _Echo(Model):
    """Emits the pool's first records again."""

    def __init__(self, pool: TrainingPool) -> None:
        self._batch = pool.blocks[-1].batch

    def emit(self, count: int, streams: Streams) -> Steps[Batch]:
        yield from ()
        assert isinstance(self._batch, Records)
        return self._batch.first(count)


@contextmanager
def watched(learner: type[Learner], echo: bool = False) -> Iterator[dict[int, TrainingPool]]:
    """The pools of a run of one arm, by generation."""
    pools: dict[int, TrainingPool] = {}
    fit = learner.fit

    def noted(self: Learner, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        if streams.role == "train":
            pools[streams.generation] = pool
        return _Echo(pool) if echo else (yield from fit(self, pool, streams))

    with patch.object(learner, "fit", noted):
        yield pools


def pools_of(
    of: Experiment, echo: bool = False
) -> tuple[dict[int, TrainingPool], dict[int, Batch]]:
    """Pools and emissions of a run of one arm, by generation."""
    with watched(type(of.learner), echo) as pools:
        made = {e.generation: e.emission for e in run(of) if isinstance(e, RecordsMade)}
    return pools, made


def rows(batch: Batch) -> AnyArray:
    """What a batch holds of replicate 0, one row a record; of counts, each type's."""
    if isinstance(batch, Counts):
        return np.stack([batch.types, batch.counts[0]], axis=1)
    values = batch.of_replicate(0)
    return values.reshape(len(values), -1)


def distinct(batch: Batch) -> set[bytes]:
    return {np.ascontiguousarray(row).tobytes() for row in rows(batch)}


def equal(one: Batch, other: Batch) -> None:
    for name, array in other.arrays().items():
        np.testing.assert_array_equal(one.arrays()[name], array)


def real_block(pool: TrainingPool) -> Batch:
    (found,) = (block.batch for block in pool.blocks if block.origin == 0)
    return found


@pytest.mark.parametrize("records", SOURCES)
@pytest.mark.parametrize("retention", ["replace", "accumulate-subsample"])
def test_a_fixed_reservoir_is_the_same_part_of_generation_0(records: str, retention: str) -> None:
    pools, _ = pools_of(small(records, arm(retention, real={"kind": "fixed", "share": 0.3})))
    first = real_block(pools[0])
    for generation in (1, 2, 3):
        mixed = real_block(pools[generation])
        equal(mixed, real_block(pools[1]))
        assert (mixed.sizes() == 12).all()
        if isinstance(mixed, Counts) and isinstance(first, Counts):
            assert (mixed.counts <= first.at(mixed.types)).all()
        elif isinstance(mixed, Records) and isinstance(first, Records):
            equal(mixed, first.first(12))


@pytest.mark.parametrize("kind", ["fresh", "fading"])
def test_fresh_records_of_a_law_are_new_every_generation(kind: str) -> None:
    setting = {"share": 0.5} if kind == "fresh" else {"start": 0.5, "end": 0.2}
    pools, _ = pools_of(small("gaussian", arm(real={"kind": kind, **setting})))
    seen = [distinct(real_block(pools[generation])) for generation in range(4)]
    assert len(set.union(*seen)) == sum(len(records) for records in seen)
    assert [len(records) for records in seen] == [40, 20, 20 if kind == "fresh" else 14,
                                                  20 if kind == "fresh" else 8]  # fmt: skip


def test_fresh_counts_are_drawn_anew() -> None:
    pools, _ = pools_of(small("zipf", arm(real={"kind": "fresh", "share": 0.5})))
    drawn = [real_block(pools[generation]) for generation in range(1, 4)]
    assert all((batch.sizes() == 20).all() for batch in drawn)
    tables = [batch.at(np.arange(1000)) for batch in drawn if isinstance(batch, Counts)]
    assert all((tables[0] != other).any(axis=1).all() for other in tables[1:])


def test_fresh_records_of_a_file_never_come_twice() -> None:
    given_arm = arm(
        real={"kind": "fresh", "share": 0.3},
        switch={"generation": 3, "retention": {"kind": "accumulate-subsample"},
                "real": {"kind": "fading", "start": 0.5, "end": 0.1}},
    )  # fmt: skip
    of = experiment(
        "digits", arms=[given_arm], sample_size=500, generations=5, replicates=2,
        learner={"kind": "flow-matching"}, metrics=["vendi-score"],
    )  # fmt: skip
    pools, _ = pools_of(of, echo=True)
    counts = [500, 150, 150, 150, 100, 50]
    blocks = [real_block(pools[generation]) for generation in range(6)]
    assert [len(rows(block)) for block in blocks] == counts
    for replicate in (0, 1):
        taken = Counter(
            record.tobytes()
            for block in blocks
            if isinstance(block, Records)
            for record in block.of_replicate(replicate)
        )
        held = Counter(scan.tobytes() for scan in _train_part(of))
        assert not taken - held, "a scan is taken more often than the file's train part holds it"


def _train_part(of: Experiment) -> AnyArray:
    from core.sources.base import FinitePopulation, Part

    population = of.source.open(Streams(of.seed))
    assert isinstance(population, FinitePopulation)
    return population._parts[Part.TRAIN]


@pytest.mark.parametrize("records", SOURCES)
@pytest.mark.parametrize("retention", ["replace", "accumulate", "accumulate-subsample"])
def test_trusted_records_are_those_that_the_verifier_of_the_same_share_saw(
    records: str, retention: str
) -> None:
    seen: list[Batch] = []
    gate = Rule.gate

    def noted(self: Rule, evidence: Evidence, streams: Streams) -> Steps[Gate]:
        seen.append(evidence.trusted)
        return (yield from gate(self, evidence, streams))

    with patch.object(Rule, "gate", noted):
        ran(small(records, arm(retention, verifier={"kind": "rule", "trusted_share": 0.45})))
    pools, _ = pools_of(small(records, arm(retention, real={"kind": "trusted", "share": 0.45})))
    assert len(seen) == 3
    for generation, trusted in enumerate(seen, start=1):
        equal(pools[generation].blocks[0].batch, trusted)
        assert (trusted.sizes() == 18).all()


def test_trusted_records_are_none_of_generation_0s() -> None:
    pools, _ = pools_of(small("gaussian", arm(real={"kind": "trusted", "share": 0.5})))
    assert not distinct(real_block(pools[0])) & distinct(real_block(pools[1]))


# The detector


@pytest.mark.parametrize("records", SOURCES)
def test_a_detector_errs_as_often_as_it_says(records: str) -> None:
    given_arm = arm("accumulate", filter={"kind": "detector", "recall": 0.7, "false_alarm": 0.2})
    record = ran(small(records, given_arm, sample_size=2000, replicates=5, generations=2))
    for origin, rate in ((0, 0.2), (1, 0.7), (2, 0.7)):
        flagged = record.flagged("Arm", 2)[origin].sum()
        z = (flagged - 10_000 * rate) / np.sqrt(10_000 * rate * (1 - rate))
        assert abs(z) < 4, (origin, z)


@pytest.mark.parametrize("records", SOURCES)
@pytest.mark.parametrize("retention", ["accumulate", "replace"])
def test_real_records_that_were_flagged_stay_flagged(records: str, retention: str) -> None:
    others = {} if retention == "accumulate" else {"real": {"kind": "fixed", "share": 0.5}}
    flags = {"kind": "detector", "recall": 0.5, "false_alarm": 0.4}
    pools, _ = pools_of(small(records, arm(retention, filter=flags, **others)))
    for generation in (2, 3):
        equal(real_block(pools[generation]), real_block(pools[1]))
    if retention == "accumulate":
        for origin in (1, 2):
            equal(pools[3].blocks[origin].batch, pools[2].blocks[origin].batch)
    assert 0 < real_block(pools[1]).sizes().sum() < 6 * 40


def test_fresh_records_are_flagged_anew() -> None:
    flags = {"kind": "detector", "recall": 0.5, "false_alarm": 0.5}
    pools, _ = pools_of(small("gaussian", arm(real={"kind": "fresh", "share": 0.5}, filter=flags)))
    masks = [real_block(pools[g]).mask() for g in (1, 2, 3)]  # type: ignore[union-attr]
    assert all((masks[0] != mask).any() for mask in masks[1:])


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 2))
def test_a_detector_with_more_recall_flags_the_same_records_and_more(
    one: float, other: float, origin: int
) -> None:
    low, high = sorted((one, min(other, 0.99)))
    block = Block(origin, Records("vectors", np.zeros((3, 30, 1))))  # type: ignore[arg-type]
    filters = [Detector(recall=rate, false_alarm=min(rate, 0.99)) for rate in (low, high)]
    kept = [each.filtered(block, Streams(1).at(generation=origin)).batch for each in filters]
    assert isinstance(kept[0], Records)
    assert isinstance(kept[1], Records)
    assert (kept[1].mask() <= kept[0].mask()).all()


def test_a_perfect_detector_beside_accumulation_refits_the_real_records() -> None:
    flags = {"kind": "detector", "recall": 1.0, "false_alarm": 0.0}
    record = ran(small("gaussian", arm("accumulate", filter=flags)))
    variance = record.values["fitted-variance"][0]
    np.testing.assert_array_equal(variance, np.broadcast_to(variance[:, :1], variance.shape))


# The switch


@pytest.mark.parametrize("records", SOURCES)
@pytest.mark.parametrize(
    ("keep", "origins"), [("newest", [3]), ("real-and-newest", [0, 3]), ("archive", [0, 1, 2, 3])]
)
@pytest.mark.parametrize("before", ["replace", "accumulate", "accumulate-subsample"])
def test_a_switch_starts_from_exactly_what_is_kept(
    records: str, keep: str, origins: list[int], before: str
) -> None:
    then = {"generation": 3, "retention": {"kind": "accumulate"}, "keep": keep}
    of = small(records, arm(before, switch=then), generations=4)
    pools, emissions = pools_of(of)
    assert [block.origin for block in pools[3].blocks] == origins
    assert [block.origin for block in pools[4].blocks] == [*origins, 4]
    for block in pools[3].blocks:
        equal(block.batch, emissions[block.origin - 1] if block.origin else real_block(pools[0]))


@pytest.mark.parametrize("records", SOURCES)
def test_what_a_filter_dropped_before_a_switch_is_still_in_the_archive(records: str) -> None:
    then = {"generation": 3, "retention": {"kind": "accumulate"}, "keep": "archive"}
    flags = {"kind": "detector", "recall": 0.5, "false_alarm": 0.5}
    record = ran(small(records, arm("accumulate", filter=flags, switch=then)))
    assert sum(record.flagged("Arm", 2).values()).min() > 0  # type: ignore[union-attr]
    assert all((held == 40).all() for held in record.composition("Arm", 3).values())
    assert record.flagged("Arm", 3) == {}


@given(st.data())
def test_before_its_switch_an_arm_is_the_arm_without_it(data: st.DataObject) -> None:
    records = data.draw(st.sampled_from(SOURCES))
    given_arm = data.draw(arms(3, records).filter(lambda each: "switch" in each))
    plain = {part: value for part, value in given_arm.items() if part != "switch"}
    at = given_arm["switch"]["generation"]
    with suppress(RunFailed):
        of = small(records, given_arm)
        assert isinstance(of.arms[0], Arm)
        with_switch, without = hashes(of), hashes(small(records, plain | {"name": "Arm"}))
        assert with_switch[:at] == without[:at]


def hashes(of: Experiment) -> list[list[bytes]]:
    """What each generation emitted."""
    return [
        [np.ascontiguousarray(array).tobytes() for array in event.emission.arrays().values()]
        for event in run(of)
        if isinstance(event, RecordsMade)
    ]


def test_real_records_are_not_archived_twice_where_they_are_mixed_in() -> None:
    then = {
        "generation": 2,
        "retention": {"kind": "accumulate-subsample"},
        "keep": "archive",
        "real": {"kind": "fixed", "share": 0.25},
    }
    record = ran(small("gaussian", REPLACE | {"switch": then}, generations=4))
    for generation in (2, 3, 4):
        held = record.composition("Replace", generation)
        assert (held[0] == 10).all()
        assert (sum(held.values()) == 40).all()
