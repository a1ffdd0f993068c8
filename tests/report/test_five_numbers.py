"""Five numbers to take away: each against the record, none of them in the finding."""

import numpy as np
import pytest

from core.analysis.families import headline_metrics
from core.analysis.finding import finding
from core.analysis.half_life import half_life
from core.analysis.reading import read
from core.analysis.theory import theory_table
from core.analysis.wording import say_ratio
from core.report.sections.five_numbers import five_numbers
from tests.report.runs import ended_at
from tests.small import REPLACE, experiment, ran


def shown(record):
    return [f"{one.value} {one.interval}".strip() for one in five_numbers(record).numbers]


def test_they_are_the_records(names_run):
    numbers = five_numbers(names_run).numbers
    assert len(numbers) == 5
    found = {one.said: f"{one.value} {one.interval}".strip() for one in numbers}
    done = names_run.done()
    life = next(value for said, value in found.items() if "half-life" in said)
    assert life == half_life(names_run, "types-alive", "Replace").said()
    cost = next(value for said, value in found.items() if said.startswith("times the sample size"))
    pool = sum(names_run.composition("Accumulate", done).values()).mean()
    assert float(cost) == pytest.approx(pool / 400)


def test_the_tail_is_that_of_the_charts(names_run):
    tail = headline_metrics(names_run)[2]
    for arm in ("Replace", "Accumulate"):
        assert say_ratio(read(names_run, tail, arm).interval()) in shown(names_run)


def test_none_is_in_the_finding(names_run, gaussian_run):
    for record in (names_run, gaussian_run):
        sentence = finding(record).sentence
        assert not any(value in sentence for value in shown(record) if "[" in value)


def test_the_furthest_from_theory_is_given(gaussian_run):
    scores = [abs(line.z) for line in theory_table(gaussian_run)]
    said = next(one for one in five_numbers(gaussian_run).numbers if "standard errors" in one.said)
    assert said.value == f"{np.nanmax(scores):.1f}"


def test_opposite_runs_give_opposite_numbers():
    lost, kept = (five_numbers(ended_at(*ends)) for ends in ((0.2, 0.97), (0.97, 0.2)))
    first = lost.numbers[0].value
    assert first == "2"
    assert kept.numbers[0].value == "> 4"
    assert kept.numbers[0].said.endswith("not reached")


def test_too_few_replicates_or_generations_give_none():
    assert five_numbers(ran(experiment(arms=[REPLACE], replicates=1))) is None
    assert five_numbers(ended_at(0.5, 0.9, done=0)) is None
