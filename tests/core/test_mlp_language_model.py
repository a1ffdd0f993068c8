"""The neural language model: its probabilities, what it draws, and its manners."""

import itertools
import threading

import numpy as np
import pytest
import torch

from core.errors import RunFailed
from core.learners.mlp_language_model import MlpLanguageModel, MlpLanguageModelFit
from core.names import SYMBOLS
from core.pool import Block, TrainingPool
from core.records import AnyArray, BoolArray, Counts, FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.spelled_names import SpelledNames
from tests.steps import done

STREAMS = Streams(17)
QUICK = MlpLanguageModel(steps=12, batch=16, hidden=8, context=2, vector=3)
SHORT = 2
LETTERS = range(1, SYMBOLS)
EVERY = np.array(
    [*((a, 0) for a in LETTERS), *itertools.product(LETTERS, LETTERS)], dtype=np.uint16
)
"""Every name of at most two letters."""


def names(values: AnyArray, keep: BoolArray | None = None) -> Records:
    return Records(RecordKind.NAMES, np.asarray(values, dtype=np.uint16), keep, SYMBOLS)


def pool_of(values: AnyArray, keep: BoolArray | None = None) -> TrainingPool:
    return TrainingPool((Block(0, names(values, keep)),))


def real(replicates: int = 2, size: int = 60) -> AnyArray:
    return SpelledNames().open(STREAMS).draw(Part.TRAIN, size, replicates, STREAMS).values


def fitted(
    learner: MlpLanguageModel, values: AnyArray, keep: BoolArray | None = None
) -> MlpLanguageModelFit:
    model = done(learner.fit(pool_of(values, keep), STREAMS.at("train")))
    assert isinstance(model, MlpLanguageModelFit)
    return model


def emitted(learner: MlpLanguageModel, values: AnyArray, count: int = 50) -> AnyArray:
    made = done(fitted(learner, values).emit(count, STREAMS.at("sample")))
    assert (made.kind, made.keep, made.universe) == (RecordKind.NAMES, None, SYMBOLS)
    return made.values


def short(seed: int = 1, count: int = 200) -> AnyArray:
    """Names of one or two letters, mostly A and B."""
    rng = np.random.default_rng(seed)
    letters = rng.choice([1, 2, 26], (2, count, SHORT), p=[0.6, 0.3, 0.1])
    letters[:, ::3, 1] = 0
    return letters.astype(np.uint16)


def every_probability(model: MlpLanguageModelFit) -> FloatArray:
    """[replicates, names]: of every name that there can be."""
    return np.exp(model.log_density(names(np.stack([EVERY, EVERY]))))


# Its probabilities


@pytest.mark.parametrize("steps", [1, 200])
def test_the_probabilities_of_all_names_sum_to_one(steps: int) -> None:
    model = fitted(QUICK.model_copy(update={"steps": steps}), short())
    assert every_probability(model).sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_names_are_drawn_with_the_probabilities_that_are_stated() -> None:
    """A chi-square over every name, those expected fewer than five times together."""
    model, count = fitted(QUICK.model_copy(update={"steps": 200}), short()), 20_000
    chances = every_probability(model)
    made = done(model.emit(count, STREAMS)).values.astype(int)
    for replicate in range(2):
        drawn = np.bincount(made[replicate] @ [SYMBOLS, 1], minlength=SYMBOLS**2)
        drawn = drawn[EVERY.astype(int) @ [SYMBOLS, 1]]
        assert drawn.sum() == count, "something else was drawn"
        expected = count * chances[replicate]
        rare = expected < 5
        seen = np.append(drawn[~rare], drawn[rare].sum())
        wanted = np.append(expected[~rare], expected[rare].sum())
        square, freedom = ((seen - wanted) ** 2 / wanted).sum(), len(seen) - 1
        assert freedom > 8
        assert abs(square - freedom) < 4.5 * np.sqrt(2 * freedom)


def test_a_log_probability_is_the_sum_over_letters_by_hand() -> None:
    model = fitted(QUICK, real())
    held = real(2, 5)
    weights = {name: array.astype(float) for name, array in model.weights().items()}
    for replicate, place in itertools.product(range(2), range(5)):
        name, total = held[replicate, place].tolist(), 0.0
        for at, letter in enumerate(name):
            before = [0, 0, *name][at : at + 2]
            seen = weights["letters-weight"][replicate, before].ravel()
            inside = seen @ weights["next-0-weight"][replicate] + weights["next-0-bias"][replicate]
            inside = inside / (1 + np.exp(-inside))
            given = inside @ weights["next-1-weight"][replicate]
            chances = np.exp((given + weights["next-1-bias"][replicate])[0])
            if at == 0:
                chances[0] = 0  # a name does not end before it begins
            total += np.log(chances[letter] / chances.sum())
            if letter == 0:
                break
        assert model.log_density(names(held))[replicate, place] == pytest.approx(total, abs=1e-4)


