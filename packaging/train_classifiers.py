"""Train the frozen image classifiers that come with the app, and write their weights.

For each set of images: how many of them networks trained without them name rightly (five folds),
then one network trained on all. Same seed, same machine: same weights. Takes about a minute.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

import resources
from core.classifier import Classifier, inputs
from core.records import AnyArray, FloatArray, IntArray
from core.sources.digits import Digits
from core.sources.fashion_mnist import FashionMnist

FOLDER = Path(resources.__file__).parent / "classifiers"
SOURCES = (Digits(), FashionMnist(size=14))

SEED = 2026
FOLDS = 5
EPOCHS, BATCH, RATE = 40, 128, 3e-3
HIDDEN, FEATURES = 256, 32
WEIGHT_DECAY, DROPOUT, SMOOTHING = 0.1, 0.3, 0.05

Network = list[tuple[Tensor, Tensor]]
"""Weights [in, out] and biases [out], layer by layer."""


def main() -> None:
    """Train, judge and write a classifier for every source."""
    torch.set_num_threads(1)
    for source in SOURCES:
        images, labels = source.read()
        right = named_rightly(images, labels)
        print(f"{source.title}: {right:,} of {len(images):,} kept out are named rightly")
        network = trained(images, labels, EPOCHS)
        np.savez_compressed(FOLDER / f"{source.classifier}.npz", **arrays(network, images))
        facts = {"images": len(images), "folds": FOLDS, "right": right}
        (FOLDER / f"{source.classifier}.json").write_text(json.dumps(facts) + "\n", "utf-8")


def named_rightly(images: AnyArray, labels: IntArray) -> int:
    """How many images are named rightly by a network that was trained on the other folds."""
    fold = np.random.default_rng(SEED).permutation(len(images)) % FOLDS
    right = 0
    for out in (fold == place for place in range(FOLDS)):
        network = trained(images[~out], labels[~out], EPOCHS)
        frozen = Classifier.of(arrays(network, images[~out]))
        named = frozen.classes(frozen.features(images[out]))
        right += int(np.sum(named == labels[out]))
    return right


def trained(images: AnyArray, labels: IntArray, epochs: int) -> Network:
    """A network fitted to images [n, side, side] with classes [n]."""
    rng = np.random.default_rng(SEED)
    pixels = torch.from_numpy(inputs(images, images.shape[1]).astype(np.float32))
    targets = torch.from_numpy(labels)
    network = _initial((pixels.shape[1], HIDDEN, FEATURES, int(labels.max()) + 1), rng)
    weights, biases = zip(*network, strict=True)
    optimiser = torch.optim.AdamW(
        [{"params": weights, "weight_decay": WEIGHT_DECAY}, {"params": biases, "weight_decay": 0}],
        lr=RATE,
    )
    batches = len(images) // BATCH
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs * batches)
    for _ in range(epochs):
        order = torch.from_numpy(rng.permutation(len(images)))
        for chosen in order[: batches * BATCH].split(BATCH):
            kept = rng.random((BATCH, HIDDEN)) >= DROPOUT
            scores = _scores(network, pixels[chosen], kept / (1 - DROPOUT))
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(
                scores, targets[chosen], label_smoothing=SMOOTHING
            ).backward()
            optimiser.step()
            schedule.step()
    return network


def arrays(network: Network, images: AnyArray) -> dict[str, AnyArray]:
    """What the app reads: layers of float32, the last of them after what whitens the features."""
    layers = [array.detach().numpy() for layer in network for array in layer]
    names = (f"{part}_{place}" for place in (1, 2, 3) for part in ("weight", "bias"))
    held: dict[str, AnyArray] = dict(zip(names, layers, strict=True))
    plain = {"centre": np.zeros(FEATURES), "whitening": np.eye(FEATURES)}
    hidden = Classifier.of(held | plain).features(images)
    centre, spread = hidden.mean(axis=0), np.cov(hidden, rowvar=False)
    whitening = np.linalg.cholesky(np.linalg.inv(spread))
    held |= {"centre": centre, "whitening": whitening}
    held["bias_3"] = held["bias_3"] + centre @ held["weight_3"]
    held["weight_3"] = np.linalg.solve(whitening, held["weight_3"])
    return {name: array.astype(np.float32) for name, array in held.items()}


def _initial(widths: tuple[int, ...], rng: np.random.Generator) -> Network:
    network = []
    for size, out in itertools.pairwise(widths):
        weight = rng.standard_normal((size, out)) / np.sqrt(size)
        layer = torch.from_numpy(weight.astype(np.float32)), torch.zeros(out)
        network.append((layer[0].requires_grad_(), layer[1].requires_grad_()))
    return network


def _scores(network: Network, pixels: Tensor, dropout: FloatArray) -> Tensor:
    """[n, classes], some first hidden units dropped and the others scaled up for them."""
    (first, first_bias), (second, second_bias), (last, last_bias) = network
    hidden = torch.tanh(pixels @ first + first_bias)
    hidden = hidden * torch.from_numpy(dropout.astype(np.float32))
    return torch.tanh(hidden @ second + second_bias) @ last + last_bias


if __name__ == "__main__":
    main()
