"""A run's numbers worked out again from its CSV, without the app's analysis.

Of a metric only its declaration is asked: whether it has a scale, and which way is better.
"""

import csv
import io
import math
import re
from dataclasses import dataclass

import numpy as np
from scipy import stats

from core.registry import plugins

LEVEL = 0.95
NUMBER = r"[-\u2212]?\d[\d,]*(?:\.\d+)?(?:e[-+\u2212]?\d+)?"
TIES = re.compile(r"\[(?:exactly, )?in (all|[\d,]+ of) ([\d,]+)(?: replicates)?\]")
ESTIMATE = re.compile(rf"{NUMBER} (?:\[{NUMBER}, {NUMBER}\]|{TIES.pattern})")
"""A number as it is printed, in how many replicates it is the value, and one with its interval."""


def read(text: str) -> dict[str, dict[str, np.ndarray]]:
    """By metric and arm the values of a CSV, [replicates, generations]."""
    found: dict[str, dict[str, dict[tuple[int, int], float]]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        place = int(row["replicate"]), int(row["generation"])
        found.setdefault(row["metric"], {}).setdefault(row["arm"], {})[place] = float(row["value"])
    return {
        metric: {arm: _table(values) for arm, values in arms.items()}
        for metric, arms in found.items()
    }


def _table(values: dict[tuple[int, int], float]) -> np.ndarray:
    table = np.full(np.max(list(values), axis=0) + 1, np.nan)
    for place, value in values.items():
        table[place] = value
    return table


@dataclass(frozen=True)
class Estimate:
    """A centre, and an interval where there is one; in how many of the values it is the centre."""

    centre: float
    low: float = math.nan
    high: float = math.nan
    same: int = 0
    among: int = 0

    def is_printed_as(self, said: str) -> bool:
        """Whether the numbers of a text are these, each rounded to the digits that it shows."""
        ties = TIES.search(said)
        if (ties is not None) != (self.low == self.high):
            return False
        if ties and _ties(ties) != (self.same, self.among):
            return False
        shown = re.findall(NUMBER, TIES.sub("", said))
        wanted = (
            [self.centre] if ties or math.isnan(self.low) else [self.centre, self.low, self.high]
        )
        error = (self.high - self.low) / 2 if len(shown) == 3 else 0.0
        return len(shown) == len(wanted) and all(
            rounds_to(value, number, error) for value, number in zip(wanted, shown, strict=True)
        )


def _ties(found: "re.Match[str]") -> tuple[int, int]:
    """In how many replicates, of how many."""
    among = found[2].replace(",", "")
    same = among if found[1] == "all" else found[1].removesuffix(" of").replace(",", "")
    return int(same), int(among)


def rounds_to(value: float, shown: str, error: float = 0.0) -> bool:
    """Whether a value is a printed number; one known to an error may be printed in tens."""
    shown = shown.replace(",", "").replace("\u2212", "-")
    digits, _, power = shown.partition("e")
    decimals = len(digits.partition(".")[2])
    zeros = len(digits) - len(digits.rstrip("0")) if "." not in digits else 0
    while zeros and 10**zeros > error:
        zeros -= 1
    unit = 10.0 ** (int(power or 0) - decimals + zeros)
    return abs(float(shown) - value) <= unit / 2 * (1 + 1e-6) + 1e-12 * abs(value)


def estimate(values: np.ndarray, scale: bool, level: float = LEVEL) -> Estimate:
    """Geometric mean with a t interval on logarithms, or median with order statistics."""
    count = len(values)
    if np.isnan(values).any():
        return Estimate(math.nan)
    if scale and (values > 0).all():
        logs = np.log(values)
        half = stats.t.ppf((1 + level) / 2, count - 1) * logs.std(ddof=1) / math.sqrt(count)
        ends = np.exp([logs.mean(), logs.mean() - half, logs.mean() + half])
        return Estimate(*ends, *_agreeing(values, ends[0]))
    tails = 2 * stats.binom.cdf(np.arange(count // 2), count, 0.5)
    rank = int((tails <= (1 - level) * (1 + 1e-9)).sum())
    ordered = np.sort(values)
    if rank == 0:
        return Estimate(float(np.median(values)))
    centre = float(np.median(values))
    return Estimate(centre, ordered[rank - 1], ordered[count - rank], *_agreeing(values, centre))


def _agreeing(values: np.ndarray, centre: float) -> tuple[int, int]:
    return int((abs(values - centre) <= 1e-12 * abs(centre)).sum()), len(values)


def has_scale(metric: str) -> bool:
    return bool(plugins("metrics")[metric].scale)


def is_ratio(metric: str) -> bool:
    """Ratios to generation 0 where more is better, else rises above it."""
    return bool(plugins("metrics")[metric].higher_is_better)


def value(values: np.ndarray, metric: str, generation: int) -> Estimate:
    """A metric at a generation."""
    return estimate(values[:, generation], has_scale(metric))


def change(values: np.ndarray, metric: str, level: float = LEVEL) -> Estimate:
    """What became of it at the last generation, against generation 0 of the same replicate."""
    if is_ratio(metric):
        return estimate(values[:, -1] / values[:, 0], has_scale(metric), level)
    return estimate(values[:, -1] - values[:, 0], False, level)


def words(arms: dict[str, np.ndarray], metric: str) -> dict[str, str]:
    """The verdict on every arm, at the level that allows for the arms still on a threshold."""
    thresholds = [0.5, 0.9] if is_ratio(metric) else [0.0]
    count = len(arms)
    while True:
        found = {arm: change(values, metric, 1 - 0.05 / count) for arm, values in arms.items()}
        open_ = sum(any(one.low <= at <= one.high for at in thresholds) for one in found.values())
        if max(open_, 1) >= count:
            return {arm: _word(one, metric) for arm, one in found.items()}
        count = max(open_, 1)


def _word(found: Estimate, metric: str) -> str:
    if not is_ratio(metric):
        return "degraded" if found.low > 0 else "held" if found.high < 0 else "undecided"
    if found.high < 0.5:
        return "collapsed"
    return "degraded" if found.high < 0.9 else "held" if found.low > 0.9 else "undecided"


def beside(own: np.ndarray, base: np.ndarray, metric: str) -> tuple[Estimate, float]:
    """An arm over the baseline at the last generation, or less it, and its p value."""
    own, base = own[:, -1], base[:, -1]
    if has_scale(metric) and (own > 0).all() and (base > 0).all():
        p = stats.ttest_rel(np.log(own), np.log(base)).pvalue
        return estimate(own / base, True), float(p)
    apart = own - base
    fewer = min(int((apart <= 0).sum()), int((apart >= 0).sum()))
    p = min(1.0, 2 * stats.binom.cdf(fewer, len(apart), 0.5))
    return estimate(apart, False), float(p)


def unpaired(own: np.ndarray, base: np.ndarray) -> tuple[Estimate, float]:
    """What an arm kept of its own generation 0 over what another kept of its own, and p (Welch)."""
    logs = [np.log(one[:, -1] / one[:, 0]) for one in (own, base)]
    found = stats.ttest_ind(*logs, equal_var=False)
    ends = found.confidence_interval(LEVEL)
    centre = logs[0].mean() - logs[1].mean()
    return Estimate(*np.exp([centre, ends.low, ends.high])), float(found.pvalue)


def holm(p: dict[str, float]) -> dict[str, float]:
    """The p values after Holm's procedure."""
    found, least = {}, 0.0
    for place, arm in enumerate(sorted(p, key=lambda arm: p[arm])):
        least = max(least, min(1.0, p[arm] * (len(p) - place)))
        found[arm] = least
    return found


def half_life(values: np.ndarray) -> float:
    """The first generation at which the median ratio is at most one half; infinite if none is."""
    return _first_half(values / values[:, :1])


def _first_half(ratios: np.ndarray) -> float:
    below = np.flatnonzero(np.median(ratios, axis=0) <= 0.5)
    return float(below[0]) if len(below) else math.inf


def half_life_ends(values: np.ndarray, samples: int = 1000) -> tuple[list[float], list[float]]:
    """Between which values each end of its bootstrap interval lies, whatever the samples drawn."""
    ratios, rng = values / values[:, :1], np.random.default_rng(1)
    drawn = rng.integers(len(ratios), size=(samples, len(ratios)))
    found = np.sort([_first_half(ratios[rows]) for rows in drawn])
    low, high = ([found[int(samples * (tail + by))] for by in (-0.015, 0.015)]
                 for tail in (0.025, 0.975))  # fmt: skip
    return low, high
