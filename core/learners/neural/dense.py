"""Dense networks of every replicate at once: one matrix product a layer for the whole ensemble."""

import itertools
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.environment import training_threads
from core.records import AnyArray
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor

SingleArray: TypeAlias = NDArray[np.float32]
Arrays: TypeAlias = dict[str, AnyArray]
Shapes: TypeAlias = dict[str, tuple[int, ...]]

Network: TypeAlias = "dict[str, Tensor]"
"""Weights by name, each [replicates, ...]."""


def dense_shapes(name: str, widths: tuple[int, ...], replicates: int) -> Shapes:
    """The shapes of dense layers: weights [replicates, in, out] and biases [replicates, 1, out]."""
    found: Shapes = {}
    for place, (inputs, outputs) in enumerate(itertools.pairwise(widths)):
        found[f"{name}-{place}-weight"] = (replicates, inputs, outputs)
        found[f"{name}-{place}-bias"] = (replicates, 1, outputs)
    return found


def initial(shapes: Shapes, streams: Streams) -> Arrays:
    """Weights uniform within 1/sqrt(inputs), a stream a layer; all else zero."""
    found: Arrays = {}
    for name, shape in shapes.items():
        found[name] = np.zeros(shape, np.float32)
        if name.endswith("-weight"):
            uniform = streams.rng(name.removesuffix("-weight")).random(shape, np.float32)
            found[name] = (2 * uniform - 1) / np.sqrt(shape[1], dtype=np.float32)
    return found


def tensors(arrays: Arrays, device: str) -> Network:
    """A network of its own that can be trained on a device, from plain arrays."""
    import torch

    torch.set_num_threads(training_threads())
    return {
        name: torch.tensor(array, device=device).requires_grad_() for name, array in arrays.items()
    }


def frozen(arrays: Arrays, device: str) -> Network:
    """A network on a device that is looked through and not trained."""
    import torch

    torch.set_num_threads(training_threads())
    return {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}


def beside(network: Network, array: AnyArray) -> "Tensor":
    """An array as a tensor where the network is; one that is read-only is copied."""
    import torch

    own = np.require(array, requirements="W")
    return torch.from_numpy(own).to(next(iter(network.values())).device)


def array_of(tensor: "Tensor") -> AnyArray:
    """A tensor's numbers, wherever they are."""
    found: AnyArray = tensor.detach().cpu().numpy()
    return found


def plain(network: Network) -> Arrays:
    """The weights as plain arrays."""
    return {name: array_of(layer) for name, layer in network.items()}


def through(network: Network, name: str, points: "Tensor") -> "Tensor":
    """What the dense layers of that name make of points [replicates, records, in].

    SiLU units stand between the layers.
    """
    import torch

    layers = sum(key.startswith(f"{name}-") and key.endswith("-weight") for key in network)
    for place in range(layers):
        weight, bias = network[f"{name}-{place}-weight"], network[f"{name}-{place}-bias"]
        points = torch.baddbmm(bias, points, weight)
        if place < layers - 1:
            points = torch.nn.functional.silu(points)
    return points


def noise(shape: tuple[int, ...], streams: Streams) -> SingleArray:
    """Standard normal numbers."""
    return streams.rng("noise").standard_normal(shape, dtype=np.float32)
