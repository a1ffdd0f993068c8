"""Networks on the device that the settings name: nothing is left behind, and none is made up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from core import registry, runfile
from core.analysis.caveats import caveats
from core.analysis.change import finished_values, how
from core.analysis.intervals import interval
from core.errors import BadInput, NotNow
from core.events import RunStarted
from core.experiment import Experiment, parse
from core.learners.neural.base import NeuralLearner
from core.loop import run
from core.pool import Block, TrainingPool
from core.records import AnyArray
from core.report.sections import reproduce
from core.seeding import Streams
from core.session import Session
from core.sources.base import Part
from tests.small import ACCUMULATE, REPLACE, document, ran
from tests.steps import done

STREAMS = Streams(3)
ELSEWHERE = "meta"
"""Stands for a graphics card: nothing is computed there, but what is left elsewhere is refused."""
QUICK: dict[str, tuple[str, dict[str, Any]]] = {
    "character-transformer": ("spelled-names", {"steps": 2, "batch": 4}),
    "flow-matching": ("digits", {"steps": 2, "hidden": 8, "heun_steps": 2}),
    "mlp-language-model": ("spelled-names", {"steps": 2, "hidden": 8}),
    "vae": ("digits", {"steps": 2, "hidden": 8, "latent": 2}),
}
"""Every neural learner by kind: a source for it, and settings under which it takes a moment."""


def experiment(kind: str, **changes: Any) -> Experiment:
    source, learner = QUICK[kind]
    given = document(
        source={"kind": source},
        learner={"kind": kind} | learner,
        arms=[REPLACE, ACCUMULATE],
        generations=1,
    )
    return parse(given | changes)


def on(of: Experiment, device: str) -> Experiment:
    learner = of.learner.model_copy(update={"device": device})
    return of.model_copy(update={"learner": learner})


def test_every_neural_learner_is_held_to_it() -> None:
    learners = registry.plugins("learners")
    assert sorted(QUICK) == [name for name in learners if issubclass(learners[name], NeuralLearner)]


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tensors without numbers, which say where they are; what a program reads of them is made up.

    Two that meet must be in one place, and only those of the processor become arrays.
    """

    def numpy(tensor: torch.Tensor) -> AnyArray:
        assert tensor.device.type == "cpu"
        return np.zeros(tuple(tensor.shape), str(tensor.dtype).removeprefix("torch."))

    monkeypatch.setattr(torch.Tensor, "numpy", numpy)
    monkeypatch.setattr(torch.Tensor, "item", lambda _: 1.0)
    monkeypatch.setattr(torch.Tensor, "__bool__", lambda _: True)
    with FakeTensorMode():
        yield


@pytest.mark.parametrize("emits", ["mean", "sample"])
@pytest.mark.parametrize("kind", QUICK)
def test_all_of_a_learner_is_where_the_settings_say(kind: str, emits: str, elsewhere: None) -> None:
    """Training, drawing and scoring, with nothing left on the processor."""
    of = on(experiment(kind), ELSEWHERE)
    learner, source = of.learner, of.source
    if "emits" in type(learner).model_fields:
        learner = learner.model_copy(update={"emits": emits})
    real = source.open(STREAMS).draw(Part.TRAIN, 20, 2, STREAMS)
    assert isinstance(learner, NeuralLearner)
    network = learner._network(real.values[0, 0].size, 2, STREAMS)  # type: ignore[union-attr]
    assert {layer.device.type for layer in network.values()} == {ELSEWHERE}
    model = done(learner.fit(TrainingPool((Block(0, real),)), STREAMS))
    assert done(model.emit(5, STREAMS)).sizes().tolist() == [5, 5]
    if "log-density" in learner.offered():
        assert model.log_density(real).shape == (2, 20)
    if "loss-bound" in learner.offered():
        assert done(model.loss_bound(real)).shape == (2, 20)


