"""Neural learners, in CPU seconds: a training step, ensembles, a generation, and sampling.

What is compared runs in turns in one process, and the fastest turn of each counts: on a busy
machine the slower ones measure the neighbours.
"""

import itertools
import time
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from core.environment import training_threads, use_one_blas_thread
from core.learners.flow_matching import FREQUENCIES, FlowMatching
from core.learners.mlp_language_model import MlpLanguageModel
from core.learners.neural.base import NeuralLearner
from core.learners.neural.language import NeuralLanguageModel
from core.learners.transformer_language_model import WIDE, TransformerLanguageModel
from core.learners.vae import Vae
from core.names import SYMBOLS
from core.pool import Block, TrainingPool
from core.presets import measured_seconds, preset
from core.records import RecordKind, Records, Tick
from core.registry import plugins
from core.seeding import Streams
from core.session import Session
from core.sources.base import Part
from core.sources.fashion_mnist import FashionMnist
from core.sources.spelled_names import SpelledNames
from tests.bench.neural import Work, of_attention, one_flow, products
from tests.presets import QUICK, THOROUGH
from tests.steps import done

STREAMS = Streams(3)
TURNS, STEPS = 5, 20
LARGE, MOST_LARGE, MOST_SMALL = 3.0, 2.0, 8.0
"""From so many milliseconds on products are large; a step takes so many times them at most."""
NEURAL = [name for name in QUICK if isinstance(preset(name).learner, NeuralLearner)]
"""Presets of neural learners, those that take minutes left out."""
SHOWN = {preset(name).learner.kind for name in NEURAL}
ALONE = [
    kind for kind, learner in plugins("learners").items()
    if issubclass(learner, NeuralLearner) and kind not in SHOWN
]  # fmt: skip
"""Neural learners that no such preset has."""


@pytest.fixture(autouse=True)
def _threads() -> None:
    use_one_blas_thread()
    torch.set_num_threads(training_threads())


def pictures(replicates: int, side: int, count: int = 600) -> TrainingPool:
    """Real pictures, dark backgrounds and all."""
    source = FashionMnist(size=28 if side == 28 else 14)
    values = source.open(STREAMS).draw(Part.TRAIN, count, replicates, STREAMS).values
    return TrainingPool((Block(0, Records(RecordKind.IMAGES, values[:, :, :side, :side])),))


def spent(work: Iterator[object], steps: int) -> float:
    """CPU milliseconds of each of so many steps."""
    started = time.process_time()
    for _ in range(steps):
        next(work)
    return 1e3 * (time.process_time() - started) / steps


def training(learner: NeuralLearner, pool: TrainingPool) -> Iterator[Tick]:
    """A fit's steps of training, what comes before them behind it."""
    fitting = learner.fit(pool, STREAMS)
    while next(fitting).loss is None:
        pass
    return fitting


def forever(work: "object") -> Iterator[None]:
    while True:
        work()  # type: ignore[operator]
        yield


def fastest(*works: Iterator[object]) -> list[float]:
    """CPU milliseconds a step of each, by the fastest of some turns; the first steps warm up."""
    for work in works:
        spent(work, 5)
    turns = [[spent(work, STEPS) for work in works] for _ in range(TURNS)]
    return list(np.min(turns, axis=0))


def layers_of(learner: NeuralLearner, width: int) -> list[tuple[int, int]]:
    inside = [learner.hidden] * learner.layers
    if isinstance(learner, Vae):
        ends = [[width, *inside, 2 * learner.latent], [learner.latent, *inside, width]]
    else:
        ends = [[width + 2 * FREQUENCIES, *inside, width]]
    return [pair for widths in ends for pair in itertools.pairwise(widths)]


@pytest.mark.parametrize("learner", [Vae(steps=10_000), FlowMatching(steps=10_000)])
@pytest.mark.parametrize(("replicates", "side"), [(6, 28), (7, 14), (20, 8), (1, 28), (1, 8)])
def test_a_step_costs_little_beside_its_products(
    learner: NeuralLearner, replicates: int, side: int
) -> None:
    fitting = training(learner, pictures(replicates, side))
    layers = layers_of(learner, side * side)
    bare, step = fastest(forever(products(layers, replicates, learner.batch)), fitting)
    check_step(f"{learner.title}, {replicates} x {side} x {side}", bare, step)


LANGUAGE = [
    MlpLanguageModel(steps=10_000), MlpLanguageModel(steps=10_000, hidden=256),
    TransformerLanguageModel(steps=10_000), TransformerLanguageModel(steps=10_000, hidden=64),
]  # fmt: skip


