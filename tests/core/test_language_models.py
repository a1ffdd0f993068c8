"""The neural language models: their probabilities, what they draw, and their manners."""

import itertools
import threading

import numpy as np
import pytest
import torch

from core.errors import BadInput, RunFailed
from core.experiment import parse
from core.learners.mlp_language_model import MlpLanguageModel
from core.learners.neural.dense import frozen
from core.learners.neural.language import LanguageModelFit, NeuralLanguageModel, log_chances
from core.learners.transformer_language_model import Transformer, TransformerLanguageModel
from core.names import SYMBOLS
from core.pool import Block, TrainingPool
from core.records import AnyArray, BoolArray, Counts, FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.spelled_names import SpelledNames
from tests.small import document
from tests.steps import done

STREAMS = Streams(17)
MLP = MlpLanguageModel(steps=12, batch=16, hidden=8, context=2, vector=3)
TRANSFORMER = TransformerLanguageModel(steps=12, batch=8, hidden=8)
QUICK: list[NeuralLanguageModel] = [MLP, TRANSFORMER]
SHORT = 2
LETTERS = range(1, SYMBOLS)
EVERY = np.array(
    [*((a, 0) for a in LETTERS), *itertools.product(LETTERS, LETTERS)], dtype=np.uint16
)
"""Every name of at most two letters."""


@pytest.fixture(params=QUICK, ids=lambda learner: learner.kind)
def quick(request: pytest.FixtureRequest) -> NeuralLanguageModel:
    learner: NeuralLanguageModel = request.param
    return learner


def names(values: AnyArray, keep: BoolArray | None = None) -> Records:
    return Records(RecordKind.NAMES, np.asarray(values, dtype=np.uint16), keep, SYMBOLS)


def pool_of(values: AnyArray, keep: BoolArray | None = None) -> TrainingPool:
    return TrainingPool((Block(0, names(values, keep)),))


def real(replicates: int = 2, size: int = 60) -> AnyArray:
    return SpelledNames().open(STREAMS).draw(Part.TRAIN, size, replicates, STREAMS).values


def fitted(
    learner: NeuralLanguageModel, values: AnyArray, keep: BoolArray | None = None
) -> LanguageModelFit:
    model = done(learner.fit(pool_of(values, keep), STREAMS.at("train")))
    assert isinstance(model, LanguageModelFit)
    return model


def emitted(learner: NeuralLanguageModel, values: AnyArray, count: int = 50) -> AnyArray:
    made = done(fitted(learner, values).emit(count, STREAMS.at("sample")))
    assert (made.kind, made.keep, made.universe) == (RecordKind.NAMES, None, SYMBOLS)
    return made.values


def short(seed: int = 1, count: int = 200) -> AnyArray:
    """Names of one or two letters, mostly A and B."""
    rng = np.random.default_rng(seed)
    letters = rng.choice([1, 2, 26], (2, count, SHORT), p=[0.6, 0.3, 0.1])
    letters[:, ::3, 1] = 0
    return letters.astype(np.uint16)


def every_probability(model: LanguageModelFit) -> FloatArray:
    """[replicates, names]: of every name that there can be."""
    return np.exp(model.log_density(names(np.stack([EVERY, EVERY]))))


# Its probabilities


def tempered(chances: FloatArray, temperature: float) -> FloatArray:
    """[replicates, names]: of every name, each of whose letters is drawn at a temperature.

    A name of one letter is that letter and an end.
    """
    table = np.zeros((2, SYMBOLS, SYMBOLS))
    table[:, EVERY[:, 0], EVERY[:, 1]] = chances
    first = table.sum(axis=2)
    with np.errstate(divide="ignore"):
        logs = [np.log(first), np.log(table[:, 1:] / first[:, 1:, None])]
    sharp = [np.exp((one - one.max(axis=-1, keepdims=True)) / temperature) for one in logs]
    begun, ended = (one / one.sum(axis=-1, keepdims=True) for one in sharp)
    found = begun[:, 1:, None] * ended
    return np.asarray(found[:, EVERY[:, 0] - 1, EVERY[:, 1]])


# Its probabilities


@pytest.mark.parametrize("steps", [1, 200])
def test_the_probabilities_of_all_names_sum_to_one(quick: NeuralLanguageModel, steps: int) -> None:
    model = fitted(quick.model_copy(update={"steps": steps}), short())
    assert every_probability(model).sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.parametrize("temperature", [1.0, 0.5, 2.0])
