"""A variational autoencoder of images, whose decoder gives their mean or samples them."""

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Model
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
from core.learners.neural.grey_levels import drawn_level, mean_level, missed, on_scale
from core.learners.neural.training import Picker, train
from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, RecordKind, Records, Steps, Tick
from core.registry import Load
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor

LOG_SCALE = "log-scale"
"""The weights that say how widely each pixel scatters about what the decoder gives."""
START_SCALE = math.log(0.1)
CHUNK = 256
"""Records of a replicate that go through the network at once when sampling and scoring."""
DRAWS = 4
"""Codes drawn of every record for its bound; their mean is taken."""


class Vae(NeuralLearner):
    """Few numbers that stand for a picture, and how to draw it from them (Kingma, Welling 2014).

    Encoder and decoder are multilayer perceptrons with SiLU units. Given a code, every grey level
    has the mass that a logistic distribution puts between its neighbours (Salimans et al. 2017);
    each pixel has a centre of the decoder's and a scale of its own.
    """

    title: ClassVar[str] = "Variational autoencoder"
    summary: ClassVar[str] = "A neural network that draws pictures from a code of a few numbers."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.IMAGES})
    loss_is: ClassVar[str] = "minus the evidence bound with beta's weight, in nats a pixel"
    kind: Literal["vae"] = "vae"
    learning_rate: float = Field(
        3e-3, gt=0, le=1, title="Learning rate",
        description="Adam's rate at the first step; it falls to nothing along a cosine.",
    )  # fmt: skip
    latent: int = Field(
        8, ge=1, le=256, title="Latent numbers",
        description="Size of the code, in numbers a picture. Fewer blur more.",
    )  # fmt: skip
    beta: float = Field(
        1.0, ge=0, le=1000, title="Beta",
        description="Weight of the code's divergence from its prior in training (1: the evidence "
        "bound itself). More keeps less of each picture in its code.",
    )  # fmt: skip
    emits: Literal["mean", "sample"] = Field(
        "mean",
        title="Decoder emits",
        description="The mean of what the decoder says of a code, as most published samples are: "
        "it leaves out the scatter about it, in every generation. Sample draws that scatter too.",
    )

    @property
    def leaves_out(self) -> str:
        """What each fit leaves out of its emissions by itself, in words; "" where nothing."""
        return "the scatter of pixels about its decoder's mean" if self.emits == "mean" else ""

    def offered(self) -> frozenset[str]:
        """A bound on the loss; the density itself is out of reach."""
        return frozenset({"loss-bound"})

    def working_memory(self, load: Load) -> int:
        """The pool in bytes, twice, and some batches on their way through the network."""
        width = load.numbers // max(1, load.records)
        pool = load.replicates * load.blocks * load.numbers
        return 2 * pool + 4 * 20 * load.replicates * max(self.batch, CHUNK) * max(
            width, self.hidden
        )

    def network_shapes(self, width: int, replicates: int, symbols: int = 0) -> Shapes:
        """From a picture to a code's mean and log variance, from a code to a picture."""
        inside = [self.hidden] * self.layers
        coder = dense_shapes("encoder", (width, *inside, 2 * self.latent), replicates)
        drawer = dense_shapes("decoder", (self.latent, *inside, width), replicates)
        return coder | drawer | {LOG_SCALE: (replicates, 1, width)}

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Fit every replicate, with a tick a step.

        Raises RunFailed when a replicate has no records, or when training diverges.
        """
        yield Tick(0, self.steps)  # importing torch takes seconds the first time

        picker, values = Picker(pool.weights()), pool.values()
        replicates, count, *shape = values.shape
        width = math.prod(shape)
        network = self._network(width, replicates, streams)
        pixels = beside(network, values).view(replicates * count, width)

        def losses(stream: Streams) -> "Tensor":
            """[replicates]: the bound, with its divergence weighted by beta, in nats a pixel."""
            dice = stream.rng("records").random((replicates, self.batch))
            index = beside(network, picker.pick(dice))
            levels = pixels.index_select(0, index).view(replicates, self.batch, width)
            drawn = beside(network, noise((replicates, self.batch, self.latent), stream))
            lost, divergence = _bound(network, levels, drawn)
            return (lost + self.beta * divergence).mean(dim=1) / width

        yield from train(network, self.steps, self.learning_rate, streams, losses)
        return VaeModel(plain(network), tuple(shape), self, streams.at("bound"))

    def _begin(self, shapes: Shapes, streams: Streams) -> Arrays:
        found = super()._begin(shapes, streams)
        found[LOG_SCALE] += START_SCALE
        return found


class VaeModel(Model):
    """The trained networks of all replicates."""

    def __init__(self, weights: Arrays, shape: tuple[int, ...], of: Vae, streams: Streams) -> None:
        """Hold the weights, a record's shape, the settings, and the streams by which codes are
        drawn to score.
        """
        self._weights, self._shape, self._streams = weights, shape, streams
        self._emits, self._device = of.emits, of.device

    def weights(self) -> Arrays:
        """The network's."""
        return self._weights

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """`count` records a replicate: codes from the prior, decoded; with a tick a chunk."""
        network = frozen(self._weights, self._device)
        replicates, latent, _ = self._weights["decoder-0-weight"].shape
        width = math.prod(self._shape)
        codes, uniform = noise((replicates, count, latent), streams.at("code")), None
        if self._emits == "sample":
            uniform = streams.rng("pixels").random((replicates, count, width), np.float32)
        made = np.empty((replicates, count, width), np.uint8)
        for start in range(0, count, CHUNK):
            rows = slice(start, start + CHUNK)
            made[:, rows] = _decoded(
                network, codes[:, rows], None if uniform is None else uniform[:, rows]
            )
            yield Tick(min(start + CHUNK, count), count)
        return Records(RecordKind.IMAGES, made.reshape(replicates, count, *self._shape))

    def loss_bound(self, batch: Batch) -> Steps[FloatArray]:
        """[replicates, records]: minus the evidence bound, the mean over a few drawn codes.

        Raises TypeError for counts.
        """
        import torch

        if not isinstance(batch, Records):
            raise TypeError("a variational autoencoder knows records, not counts")
        network = frozen(self._weights, self._device)
        replicates, latent, _ = self._weights["decoder-0-weight"].shape
        values = batch.values.reshape(replicates, -1, math.prod(self._shape))
        total = values.shape[1]
        drawn = noise((DRAWS, replicates, total, latent), self._streams)
        found = np.zeros((replicates, total))
        for start in range(0, total, CHUNK):
            rows = slice(start, start + CHUNK)
            levels = beside(network, np.ascontiguousarray(values[:, rows]))
            for draw in drawn:
                with torch.inference_mode():
                    lost, divergence = _bound(network, levels, beside(network, draw[:, rows]))
                found[:, rows] += array_of(lost + divergence) / DRAWS
                yield Tick(min(start + CHUNK, total), total)
        return found


