"""A run held against the closed forms that match its arms."""

import math
from dataclasses import dataclass, replace

import numpy as np

from core.analysis.change import declared
from core.analysis.wording import metric_noun
from core.arms import Arm
from core.events import Gate
from core.record import RunRecord
from core.records import FloatArray, IntArray
from core.theory.base import ClosedForm, Statistic
from core.theory.forms import matching
from core.theory.gate_figures import GateForm, matching_gate

CONSERVED = "T0"
"""The row that speaks of nearly every arm, and of no loss."""
DISAGREES = 4.0
"""|z| from which a run does not agree with theory."""
LOGARITHM = "log-fitted-variance"
"""Its mean is the logarithm of the fitted variance's geometric mean."""
LEAST_REPLICATES = 10
"""Fewest for a standard error of the run's own."""
LEAST_EFFECTIVE = 16.0
"""Fewest that must carry the mean, by Kish's effective number.

With fewer, the mean of a heavy-tailed statistic is far from normal: |z| beyond 4 then comes fifty
times too often above theory, and hardly ever below it.
"""


@dataclass(frozen=True, slots=True, eq=False)
class TheoryLine:
    """A closed form beside the same statistic of the run, over the finished generations.

    quantity: what it is the statistic of, in words; metric: "" for a figure of a gate.
    z: how many standard errors the run lies above the form at `generation`; on the logarithmic
    scale for a geometric mean, and so is `standard_error`. Where that is the run's own, z is the
    normal score of Student's t. NaN where there is no spread, or too few replicates carry the mean.
    """

    arm: str
    metric: str
    quantity: str
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
    """The one closed form to draw for each arm whose chart of this metric has one.

    The form of the statistic that the chart itself shows, where there is a choice.
    """
    wanted = Statistic.GEOMETRIC_MEAN if declared(metric).scale else Statistic.MEAN
    drawn: dict[str, TheoryLine] = {}
    for line in metric_lines(record, metric):
        if line.statistic is wanted or (line.statistic is Statistic.MEAN and line.arm not in drawn):
            drawn[line.arm] = line
    return list(drawn.values())


def ratio_lines(lines: list[TheoryLine]) -> list[TheoryLine]:
    """Closed forms over generation 0; a geometric mean's alone, since it is that of the ratios."""
    return [
        replace(line, theory=line.theory / line.theory[0], run=line.run / line.run[0])
        for line in lines
        if line.statistic is Statistic.GEOMETRIC_MEAN and np.all(line.theory > 0)
    ]


def theory_table(record: RunRecord) -> list[TheoryLine]:
    """Every closed form that matches an arm with a finished generation, T0 last."""
    lines = [line for metric in record.values for line in metric_lines(record, metric)]
    lines += [line for arm in record.experiment.arms for line in _gate_lines(record, arm)]
    return sorted(lines, key=lambda line: line.row == "T0")


def metric_lines(record: RunRecord, metric: str) -> list[TheoryLine]:
    """Every closed form that predicts this metric, of the arms in which it was measured."""
    return [
        _line(record, metric, arm, form)
        for arm in record.experiment.arms
        if _measured(record, metric, arm)
        for form in matching(record.experiment.of_arm(arm.name), arm, metric)
    ]


def _measured(record: RunRecord, metric: str, arm: Arm) -> bool:
    """Whether some generation is finished; an older run file may lack what is now measured."""
    done = record.done(arm.name)
    values = record.values[metric][record.arms.index(arm.name), :, : done + 1]
    return done >= 0 and not bool(np.isnan(values).any())


def _line(record: RunRecord, metric: str, arm: Arm, form: ClosedForm) -> TheoryLine:
    experiment, done = record.experiment.of_arm(arm.name), record.done(arm.name)
    values = _scaled(record.values[metric][record.arms.index(arm.name), :, : done + 1], form)
    theory = form.curve(experiment, arm)[: done + 1]
    logarithmic = form.statistic is Statistic.GEOMETRIC_MEAN
    average = values.mean(axis=0)
    exact = form.standard_error(experiment, arm)
    expected = float(np.log(theory[done]) if logarithmic else theory[done])
    if exact is None:
        error, freedom = _sample_error(values[:, done], expected), float(len(values) - 1)
    else:
        error, freedom = float(exact[done]), math.inf
        if expected > 0 and not logarithmic and not _carried(expected, error, len(values)):
            error = math.nan
    return TheoryLine(
        arm=arm.name,
        metric=metric,
        quantity=metric_noun(metric),
        generations=np.arange(done + 1),
        theory=theory,
        run=np.exp(average) if logarithmic else average,
        statistic=form.statistic,
        row=form.row,
        formula=form.formula,
        source=form.source,
        generation=done,
        standard_error=error,
        z=_score(float(average[done]) - expected, error, freedom),
    )