def test_names_are_drawn_with_the_probabilities_that_are_stated(
    quick: NeuralLanguageModel, temperature: float
) -> None:
    """A chi-square over every name, those expected fewer than five times together."""
    changes = {"steps": 200, "temperature": temperature}
    model, count = fitted(quick.model_copy(update=changes), short()), 20_000
    chances = tempered(every_probability(model), temperature)
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
        assert freedom >= 4
        assert abs(square - freedom) < 4.5 * np.sqrt(2 * freedom)


def test_near_no_temperature_only_the_likeliest_letters_are_drawn(
    quick: NeuralLanguageModel,
) -> None:
    cold = quick.model_copy(update={"steps": 200, "temperature": 1e-3})
    model = fitted(cold, short())
    made = done(model.emit(300, STREAMS)).values
    likeliest = EVERY[tempered(every_probability(model), 1e-3).argmax(axis=1)]
    assert np.array_equal(made, np.repeat(likeliest[:, None], 300, axis=1))


def test_a_temperature_changes_what_is_drawn_and_not_what_is_learnt(
    quick: NeuralLanguageModel,
) -> None:
    models = [
        fitted(quick.model_copy(update={"temperature": given}), real()) for given in (1.0, 0.4)
    ]
    scores = [model.log_density(names(real(2, 5))) for model in models]
    assert np.array_equal(*scores)
    drawn = [done(model.emit(200, STREAMS)).values for model in models]
    assert not np.array_equal(*drawn)


def test_a_log_probability_is_the_sum_over_letters_by_hand() -> None:
    model = fitted(MLP, real())
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


def test_a_transformers_log_probability_by_hand() -> None:
    """The vectors that stand for letters also tell the next one."""
    model, held = fitted(TRANSFORMER, real()), real(2, 4)
    weights = {name: array.astype(float) for name, array in model.weights().items()}
    for replicate, place in itertools.product(range(2), range(4)):
        own = {name: array[replicate] for name, array in weights.items()}
        name, total = held[replicate, place].tolist(), 0.0
        for at, letter in enumerate(name):
            given = logits_by_hand(own, [0, *name[:at]])
            if at == 0:
                given[0] = -np.inf
            total += given[letter] - np.log(np.exp(given).sum())
            if letter == 0:
                break
        assert model.log_density(names(held))[replicate, place] == pytest.approx(total, abs=1e-4)


def logits_by_hand(weights: dict[str, FloatArray], letters: list[int]) -> FloatArray:
    """[symbols]: what one network says of the letter after these, by two layers of two heads."""

    def normed(points: FloatArray) -> FloatArray:
        spread = np.sqrt(points.var(axis=1, keepdims=True) + 1e-5)
        return np.asarray((points - points.mean(axis=1, keepdims=True)) / spread)

    def dense(name: str, points: FloatArray) -> FloatArray:
        return np.asarray(points @ weights[f"{name}-weight"] + weights[f"{name}-bias"])

    points = weights["letters-weight"][letters] + weights["places-weight"][: len(letters)]
    for layer in range(2):
        each = dense(f"attention-in-{layer}-0", normed(points)).reshape(len(letters), 3, 2, 4)
        seen = np.zeros((len(letters), 2, 4))
        for at, head in itertools.product(range(len(letters)), range(2)):
            query, keys, values = each[at, 0, head], each[: at + 1, 1, head], each[:, 2, head]
            heeded = np.exp(keys @ query / 2)
            seen[at, head] = heeded @ values[: at + 1] / heeded.sum()
        points = points + dense(f"attention-out-{layer}-0", seen.reshape(len(letters), 8))
        inside = dense(f"feed-forward-{layer}-0", normed(points))
        points = points + dense(f"feed-forward-{layer}-1", inside / (1 + np.exp(-inside)))
    given = normed(points)[-1] @ weights["letters-weight"].T + weights["symbols-bias"]
    return np.asarray(given[0])


@pytest.mark.parametrize(("context", "reach"), [(16, 15), (2, 2)])
def test_no_place_of_a_transformer_looks_ahead_or_too_far_back(context: int, reach: int) -> None:
    """Two layers that each see two places see three between them: two letters back."""
    learner = TRANSFORMER.model_copy(update={"context": context})
    weights = frozen(fitted(learner, real()).weights(), "cpu")
    net = Transformer(weights, 2, 2, context)
    letters = torch.randint(1, SYMBOLS, (2, 1, 15), generator=torch.Generator().manual_seed(1))
    before = net.logs(letters)
    for place in range(15):
        other = letters.clone()
        other[:, :, place] = other[:, :, place] % (SYMBOLS - 1) + 1
        moved = (net.logs(other) - before).abs().amax(dim=(0, 1, 3))
        touched = torch.nonzero(moved).flatten().tolist()
        assert touched == list(range(place + 1, min(place + 2 + reach, 15)))


