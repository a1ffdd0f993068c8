"""Two independent samples: how far apart they lie, and how likely that is by chance.

Scale metrics get Welch's t on logarithms. Others get the difference of two medians between the ends
of their order-statistic intervals, each at half the risk (Bonferroni), which covers at least the
level and assumes nothing of the shape.
"""

import numpy as np

from core.analysis.intervals import Interval, interval
from core.analysis.rules import T_REPLICATES
from core.records import FloatArray


def effect(own: FloatArray, base: FloatArray, as_ratio: bool, level: float) -> Interval:
    """The ratio of geometric means (as_ratio), or the difference of medians, with its interval."""
    return _welch(own, base, level) if as_ratio else _medians(own, base, level)


def p_value(own: FloatArray, base: FloatArray, as_ratio: bool) -> float:
    """Two-sided, that nothing lies between them: the least risk at which an interval leaves none.

    1 where no interval does.
    """
    return _welch_p(own, base) if as_ratio else _medians_p(own, base)


def _welch_parts(own: FloatArray, base: FloatArray) -> tuple[float, float, float]:
    """The difference of mean logarithms, its standard error and degrees of freedom (Welch 1947)."""
    logs = [np.log(one) for one in (own, base)]
    errors = [one.var(ddof=1) / len(one) for one in logs]
    weights = sum(e**2 / (len(one) - 1) for e, one in zip(errors, logs, strict=True))
    spread = float(sum(errors))
    freedom = float(spread**2 / weights) if weights else np.inf
    return float(logs[0].mean() - logs[1].mean()), float(np.sqrt(spread)), freedom


def _welch(own: FloatArray, base: FloatArray, level: float) -> Interval:
    from scipy.special import stdtrit

    if min(len(own), len(base)) < T_REPLICATES:
        nothing, centre = np.full((), np.nan), np.log(own).mean() - np.log(base).mean()
        return Interval(np.asarray(np.exp(centre)), nothing, nothing, "geometric mean")
    centre, error, freedom = _welch_parts(own, base)
    half = float(stdtrit(freedom, (1 + level) / 2) * error) if error else 0.0
    middle, low, high = (np.asarray(np.exp(centre + by)) for by in (0.0, -half, half))
    return Interval(middle, low, high, "geometric mean")


def _welch_p(own: FloatArray, base: FloatArray) -> float:
    from scipy.special import stdtr

    centre, error, freedom = _welch_parts(own, base)
    if not error:
        return float(centre == 0.0)
    return float(2 * stdtr(freedom, -abs(centre) / error))


def _medians(own: FloatArray, base: FloatArray, level: float) -> Interval:
    each = 1 - (1 - level) / 2
    first, second = (interval(one, scale=False, level=each) for one in (own, base))
    return Interval(
        first.centre - second.centre, first.low - second.high, first.high - second.low, "median"
    )


def _medians_p(own: FloatArray, base: FloatArray) -> float:
    from scipy.special import bdtr

    ordered = [np.sort(one) for one in (own, base)]
    found = 1.0
    for rank in range(1, min(map(len, ordered)) // 2 + 1):
        (low, high), (least, most) = ((one[rank - 1], one[-rank]) for one in ordered)
        if low > most or high < least:
            risk = max(4 * bdtr(rank - 1.0, len(one), 0.5) for one in ordered)
            return float(min(found, risk))
    return found