def statements(lines: list[TheoryLine]) -> list[TheoryLine]:
    """Of a form that holds for a fit and for what it emits, the fit's line: it has less noise.

    And of a geometric mean and the mean of the logarithm, which are one statement, the former.
    """
    fitted = {(line.arm, line.row) for line in lines if _place(line) == "fit"}
    geometric = {
        (line.arm, line.row) for line in lines if line.statistic is Statistic.GEOMETRIC_MEAN
    }
    return [
        line
        for line in lines
        if (_place(line) != "emission" or (line.arm, line.row) not in fitted)
        and (line.metric != LOGARITHM or (line.arm, line.row) not in geometric)
    ]


def _place(line: TheoryLine) -> str:
    """What a form is about: the fit, what it emits, or the gate that admits."""
    if not line.metric:
        return "gate"
    return "fit" if declared(line.metric).parameter else "emission"


def _scaled(values: FloatArray, form: ClosedForm) -> FloatArray:
    """On the scale whose mean the form predicts."""
    if form.statistic is Statistic.MEAN_ROOT:
        return np.asarray(np.sqrt(values))
    if form.statistic is Statistic.GEOMETRIC_MEAN:
        return np.asarray(np.log(values))
    return values


def _sample_error(values: FloatArray, expected: float) -> float:
    """The standard error of a mean; NaN where too few replicates are there, or carry it.

    Samples that miss the rare large values have too low a mean and too low a spread at once, so
    the spread is scaled to the expected mean where that is the larger one.
    """
    mean, spread = float(values.mean()), float(values.std() / np.sqrt(len(values)))
    if len(values) < LEAST_REPLICATES or not _carried(mean, spread, len(values)):
        return math.nan
    return float(values.std(ddof=1) / np.sqrt(len(values))) * max(1.0, expected / mean)


def _carried(mean: float, error: float, replicates: int) -> bool:
    """Whether replicates enough carry a mean: n/(1 + CV^2), which is (sum x)^2 / sum x^2."""
    squares = mean**2 / replicates + error**2
    return squares > 0 and mean**2 >= LEAST_EFFECTIVE * squares


def _score(off: float, error: float, freedom: float) -> float:
    """The normal score of Student's t (Wallace 1959), which is t itself without limit."""
    if not error > 0:
        return float("nan")
    t = off / error
    if math.isinf(freedom):
        return t
    size = (8 * freedom + 1) / (8 * freedom + 3) * math.sqrt(freedom * math.log1p(t * t / freedom))
    return math.copysign(size, t)


def _gate_lines(record: RunRecord, arm: Arm) -> list[TheoryLine]:
    """Rows about a gate's own figures, of an arm whose gate has worked."""
    done, experiment = record.done(arm.name), record.experiment.of_arm(arm.name)
    gates = [record.gate(arm.name, generation) for generation in range(1, done + 1)]
    worked = [gate for gate in gates if gate is not None]
    if not worked or len(worked) < len(gates):
        return []
    form = matching_gate(experiment, arm)
    return [] if form is None else [_gate_line(arm, worked, form, experiment.sample_size)]


def _gate_line(arm: Arm, gates: list[Gate], form: GateForm, size: int) -> TheoryLine:
    """What each replicate's gate did, beside what was to be expected of that replicate."""
    expected = np.array([form.expected(arm, gate, size) for gate in gates])
    seen = np.array([form.seen(gate) for gate in gates])
    off, replicates = seen[-1] - expected[-1], seen.shape[1]
    known = _sample_error(seen[-1], float(expected[-1].mean())) > 0
    error = float(off.std(ddof=1) / np.sqrt(replicates)) if known else float("nan")
    return TheoryLine(
        arm=arm.name,
        metric="",
        quantity=form.quantity,
        generations=np.arange(1, len(gates) + 1),
        theory=expected.mean(axis=1),
        run=seen.mean(axis=1),
        statistic=Statistic.MEAN,
        row=form.row,
        formula=form.formula,
        source=form.source,
        generation=len(gates),
        standard_error=error,
        z=_score(float(off.mean()), error, replicates - 1),
    )
