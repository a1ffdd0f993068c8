"""Expectation maximisation of Gaussian mixtures, several replicates at once in matrix form.

Records are seen as features 1, x and x x^T: every log density is then one matrix product with the
mixtures' coefficients, and every sum of the M step one with the responsibilities. Records must be
centred and scaled, because products of large numbers lose small differences to rounding.
"""

from dataclasses import dataclass

import numpy as np

from core.records import FloatArray, IntArray

RIDGE = 1e-6
"""Added to each component's variances, whose pool has variance 1: none shrinks to a point."""
PIECE = 2**16
"""Features that are held at a time for one replicate, however many records there are."""
LEAST_PIECE = 128
"""Records that are seen at a time even where each has very many features."""
EMPTY = 1e-12
"""Records that a component with none counts as having."""
UNLIKELY = -100.0
"""Log of the least responsibility: nothing beside rounding, but far from slow denormal numbers."""
STARTS = 8
"""Sets of seeds to choose from: one alone misses one of a ring's eight modes in a tenth of fits."""


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """shares [replicates, K], means [replicates, K, d], covariances [replicates, K, d, d]."""

    shares: FloatArray
    means: FloatArray
    covariances: FloatArray

    def at(self, rows: slice) -> "Mixture":
        """The mixtures of some replicates."""
        return Mixture(self.shares[rows], self.means[rows], self.covariances[rows])

    def joint(self, features: FloatArray) -> FloatArray:
        """[replicates, K, records]: the log of share x density, from `quadratic` features."""
        dimensions = self.means.shape[-1]
        precision = np.linalg.inv(self.covariances)
        slope = (precision @ self.means[..., None])[..., 0]
        norm = dimensions * np.log(2 * np.pi) + np.linalg.slogdet(self.covariances)[1]
        level = np.log(np.maximum(self.shares, np.finfo(np.float64).tiny))
        constant = level - 0.5 * (norm + (slope * self.means).sum(axis=-1))
        row, column = np.triu_indices(dimensions)
        bend = precision[..., row, column] * np.where(row == column, -0.5, -1.0)
        coefficients = np.concatenate([constant[..., None], slope, bend], axis=-1)
        return np.asarray(coefficients @ features)


def joined(parts: "list[Mixture]") -> Mixture:
    """The mixtures of all replicates, from those of some at a time."""
    return Mixture(
        np.concatenate([part.shares for part in parts]),
        np.concatenate([part.means for part in parts]),
        np.concatenate([part.covariances for part in parts]),
    )


def features_of(dimensions: int) -> int:
    """How many features a record has: 1, its numbers, and their products by twos."""
    return (dimensions + 1) * (dimensions + 2) // 2


def quadratic(points: FloatArray) -> FloatArray:
    """[replicates, features, records]: 1, x and the upper half of x x^T of [replicates, d, n]."""
    replicates, dimensions, count = points.shape
    row, column = np.triu_indices(dimensions)
    features = np.empty((replicates, features_of(dimensions), count))
    features[:, 0] = 1.0
    features[:, 1 : 1 + dimensions] = points
    np.multiply(points[:, row], points[:, column], out=features[:, 1 + dimensions :])
    return features


def log_density(mixture: Mixture, points: FloatArray) -> FloatArray:
    """[replicates, records]: the log density of [replicates, d, records]."""
    found = []
    for piece in _pieces(points):
        joint = mixture.joint(quadratic(points[:, :, piece]))
        top = joint.max(axis=1)
        found.append(top + np.log(np.exp(joint - top[:, None, :]).sum(axis=1)))
    return np.concatenate(found, axis=1)


def improved(mixture: Mixture, points: FloatArray, weights: FloatArray | None) -> Mixture:
    """One round over [replicates, d, records]: each one's responsibilities, then `maximised`."""
    sums = np.zeros(())
    for piece in _pieces(points):
        features = quadratic(points[:, :, piece])
        chance = mixture.joint(features)
        chance -= chance.max(axis=1, keepdims=True)
        np.maximum(chance, UNLIKELY, out=chance)
        np.exp(chance, out=chance)
        present = 1.0 if weights is None else weights[:, piece]
        chance *= (present / chance.sum(axis=1))[:, None, :]
        sums = sums + chance @ features.transpose(0, 2, 1)
    return _maximised(sums, points.shape[1])


