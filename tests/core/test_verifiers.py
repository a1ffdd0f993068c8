"""Verifiers: what each lets through, what it counts, and what happens when too little comes in."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import runfile
from core.events import Event, FinishReason, RunFinished
from core.events import Gate as GateFigures
from core.learners.categorical import Categorical
from core.learners.gaussian import Gaussian
from core.learners.poisson import Poisson
from core.record import RunRecord
from core.records import AnyArray, Batch, Counts, FloatArray, RecordKind, Records
from core.regimes.base import Gate
from core.regimes.discriminator import Discriminator
from core.regimes.likelihood import Likelihood
from core.regimes.noisy import Noisy
from core.regimes.rule import Rule
from core.seeding import Streams
from core.session import Session
from tests.small import REPLACE, evidence, experiment, ran
from tests.steps import done

STREAMS = Streams(5)


def vectors(values: AnyArray, keep: AnyArray | None = None) -> Records:
    return Records(RecordKind.VECTORS, np.asarray(values, dtype=np.float64), keep)


def counts(table: AnyArray) -> Counts:
    return Counts(50, np.arange(np.shape(table)[1]), np.asarray(table))


def drawn(*shape: int, seed: int = 0) -> FloatArray:
    return np.random.default_rng(seed).standard_normal(shape)


def likelihood(trusted: Batch, emission: Batch, top_share: float, learner: Any) -> Gate:
    given_evidence = evidence(trusted, emission, learner=learner)
    return done(Likelihood(top_share=top_share).gate(given_evidence, STREAMS))


def verified(records: str, verifier: dict[str, Any], **changes: Any) -> RunRecord:
    arm = {"name": "Gated", "retention": {"kind": "replace"}, "verifier": verifier}
    metrics = [{"gaussian": "fitted-variance"}.get(records, "types-alive")]
    return ran(experiment(records, **{"arms": [arm], "metrics": metrics} | changes))


def figures(record: RunRecord, generation: int = 1) -> GateFigures:
    found = record.gate("Gated", generation)
    assert found is not None
    return found


# Likelihood


@given(st.integers(1, 40), st.floats(0.02, 1.0))
def test_a_likelihood_gate_keeps_just_the_top_share_of_records(size: int, share: float) -> None:
    emission = vectors(drawn(3, size, 2))
    chance = likelihood(
        vectors(drawn(3, 20, 2, seed=1)), emission, share, Gaussian()
    ).keep_probability(emission)
    assert chance.sum(axis=1) == pytest.approx(share * size)
    judge = done(Gaussian().fit(_pool(vectors(drawn(3, 20, 2, seed=1))), STREAMS))
    order = np.argsort(-judge.log_density(emission), axis=1, kind="stable")
    ranked = np.take_along_axis(chance, order, axis=1)
    assert (np.diff(ranked, axis=1) <= 0).all(), "the likeliest come first"
    assert ((ranked == 0) | (ranked == 1)).sum(axis=1).min() >= size - 1, "one at most by chance"


def _pool(batch: Batch) -> Any:
    from core.pool import Block, TrainingPool

    return TrainingPool((Block(0, batch),))


TABLES = st.lists(st.lists(st.integers(0, 5), min_size=6, max_size=6), min_size=2, max_size=2)


@given(TABLES, TABLES, st.floats(0.02, 1.0))
def test_a_likelihood_gate_keeps_just_the_top_share_of_counts_and_shares_ties(
    trusted: list[list[int]], emitted: list[list[int]], share: float
) -> None:
    real, emission = np.array(trusted), np.array(emitted)
    real[:, 0] += 1
    emission[:, 1] += 1
    gate = likelihood(counts(real), counts(emission), share, Categorical())
    chance = gate.keep_probability(counts(emission))
    assert ((chance >= 0) & (chance <= 1 + 1e-12)).all()
    assert (chance * emission).sum(axis=1) == pytest.approx(share * emission.sum(axis=1))
    for row, often in zip(chance, real, strict=True):
        for one in range(6):
            for other in range(6):
                if often[one] == often[other]:
                    assert row[one] == row[other], "equally likely types are treated alike"
                elif often[one] > often[other]:
                    assert row[one] == 1 or row[other] == 0, "the likelier one comes first"


def test_a_likelihood_gate_over_many_replicates_gives_signs_of_life() -> None:
    trusted, emission = vectors(drawn(100, 9, 1)), vectors(drawn(100, 9, 1, seed=1))
    seen = evidence(trusted, emission, learner=Gaussian())
    ticks = list(Likelihood().gate(seen, STREAMS))
    assert len(ticks) >= 100 // 16
    assert all(tick.done <= tick.total == 100 for tick in ticks)


def test_a_likelihood_gate_counts_only_records_that_are_there() -> None:
    present = drawn(1, 30, 1)
    padded = vectors(
        np.concatenate([present, np.zeros((1, 50, 1))], axis=1), np.arange(80)[None, :] < 30
    )
    trusted = vectors(drawn(1, 40, 1, seed=1))
    gates = [likelihood(trusted, each, 0.6, Gaussian()) for each in (vectors(present), padded)]
    points = vectors(drawn(1, 200, 1, seed=2))
    np.testing.assert_array_equal(*(gate.keep_probability(points) for gate in gates))


def test_a_type_that_no_trusted_record_has_comes_last() -> None:
    emission = counts([[60, 30, 10]])
    gate = likelihood(counts([[5, 4, 0]]), emission, 0.9, Categorical())
    assert gate.keep_probability(emission).tolist() == [[1, 1, 0]]
    gate = likelihood(counts([[5, 4, 0]]), emission, 0.95, Categorical())
    assert gate.keep_probability(emission)[0] == pytest.approx([1, 1, 0.5])


def test_a_likelihood_gate_judges_impossible_records() -> None:
    """A Poisson judge whose rate is 0 gives minus infinity: those come last, and share ties."""
    trusted, emission = vectors([[[1, 0], [2, 0]]]), vectors([[[1, 0], [0, 1], [0, 2], [1, 0]]])
    chance = likelihood(trusted, emission, 0.75, Poisson()).keep_probability(emission)
    assert chance[0] == pytest.approx([1, 0.5, 0.5, 1])


def test_a_likelihood_gate_narrows_whatever_the_truth() -> None:
    """T5 in the large: the variance of what comes in is 0.623 of a Gaussian's at r = 0.9."""
    emission = vectors(drawn(1, 200_000, 1))
    gate = likelihood(vectors(drawn(1, 200_000, 1, seed=1)), emission, 0.9, Gaussian())
    left = emission.values[gate.keep_probability(emission) == 1]
    assert left.var() == pytest.approx(0.623, abs=0.006)


