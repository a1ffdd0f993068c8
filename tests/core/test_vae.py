"""The variational autoencoder: its likelihood, its bound, what its mean loses, and its manners."""

import threading

import numpy as np
import pytest
import torch

from core.errors import RunFailed
from core.learners.neural.dense import through
from core.learners.neural.grey_levels import drawn_level, mean_level, missed, on_scale
from core.learners.vae import LOG_SCALE, Vae, VaeModel
from core.pool import Block, TrainingPool
from core.records import AnyArray, BoolArray, FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.digits import Digits
from tests.steps import done

STREAMS = Streams(11)
QUICK = Vae(steps=12, batch=16, hidden=16, latent=3)
LEVELS = torch.arange(256, dtype=torch.uint8)


def pool_of(values: AnyArray, keep: BoolArray | None = None) -> TrainingPool:
    return TrainingPool((Block(0, Records(RecordKind.IMAGES, values, keep)),))


def digits(replicates: int = 2, size: int = 60, part: Part = Part.TRAIN) -> AnyArray:
    return Digits().open(STREAMS).draw(part, size, replicates, STREAMS).values


def fitted(learner: Vae, values: AnyArray) -> VaeModel:
    model = done(learner.fit(pool_of(values), STREAMS.at("train")))
    assert isinstance(model, VaeModel)
    return model


def emitted(learner: Vae, values: AnyArray, count: int = 50) -> AnyArray:
    made = done(fitted(learner, values).emit(count, STREAMS.at("sample")))
    assert made.keep is None
    return made.values


def masses(centre: float, log_scale: float) -> FloatArray:
    """[256]: the mass of every grey level."""
    pixels = on_scale(LEVELS).view(1, -1, 1)
    scale = torch.tensor([[[log_scale]]])
    return (-missed(torch.full((1, 256, 1), centre), scale, pixels)).exp()[0].double().numpy()


# Grey levels


@pytest.mark.parametrize("centre", [-1.4, -1.0, -0.3, 0.99, 2.0])
@pytest.mark.parametrize("log_scale", [-7.0, -3.0, -1.0, 1.0])
def test_the_masses_of_all_levels_sum_to_one(centre: float, log_scale: float) -> None:
    assert masses(centre, log_scale).sum() == pytest.approx(1, abs=1e-4)


def test_the_mean_and_the_draws_are_of_these_masses() -> None:
    for centre, log_scale in ((-1.1, -2.0), (0.2, -3.0), (0.95, -1.0)):
        law, levels = masses(centre, log_scale), np.arange(256)
        at, scale = torch.full((1, 1, 1), centre), torch.tensor([[[log_scale]]])
        mean = (float(mean_level(at, scale)) + 1) * 127.5
        assert mean == pytest.approx((law * levels).sum(), abs=0.05)
        uniform = torch.from_numpy((np.arange(100_000) + 0.5) / 100_000).view(1, -1, 1)
        drawn = ((drawn_level(at, scale, uniform) + 1) * 127.5).round().clamp(0, 255).numpy()
        share = np.bincount(drawn.astype(int).ravel(), minlength=256) / drawn.size
        assert share == pytest.approx(law, abs=1e-4)


def test_the_gradients_are_those_of_the_loss() -> None:
    rng = np.random.default_rng(3)
    centre = torch.tensor(rng.normal(0, 1, (2, 5, 7)), requires_grad=True)
    scale = torch.tensor(rng.normal(-2, 1, (2, 1, 7)), requires_grad=True)
    levels = rng.choice([0, 0, 3, 77, 255], (2, 5, 7)).astype(np.uint8)
    pixels = on_scale(torch.from_numpy(levels)).double()
    weights = torch.tensor(rng.random((2, 5)))
    (missed(centre, scale, pixels) * weights).sum().backward()
    moved = 1e-6
    for of, step in (
        (centre, (1, 2, 3)),
        (centre, (0, 4, 0)),
        (scale, (1, 0, 2)),
        (scale, (0, 0, 6)),
    ):
        ends = []
        for sign in (1, -1):
            with torch.no_grad():
                of[step] += sign * moved
                ends.append(float((missed(centre, scale, pixels) * weights).sum()))
                of[step] -= sign * moved
        assert of.grad is not None
        assert float(of.grad[step]) == pytest.approx((ends[0] - ends[1]) / (2 * moved), rel=1e-4)


def test_work_in_parts_is_the_same_as_work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = emitted(QUICK, digits(3))
    monkeypatch.setattr("core.learners.neural.grey_levels.CACHED", 1)
    assert np.array_equal(whole, emitted(QUICK, digits(3)))


# Fits


def test_it_learns_and_its_loss_falls() -> None:
    losses = []
    fitting = Vae(steps=300, hidden=64).fit(pool_of(digits(2, 500)), STREAMS)
    model = None
    while model is None:
        try:
            tick = next(fitting)
        except StopIteration as end:
            model = end.value
        else:
            losses.append(tick.loss)
    assert losses[0] is None, "nothing is trained yet"
    assert np.mean(losses[-20:]) < 0.7 * np.mean(losses[1:5])
    held = Records(RecordKind.IMAGES, digits(2, 200, Part.REFERENCE))
    assert np.mean(done(model.loss_bound(held))) == pytest.approx(
        64 * np.mean(losses[-20:]), rel=0.1
    )


