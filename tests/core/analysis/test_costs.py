"""What arms cost: counted by hand for every regime, and held against the records' own pools."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from core.analysis.costs import cost, gates_of, real_seen
from core.record import RunRecord
from tests.records import make_record
from tests.regimes import arms
from tests.small import (
    ACCUMULATE,
    REPLACE,
    RESERVOIR,
    RESERVOIR_SUBSAMPLE,
    SUBSAMPLE,
    VERIFIED,
    experiment,
    ran,
)

N, GENERATIONS = 40, 3
NAME = "Arm"


def arm(retention: str = "replace", **parts: Any) -> dict[str, Any]:
    return {"name": NAME, "retention": {"kind": retention}} | parts


def of(given_arm: dict[str, Any], baseline: dict[str, Any] = REPLACE) -> RunRecord:
    """Three generations of 40 records in 6 replicates, of a baseline and this arm."""
    return ran(experiment(arms=[baseline, given_arm | {"name": NAME}]))


def real(kind: str, **given_settings: Any) -> dict[str, Any]:
    return {"real": {"kind": kind} | given_settings}


def late(keep: str, retention: str = "accumulate") -> dict[str, Any]:
    return {"switch": {"generation": 2, "keep": keep, "retention": {"kind": retention}}}


# (arm, last pool in records, records of all fits after generation 0, stored, new)
BY_HAND = [
    (REPLACE, 40, 120, 0, 0),
    (ACCUMULATE, 160, 80 + 120 + 160, 40, 0),
    (SUBSAMPLE, 40, 120, 40, 0),
    (RESERVOIR, 40, 120, 8, 0),
    # A reservoir takes the place of the real records in the archive.
    (RESERVOIR_SUBSAMPLE, 40, 120, 8, 0),
    (arm(**real("fresh", share=0.25)), 40, 120, 0, 10 + 10 + 10),
    (arm(**real("fading", start=0.5, end=0.0)), 40, 120, 0, 20 + 10 + 0),
    # Trusted records are the same every time; beside an archive of everything, they come on top.
    (arm(**real("trusted", share=0.1)), 40, 120, 0, 4),
    (arm("accumulate", **real("trusted", share=0.1)), 164, 84 + 124 + 164, 40, 4),
    (arm(**late("newest")), 80, 40 + 40 + 80, 0, 0),
    (arm(**late("real-and-newest")), 120, 40 + 80 + 120, 40, 0),
    (arm(**late("archive")), 160, 40 + 120 + 160, 40, 0),
    (arm("accumulate", **late("newest", "replace")), 40, 80 + 40 + 40, 0, 0),
]


@pytest.mark.parametrize(("given_arm", "pool", "trained", "stored", "new"), BY_HAND)
def test_pools_and_real_records_are_those_counted_by_hand(
    given_arm: dict[str, Any], pool: int, trained: int, stored: int, new: int
) -> None:
    found = cost(of(given_arm), NAME)
    assert found.pool == pool / N
    assert found.trained == pytest.approx(trained / (3 * N))
    told = (0, new) if "trusted" in str(given_arm) else (new, 0)
    assert (found.stored, found.real, found.trusted) == (stored, *told)
    assert found.shortfall == 0
    assert math.isnan(found.candidates)


def test_training_is_counted_in_multiples_of_the_baselines() -> None:
    assert cost(of(REPLACE, ACCUMULATE), NAME).trained == pytest.approx(120 / 360)
    assert cost(of(REPLACE, ACCUMULATE), "Accumulate").trained == 1


# Verifiers


def test_candidates_are_those_of_all_generations_and_replicates() -> None:
    record = of(VERIFIED)
    gates = [record.gate(NAME, generation) for generation in (1, 2, 3)]
    judged = sum(int(gate.candidates.sum()) for gate in gates if gate is not None)
    found = cost(record, NAME)
    # 6 replicates admitted 40 records each in 3 generations.
    assert found.candidates == judged / (6 * 3 * N) > 1
    assert (found.trusted, found.real, found.stored) == (4, 0, 0)


def test_an_exact_ratio_looks_at_no_records() -> None:
    exact = arm(verifier={"kind": "discriminator", "ratio": "exact", "candidate_cap": 50})
    found = cost(of(exact), NAME)
    assert found.trusted == 0
    assert found.candidates > 1


def test_trusted_records_that_are_trained_on_are_not_counted_twice() -> None:
    rule = {"kind": "rule", "trusted_share": 0.1}
    both = cost(of(arm("accumulate", verifier=rule, **real("trusted", share=0.1))), NAME)
    assert (both.trusted, both.real) == (4, 0)
    more = cost(of(arm("accumulate", verifier=rule, **real("trusted", share=0.05))), NAME)
    assert (more.trusted, more.real) == (4, 0)


def test_a_verifier_that_is_given_up_is_counted_while_it_worked() -> None:
    switched = arm(verifier={"kind": "rule", "trusted_share": 0.5}, **late("newest", "replace"))
    record = of(switched)
    (gate,) = gates_of(record, NAME)
    found = cost(record, NAME)
    assert found.trusted == 20
    assert found.candidates == gate.candidates.sum() / gate.admitted.sum()


# Shortfalls


def test_a_cap_leaves_records_missing() -> None:
    capped = arm(verifier={"kind": "likelihood", "top_share": 0.5, "candidate_cap": 1})
    record = of(capped)
    fewest = min(int(gate.admitted.min()) for gate in gates_of(record, NAME))
    assert cost(record, NAME).shortfall == N - fewest > 0


def test_a_cap_on_a_growing_pool_leaves_as_many_missing() -> None:
    capped = {"kind": "likelihood", "top_share": 0.5, "candidate_cap": 1}
    record = of(arm("accumulate", verifier=capped))
    fewest = min(int(gate.admitted.min()) for gate in gates_of(record, NAME))
    assert cost(record, NAME).shortfall == N - fewest > 0


def test_what_a_filter_drops_and_nothing_replaces_is_missing() -> None:
    detector = {"kind": "detector", "recall": 1.0, "false_alarm": 0.2}
    record = of(arm("accumulate-subsample", filter=detector))
    held = [int(sum(record.composition(NAME, g).values()).min()) for g in (1, 2, 3)]
    found = cost(record, NAME)
    assert found.shortfall == N - min(held) > 0
    assert found.pool == np.mean(sum(record.composition(NAME, 3).values())) / N < 1


def test_what_an_archive_can_fill_up_is_not_missing() -> None:
    detector = {"kind": "detector", "recall": 0.1}
    record = of(arm("accumulate-subsample", filter=detector))
    assert record.flagged(NAME, 3)
    assert cost(record, NAME).shortfall == 0


# Whatever the regime


@settings(max_examples=25)
@given(arms(name=NAME))
def test_a_pool_holds_no_real_record_that_is_not_accounted_for(given_arm: dict[str, Any]) -> None:
    record = of(given_arm)
    found = cost(record, NAME)
    for generation in range(1, GENERATIONS + 1):
        held = record.composition(NAME, generation)
        seen = real_seen(record.experiment, record.experiment.arm(NAME), generation)
        assert int(np.max(held.get(0, 0))) <= seen
    last = record.composition(NAME, GENERATIONS)
    assert int(np.max(last.get(0, 0))) <= found.stored + found.real + found.trusted
    assert found.pool == pytest.approx(np.mean(sum(last.values())) / N)
    assert 0 <= found.stored <= N
    assert found.shortfall >= 0
    assert math.isnan(found.candidates) or found.candidates >= 1


def test_nothing_is_counted_before_something_was_trained_on_samples() -> None:
    record = make_record(np.ones((2, 6, 3)), done=0, finished=None)
    with pytest.raises(ValueError, match="no generation after generation 0"):
        cost(record, "Replace")
