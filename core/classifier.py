"""Frozen image classifiers that come with the app: a feature space, and the class of a picture.

`packaging/train_classifiers.py` makes them. Their forward pass is plain NumPy.
"""

import functools
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import numpy as np

import resources
from core.records import AnyArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """Two hidden layers of tanh units and a linear one of a score a class.

    Its features are the last hidden layer, whitened over the images that it was trained on: there
    each has mean 0 and variance 1, and none is correlated with another.

    layers: weights [in, out] and biases [out]; the last takes the features.
    centre: [features]; whitening: [features, features].
    images: how many it was trained on; right: how many of them were named rightly by networks
    trained in the same way on the other folds, of so many equal ones.
    """

    layers: tuple[tuple[FloatArray, FloatArray], ...]
    centre: FloatArray
    whitening: FloatArray
    images: int = 0
    right: int = 0
    folds: int = 0

    @classmethod
    def of(cls, held: Mapping[str, AnyArray], **facts: int) -> "Classifier":
        """The classifier of named arrays.

        Raises KeyError when one is missing.
        """
        full = {name: held[name].astype(np.float64) for name in held}
        layers = tuple((full[f"weight_{place}"], full[f"bias_{place}"]) for place in (1, 2, 3))
        return cls(layers, full["centre"], full["whitening"], **facts)

    @property
    def width(self) -> int:
        """How many features it gives."""
        return len(self.centre)

    def features(self, images: AnyArray) -> FloatArray:
        """[n, features] of 8-bit images [n, rows, columns]."""
        found = inputs(images, int(len(self.layers[0][0]) ** 0.5))
        for weight, bias in self.layers[:-1]:
            found = np.tanh(found @ weight + bias)
        return np.asarray((found - self.centre) @ self.whitening)

    def classes(self, features: FloatArray) -> IntArray:
        """[n]: the class of the highest score for features [n, features]."""
        weight, bias = self.layers[-1]
        return np.asarray((features @ weight + bias).argmax(axis=1), dtype=np.int64)


def inputs(images: AnyArray, side: int) -> FloatArray:
    """[n, side * side] from -1 to 1 of 8-bit images [n, rows, columns].

    Larger images are averaged in squares first, as a picture of 28 x 28 in those of 2 x 2.
    """
    block = images.shape[1] // side
    total = np.zeros((len(images), side, side))
    for row, column in itertools.product(range(block), repeat=2):
        total += images[:, row::block, column::block]
    return np.asarray(total.reshape(-1, side * side) / (127.5 * block**2) - 1.0)


@functools.cache
def shipped(name: str) -> Classifier:
    """The classifier of that name.

    Raises FileNotFoundError when there is none.
    """
    facts = json.loads(resources.read_text(f"classifiers/{name}.json"))
    packed = BytesIO(resources.read_bytes(f"classifiers/{name}.npz"))
    with np.load(packed, allow_pickle=False) as held:
        return Classifier.of(held, **facts)
