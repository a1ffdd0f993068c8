"""The benchmarks' work in plain vectorised NumPy: no events, streams, metrics or lineage."""

import numpy as np

from core.records import FloatArray


def gaussian_replace(replicates: int, generations: int, n: int) -> FloatArray:
    rng = np.random.default_rng(0)
    records = rng.standard_normal((replicates, n))
    for _ in range(generations + 1):
        mean, sd = records.mean(axis=1, keepdims=True), records.std(axis=1, keepdims=True)
        records = mean + sd * rng.standard_normal((replicates, n))
    return records


def gaussian_accumulate(replicates: int, generations: int, n: int) -> FloatArray:
    """Running sums of records and of their squares."""
    rng = np.random.default_rng(0)
    records, first, second = rng.standard_normal((replicates, n)), 0.0, 0.0
    for t in range(1, generations + 2):
        first = first + records.sum(axis=1, keepdims=True)
        second = second + (records**2).sum(axis=1, keepdims=True)
        mean = first / (n * t)
        sd = np.sqrt(second / (n * t) - mean**2)
        records = mean + sd * rng.standard_normal((replicates, n))
    return records


def gaussian_subsample(replicates: int, generations: int, n: int) -> FloatArray:
    """The n smallest of a random key for every record kept."""
    rng = np.random.default_rng(0)
    archive = rng.standard_normal((replicates, n))
    for _ in range(generations + 1):
        keys = rng.random(archive.shape)
        drawn = np.take_along_axis(archive, np.argpartition(keys, n - 1, axis=1)[:, :n], axis=1)
        mean, sd = drawn.mean(axis=1, keepdims=True), drawn.std(axis=1, keepdims=True)
        emitted = mean + sd * rng.standard_normal((replicates, n))
        archive = np.concatenate([archive, emitted], axis=1)
    return archive


def kernel_density(
    replicates: int, generations: int, n: int, points: int, bandwidth: float
) -> FloatArray:
    """Kernel sums at fixed points, of each generation's own records."""
    rng = np.random.default_rng(0)
    test = rng.standard_normal((replicates, points, 2))
    pool = rng.standard_normal((replicates, n, 2))
    newest, sums = pool, np.zeros((replicates, points))
    rows = np.arange(replicates)[:, None]
    for _ in range(generations + 1):
        squares = ((test[:, :, None] - newest[:, None]) ** 2).sum(axis=-1)
        sums += np.exp(-squares / (2 * bandwidth**2)).sum(axis=-1)
        chosen = pool[rows, rng.integers(pool.shape[1], size=(replicates, n))]
        newest = chosen + bandwidth * rng.standard_normal(chosen.shape)
        pool = np.concatenate([pool, newest], axis=1)
    return sums


def tokens(replicates: int, generations: int, n: int, types: int) -> FloatArray:
    rng = np.random.default_rng(0)
    law = 1 / np.arange(1, types + 1)
    counts = rng.multinomial(n, law / law.sum(), size=replicates)
    for _ in range(generations + 1):
        counts = rng.multinomial(n, counts / n)
    return counts.astype(np.float64)


def mixture(replicates: int, generations: int, n: int, rounds: int) -> FloatArray:
    """Two components in the plane by EM; densities by solving with each covariance."""
    rng = np.random.default_rng(0)
    records = rng.standard_normal((replicates, n, 2))
    rows = np.arange(replicates)[:, None]
    for _ in range(generations + 1):
        mean, share = records[:, :2].copy(), np.full((replicates, 2), 0.5)
        cover = np.broadcast_to(np.eye(2), (replicates, 2, 2, 2)).copy()
        for _ in range(rounds):
            off = records[:, :, None] - mean[:, None]
            solved = np.einsum("rnki,rkij->rnkj", off, np.linalg.inv(cover))
            logs = -0.5 * ((solved * off).sum(-1) + np.log(np.linalg.det(cover))[:, None])
            weight = share[:, None] * np.exp(logs)
            weight /= weight.sum(-1, keepdims=True)
            total = weight.sum(1)
            share, mean = total / n, np.einsum("rnk,rni->rki", weight, records) / total[..., None]
            off = records[:, :, None] - mean[:, None]
            cover = np.einsum("rnk,rnki,rnkj->rkij", weight, off, off) / total[..., None, None]
            cover += 1e-6 * np.eye(2)
        chosen = (rng.random((replicates, n)) > share[:, :1]).astype(int)
        noise = rng.standard_normal((replicates, n, 2))
        root = np.linalg.cholesky(cover)[rows, chosen]
        records = mean[rows, chosen] + np.einsum("rnij,rnj->rni", root, noise)
    return records


def least_squares(replicates: int, generations: int, n: int, d: int) -> FloatArray:
    """The same inputs every generation, running sums of labels."""
    rng = np.random.default_rng(0)
    inputs, truth = rng.standard_normal((replicates, n, d)), np.full((d, 1), d**-0.5)
    square, cross = inputs.transpose(0, 2, 1) @ inputs, 0.0
    weights = np.broadcast_to(truth, (replicates, d, 1))
    for t in range(1, generations + 2):
        labels = inputs @ weights + rng.standard_normal((replicates, n, 1))
        cross = cross + inputs.transpose(0, 2, 1) @ labels
        weights = np.linalg.solve(t * square, cross)
    return weights[:, :, 0]