def _bound(network: Network, levels: "Tensor", drawn: "Tensor") -> "tuple[Tensor, Tensor]":
    """Minus the log mass of pictures given a code drawn for each, and their codes' divergence.

    levels: [replicates, records, pixels] of 8 bits; drawn: normal numbers [replicates, records,
    latent]. Both [replicates, records], in nats.
    """
    pixels = on_scale(levels)
    found = through(network, "encoder", pixels)
    mean, log_variance = found.chunk(2, dim=2)
    divergence = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).sum(dim=2)
    code = mean + (0.5 * log_variance).exp() * drawn
    return missed(through(network, "decoder", code), network[LOG_SCALE], pixels), divergence


def _decoded(network: Network, codes: AnyArray, uniform: AnyArray | None) -> AnyArray:
    """[replicates, records, pixels] of 8 bits: the mean of each pixel, or a draw by `uniform`."""
    import torch

    with torch.inference_mode():
        centre = through(network, "decoder", beside(network, codes))
        if uniform is None:
            value = mean_level(centre, network[LOG_SCALE])
        else:
            dice = beside(network, np.ascontiguousarray(uniform))
            value = drawn_level(centre, network[LOG_SCALE], dice)
        return array_of(((value + 1) * 127.5).round().clamp(0, 255).to(torch.uint8))
