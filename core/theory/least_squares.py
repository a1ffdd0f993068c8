"""Rows d1 and d2: least squares that learns from its own labels."""

import math
from dataclasses import replace
from functools import partial

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.learners.least_squares import LeastSquares
from core.records import FloatArray
from core.sources.regression import Regression
from core.theory.base import ClosedForm, Curve, Statistic, fits, plain

MORE_ROWS = 10
"""With fewer rows beyond the dimensions than this, a mean is carried by a few replicates."""


def _matches(retention: str, inputs: str | None, experiment: Experiment, arm: Arm) -> bool:
    """The same noise on real and emitted labels, and enough rows."""
    source, learner = experiment.source, experiment.learner
    if not isinstance(source, Regression) or not isinstance(learner, LeastSquares):
        return False
    enough = experiment.sample_size >= source.dimensions + MORE_ROWS
    same_noise = source.noise == learner.noise
    return enough and same_noise and inputs in (None, learner.inputs) and plain(arm, retention)


def _one_fit(experiment: Experiment) -> float:
    """The excess risk of one fit to n real rows: s2 d/(n - d - 1)."""
    source, n = experiment.source, experiment.sample_size
    assert isinstance(source, Regression)
    return source.noise**2 * source.dimensions / (n - source.dimensions - 1)


def _linear(experiment: Experiment, arm: Arm) -> FloatArray:
    return np.asarray(_one_fit(experiment) * fits(experiment))


def _same(experiment: Experiment, arm: Arm) -> FloatArray:
    """At most pi^2/6 of one fit's."""
    return np.asarray(_one_fit(experiment) * np.cumsum(fits(experiment) ** -2))


def _basel(experiment: Experiment, arm: Arm) -> float:
    """The limit of `_same`: ∑ 1/i² = π²/6."""
    return _one_fit(experiment) * math.pi**2 / 6


def _fresh(experiment: Experiment, arm: Arm) -> FloatArray:
    source, n, i = experiment.source, experiment.sample_size, fits(experiment)
    assert isinstance(source, Regression)
    d = source.dimensions
    return np.asarray(source.noise**2 * np.cumsum(d / (i * (i * n - d - 1))))


def _form(
    row: str, retention: str, inputs: str | None, formula: str, source: str, curve: Curve
) -> ClosedForm:
    matches = partial(_matches, retention, inputs)
    return ClosedForm(row, "excess-risk", Statistic.MEAN, formula, source, matches, curve)


_accumulating = "Gerstgrasser et al. 2024"

FORMS = (
    _form("d1", "replace", None, "s² d/(n − d − 1) t, s² the label noise",
          "Dohmatob et al. 2024; Gerstgrasser et al. 2024", _linear),
    replace(
        _form("d2", "accumulate", "same",
              "s² d/(n − d − 1) ∑ 1/i² over i = 1 … t, at most π²/6 = 1.645 times the first fit's",
              _accumulating, _same),
        bound=_basel, bounded_by="π²/6 times that of the first fit",
    ),
    _form("d2", "accumulate", "fresh", "s² ∑ d/(i (i n − d − 1)) over i = 1 … t",
          _accumulating, _fresh),
)  # fmt: skip
