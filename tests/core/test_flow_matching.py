"""Flow matching: it learns, repeats itself, takes what pools hold, and stops when asked."""

import threading

import numpy as np
import pytest

from core.errors import RunFailed
from core.learners.coordinates import Coordinates
from core.learners.flow_matching import FlowMatching
from core.learners.neural import base, dense
from core.pool import Block, TrainingPool
from core.records import AnyArray, BoolArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.digits import Digits
from tests.steps import done

STREAMS = Streams(11)
QUICK = FlowMatching(steps=12, batch=16, hidden=16, heun_steps=3)


def pool_of(values: AnyArray, keep: BoolArray | None = None) -> TrainingPool:
    kind = RecordKind.IMAGES if values.dtype == np.uint8 else RecordKind.VECTORS
    return TrainingPool((Block(0, Records(kind, values, keep)),))


def digits(replicates: int = 2, size: int = 60) -> AnyArray:
    return Digits().open(STREAMS).draw(Part.TRAIN, size, replicates, STREAMS).values


def emitted(learner: FlowMatching, values: AnyArray, count: int = 50) -> AnyArray:
    model = done(learner.fit(pool_of(values), STREAMS.at("train")))
    made = done(model.emit(count, STREAMS.at("sample")))
    assert made.keep is None
    return made.values


def two_lumps(replicates: int = 2, size: int = 400) -> AnyArray:
    """Numbers near -1 and near 5, the latter commoner in the first replicate of each two."""
    rng = np.random.default_rng(0)
    share = np.resize([0.7, 0.4], replicates)[:, None, None]
    high = rng.random((replicates, size, 1)) < share
    return np.where(high, 5.0, -1.0) + 0.3 * rng.standard_normal((replicates, size, 1))


def test_it_learns_what_no_gaussian_has() -> None:
    learner = FlowMatching(steps=600, batch=64, hidden=32)
    real = two_lumps()
    made = emitted(learner, real, 1000)
    gap = np.mean((made > 0.5) & (made < 3.5), axis=(1, 2))
    assert (gap < 0.12).all(), "a Gaussian of this mean and variance has a third of its mass there"
    share = np.mean(real > 2, axis=(1, 2))
    assert np.mean(made > 2, axis=(1, 2)) == pytest.approx(share, abs=0.07)


def test_images_come_back_as_such_and_closer_to_the_data_than_before_training() -> None:
    real = digits(1, 500)
    untrained, trained = (
        emitted(FlowMatching(steps=steps, hidden=64), real, 300) for steps in (1, 400)
    )
    assert trained.dtype == np.uint8
    assert trained.shape == (1, 300, 8, 8)

    def far(made: AnyArray) -> float:
        """The mean distance to the nearest real digit."""
        one, other = made.reshape(-1, 1, 64).astype(float), real.reshape(1, -1, 64).astype(float)
        return float(np.sqrt(((one - other) ** 2).sum(axis=2)).min(axis=1).mean())

    assert far(trained) < 0.96 * far(untrained)
    black = np.mean(trained == 0)
    assert black == pytest.approx(np.mean(real == 0), abs=0.1), "black is black, not nearly"


def test_the_same_seed_gives_the_same_records_and_another_one_others() -> None:
    real = digits()
    first = emitted(QUICK, real)
    assert np.array_equal(first, emitted(QUICK, real))
    other = done(QUICK.fit(pool_of(real), Streams(12).at("train")))
    assert not np.array_equal(first, done(other.emit(50, STREAMS.at("sample"))).values)


def test_the_first_replicates_are_the_same_whatever_runs_beside_them() -> None:
    real = digits(4)
    few, many = emitted(QUICK, real[:2]).astype(int), emitted(QUICK, real)[:2].astype(int)
    assert np.abs(few - many).max() <= 1
    assert np.mean(few != many) < 0.01
    lumps = two_lumps(4)
    assert emitted(QUICK, lumps[:2]) == pytest.approx(emitted(QUICK, lumps)[:2], rel=1e-4, abs=1e-4)


def test_absent_records_change_nothing_and_pools_may_differ_in_size() -> None:
    lumps = two_lumps()
    keep = np.ones(lumps.shape[:2], dtype=np.bool_)
    keep[0, 100:] = False
    lumps[0, 100:] = 1e6
    model = done(QUICK.fit(pool_of(lumps, keep), STREAMS))
    made = done(model.emit(200, STREAMS)).values
    alone = done(QUICK.fit(pool_of(lumps[:1, :100]), STREAMS))
    expected = done(alone.emit(200, STREAMS)).values[0]
    assert made[0] == pytest.approx(expected, rel=1e-3, abs=1e-3)


