"""All closed forms, and which of them speak of an arm."""

from core.experiment import Arm, Experiment
from core.theory.base import ClosedForm
from core.theory.gaussian_accumulate import GaussianAccumulate
from core.theory.gaussian_replace import GaussianReplace
from core.theory.gaussian_reservoir import GaussianReservoir
from core.theory.gaussian_subsample import GaussianSubsample

FORMS: tuple[ClosedForm, ...] = (
    GaussianReplace(),
    GaussianAccumulate(),
    GaussianSubsample(),
    GaussianReservoir(),
)


def matching(experiment: Experiment, arm: Arm, metric: str) -> list[ClosedForm]:
    """The closed forms that predict this metric of this arm."""
    return [form for form in FORMS if form.metric == metric and form.matches(experiment, arm)]
