"""Conditional flow matching: a velocity network for every replicate, trained as one ensemble."""

import itertools
from collections.abc import Generator
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.environment import training_threads
from core.errors import RunFailed
from core.learners.base import Learner, Model
from core.learners.coordinates import Coordinates
from core.pool import TrainingPool
from core.records import RecordKind, Records, Steps, Tick
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor

SingleArray: TypeAlias = NDArray[np.float32]

FREQUENCIES = 4
"""How many sines and cosines tell the network the time: of pi t, 2 pi t, 3 pi t, 4 pi t."""
CHUNK = 256
"""Records of a replicate that go through the network at once when sampling."""


class FlowMatching(Learner):
    """Straight paths from noise to records, followed by a neural network (Lipman et al. 2023).

    The network is a multilayer perceptron with SiLU units that is told the time. It corrects the
    flow of a plain Gaussian, the preconditioning of Karras et al. (2022). It is trained by Adam
    on a cosine schedule and sampled by Heun's method. Every weight leads with the replicate axis;
    NumPy draws all randomness.
    """

    title: ClassVar[str] = "Flow matching"
    summary: ClassVar[str] = "A neural network that carries noise to records along straight paths."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS, RecordKind.IMAGES})
    kind: Literal["flow-matching"] = "flow-matching"
    steps: int = Field(
        800, ge=1, le=100_000, title="Training steps",
        description="Optimiser steps in every fit, the same however large the pool is.",
    )  # fmt: skip
    batch: int = Field(
        128, ge=1, le=4096, title="Batch size", description="Records in each training step."
    )
    hidden: int = Field(
        128, ge=4, le=2048, title="Hidden units", description="Units in each hidden layer."
    )
    layers: int = Field(
        2, ge=1, le=8, title="Hidden layers", description="Hidden layers of the network."
    )
    learning_rate: float = Field(
        1e-2, gt=0, le=1, title="Learning rate",
        description="Adam's rate at the first step; it falls to nothing along a cosine.",
    )  # fmt: skip
    heun_steps: int = Field(
        10, ge=1, le=1000, title="Sampling steps",
        description="Heun steps from noise to a record, each two looks at the network.",
    )  # fmt: skip

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Fit every replicate, with a tick a step.

        Raises RunFailed when a replicate has no records, or when training diverges.
        """
        yield Tick(0, self.steps)  # importing torch takes seconds the first time
        import torch

        torch.set_num_threads(training_threads())
        picker, coordinates = _Picker(pool), Coordinates.of(pool)
        records = torch.from_numpy(coordinates.into(pool.values()).astype(np.float32))
        replicates, _, width = records.shape
        widths = (width + 2 * FREQUENCIES, *[self.hidden] * self.layers, width)
        network = _initial(widths, replicates, streams)
        adam = _Adam(network)
        for step in range(self.steps):
            stream = streams.at(f"step-{step}")
            index, time = picker.pick(self.batch, stream)
            starts = torch.from_numpy(_noise((replicates, self.batch, width), stream))
            ends = records.flatten(0, 1).index_select(0, index).view_as(starts)
            velocity = _velocity(network, torch.lerp(starts, ends, time), time)
            loss = (velocity - (ends - starts)).square().mean(dim=(1, 2)).sum()
            self._refuse_divergence(loss.item(), step)
            loss.backward()
            adam.step(0.5 * self.learning_rate * (1 + np.cos(np.pi * step / self.steps)))
            yield Tick(step + 1, self.steps)
        return FlowModel([layer.detach() for layer in network], coordinates, self.heun_steps)

    def _refuse_divergence(self, loss: float, step: int) -> None:
        if not np.isfinite(loss):
            raise RunFailed(
                f"training diverged at step {step + 1} of {self.steps}: the loss is not finite; "
                f"a learning rate below {self.learning_rate:g} may help"
            )


class FlowModel(Model):
    """The trained networks of all replicates."""

    def __init__(self, network: "list[Tensor]", coordinates: Coordinates, heun_steps: int) -> None:
        """Hold weights and biases in turn, each [replicates, in or 1, out]."""
        self._network, self._coordinates, self._heun_steps = network, coordinates, heun_steps

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """`count` records a replicate, by Heun's method from noise, with a tick a step."""
        import torch

        torch.set_num_threads(training_threads())
        replicates, _, width = self._network[-1].shape
        points = torch.from_numpy(_noise((replicates, count, width), streams))
        chunks = points.split(CHUNK, dim=1)
        for place, chunk in enumerate(chunks):
            for step in range(self._heun_steps):
                self._heun(chunk, step)
                yield Tick(place * self._heun_steps + step + 1, len(chunks) * self._heun_steps)
        return self._coordinates.back(points.numpy())

    def _heun(self, points: "Tensor", step: int) -> None:
        """Move points, [replicates, records, features], one step along in place."""
        import torch

        length = 1 / self._heun_steps
        now, then = torch.tensor([[[step * length]]]), torch.tensor([[[(step + 1) * length]]])
        with torch.inference_mode():
            first = _velocity(self._network, points, now)
            second = _velocity(self._network, points + length * first, then)
            points += (0.5 * length) * (first + second)