def test_a_tensor_that_is_left_behind_is_noticed(
    monkeypatch: pytest.MonkeyPatch, elsewhere: None
) -> None:
    monkeypatch.setattr("core.learners.vae.beside", lambda _, array: torch.from_numpy(array))
    with pytest.raises(RuntimeError, match="found at least two devices"):
        test_all_of_a_learner_is_where_the_settings_say("vae", "mean", elsewhere)


def test_a_graphics_card_that_is_not_there_is_refused_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    path = tmp_path / "run.clab"
    with pytest.raises(NotNow) as refused:
        Session.create(on(experiment("vae"), "cuda"), path)
    assert str(refused.value) == (
        "learner.device: 'cuda' given, but the installed torch finds no CUDA graphics card here; "
        "choose 'cpu'"
    )
    assert refused.value.field == "learner.device"
    one_arm = experiment("vae", arms=[REPLACE, ACCUMULATE | {"learner": {"device": "cuda"}}])
    with pytest.raises(NotNow, match="no CUDA graphics card"):
        Session.create(one_arm, path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(BadInput, match=r"learner\.device: .abacus. given; allowed: cpu or cuda"):
        parse(experiment("vae").document() | {"learner": {"kind": "vae", "device": "abacus"}})


def test_a_run_of_a_graphics_card_is_opened_and_not_resumed_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, of = tmp_path / "run.clab", on(experiment("vae"), "cuda")
    with_card(monkeypatch, "A card")
    Session.create(of, path)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert runfile.open_record(path).environment["device"] == "A card, CUDA 12.6"
    with pytest.raises(NotNow, match="no CUDA graphics card"):
        Session.resume(path)


def with_card(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let torch say that there is a card."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: name)
    monkeypatch.setattr(torch.version, "cuda", "12.6")


def test_the_processor_is_no_device_of_its_own() -> None:
    started = next(iter(run(experiment("vae"))))
    assert isinstance(started, RunStarted)
    assert "device" not in started.environment


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA graphics card")
@pytest.mark.parametrize("kind", QUICK)
def test_a_graphics_card_finds_the_same_within_the_intervals(kind: str) -> None:
    steps = {"steps": 200}
    of = experiment(kind, generations=2, sample_size=200, replicates=8)
    of = of.model_copy(update={"learner": of.learner.model_copy(update=steps)})
    records = [ran(on(of, device)) for device in ("cpu", "cuda")]
    assert "CUDA" in next(iter(run(on(of, "cuda")))).environment["device"]  # type: ignore[union-attr]
    metric = of.primary()
    for arm in records[0].arms:
        found = [interval(finished_values(one, metric, arm), how(metric).scale) for one in records]
        for one, other in (found, found[::-1]):
            assert (one.low <= other.centre).all()
            assert (other.centre <= one.high).all()


def test_the_write_up_names_the_card_and_says_what_repeats() -> None:
    record = ran(experiment("vae"))
    plain, promise = dict(reproduce.facts(record)), reproduce._promise(record)
    assert "graphics card" not in promise
    record.environment = record.environment | {"device": "A card, CUDA 12.6"}
    assert dict(reproduce.facts(record)) == plain | {"Graphics card": "A card, CUDA 12.6"}
    assert "last digits" in reproduce._promise(record)


@pytest.mark.parametrize("kind", QUICK)
def test_a_device_is_listed_where_it_is_not_the_processor(kind: str) -> None:
    learner = experiment(kind).learner
    assert learner.told() == tuple(
        name for name in type(learner).model_fields if name not in ("kind", "device")
    )
    assert "device" in on(experiment(kind), "cuda").learner.told()


def test_a_run_that_went_on_with_another_card_says_so() -> None:
    record = ran(experiment("vae"))
    record.environment = record.environment | {"device": "A card, CUDA 12.6"}
    record.resumed_in = [record.environment]
    assert not any("resumed" in said for said in caveats(record))
    record.resumed_in = [record.environment | {"device": "Another card, CUDA 12.6"}]
    assert any("resumed on another machine or graphics card" in said for said in caveats(record))
