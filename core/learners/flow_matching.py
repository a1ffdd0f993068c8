"""Conditional flow matching: a velocity network for every replicate, trained as one ensemble."""

from collections.abc import Generator
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Model
from core.learners.coordinates import Coordinates
from core.learners.neural.base import NeuralLearner
from core.learners.neural.dense import (
    Arrays,
    Network,
    Shapes,
    array_of,
    beside,
    dense_shapes,
    frozen,
    noise,
    plain,
    through,
)
from core.learners.neural.training import Picker, standing, train
from core.pool import TrainingPool
from core.records import RecordKind, Records, Steps, Tick
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor

FREQUENCIES = 4
"""How many sines and cosines tell the network the time: of pi t, 2 pi t, 3 pi t, 4 pi t."""
CHUNK = 256
"""Records of a replicate that go through the network at once when sampling."""


class FlowMatching(NeuralLearner):
    """Straight paths from noise to records, followed by a neural network (Lipman et al. 2023).

    The network is a multilayer perceptron with SiLU units that is told the time. It corrects the
    flow of a plain Gaussian, the preconditioning of Karras et al. (2022). It is sampled by Heun's
    method.
    """

    title: ClassVar[str] = "Flow matching"
    summary: ClassVar[str] = "A neural network that carries noise to records along straight paths."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS, RecordKind.IMAGES})
    loss_is: ClassVar[str] = "mean squared error of the velocities that it predicts"
    kind: Literal["flow-matching"] = "flow-matching"
    heun_steps: int = Field(
        10, ge=1, le=1000, title="Sampling steps",
        description="Heun steps from noise to a record, each two looks at the network.",
    )  # fmt: skip

    def network_shapes(self, width: int, replicates: int, symbols: int = 0) -> Shapes:
        """Layers from a record and the time to a velocity."""
        widths = (width + 2 * FREQUENCIES, *[self.hidden] * self.layers, width)
        return dense_shapes("layer", widths, replicates)

    def weight_shapes(self, width: int, replicates: int, symbols: int = 0) -> Shapes:
        """The network's, and those of the coordinates that it was trained in."""
        each = {"centre": (1, width), "axes": (width, width), "lengths": (1, width)}
        coordinates = {name: (replicates, *shape) for name, shape in each.items()}
        return self.network_shapes(width, replicates) | coordinates

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Fit every replicate, with a tick a step.

        Raises RunFailed when a replicate has no records, or when training diverges.
        """
        yield Tick(0, self.steps)  # importing torch takes seconds the first time
        import torch

        picker = Picker(pool.weights())
        begun = Tick(0, self.steps)
        coordinates = yield from standing(Coordinates.of(pool, self._weights), begun)
        inside = yield from standing(coordinates.into(pool.values()), begun)
        replicates, _, width = inside.shape
        network = self._network(width, replicates, streams)
        records = beside(network, inside)

        def losses(stream: Streams) -> "Tensor":
            """[replicates]: how far velocities are from those of straight paths."""
            dice = stream.rng("records-and-times").random((replicates, 2, self.batch))
            index = beside(network, picker.pick(dice[:, 0]))
            # Each of a batch's times lies in its own part of [0, 1]: that makes less noise.
            times = (np.arange(self.batch) + dice[:, 1]) / self.batch
            time = beside(network, times[:, :, None].astype(np.float32))
            starts = beside(network, noise((replicates, self.batch, width), stream))
            ends = records.flatten(0, 1).index_select(0, index).view_as(starts)
            velocity = _velocity(network, torch.lerp(starts, ends, time), time)
            squares = torch.nn.functional.mse_loss(velocity, ends.sub_(starts), reduction="none")
            return squares.mean(dim=(1, 2))

        yield from train(network, self.steps, self.learning_rate, streams, losses)
        return FlowModel(plain(network), coordinates, self)


class FlowModel(Model):
    """The trained networks of all replicates."""

    def __init__(self, weights: Arrays, coordinates: Coordinates, of: FlowMatching) -> None:
        """Hold the network's weights, the coordinates that it works in, and the settings."""
        self._weights, self._coordinates = weights, coordinates
        self._heun_steps, self._device = of.heun_steps, of.device

    def weights(self) -> Arrays:
        """The network's, and the coordinates: in others they would mean nothing."""
        return self._weights | self._coordinates.arrays()

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """`count` records a replicate, by Heun's method from noise, with a tick a step."""
        network = frozen(self._weights, self._device)
        replicates, _, width = self._coordinates.lengths.shape
        points = beside(network, noise((replicates, count, width), streams))
        chunks = points.split(CHUNK, dim=1)
        total = len(chunks) * self._heun_steps
        for place, chunk in enumerate(chunks):
            for step in range(self._heun_steps):
                self._heun(network, chunk, step)
                yield Tick(place * self._heun_steps + step + 1, total)
        return (yield from standing(self._coordinates.back(array_of(points)), Tick(total, total)))

    def _heun(self, network: Network, points: "Tensor", step: int) -> None:
        """Move points, [replicates, records, features], one step along in place."""
        import torch

        length = 1 / self._heun_steps
        now, then = (
            torch.full((1, 1, 1), at * length, device=points.device) for at in (step, step + 1)
        )
        with torch.inference_mode():
            first = _velocity(network, points, now)
            second = _velocity(network, points + length * first, then)
            points += (0.5 * length) * (first + second)


def _velocity(network: Network, points: "Tensor", time: "Tensor") -> "Tensor":
    """The flow at points, [replicates, records, features], and times, [replicates, records, 1].

    A Gaussian of unit variance flows by a known law; the network adds what differs from it.
    """
    import torch

    angles = time * torch.arange(1, FREQUENCIES + 1, device=time.device) * torch.pi
    clock = torch.cat([angles.sin(), angles.cos()], dim=2).expand(*points.shape[:2], -1)
    shrink = (time.square() + (1 - time).square()).rsqrt()
    scaled = points * shrink
    correction = through(network, "layer", torch.cat([scaled, clock], dim=2))
    return ((2 * time - 1) * scaled).add(correction).mul_(shrink)
