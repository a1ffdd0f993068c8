"""A run held against the closed forms that match its arms."""

from dataclasses import dataclass

import numpy as np

from core.record import RunRecord
from core.records import FloatArray, IntArray
from core.theory.base import ClosedForm, Statistic
from core.theory.forms import matching


@dataclass(frozen=True, slots=True, eq=False)
class TheoryLine:
    """A closed form beside the same statistic of the run, over the finished generations.

    z: how many standard errors the run lies above the form at `generation`; on the logarithmic
    scale for a geometric mean, and so is `standard_error`. NaN where there is no spread.
    """

    arm: str
    metric: str
    generations: IntArray
    theory: FloatArray
    run: FloatArray
    statistic: Statistic
    row: str
    formula: str
    source: str
    generation: int
    standard_error: float
    z: float


def theory_lines(record: RunRecord, metric: str) -> list[TheoryLine]:
    """Every closed form that predicts this metric, of the arms that have a finished generation."""
    return [
        _line(record, metric, arm.name, form)
        for arm in record.experiment.arms
        if record.done(arm.name) >= 0
        for form in matching(record.experiment, arm, metric)
    ]


def _line(record: RunRecord, metric: str, arm: str, form: ClosedForm) -> TheoryLine:
    experiment, done = record.experiment, record.done(arm)
    values = record.values[metric][record.arms.index(arm), :, : done + 1]
    theory = form.curve(experiment, experiment.arm(arm))[: done + 1]
    logarithmic = form.statistic is Statistic.GEOMETRIC_MEAN
    scaled = np.log(values) if logarithmic else values
    expected = np.log(theory) if logarithmic else theory
    average = scaled.mean(axis=0)
    exact = form.standard_error(experiment, experiment.arm(arm))
    error = _sample_error(scaled[:, done]) if exact is None else float(exact[done])
    return TheoryLine(
        arm=arm,
        metric=metric,
        generations=np.arange(done + 1),
        theory=theory,
        run=np.exp(average) if logarithmic else average,
        statistic=form.statistic,
        row=form.row,
        formula=form.formula,
        source=form.source,
        generation=done,
        standard_error=error,
        z=float(average[done] - expected[done]) / error if error > 0 else float("nan"),
    )


def _sample_error(values: FloatArray) -> float:
    """The standard error of a mean; NaN with one replicate."""
    if len(values) < 2:
        return float("nan")
    return float(values.std(ddof=1) / np.sqrt(len(values)))
