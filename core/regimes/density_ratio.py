"""The density ratio of real to synthetic records, by penalised logistic regression."""

from dataclasses import dataclass

import numpy as np

from core.records import BoolArray, FloatArray, Records, Steps, Tick

COMPONENTS = 12
"""Principal components of the real records that stand for records of more dimensions than that."""
CROSS_TERMS = 8
"""Up to this many dimensions, all products are features; beyond, squares only."""
NEWTON_STEPS = 12
PENALTY = 1.0
"""Ridge on standardised features, in units of records: pulls the ratio towards 1."""


@dataclass(frozen=True, slots=True, eq=False)
class DensityRatio:
    """A fitted ratio r(x) = p_real(x) / p_synthetic(x), for every replicate.

    centre [replicates, 1, d], axes [replicates, d, c] reduce a record; weights [replicates, f].
    """

    centre: FloatArray
    axes: FloatArray
    weights: FloatArray

    def __call__(self, records: Records) -> FloatArray:
        """[replicates, records]: the estimated ratio."""
        features = _features((records.flat() - self.centre) @ self.axes)
        logit = np.einsum("rnf,rf->rn", features, self.weights)
        return np.asarray(np.exp(np.clip(logit, -50.0, 50.0)))


def fit_density_ratio(real: Records, synthetic: Records) -> Steps[DensityRatio]:
    """Fit the classifier by Newton's method (IRLS) in all replicates at once.

    Both classes weigh the same, so that the odds are the density ratio itself. With linear,
    square and cross terms the ratio of two normal laws is within reach exactly.
    """
    centre, axes = _reduction(real.flat())
    pair = [((batch.flat() - centre) @ axes, batch.mask()) for batch in (real, synthetic)]
    features = _features(np.concatenate([values for values, _ in pair], axis=1))
    weight = np.concatenate([_balanced(mask, real.values.shape[1]) for _, mask in pair], axis=1)
    label = np.zeros(weight.shape)
    label[:, : real.values.shape[1]] = 1.0
    penalty = PENALTY * np.eye(features.shape[-1])
    penalty[0, 0] = 1e-6
    weights = np.zeros((len(features), features.shape[-1]))
    for step in range(NEWTON_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(np.einsum("rnf,rf->rn", features, weights), -30, 30)))
        slope = np.einsum("rnf,rn->rf", features, weight * (label - chance)) - weights @ penalty
        curve = (features * (weight * chance * (1.0 - chance))[..., None]).transpose(
            0, 2, 1
        ) @ features
        weights = weights + np.linalg.solve(curve + penalty, slope[..., None])[..., 0]
        yield Tick(step + 1, NEWTON_STEPS)
    return DensityRatio(centre, axes, weights)


def _balanced(mask: BoolArray, total: int) -> FloatArray:
    """[replicates, records]: weights that add up to `total` for a class of any size."""
    return np.asarray(mask * (total / np.maximum(mask.sum(axis=1, keepdims=True), 1)))


def _reduction(real: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Centre and axes that make the real records' leading components uncorrelated, variance 1."""
    centre = real.mean(axis=1, keepdims=True)
    spread = (real - centre).transpose(0, 2, 1) @ (real - centre) / real.shape[1]
    values, vectors = np.linalg.eigh(spread)
    kept = slice(None, -COMPONENTS - 1, -1)
    leading, axes = values[:, kept], vectors[:, :, kept]
    floor = 1e-9 * np.maximum(leading[:, :1], 1e-300)
    return centre, axes / np.sqrt(np.maximum(leading, floor))[:, None, :]


def _features(reduced: FloatArray) -> FloatArray:
    """[..., 1 + c + products]: a constant, the components, and their squares or products."""
    count = reduced.shape[-1]
    rows, columns = np.triu_indices(count) if count <= CROSS_TERMS else (np.arange(count),) * 2
    ones = np.ones((*reduced.shape[:-1], 1))
    return np.concatenate([ones, reduced, reduced[..., rows] * reduced[..., columns]], axis=-1)
