"""What recursion did to a metric: its ratio to generation 0, or its rise, in each replicate."""

from enum import Enum

import numpy as np

from core import registry
from core.metrics.base import CONTROLS, Metric
from core.record import RunRecord
from core.records import FloatArray


class Change(Enum):
    """How a metric is read against generation 0 of the same replicate."""

    RATIO = "ratio"
    RISE = "rise"
    NEITHER = "neither"


def declared(metric: str) -> type[Metric]:
    """What a metric declares of itself.

    Raises KeyError for a metric that does not exist.
    """
    found: type[Metric] = registry.plugins("metrics")[metric]
    return found


def how(metric: str) -> Change:
    """A ratio where more is better, a rise where less is; a logarithm or control has neither."""
    declaration = declared(metric)
    if declaration.family in CONTROLS:
        return Change.NEITHER
    if not declaration.higher_is_better:
        return Change.RISE
    return Change.NEITHER if declaration.unit.startswith("ln ") else Change.RATIO


def is_loss(metric: str) -> bool:
    """Whether it is minus a mean logarithm of the likelihood of the same held-out records."""
    return declared(metric).parameter == "finite-loss"


def finished_values(record: RunRecord, metric: str, arm: str) -> FloatArray:
    """Values of an arm's finished generations, [replicates, generations]."""
    values: FloatArray = record.values[metric][record.arms.index(arm)]
    return values[:, : record.done(arm) + 1]


def ratios(values: FloatArray) -> FloatArray:
    """[replicates, generations] over generation 0 of the same replicate.

    NaN where generation 0 is not positive or a value is negative: there is no ratio then.
    """
    start = np.where(values[:, :1] > 0, values[:, :1], np.nan)
    kept = np.where(values >= 0, values, np.nan)
    return kept / start


def likelihood_ratios(values: FloatArray) -> FloatArray:
    """[replicates, generations]: the likelihood over generation 0's, of losses in nats.

    By the letter, word or record that the loss is by; 0.9 is a likelihood a tenth lower.
    """
    return np.asarray(np.exp(values[:, :1] - values))


def changes(values: FloatArray, change: Change) -> FloatArray:
    """[replicates, generations]: the ratios, or the rises (which may be negative)."""
    if change is Change.RATIO:
        return ratios(values)
    return values - values[:, :1] if change is Change.RISE else np.full_like(values, np.nan)