def test_a_transformer_reads_letter_by_letter_what_it_sees_at_once() -> None:
    net = Transformer(frozen(fitted(TRANSFORMER, real()).weights(), "cpu"), 2, 2, 16)
    letters = torch.from_numpy(real(2, 7).astype(np.int64))
    whole, read = net.logs(letters), net.reader(7)
    before = torch.nn.functional.pad(letters, (1, 0))
    for place in range(15):
        found = log_chances(read(before[:, :, place], place), place == 0)
        assert torch.allclose(found, whole[:, :, place], atol=1e-5)


def test_heads_must_divide_the_width() -> None:
    given = {"kind": "character-transformer", "hidden": 10, "heads": 4}
    with pytest.raises(BadInput, match=r"learner\.heads: 4 given; a width of 10 cannot be"):
        parse(document(source={"kind": "spelled-names"}, learner=given, metrics=["names-alive"]))


def test_scores_in_parts_are_the_scores(
    quick: NeuralLanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, held = fitted(quick, real()), names(real(2, 40))
    whole = model.log_density(held)
    monkeypatch.setattr("core.learners.neural.language.SCORED", 100)
    assert done(model.scored(held)) == pytest.approx(whole, abs=1e-5)


def test_counts_have_no_letters(quick: NeuralLanguageModel) -> None:
    table = Counts(3, np.arange(3), np.ones((2, 3), dtype=np.int64))
    with pytest.raises(TypeError, match="records, not counts"):
        fitted(quick, real()).log_density(table)


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


def test_the_same_seed_gives_the_same_names_and_another_one_others(
    quick: NeuralLanguageModel,
) -> None:
    first = emitted(quick, real())
    assert np.array_equal(first, emitted(quick, real()))
    other = done(quick.fit(pool_of(real()), Streams(18).at("train")))
    assert not np.array_equal(first, done(other.emit(50, STREAMS.at("sample"))).values)


def test_the_first_replicates_are_the_same_whatever_runs_beside_them(
    quick: NeuralLanguageModel,
) -> None:
    values = real(4)
    few, many = fitted(quick, values[:2]), fitted(quick, values)
    for name, array in few.weights().items():
        assert array == pytest.approx(many.weights()[name][:2], rel=1e-3, abs=1e-4)


def test_absent_names_change_nothing_and_pools_may_differ_in_size(
    quick: NeuralLanguageModel,
) -> None:
    values = real()
    keep = np.ones(values.shape[:2], dtype=np.bool_)
    keep[0, 20:] = False
    found = fitted(quick, values, keep).weights()
    for name, array in fitted(quick, values[:1, :20]).weights().items():
        assert found[name][:1] == pytest.approx(array, rel=1e-3, abs=1e-4)


def test_a_replicate_without_names_is_refused(quick: NeuralLanguageModel) -> None:
    keep = np.array([[True] * 60, [False] * 60])
    with pytest.raises(RunFailed, match="replicate 2 has no records"):
        fitted(quick, real(), keep)


def test_training_that_diverges_says_so(quick: NeuralLanguageModel) -> None:
    broken = quick.starting_from(
        {name: array * np.nan for name, array in fitted(quick, real()).weights().items()}
    )
    with pytest.raises(RunFailed, match="training diverged at step 1 of 12"):
        done(broken.fit(pool_of(real()), STREAMS))


def test_no_tensor_leaves_it_and_torch_draws_nothing(quick: NeuralLanguageModel) -> None:
    values = real()
    before, state, threads = values.copy(), torch.random.get_rng_state(), threading.active_count()
    model = fitted(quick, values)
    assert all(type(array) is np.ndarray for array in model.weights().values())
    shapes = {name: array.shape for name, array in model.weights().items()}
    assert shapes == quick.weight_shapes(values.shape[2], 2, SYMBOLS)
    emitting = model.emit(600, STREAMS)
    next(emitting)
    emitting.close()
    next(model.scored(names(values)))
    assert torch.is_grad_enabled()
    assert not torch.is_inference_mode_enabled()
    assert np.array_equal(values, before)
    assert torch.equal(state, torch.random.get_rng_state()), "torch drew random numbers"
    assert threading.active_count() == threads