def _velocity(network: "list[Tensor]", points: "Tensor", time: "Tensor") -> "Tensor":
    """The flow at points, [replicates, records, features], and times, [replicates, records, 1].

    A Gaussian of unit variance flows by a known law; the network adds what differs from it.
    """
    import torch

    angles = time * torch.arange(1, FREQUENCIES + 1) * torch.pi
    clock = torch.cat([angles.sin(), angles.cos()], dim=2).expand(*points.shape[:2], -1)
    shrink = (time.square() + (1 - time).square()).rsqrt()
    scaled = points * shrink
    flow = torch.cat([scaled, clock], dim=2)
    for weight, bias in zip(network[:-2:2], network[1:-2:2], strict=True):
        flow = torch.nn.functional.silu(torch.baddbmm(bias, flow, weight))
    correction = torch.baddbmm(network[-1], flow, network[-2])
    return shrink * ((2 * time - 1) * scaled + correction)


def _initial(widths: tuple[int, ...], replicates: int, streams: Streams) -> "list[Tensor]":
    """Weights uniform within 1/sqrt(inputs) and biases of zero, layer by layer."""
    import torch

    network = []
    for layer, (inputs, outputs) in enumerate(itertools.pairwise(widths)):
        uniform = streams.rng(f"layer-{layer}").random((replicates, inputs, outputs), np.float32)
        weight = torch.from_numpy((2 * uniform - 1) / np.sqrt(inputs, dtype=np.float32))
        network += [weight, torch.zeros(replicates, 1, outputs)]
    return [layer.requires_grad_() for layer in network]


class _Adam:
    """Adam by torch's fused kernel; its optimiser class takes two seconds to load a compiler."""

    def __init__(self, network: "list[Tensor]") -> None:
        import torch

        self._network = network
        self._means = [torch.zeros_like(layer) for layer in network]
        self._squares = [torch.zeros_like(layer) for layer in network]
        self._counts = [torch.zeros(()) for _ in network]

    def step(self, rate: float) -> None:
        """One step down the gradients, which are then cleared."""
        import torch
        from torch.optim.adam import adam

        gradients = [layer.grad for layer in self._network if layer.grad is not None]
        with torch.no_grad():
            adam(
                self._network, gradients, self._means, self._squares, [], self._counts,
                fused=True, amsgrad=False, beta1=0.9, beta2=0.999, lr=rate, weight_decay=0.0,
                eps=1e-8, maximize=False,
            )  # fmt: skip
        for layer in self._network:
            layer.grad = None


class _Picker:
    """Draws records by the pool's weights, so that pools may differ in size."""

    def __init__(self, pool: TrainingPool) -> None:
        self._heights = np.cumsum(pool.weights(), axis=1)
        for replicate, total in enumerate(self._heights[:, -1]):
            if not total > 0:
                raise RunFailed(f"replicate {replicate + 1} has no records left to train on")

    def pick(self, batch: int, streams: Streams) -> "tuple[Tensor, Tensor]":
        """Places among all replicates' records [replicates * batch], times [replicates, batch, 1].

        Each of a batch's times lies in its own part of [0, 1], which makes the loss less noisy.
        """
        import torch

        dice = streams.rng("records-and-times").random((len(self._heights), 2, batch))
        wanted = dice[:, 0] * self._heights[:, -1:]
        index = np.concatenate(
            [
                replicate * heights.size + heights.searchsorted(row, "right")
                for replicate, (heights, row) in enumerate(zip(self._heights, wanted, strict=True))
            ]
        )
        time = (np.arange(batch) + dice[:, 1]) / batch
        return torch.from_numpy(index), torch.from_numpy(time[:, :, None].astype(np.float32))


def _noise(shape: tuple[int, int, int], streams: Streams) -> SingleArray:
    """Standard normal numbers."""
    return streams.rng("noise").standard_normal(shape, dtype=np.float32)