def test_scores_in_parts_are_the_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    model, held = fitted(QUICK, real()), names(real(2, 40))
    whole = model.log_density(held)
    monkeypatch.setattr("core.learners.neural.language.SCORED", 100)
    assert done(model.scored(held)) == pytest.approx(whole, abs=1e-5)


def test_counts_have_no_letters() -> None:
    table = Counts(3, np.arange(3), np.ones((2, 3), dtype=np.int64))
    with pytest.raises(TypeError, match="records, not counts"):
        fitted(QUICK, real()).log_density(table)


# Fits


def test_it_learns_more_than_how_often_each_letter_comes() -> None:
    values = real(2, 1000)
    model = fitted(MlpLanguageModel(), values)
    held = real(2, 2000)[:, 1000:]
    said = 1 + (held > 0).sum(axis=(1, 2)) + held.shape[1] - 1
    letters = np.bincount(values[values > 0], minlength=SYMBOLS).astype(float)
    letters[0] = values.shape[0] * values.shape[1]
    chances = letters / letters.sum()
    alone = -(chances[letters > 0] * np.log(chances[letters > 0])).sum()
    assert (-model.log_density(names(held)).sum(axis=1) / said < alone - 0.25).all()


def test_every_letter_is_as_likely_to_be_picked() -> None:
    """Long and short names: what is learnt is the share of letters, not of names."""
    values = np.zeros((1, 90, 9), dtype=np.uint16)
    values[0, :45, 0] = 1
    values[0, 45:, :8] = 2
    model = fitted(MlpLanguageModel(steps=400, hidden=8, context=1), values)
    both = np.zeros((1, 2, 9), dtype=np.uint16)
    both[0, 0, 0], both[0, 1, :8] = 1, 2
    first = np.exp(model.log_density(names(both)))[0]
    assert first[0] == pytest.approx(0.5, abs=0.05)
    assert model.log_density(names(both))[0, 1] == pytest.approx(
        np.log(0.5) + 7 * np.log(7 / 8) + np.log(1 / 8), abs=0.2
    )


def test_the_same_seed_gives_the_same_names_and_another_one_others() -> None:
    first = emitted(QUICK, real())
    assert np.array_equal(first, emitted(QUICK, real()))
    other = done(QUICK.fit(pool_of(real()), Streams(18).at("train")))
    assert not np.array_equal(first, done(other.emit(50, STREAMS.at("sample"))).values)


def test_the_first_replicates_are_the_same_whatever_runs_beside_them() -> None:
    values = real(4)
    few, many = fitted(QUICK, values[:2]), fitted(QUICK, values)
    for name, array in few.weights().items():
        assert array == pytest.approx(many.weights()[name][:2], rel=1e-3, abs=1e-4)


def test_absent_names_change_nothing_and_pools_may_differ_in_size() -> None:
    values = real()
    keep = np.ones(values.shape[:2], dtype=np.bool_)
    keep[0, 20:] = False
    found = fitted(QUICK, values, keep).weights()
    for name, array in fitted(QUICK, values[:1, :20]).weights().items():
        assert found[name][:1] == pytest.approx(array, rel=1e-3, abs=1e-4)


def test_a_replicate_without_names_is_refused() -> None:
    keep = np.array([[True] * 60, [False] * 60])
    with pytest.raises(RunFailed, match="replicate 2 has no records"):
        fitted(QUICK, real(), keep)


def test_training_that_diverges_says_so() -> None:
    broken = QUICK.starting_from(
        {name: array * np.nan for name, array in fitted(QUICK, real()).weights().items()}
    )
    with pytest.raises(RunFailed, match="training diverged at step 1 of 12"):
        done(broken.fit(pool_of(real()), STREAMS))


def test_no_tensor_leaves_it_and_torch_draws_nothing() -> None:
    values = real()
    before, state, threads = values.copy(), torch.random.get_rng_state(), threading.active_count()
    model = fitted(QUICK, values)
    assert all(type(array) is np.ndarray for array in model.weights().values())
    shapes = {name: array.shape for name, array in model.weights().items()}
    assert shapes == QUICK.weight_shapes(values.shape[2], 2)
    emitting = model.emit(600, STREAMS)
    next(emitting)
    emitting.close()
    next(model.scored(names(values)))
    assert torch.is_grad_enabled()
    assert not torch.is_inference_mode_enabled()
    assert np.array_equal(values, before)
    assert torch.equal(state, torch.random.get_rng_state()), "torch drew random numbers"
    assert threading.active_count() == threads