def language_products(learner: NeuralLanguageModel, replicates: int) -> Work:
    """The products of one step of a language model."""
    if isinstance(learner, MlpLanguageModel):
        inside = [learner.hidden] * learner.layers
        widths = list(itertools.pairwise([learner.context * learner.vector, *inside, SYMBOLS]))
        return products(widths, replicates, learner.batch, learnt=True)
    assert isinstance(learner, TransformerLanguageModel)
    each, places = learner.hidden, WIDE
    layer = [(each, 3 * each), (each, each), (each, 4 * each), (4 * each, each)]
    dense = products(
        [*(layer * learner.layers), (each, SYMBOLS)],
        replicates,
        learner.batch * places,
        learnt=True,
    )
    attention = of_attention(learner.layers, replicates, learner.batch, places, learner.heads, each)
    return lambda: (dense(), attention())


@pytest.mark.parametrize("learner", LANGUAGE)
@pytest.mark.parametrize("replicates", [1, 6, 20])
def test_a_step_of_a_language_model_costs_little_beside_its_products(
    learner: NeuralLanguageModel, replicates: int
) -> None:
    drawn = SpelledNames().open(STREAMS).draw(Part.TRAIN, 4000, replicates, STREAMS)
    fitting = training(learner, TrainingPool((Block(0, drawn),)))
    bare, step = fastest(forever(language_products(learner, replicates)), fitting)
    check_step(f"{learner.title}, {replicates} x {learner.hidden}", bare, step)


def check_step(what: str, bare: float, step: float) -> None:
    """Say and judge what a step costs beside its products, in milliseconds."""
    most = MOST_LARGE if bare >= LARGE else MOST_SMALL
    print(
        f"\n{what}: a step {step:.2f} ms, {step / bare:.2f} x its products ({bare:.2f} ms; at "
        f"most {most:g} x)"
    )
    assert step <= most * bare


def test_an_ensemble_is_faster_than_a_loop() -> None:
    """Twenty small nets: against the same learner one by one, and one plain net of torch's own."""
    learner = FlowMatching(steps=10_000, hidden=32, batch=32)
    values = pictures(20, 8, 300)
    (block,) = values.blocks
    assert isinstance(block.batch, Records)
    flat = block.batch.flat()[0] / 255
    alone = TrainingPool((Block(0, block.batch.having(block.batch.values[:1])),))
    works = (
        training(learner, values),
        training(learner, alone),
        one_flow(flat, 10_000, 32, 32, STREAMS),
    )
    ensemble, single, plain = fastest(*works)
    print(
        f"\n20 nets: {ensemble:.2f} ms a step, a loop {20 * plain:.2f} "
        f"({20 * plain / ensemble:.1f} x, at least 2); 1 net: {single:.2f} ms, "
        f"plain {plain:.2f} ({single / plain:.2f} x, at most 1)"
    )
    assert 20 * min(plain, single) >= 2 * ensemble
    assert single <= plain


def generation(learner: NeuralLearner, pool: TrainingPool, count: int) -> tuple[float, float]:
    """CPU seconds of a fit and of its emission."""
    started = time.process_time()
    model = done(learner.fit(pool, STREAMS))
    fitted = time.process_time()
    done(model.emit(count, STREAMS))
    return fitted - started, time.process_time() - fitted


def test_one_generation_of_a_vae() -> None:
    """242,000 weights, 6,000 images of 28 x 28, 10 epochs in batches of 128."""
    learner, pool = Vae(steps=10 * 6000 // 128, latent=20), pictures(1, 28, 6000)
    shapes = learner.network_shapes(784, 1).values()
    weights = sum(int(np.prod(shape)) for shape in shapes)
    fit, emit = min((generation(learner, pool, 6000) for _ in range(2)), key=sum)
    print(f"\n{weights:,} weights: fit {fit:.2f} s, emission {emit:.2f} s (at most 6 together)")
    assert fit + emit <= 6


@pytest.mark.parametrize("name", [*NEURAL, *THOROUGH, *ALONE])
def test_sampling_is_cheap_beside_a_generation(name: str) -> None:
    if name in ALONE:
        learner, source, size, replicates = plugins("learners")[name](), SpelledNames(), 2000, 6
    else:
        of = preset(name)
        learner, source, size, replicates = of.learner, of.source, of.sample_size, of.replicates
    drawn = source.open(STREAMS).draw(Part.TRAIN, size, replicates, STREAMS)
    pool, rounds = TrainingPool((Block(0, drawn),)), 1 if name in THOROUGH else 2
    fit, emit = min((generation(learner, pool, size) for _ in range(rounds)), key=sum)
    print(f"\n{name}: emission {emit:.2f} s, {emit / (fit + emit):.2f} of a generation (0.25)")
    assert emit <= 0.25 * (fit + emit)


@pytest.mark.parametrize("name", NEURAL)
def test_a_preset_takes_its_time(name: str, tmp_path: object) -> None:
    started, cpu = time.perf_counter(), time.process_time()
    for _ in Session.create(preset(name), tmp_path / "run.clab").events():  # type: ignore[operator]
        pass
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    stated = measured_seconds(name)
    print(
        f"\n{name}: {wall:.0f} s (at most 120), {cpu:.0f} CPU seconds, {cpu / stated:.2f} of the "
        f"{stated:.0f} s stated"
    )
    assert wall <= 120