# Rules


def test_a_rule_lets_in_what_lies_within_the_trusted_range() -> None:
    trusted = vectors([[[0, 0], [2, 4]], [[-1, 0], [0, 0]]])
    emission = vectors([[[1, 1], [1, 5], [2, 4]], [[0, 0], [-1, 0], [-2, 0]]])
    gate = done(Rule().gate(evidence(trusted, emission), STREAMS))
    assert gate.keep_probability(emission).tolist() == [[1, 0, 1], [1, 1, 0]]
    assert gate.wrong(emission).tolist() == [[False, True, False], [False, False, True]]


def test_a_rule_lets_in_listed_types() -> None:
    emission = Counts(50, np.array([3, 7, 9]), np.array([[2, 2, 2], [1, 0, 5]]))
    trusted = Counts(50, np.array([3, 9, 20]), np.array([[1, 0, 4], [0, 2, 0]]))
    gate = done(Rule().gate(evidence(trusted, emission), STREAMS))
    assert gate.keep_probability(emission).tolist() == [[1, 0, 0], [0, 0, 1]]


@pytest.mark.parametrize("records", ["gaussian", "zipf"])
def test_a_rule_never_lets_in_what_it_calls_wrong(records: str) -> None:
    record = verified(records, {"kind": "rule", "trusted_share": 1, "candidate_cap": 20})
    for generation in (1, 2, 3):
        found = figures(record, generation)
        assert found.wrong_admitted is not None
        assert found.wrong_emitted is not None
        assert (found.wrong_admitted == 0).all()
        assert ((found.wrong_emitted >= 0) & (found.wrong_emitted <= 40)).all()
        assert found.trusted == 40
    assert figures(record).wrong_emitted.max() > 0  # type: ignore[union-attr]


