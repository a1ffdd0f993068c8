"""Rows f4 and f5: genetic drift of unsmoothed frequencies, by their Gini-Simpson diversity."""

from functools import partial

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.learners.categorical import Categorical
from core.records import FloatArray
from core.theory.base import ClosedForm, Curve, Statistic, fits, plain
from core.theory.gaussian_accumulate import pooled
from core.theory.gaussian_subsample import drawn
from core.theory.laws import difference, probabilities


def categories(experiment: Experiment) -> bool:
    """Whether unsmoothed frequencies are fitted to categories whose law is known."""
    learner = isinstance(experiment.learner, Categorical)
    return learner and probabilities(experiment.source) is not None


def fallen(experiment: Experiment, arm: Arm) -> FloatArray:
    """(1 - 1/n)^t."""
    return np.asarray((1 - 1 / experiment.sample_size) ** fits(experiment))


def _matches(retention: str, experiment: Experiment, arm: Arm) -> bool:
    return plain(arm, retention) and categories(experiment)


def _diversity(kept: Curve, experiment: Experiment, arm: Arm) -> FloatArray:
    """An indicator's plug-in variance p(1 - p) is kept as a Gaussian's 1/N variance is."""
    return difference(experiment.source) * kept(experiment, arm)


def _form(row: str, retention: str, kept: Curve, formula: str, source: str) -> ClosedForm:
    matches, curve = partial(_matches, retention), partial(_diversity, kept)
    return ClosedForm(row, "gini-simpson", Statistic.MEAN, formula, source, matches, curve)


KEPT: dict[str, Curve] = {"replace": fallen, "accumulate": pooled, "accumulate-subsample": drawn}
"""By retention: the share of p(1 - p) that is left on average, of any set of types."""

_derived = "derived for Collapse Lab"

FORMS = (
    _form("f4", "replace", fallen, "(1 − S₀)(1 − 1/n)^t, S₀ = ∑ p² of the truth",
          "Seddik et al. 2024"),
    _form("f5", "accumulate", pooled, "(1 − S₀) ∏ (1 − 1/(n j²)) over j = 1 … t", _derived),
    _form("f5", "accumulate-subsample", drawn,
          "(1 − S₀) a V, V the archive's expected variance, by recursion over its batches",
          _derived),
)  # fmt: skip
