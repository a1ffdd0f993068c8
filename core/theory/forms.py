"""All closed forms, and which of them speak of an arm."""

from core.arms import Arm
from core.experiment import Experiment
from core.theory import (
    categorical,
    emitted,
    gates,
    gaussian_accumulate,
    gaussian_dimensions,
    gaussian_real,
    gaussian_replace,
    gaussian_subsample,
    kernel_density,
    least_squares,
    poisson,
    switch,
    t0,
    types,
)
from core.theory.base import ClosedForm

_UP_TO_T0: tuple[ClosedForm, ...] = (
    *gaussian_replace.FORMS,
    *gaussian_dimensions.FORMS,
    *gaussian_accumulate.FORMS,
    *gaussian_subsample.FORMS,
    *least_squares.FORMS,
    *kernel_density.FORMS,
    *poisson.FORMS,
    *categorical.FORMS,
    *gaussian_real.FORMS,
    *types.FORMS,
    *switch.FORMS,
    *gates.FORMS,
)
FORMS = (*_UP_TO_T0, *emitted.of_emissions(_UP_TO_T0), *t0.FORMS)


def matching(experiment: Experiment, arm: Arm, metric: str) -> list[ClosedForm]:
    """The closed forms that predict this metric of this arm, T0 last."""
    return [form for form in FORMS if form.metric == metric and form.matches(experiment, arm)]
