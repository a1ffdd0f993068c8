"""How neural networks of every replicate are trained: Adam on a cosine schedule, step by step."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from core.errors import RunFailed
from core.learners.neural.dense import Network
from core.records import FloatArray, IntArray, Result, Steps, Tick
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor


def train(
    network: Network,
    steps: int,
    rate: float,
    streams: Streams,
    losses: "Callable[[Streams], Tensor]",
) -> Steps[None]:
    """Train in place, with a tick and the mean loss a step; the rate falls along a cosine.

    losses: of one step, by its own streams: [replicates], each replicate's mean loss.
    Raises RunFailed when a loss is not finite.
    """
    adam = _Adam(list(network.values()))
    for step in range(steps):
        each = losses(streams.at(f"step-{step}"))
        loss = each.sum()
        if not np.isfinite(told := loss.item()):
            raise RunFailed(
                f"training diverged at step {step + 1} of {steps}: the loss is not finite; "
                f"a learning rate below {rate:g} may help"
            )
        loss.backward()
        adam.step(0.5 * rate * (1 + np.cos(np.pi * step / steps)))
        yield Tick(step + 1, steps, told / len(each))


def standing(work: Steps[Result], tick: Tick) -> Steps[Result]:
    """The result of work beside the steps that are counted: each of its ticks says the same."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield tick


class _Adam:
    """Adam by torch's fused kernel; its optimiser class takes two seconds to load a compiler."""

    def __init__(self, layers: "list[Tensor]") -> None:
        import torch

        self._layers = layers
        self._means = [torch.zeros_like(layer) for layer in layers]
        self._squares = [torch.zeros_like(layer) for layer in layers]
        self._counts = [torch.zeros((), device=layer.device) for layer in layers]

    def step(self, rate: float) -> None:
        """One step down the gradients, which are then cleared."""
        import torch
        from torch.optim.adam import adam

        gradients = [layer.grad for layer in self._layers if layer.grad is not None]
        with torch.no_grad():
            adam(
                self._layers, gradients, self._means, self._squares, [], self._counts,
                fused=True, amsgrad=False, beta1=0.9, beta2=0.999, lr=rate, weight_decay=0.0,
                eps=1e-8, maximize=False,
            )  # fmt: skip
        for layer in self._layers:
            layer.grad = None


class Picker:
    """Draws records by their weights, so that pools may differ in size."""

    def __init__(self, weights: FloatArray) -> None:
        """Hold the weights [replicates, records].

        Raises RunFailed when a replicate has no records.
        """
        self._heights = np.cumsum(weights, axis=1)
        for replicate, total in enumerate(self._heights[:, -1]):
            if not total > 0:
                raise RunFailed(f"replicate {replicate + 1} has no records left to train on")

    def pick(self, uniform: FloatArray) -> IntArray:
        """Places among all replicates' records [replicates * batch], from [replicates, batch]
        numbers between 0 and 1.
        """
        wanted = uniform * self._heights[:, -1:]
        return np.concatenate(
            [
                replicate * heights.size + heights.searchsorted(row, "right")
                for replicate, (heights, row) in enumerate(zip(self._heights, wanted, strict=True))
            ]
        )