@pytest.mark.parametrize("records", ["gaussian", "zipf"])
def test_a_noisy_rule_keeps_right_and_wrong_as_often_as_it_says(records: str) -> None:
    """One emission and no second round: of those wanted, none is turned away for lack of room."""
    verifier = {"kind": "noisy", "right": 0.3, "wrong": 0.6, "trusted_share": 0.005,
                "candidate_cap": 1}  # fmt: skip
    found = figures(verified(records, verifier, sample_size=2000, replicates=20, generations=1))
    assert found.wrong_admitted is not None
    assert found.wrong_emitted is not None
    wrong, right = found.wrong_emitted.sum(), (2000 - found.wrong_emitted).sum()
    assert min(wrong, right) > 1000
    assert (found.candidates == 2000).all()
    kept = (found.admitted - found.wrong_admitted).sum()
    for seen, of, rate in ((found.wrong_admitted.sum(), wrong, 0.6), (kept, right, 0.3)):
        z = (seen - of * rate) / np.sqrt(of * rate * (1 - rate))
        assert abs(z) < 4


def test_the_wrong_share_is_a_half_where_feng_and_others_say() -> None:
    """Row h: p* = 1/(1 + psi/phi)."""
    trusted = vectors([[[-1.0], [1.0]]])
    wrong_share = 1 / (1 + 0.3 / 0.9)
    values = np.where(np.arange(40_000) < wrong_share * 40_000, 2.0, 0.0)[None, :, None]
    gate = done(Noisy(right=0.9, wrong=0.3).gate(evidence(trusted, vectors(values)), STREAMS))
    chance = gate.keep_probability(vectors(values))
    admitted_wrong = (chance * gate.wrong(vectors(values))).sum() / chance.sum()
    assert admitted_wrong == pytest.approx(0.5)


# The exact ratio


def test_a_perfect_discriminator_restores_generation_0s_law() -> None:
    """T3: one in M is admitted, and every fit is to records of the real law again."""
    verifier = {"kind": "discriminator", "ratio": "exact", "cap": 10, "candidate_cap": 30}
    record = verified("gaussian", verifier, sample_size=100, replicates=400, generations=4)
    variance = record.values["fitted-variance"][0]
    for generation in range(5):
        z = (variance[:, generation].mean() - 0.99) / np.sqrt(2 * 99 / 100**2 / 400)
        assert abs(z) < 4, generation
    assert variance[:, 4].std() == pytest.approx(np.sqrt(2 * 99) / 100, rel=0.15)
    for generation in range(1, 5):
        found = figures(record, generation)
        assert found.trusted == 0
        assert (found.shortfall == 0).all()
        # The number judged for 100 admitted is negative binomial: its mean is 1,000.
        z = (found.candidates.mean() - 1000) / np.sqrt(100 * 0.9 / 0.1**2 / 400)
        assert abs(z) < 4, generation


def test_a_small_exact_cap_cuts_tails() -> None:
    verifiers = ({"kind": "discriminator", "ratio": "exact", "cap": cap, "candidate_cap": 30}
                 for cap in (1, 10))  # fmt: skip
    low, high = (
        verified("gaussian", each, sample_size=100, replicates=100, generations=12).values[
            "fitted-variance"
        ][0, :, -1]
        for each in verifiers
    )
    assert np.median(low) < 0.95 * np.median(high)


def test_an_exact_ratio_of_types_is_the_laws() -> None:
    of = experiment("zipf")
    population = of.source.open(Streams(0))
    law = population.probabilities()
    assert law is not None
    table = np.array([[30, 10, 0], [5, 5, 5]])
    emission = Counts(1000, np.array([0, 1, 5]), table)
    model = done(Categorical().fit(_pool(emission), STREAMS))
    parts = evidence(emission, emission, model=model, population=population)
    chance = done(
        Discriminator(ratio="exact", cap=3).gate(parts, STREAMS)
    ).keep_probability(emission)  # fmt: skip
    with np.errstate(divide="ignore"):
        ratio = law[[0, 1, 5]] / (table / table.sum(axis=1, keepdims=True))
    assert chance == pytest.approx(np.minimum(1, ratio / 3))


