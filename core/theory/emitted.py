"""What emitted records say of a closed form in the fit: unbiased estimators have its mean.

A generation's emission is n independent records of its fitted model. Whatever that is, their n-1
variance has the fitted variance's mean, and n/(n-1) (1 - sum f^2) that of the fitted 1 - sum p^2.
(Their 1/n variance and 1 - sum f^2 would follow t + 1.) The forms of a variance are about real
records of variance 1, so that the emission's variance is its ratio to theirs.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from core.arms import Arm
from core.experiment import Experiment
from core.records import FloatArray
from core.theory.base import ClosedForm, Statistic, unknown
from core.theory.gates import restored_spread
from core.theory.moments import error, under_accumulation, under_replacement

UNBIASED = {"fitted-variance": "variance-ratio", "gini-simpson": "emitted-gini-simpson"}
"""Of a statistic in the fit, the estimator of it on emitted records."""


def of_emissions(forms: Iterable[ClosedForm]) -> tuple[ClosedForm, ...]:
    """The same expectations of the emission's unbiased estimators; roots and logarithms differ."""
    return tuple(
        replace(form, metric=UNBIASED[form.metric], standard_error=ERRORS.get(form.row, unknown))
        for form in forms
        if form.metric in UNBIASED and form.statistic is Statistic.MEAN
    )


def _replaced(experiment: Experiment, arm: Arm) -> FloatArray:
    return error(under_replacement(experiment).emitted, experiment)


def _accumulated(experiment: Experiment, arm: Arm) -> FloatArray | None:
    found = under_accumulation(experiment)
    return None if found is None else error(found.emitted, experiment)


def _restored(experiment: Experiment, arm: Arm) -> FloatArray:
    """A chi-square of n - 1 degrees over n, times one of as many over n - 1."""
    n = experiment.sample_size
    fitted = (1 - 1 / n) ** 2 + restored_spread(n) ** 2
    emitted = fitted * (1 + 2 / (n - 1)) - (1 - 1 / n) ** 2
    return error(np.full(experiment.generations + 1, np.sqrt(emitted)), experiment)


ERRORS: dict[str, Callable[[Experiment, Arm], FloatArray | None]] = {
    "a1": _replaced, "a2": _replaced, "a5": _replaced, "b": _accumulated, "T3": _restored,
}  # fmt: skip
"""By row, where the spread of a Gaussian's emissions is known exactly."""
