"""Closed forms against the real engine: every row simulated, with a z-score."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import numpy as np

from core import registry
from core.analysis.theory import DISAGREES, TheoryLine, theory_table
from core.analysis.wording import metric_noun
from core.check_cases import CASES, REPLICATES, Quantity, Settings
from core.experiment import Experiment, parse
from core.learners.least_squares import LeastSquares
from core.loop import run
from core.metrics.base import Metric
from core.pool import Block, TrainingPool
from core.record import RunRecord
from core.records import Batch, FloatArray, Steps
from core.seeding import Streams
from core.sources.base import Part
from core.sources.regression import Regression
from core.theory.forms import matching
from core.theory.gate_figures import matching_gate

Result = TypeVar("Result")

LEAST = 8.0
"""Standard errors by which the named near miss must stand out."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One row at one setting. separation: standard errors from here to the near miss `against`."""

    id: str
    quantity: str
    setting: str
    theory: float
    simulation: float
    standard_error: float
    z: float
    separation: float
    against: str

    @property
    def agrees(self) -> bool:
        """Whether the simulation lies within DISAGREES standard errors."""
        return abs(self.z) < DISAGREES

    @property
    def passed(self) -> bool:
        """Whether it agrees where a near miss would not."""
        return self.agrees and self.separation >= LEAST

    def document(self) -> dict[str, Any]:
        """As plain numbers and text; null in place of NaN."""
        found = asdict(self)
        return {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in found.items()
        } | {"passed": self.passed}


def check(replicates: int = REPLICATES) -> Iterator[Checked | None]:
    """Every row at every setting, with None as a sign of life in between.

    replicates: at most so many, for a quicker and blunter check.
    """
    pairs = ((case, settings) for case in CASES for settings in case.settings)
    for seed, (case, settings) in enumerate(pairs):
        fewer = min(settings["replicates"], replicates)
        yield from _checked(case.quantities, settings | {"seed": seed, "replicates": fewer})
    for size, fits, dimensions in ((20, 3, 5), (15, 4, 3)):
        yield _growing_batches(size, fits, dimensions, replicates)


def steps() -> int:
    """How many rows `check` gives."""
    return sum(len(case.quantities) * len(case.settings) for case in CASES) + 2


def _checked(quantities: tuple[Quantity, ...], settings: Settings) -> Iterator[Checked | None]:
    metrics = list(dict.fromkeys(quantity.metric for quantity in quantities if quantity.metric))
    record = RunRecord(_experiment(settings, metrics))
    for event in run(record.experiment):
        record.apply(event)
        yield None
    lines = theory_table(record)
    for quantity in quantities:
        line = next((line for line in lines if _is(line, quantity)), None)
        if line is None:
            raise RuntimeError(f"no closed form {quantity.row} matches {settings}")
        yield _row(record, settings, quantity, line)


def _experiment(settings: Settings, metrics: "list[str]") -> Experiment:
    """The experiment that measures these alone, and what is always measured."""
    return parse(settings | {"metrics": metrics or always(parse(settings))})


def always(experiment: Experiment) -> "list[str]":
    """What this experiment measures whether it is listed or not."""
    plugins: Mapping[str, type[Metric]] = registry.plugins("metrics")
    return [name for name in experiment.measured() if plugins[name].always]


def _is(line: TheoryLine, quantity: Quantity) -> bool:
    wanted = (quantity.row, quantity.metric, quantity.statistic)
    return (line.row, line.metric, line.statistic) == wanted


def _row(record: RunRecord, settings: Settings, quantity: Quantity, line: TheoryLine) -> Checked:
    theory, simulation = float(line.theory[-1]), float(line.run[-1])
    error = line.standard_error
    apart = abs(_near_miss(record, settings, quantity, line) - theory)
    return Checked(
        id=line.row,
        quantity=f"{line.statistic} of {line.quantity}",
        setting=describe(settings),
        theory=theory,
        simulation=simulation,
        standard_error=error,
        z=(simulation - theory) / error,
        separation=apart / error,
        against=quantity.near.name,
    )


def _near_miss(
    record: RunRecord, settings: Settings, quantity: Quantity, line: TheoryLine
) -> float:
    """What the theory says of the altered settings; it never depends on the replicates."""
    altered = parse(quantity.near.alter(settings) | {"replicates": 1})
    (arm,) = altered.arms
    if not line.metric:
        form = matching_gate(record.experiment, record.experiment.arms[0])
        gate = record.gate(line.arm, line.generation)
        assert form is not None
        assert gate is not None
        return float(form.expected(arm, gate, altered.sample_size).mean())
    metric = quantity.near.metric or quantity.metric
    forms = matching(altered, arm, metric)
    wanted = next(form for form in forms if form.statistic is quantity.statistic)
    return float(wanted.curve(altered, arm)[-1])


def describe(settings: Settings) -> str:
    """Such as "replace, n = 10, t = 5, dimensions 2; 20,000 replicates"."""
    (arm,) = settings["arms"]
    parts = [arm["retention"]["kind"], f"n = {settings['sample_size']}"]
    parts.append(f"t = {settings['generations'] + 1}")
    for part in (settings["source"], settings["learner"], *_gates(arm)):
        kind = part.get("kind", "switch")
        known = [f"{name.replace('_', ' ')} {_said(value)}" for name, value in part.items()
                 if name != "kind"]  # fmt: skip
        if known or kind not in ("gaussian", "categorical"):
            parts.append(" ".join([kind, ", ".join(known)]).strip())
    return "; ".join([*parts, f"{settings['replicates']:,} replicates"])


def _gates(arm: Settings) -> "list[Settings]":
    return [arm[part] for part in ("real", "verifier", "switch") if part in arm]


def _said(value: Any) -> str:
    return f"to {value['kind']}" if isinstance(value, dict) else f"{value}"


def _growing_batches(size: int, fits: int, dimensions: int, replicates: int) -> Checked:
    """Row d3: every fit sees only fresh labels of the model before, `size` i of them at fit i.

    No regime of the app emits growing batches, so the learner is driven directly.
    """
    source = Regression(dimensions=dimensions)
    learner, streams = LeastSquares(inputs="fresh"), Streams(size)
    population = source.open(streams)
    batch: Batch = population.draw(Part.TRAIN, size, replicates, streams)
    for fit in range(1, fits + 1):
        at = streams.at(generation=fit)
        model = _last(learner.fit(TrainingPool((Block(fit - 1, batch),)), at))
        batch = _last(model.emit(size * (fit + 1), at))
    off = model.parameters()["weights"] - population.parameters()["weights"]
    risk: FloatArray = (off**2).sum(axis=1)
    expected = np.cumsum([dimensions / (size * fit - dimensions - 1) for fit in range(1, fits + 2)])
    error = float(risk.std(ddof=1) / np.sqrt(replicates))
    theory, simulation = float(expected[fits - 1]), float(risk.mean())
    return Checked(
        id="d3",
        quantity=f"mean of {metric_noun('excess-risk')}",
        setting=f"fit i sees {size} i fresh rows; t = {fits}; regression dimensions {dimensions}; "
        f"{replicates:,} replicates",
        theory=theory,
        simulation=simulation,
        standard_error=error,
        z=(simulation - theory) / error,
        separation=float(expected[fits] - theory) / error,
        against="t + 1 for t",
    )


def _last(work: Steps[Result]) -> Result:
    """What slow work returns in the end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Result = end.value
            return found
