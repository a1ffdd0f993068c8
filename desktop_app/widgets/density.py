"""Samples of numbers as heights: densities, all smoothed alike, and bars of counts; no Qt."""

import numpy as np

from core.records import FloatArray

GRID = 200
"""Points along a density curve."""

NEAR = 64
"""Records at which a density's peak is looked for."""

WITHIN = (0.5, 0.98)
"""Shares of the real sample that its contours hold."""

NEIGHBOUR = 8
"""Which nearest record tells how far records lie apart."""


def kernel_width(real: FloatArray) -> float:
    """The rule of thumb of Silverman 1986 (3.31) on the real sample [records]; 1 if it is constant.

    Every arm is smoothed by this width: one chosen for each sample would hide a collapse.
    """
    quarters = np.subtract(*np.quantile(real, (0.75, 0.25))) / 1.34
    spread = min((size for size in (float(real.std()), float(quarters)) if size > 0), default=0.0)
    return 0.9 * spread * len(real) ** -0.2 or 1.0


def density(values: FloatArray, width: float, along: FloatArray) -> FloatArray:
    """The Gaussian kernel density of [records], at the places `along` [k]."""
    if not len(values):
        return np.zeros_like(along)
    far = (along[:, None] - values[None, :]) / width
    height: FloatArray = np.exp(-0.5 * far**2).mean(axis=1) / (width * np.sqrt(2 * np.pi))
    return height


def peak(values: FloatArray, width: float) -> float:
    """The density's height at the highest of the first records, which is near its peak."""
    return float(density(values, width, values[:NEAR]).max(initial=0.0))


def surface(points: FloatArray, cells: int) -> tuple[FloatArray, FloatArray, list[float]]:
    """The density of [records, 2] on a square grid [cells, cells], for contours.

    Returns the heights, the corners [low or high, axis] of the grid, and the levels within which
    the shares WITHIN of the records lie. The kernel is as wide as the median distance to the
    NEIGHBOUR-th nearest record: wide enough to be smooth, and too narrow to join separate clusters.
    """
    apart = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
    nth = min(NEIGHBOUR, len(points) - 1)
    width = float(np.median(np.sort(apart, axis=1)[:, nth])) or 0.02 * float(np.ptp(points)) or 1.0
    corners = np.array([points.min(axis=0) - 3 * width, points.max(axis=0) + 3 * width])
    along = [np.linspace(corners[0, axis], corners[1, axis], cells) for axis in (0, 1)]
    bumps = [
        np.exp(-0.5 * ((along[axis][:, None] - points[None, :, axis]) / width) ** 2)
        for axis in (0, 1)
    ]
    own = np.exp(-0.5 * (apart / width) ** 2).sum(axis=1)
    return bumps[0] @ bumps[1].T, corners, [float(np.quantile(own, 1 - of)) for of in WITHIN]


def are_counts(real: FloatArray) -> bool:
    """Whether the real sample holds whole numbers from zero on and nothing else."""
    return bool(np.all(real >= 0) and np.all(real == np.round(real)))


def bars(values: FloatArray, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """Edges [k + 1] and heights [k] of counts [records, numbers] that lie from `low` to `high`.

    The share of records with each count; of records of several numbers, the mean of each number.
    """
    if values.shape[1] > 1:
        return np.arange(values.shape[1] + 1) + 0.5, values.mean(axis=0)
    first, last = max(np.floor(low), 0.0), np.ceil(high)
    step = np.ceil((last - first + 1) / GRID)
    edges = np.arange(first, last + 1 + step, step) - 0.5
    held, _ = np.histogram(values[:, 0], bins=edges)
    return edges, held / max(len(values), 1)


def span(samples: list[FloatArray], margin: float) -> tuple[float, float]:
    """The range that holds every finite value of the samples, and a margin at either end."""
    values = np.concatenate([sample.ravel() for sample in samples])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    room = margin or 0.05 * (high - low) or 1.0
    return low - room, high + room