def test_it_leaves_the_pool_and_torch_as_they_were() -> None:
    import torch

    real = digits()
    before, state = real.copy(), torch.random.get_rng_state()
    emitted(QUICK, real)
    assert np.array_equal(real, before)
    assert torch.equal(state, torch.random.get_rng_state()), "torch drew random numbers"


def test_a_fit_that_is_given_up_leaves_nothing_running() -> None:
    import torch

    threads = threading.active_count()
    fitting = QUICK.fit(pool_of(digits()), STREAMS)
    for _ in range(4):
        next(fitting)
    assert torch.is_grad_enabled()
    fitting.close()
    emitting = done(QUICK.fit(pool_of(digits()), STREAMS)).emit(50, STREAMS)
    next(emitting)
    assert torch.is_grad_enabled()
    assert not torch.is_inference_mode_enabled()
    emitting.close()
    assert threading.active_count() == threads


def test_every_step_ticks() -> None:
    model = None
    fitting = QUICK.fit(pool_of(digits()), STREAMS)
    ticks = []
    while model is None:
        try:
            ticks.append(next(fitting).done)
        except StopIteration as end:
            model = end.value
    assert ticks == sorted(ticks), "no step is counted back"
    assert set(ticks) == set(range(QUICK.steps + 1))
    emitting = [tick.done for tick in model.emit(600, STREAMS)]
    assert emitting == sorted(emitting)
    assert set(emitting) == set(range(1, 3 * QUICK.heun_steps + 1)), "three chunks of 256"


def test_turning_many_records_ticks_in_between() -> None:
    """Each replicate's components, and every thousand records of it, there and back."""
    values = np.random.default_rng(0).standard_normal((3, 2500, 4))
    turning = Coordinates.of(pool_of(values))
    assert len(list(turning)) == 3
    coordinates = done(Coordinates.of(pool_of(values)))
    assert len(list(coordinates.into(values))) == len(list(coordinates.back(values))) == 9


@pytest.mark.parametrize("value", [0.0, -7.5, 1e-30])
def test_records_that_are_all_the_same_stay_so(value: float) -> None:
    made = emitted(QUICK, np.full((2, 30, 3), value))
    assert made == pytest.approx(np.full((2, 50, 3), value), rel=1e-12, abs=0)


def test_a_blank_sheet_stays_blank() -> None:
    assert not emitted(QUICK, np.zeros((1, 30, 8, 8), dtype=np.uint8)).any()


def test_one_dead_feature_stays_dead_beside_a_live_one() -> None:
    values = np.concatenate([two_lumps(), np.full((2, 400, 1), 3.0)], axis=2)
    made = emitted(QUICK, values)
    assert made[:, :, 1] == pytest.approx(3.0, rel=1e-9)
    assert made[:, :, 0].std() > 1


def test_divergence_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        base,
        "initial",
        lambda *given: {name: 1e15 * array for name, array in dense.initial(*given).items()},
    )
    with pytest.raises(RunFailed, match=r"diverged at step 1 of 12: .* below 0\.01 may help"):
        done(QUICK.fit(pool_of(digits()), STREAMS))


def test_a_replicate_without_records_is_refused() -> None:
    keep = np.array([[True] * 60, [False] * 60])
    with pytest.raises(RunFailed, match="replicate 2 has no records"):
        done(QUICK.fit(pool_of(digits(), keep), STREAMS))


@pytest.mark.parametrize("values", [digits(), two_lumps(), np.zeros((2, 5, 4))])
def test_coordinates_lead_there_and_back(values: AnyArray) -> None:
    coordinates = done(Coordinates.of(pool_of(values)))
    inside = done(coordinates.into(values))
    assert inside.mean(axis=1) == pytest.approx(0, abs=1e-6)
    if values.any():
        assert inside.var(axis=1).mean(axis=-1) == pytest.approx(1, rel=0.05)
    back = done(coordinates.back(inside)).values
    assert back.dtype == values.dtype
    assert back == pytest.approx(values, abs=2e-6), "in single precision"