@pytest.mark.parametrize("kind", ["discriminator", "likelihood", "rule"])
def test_no_gate_brings_an_extinct_type_back(kind: str) -> None:
    """In the fit: a gate that draws again may well emit what one emission happened to lack."""
    gate = {"kind": kind, "trusted_share": 1}
    record = verified("zipf", gate, generations=6, metrics=["types-alive", "types-in-fit"])
    assert (np.diff(record.values["types-in-fit"][0], axis=1) <= 0).all()


# Candidates, admissions, shortfalls


@pytest.mark.parametrize("records", ["gaussian", "zipf"])
def test_candidates_are_counted_until_enough_have_come_in(records: str) -> None:
    """With a coin for a gate, 2 n are judged on average for the n that come in."""
    coin = {"kind": "noisy", "right": 0.5, "wrong": 0.5}
    found = figures(verified(records, coin, sample_size=500, replicates=100, generations=1))
    assert (found.admitted == 500).all()
    assert (found.shortfall == 0).all()
    z = (found.candidates.mean() - 1000) / np.sqrt(500 * 0.5 / 0.5**2 / 100)
    assert abs(z) < 4


@pytest.mark.parametrize("records", ["gaussian", "zipf"])
@pytest.mark.parametrize(("cap", "rounds"), [(1, 1), (2.9, 2), (3, 3)])
def test_a_shortfall_at_the_cap_is_counted_and_trained_with(
    records: str, cap: float, rounds: int
) -> None:
    strict = {"kind": "noisy", "right": 0.2, "wrong": 0.2, "candidate_cap": cap}
    record = verified(records, strict, generations=2)
    for generation in (1, 2):
        found = figures(record, generation)
        assert (found.candidates == 40 * rounds).all()
        assert (found.admitted + found.shortfall == 40).all()
        assert found.shortfall.min() > 0
        assert (record.composition("Gated", generation)[generation] == found.admitted).all()


@pytest.mark.parametrize("records", ["gaussian", "zipf"])
def test_a_verifier_beside_a_real_share_fills_up_the_rest(records: str) -> None:
    arm = {
        "name": "Gated",
        "retention": {"kind": "replace"},
        "real": {"kind": "fixed", "share": 0.5},
        "verifier": {"kind": "noisy", "right": 0.4, "wrong": 0.4, "candidate_cap": 4},
    }
    record = verified(records, {}, arms=[arm])
    for generation in (1, 2, 3):
        found = figures(record, generation)
        assert (found.admitted + found.shortfall == 20).all()
        assert (found.candidates <= 80).all()


# Nothing left


EMPTY = [
    {"verifier": {"kind": "noisy", "right": 0.0, "wrong": 0.001, "candidate_cap": 1}},
    {"filter": {"kind": "detector", "recall": 0.97}},
]


@pytest.mark.parametrize("records", ["gaussian", "zipf"])
@pytest.mark.parametrize("parts", EMPTY, ids=["verifier", "filter"])
def test_an_arm_that_runs_empty_ends_the_run_with_a_sentence(
    records: str, parts: dict[str, Any], tmp_path: Path
) -> None:
    starved = {"name": "Starved", "retention": {"kind": "replace"}} | parts
    of = experiment(records, arms=[REPLACE, starved], sample_size=10, generations=9)
    session = Session.create(of, tmp_path / "run.clab")
    ending = _ending(session)
    assert ending.reason is FinishReason.FAILED
    kept = runfile.open_record(session.path)
    stopped = kept.done("Starved") + 1
    assert ending.message.startswith(f"arm 'Starved', generation {stopped}: nothing is left")
    assert "fault" not in ending.message
    assert kept.done("Replace") == stopped, "the arm before it had finished this generation"
    assert np.isfinite(kept.values[of.primary()][0, :, : stopped + 1]).all()
    assert _ending(Session.resume(session.path)).message == ending.message


def _ending(session: Session) -> RunFinished:
    events: list[Event] = list(session.events())
    assert isinstance(events[-1], RunFinished)
    return events[-1]