def _pieces(points: FloatArray) -> "list[slice]":
    """Cuts of the records, which do not depend on how many replicates there are."""
    width = max(LEAST_PIECE, PIECE // features_of(points.shape[1]))
    return [slice(low, low + width) for low in range(0, points.shape[2], width)]


def _maximised(sums: FloatArray, dimensions: int) -> Mixture:
    """The likeliest mixture, from its components' sums of features [replicates, K, features].

    A component without records keeps a share next to nothing, at the pool's mean.
    """
    size = sums[..., 0]
    averages = sums / np.maximum(size, EMPTY)[..., None]
    means = averages[..., 1 : 1 + dimensions]
    covariances = averages[..., 1 + dimensions :][..., _places(dimensions)]
    covariances -= means[..., :, None] * means[..., None, :]
    covariances += RIDGE * np.eye(dimensions)
    present = np.maximum(size.sum(axis=1, keepdims=True), EMPTY)
    return Mixture(size / present, means, covariances)


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Places [replicates, K, d], and the records' squared distances from the nearest, summed."""

    places: FloatArray
    left: FloatArray

    def better(self, other: "Seeds") -> "Seeds":
        """The set that leaves less, in each replicate."""
        places = np.where((other.left < self.left)[:, None, None], other.places, self.places)
        return Seeds(places, np.minimum(self.left, other.left))


def candidates_of(components: int) -> int:
    """How many candidates each seed is chosen from, as scikit-learn has it."""
    return 2 + int(np.log(components))


def seeds(points: FloatArray, weights: FloatArray | None, uniforms: FloatArray) -> Seeds:
    """Seeds by greedy k-means++ (Arthur and Vassilvitskii 2007).

    Each is drawn with chances in proportion to the squared distance from the seeds so far; of
    several candidates, the one that leaves least is taken.
    points: [replicates, d, records]; uniforms: [replicates, K, candidates].
    """
    rows = np.arange(len(points))
    present = np.ones((len(points), points.shape[2])) if weights is None else weights
    mass, left, chosen = present, np.zeros(len(points)), []
    closest = np.full_like(present, np.inf)
    for uniform in uniforms.transpose(1, 0, 2):
        candidates = points[rows[:, None], :, _drawn(mass, uniform)]
        squares = np.minimum(_squared_distances(points, candidates), closest[:, None, :])
        remaining = (squares @ present[:, :, None])[:, :, 0]
        best = remaining.argmin(axis=1)
        chosen.append(candidates[rows, best])
        closest, left = squares[rows, best], remaining[rows, best]
        mass = np.where(left[:, None] > 0, closest * present, present)
    return Seeds(np.stack(chosen, axis=1), left)


def start(places: FloatArray, points: FloatArray, weights: FloatArray | None) -> Mixture:
    """The mixture of the records nearest to each of some places [replicates, K, d]."""
    nearest = _squared_distances(points, places).argmin(axis=1)
    mine = (nearest[:, None, :] == np.arange(places.shape[1])[:, None]).astype(np.float64)
    if weights is not None:
        mine *= weights[:, None, :]
    sums = [mine[:, :, piece] @ quadratic(points[:, :, piece]).transpose(0, 2, 1)
            for piece in _pieces(points)]  # fmt: skip
    return _maximised(np.sum(sums, axis=0), points.shape[1])


def _drawn(mass: FloatArray, uniform: FloatArray) -> IntArray:
    """[replicates, m]: records drawn in proportion to [replicates, n], one by each number."""
    cumulative = np.cumsum(mass, axis=1)
    aim = uniform * cumulative[:, -1:]
    place = (cumulative[:, None, :] <= aim[:, :, None]).sum(axis=2)
    return np.asarray(np.minimum(place, mass.shape[1] - 1))


def _squared_distances(points: FloatArray, centres: FloatArray) -> FloatArray:
    """[replicates, m, n]: from [replicates, m, d] to [replicates, d, n]."""
    squares = -2.0 * centres @ points
    squares += np.einsum("rmd,rmd->rm", centres, centres)[:, :, None]
    squares += np.einsum("rdn,rdn->rn", points, points)[:, None, :]
    np.maximum(squares, 0.0, out=squares)
    return squares


def _places(dimensions: int) -> IntArray:
    """[d, d]: where each product x_i x_j stands among those of `quadratic`."""
    row, column = np.triu_indices(dimensions)
    places = np.empty((dimensions, dimensions), dtype=np.int64)
    places[row, column] = places[column, row] = np.arange(len(row))
    return places
