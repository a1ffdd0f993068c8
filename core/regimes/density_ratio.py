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

    axes [replicates, d, c], centre and scale [replicates, 1, c] reduce a record to c numbers of
    order one; weights [replicates, features] are the classifier's.
    """

    axes: FloatArray
    centre: FloatArray
    scale: FloatArray
    weights: FloatArray

    def __call__(self, records: Records) -> FloatArray:
        """[replicates, records]: the estimated ratio."""
        features = _features((records.flat() @ self.axes - self.centre) / self.scale)
        logit = np.einsum("rnf,rf->rn", features, self.weights)
        return np.asarray(np.exp(np.clip(logit, -50.0, 50.0)))


def fit_density_ratio(real: Records, synthetic: Records) -> Steps[DensityRatio]:
    """Fit the classifier by Newton's method (IRLS) in all replicates at once.

    Both classes weigh the same, so that the odds are the density ratio itself. With linear,
    square and cross terms the ratio of two normal laws is within reach exactly.
    """
    axes, count = _leading_axes(real.flat()), real.values.shape[1]
    reduced = np.concatenate([real.flat() @ axes, synthetic.flat() @ axes], axis=1)
    weight = np.concatenate([_balanced(batch.mask(), count) for batch in (real, synthetic)], axis=1)
    centre, scale = _standard(reduced, weight[:, :, None])
    features = _features((reduced - centre) / scale)
    label = (np.arange(weight.shape[1]) < count).astype(np.float64)
    penalty = PENALTY * np.eye(features.shape[-1])
    penalty[0, 0] = 1e-6
    weights = np.zeros((len(features), features.shape[-1]))
    for step in range(NEWTON_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(np.einsum("rnf,rf->rn", features, weights), -30, 30)))
        slope = np.einsum("rnf,rn->rf", features, weight * (label - chance)) - weights @ penalty
        bend = (weight * chance * (1.0 - chance))[:, :, None]
        curve = (features * bend).transpose(0, 2, 1) @ features
        weights = weights + np.linalg.solve(curve + penalty, slope[:, :, None])[:, :, 0]
        yield Tick(step + 1, NEWTON_STEPS)
    return DensityRatio(axes, centre, scale, weights)


def features_of(dimensions: int) -> int:
    """How many features a record of so many numbers has."""
    count = min(dimensions, COMPONENTS)
    products = count * (count + 1) // 2 if count <= CROSS_TERMS else count
    return 1 + count + products


def _balanced(mask: BoolArray, total: int) -> FloatArray:
    """[replicates, records]: weights that add up to `total` for a class of any size."""
    return np.asarray(mask * (total / np.maximum(mask.sum(axis=1, keepdims=True), 1)))


def _leading_axes(real: FloatArray) -> FloatArray:
    """[replicates, d, c]: the directions in which the real records vary most."""
    off = real - real.mean(axis=1, keepdims=True)
    _, axes = np.linalg.eigh(off.transpose(0, 2, 1) @ off)
    return np.asarray(axes[:, :, : -COMPONENTS - 1 : -1])


def _standard(values: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """[replicates, 1, c] each: the weighted mean and standard deviation; 1 where that is 0."""
    share = weight / weight.sum(axis=1, keepdims=True)
    centre = (share * values).sum(axis=1, keepdims=True)
    sd = np.sqrt((share * (values - centre) ** 2).sum(axis=1, keepdims=True))
    return centre, np.where(sd > 0, sd, 1.0)


def _features(reduced: FloatArray) -> FloatArray:
    """[..., 1 + c + products]: a constant, the components, and their squares or products."""
    count = reduced.shape[-1]
    rows, columns = np.triu_indices(count) if count <= CROSS_TERMS else (np.arange(count),) * 2
    ones = np.ones((*reduced.shape[:-1], 1))
    return np.concatenate([ones, reduced, reduced[..., rows] * reduced[..., columns]], axis=-1)
