"""Five numbers to take away: each against the record, none of them in the finding."""

from dataclasses import replace

import numpy as np
import pytest

from core.analysis.business import say_risk
from core.analysis.families import headline_metrics
from core.analysis.finding import finding
from core.analysis.half_life import half_life
from core.analysis.reading import read
from core.analysis.theory import statements, theory_table
from core.analysis.wording import say_ratio
from core.report.sections.five_numbers import five_numbers
from tests.records import make_record
from tests.report.runs import ended_at
from tests.small import REPLACE, experiment, ran


def shown(record):
    return [f"{one.value} {one.interval}".strip() for one in five_numbers(record).numbers]


def test_they_are_the_records(names_run):
    numbers = five_numbers(names_run).numbers
    assert len(numbers) == 5
    found = {one.said: f"{one.value} {one.interval}".strip() for one in numbers}
    done = names_run.done()
    life = next(value for said, value in found.items() if said.startswith("generations until half"))
    assert life == half_life(names_run, "types-alive", "Replace").said()
    cost = next(
        value for said, value in found.items() if said.startswith("times as many training records")
    )
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


@pytest.mark.parametrize("beyond", [0, 1])
def test_values_that_theory_gives_are_counted(gaussian_run, monkeypatch, beyond):
    lines = [line for line in statements(theory_table(gaussian_run)) if not np.isnan(line.z)]
    lines[:beyond] = [replace(line, z=-4.0) for line in lines[:beyond]]
    monkeypatch.setattr("core.report.sections.five_numbers.theory_table", lambda _: lines)
    said = next(one for one in five_numbers(gaussian_run).numbers if "standard errors" in one.said)
    assert said.value == f"{len(lines) - beyond} of {len(lines)}"


def test_opposite_runs_give_opposite_numbers():
    lost, kept = (five_numbers(ended_at(*ends)) for ends in ((0.2, 0.97), (0.97, 0.2)))
    first = lost.numbers[0].value
    assert first == "2"
    never = next(one for one in kept.numbers if one.value == "> 4")
    assert (
        never.said
        == "generations until half of the types alive is lost in Replace: not within this run"
    )
    halves = np.linspace(0.42, 0.64, 8)[:, None] ** (np.arange(5) / 4) * np.ones((2, 1, 1))
    (*_, still) = five_numbers(make_record(1000 * halves)).numbers
    assert (still.value, still.interval) == ("> 4", "[4, > 4]")
    assert still.said.endswith("not shown within this run")
    life = next(one for one in kept.numbers if one.said.startswith("generations until half"))
    assert life.value == "2"
    assert life.said.endswith("lost in Accumulate")


def test_too_few_replicates_or_generations_give_none():
    assert five_numbers(ran(experiment(arms=[REPLACE], replicates=1))) is None
    assert five_numbers(ended_at(0.5, 0.9, done=0)) is None


def test_an_interval_without_width_says_how_many_replicates_are_alike():
    alive, tail = np.full((2, 20, 5), 900.0), np.full((2, 20, 5), 0.5)
    alive[0] *= np.linspace(1, 0.3, 5) * np.exp(0.01 * np.arange(20))[:, None]
    tail[0, :17, 4], tail[0, 17:, 4] = 0.0, 0.1
    record = make_record({"types-alive": alive, "rare-type-coverage": tail})
    found = {one.said: (one.value, one.interval) for one in five_numbers(record).numbers}
    tails = [value for said, value in found.items() if "rare types" in said]
    assert tails == [
        ("0.00", "[exactly, in 17 of 20 replicates]"),
        ("1.00", "[exactly, in all 20 replicates]"),
    ]
    assert "0.00 [exactly, in 17 of 20 replicates] of generation 0's" in say_risk(record)