def test_what_is_called_a_bound_is_one() -> None:
    """With a code of one number, the loss itself is an integral that can be worked out."""
    model = fitted(Vae(steps=300, hidden=32, latent=1), digits(1, 500))
    held = digits(1, 100, Part.REFERENCE)
    network = {name: torch.from_numpy(array) for name, array in model.weights().items()}
    places = torch.linspace(-6, 6, 2001).view(1, -1, 1)
    centres = through(network, "decoder", places)
    prior = -0.5 * places[0, :, 0].square() + np.log(12 / 2000 / np.sqrt(2 * np.pi))
    exact = []
    for picture in on_scale(torch.tensor(held.reshape(100, 64))):
        each = missed(centres, network[LOG_SCALE], picture.expand_as(centres))[0]
        exact.append(-float(torch.logsumexp(prior - each, dim=0)))
    gap = done(model.loss_bound(Records(RecordKind.IMAGES, held)))[0] - exact
    assert gap.mean() > 0.01, "the bound is not tight"
    assert gap.mean() < 5
    assert gap.min() > -1, "over a few drawn codes it holds up to their noise"


def test_decoding_to_the_mean_loses_variance_where_sampling_loses_less() -> None:
    """Over replicates, of the logarithm of the variance after two generations of replacing."""
    fallen = {}
    for emits in ("mean", "sample"):
        learner = Vae(steps=150, hidden=32, emits=emits)
        values, spreads = digits(8, 200), []
        for generation in range(3):
            streams = STREAMS.at(generation=generation)
            model = done(learner.fit(pool_of(values), streams.at("train")))
            values = done(model.emit(200, streams.at("sample"))).values
            spreads.append(values.reshape(8, 200, -1).astype(float).var(axis=1).sum(axis=1))
        fallen[emits] = np.log(spreads[-1] / spreads[0])
    assert z_score(fallen["mean"]) < -8
    assert z_score(fallen["mean"] - fallen["sample"]) < -4


def z_score(values: FloatArray) -> float:
    return float(values.mean() / (values.std(ddof=1) / np.sqrt(len(values))))


def test_only_what_emits_the_mean_says_that_it_leaves_something_out() -> None:
    assert "scatter" in Vae().leaves_out
    assert Vae(emits="sample").leaves_out == ""


def test_the_same_seed_gives_the_same_records_and_another_one_others() -> None:
    for learner in (QUICK, QUICK.model_copy(update={"emits": "sample"})):
        real = digits()
        first = emitted(learner, real)
        assert np.array_equal(first, emitted(learner, real))
        other = done(learner.fit(pool_of(real), Streams(12).at("train")))
        assert not np.array_equal(first, done(other.emit(50, STREAMS.at("sample"))).values)


def test_the_first_replicates_are_the_same_whatever_runs_beside_them() -> None:
    real = digits(4)
    few, many = fitted(QUICK, real[:2]), fitted(QUICK, real)
    for name, array in few.weights().items():
        assert array == pytest.approx(many.weights()[name][:2], rel=1e-3, abs=1e-4)


def test_absent_records_change_nothing_and_pools_may_differ_in_size() -> None:
    real = digits()
    keep = np.ones(real.shape[:2], dtype=np.bool_)
    keep[0, 20:] = False
    found = done(QUICK.fit(pool_of(real, keep), STREAMS)).weights()
    alone = done(QUICK.fit(pool_of(real[:1, :20]), STREAMS)).weights()
    for name, array in alone.items():
        assert found[name][:1] == pytest.approx(array, rel=1e-3, abs=1e-4)


def test_a_replicate_without_records_is_refused() -> None:
    keep = np.array([[True] * 60, [False] * 60])
    with pytest.raises(RunFailed, match="replicate 2 has no records"):
        done(QUICK.fit(pool_of(digits(), keep), STREAMS))


def test_a_blank_sheet_stays_blank() -> None:
    learner = Vae(steps=300, batch=8, hidden=8, latent=1, learning_rate=0.03)
    assert not emitted(learner, np.zeros((1, 30, 8, 8), dtype=np.uint8)).any()


def test_no_tensor_leaves_it_and_torch_draws_nothing() -> None:
    real = digits()
    before, state, threads = real.copy(), torch.random.get_rng_state(), threading.active_count()
    model = fitted(QUICK, real)
    assert all(type(array) is np.ndarray for array in model.weights().values())
    shapes = {name: array.shape for name, array in model.weights().items()}
    assert shapes == QUICK.weight_shapes(64, 2)
    emitting = model.emit(600, STREAMS)
    next(emitting)
    emitting.close()
    next(model.loss_bound(Records(RecordKind.IMAGES, real)))
    assert torch.is_grad_enabled()
    assert not torch.is_inference_mode_enabled()
    assert np.array_equal(real, before)
    assert torch.equal(state, torch.random.get_rng_state()), "torch drew random numbers"
    assert threading.active_count() == threads
