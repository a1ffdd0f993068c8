"""What the neural learners are held against: their matrix products alone, and nets one by one."""

from collections.abc import Callable, Iterator

import numpy as np
import torch

from core.records import AnyArray
from core.seeding import Streams

Work = Callable[[], object]


def products(
    widths: "list[tuple[int, int]]", replicates: int, batch: int, learnt: bool = False
) -> Work:
    """The products of one training step: each layer forward, by its weights and by its inputs.

    widths: of every layer, in and out. learnt: whether the first layer's inputs are learnt too,
    and need a gradient.
    """
    layers = [
        (torch.randn(replicates, batch, inputs), torch.randn(replicates, inputs, outputs))
        for inputs, outputs in widths
    ]
    gradients = [torch.randn(replicates, batch, outputs) for _, outputs in widths]

    def work() -> None:
        for place, ((points, weight), gradient) in enumerate(zip(layers, gradients, strict=True)):
            torch.bmm(points, weight)
            torch.bmm(points.mT, gradient)
            if place or learnt:
                torch.bmm(gradient, weight.mT)

    return work


def of_attention(
    layers: int, replicates: int, names: int, places: int, heads: int, width: int
) -> Work:
    """The products of attention in one training step, forward and by both factors of each."""
    count, each = replicates * names * heads, width // heads
    query, key = torch.randn(count, places, each), torch.randn(count, places, each)
    heeded = torch.randn(count, places, places)

    def work() -> None:
        for _ in range(layers):
            for left, right in (
                (query, key.mT), (heeded, query), (heeded.mT, query),
                (heeded, query), (query, key.mT), (heeded.mT, query),
            ):  # fmt: skip
                torch.bmm(left, right)

    return work


def one_flow(
    records: AnyArray, steps: int, batch: int, hidden: int, streams: Streams
) -> Iterator[None]:
    """Flow matching of one replicate, [records, features], as one would write it down: a step each.

    The same layers, preconditioning, Adam, cosine and streams of random numbers.
    """
    width = records.shape[1]
    pool = torch.from_numpy(records.astype(np.float32))
    net = torch.nn.Sequential(
        torch.nn.Linear(width + 8, hidden), torch.nn.SiLU(),
        torch.nn.Linear(hidden, hidden), torch.nn.SiLU(), torch.nn.Linear(hidden, width),
    )  # fmt: skip
    adam = torch.optim.Adam(net.parameters(), lr=1e-2, fused=True)
    rate = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    for step in range(steps):
        stream = streams.at(f"step-{step}")
        dice = stream.rng("records-and-times").random((2, batch))
        ends = pool[torch.from_numpy((dice[0] * len(pool)).astype(np.int64))]
        normal = stream.rng("noise").standard_normal((batch, width), dtype=np.float32)
        starts = torch.from_numpy(normal)
        uniform = (np.arange(batch) + dice[1]) / batch
        time = torch.from_numpy(uniform.astype(np.float32))[:, None]
        angles = time * torch.arange(1, 5) * torch.pi
        shrink = (time.square() + (1 - time).square()).rsqrt()
        scaled = shrink * torch.lerp(starts, ends, time)
        correction = net(torch.cat([scaled, angles.sin(), angles.cos()], dim=1))
        velocity = shrink * ((2 * time - 1) * scaled + correction)
        adam.zero_grad()
        loss = (velocity - (ends - starts)).square().mean()
        loss.item()
        loss.backward()
        adam.step()
        rate.step()
        yield
