"""Bounds that theory gives: where a run's mean stands, and when nothing is said of one."""

import math

import numpy as np
import pytest

from core.analysis.bound import bounded
from core.analysis.finding import finding
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, experiment

D, N, NOISE = 5, 40, 0.5
BOUND = math.pi**2 / 6 * NOISE**2 * D / (N - D - 1)


def record(mean, spread=0.05, replicates=40, inputs="same", arms=(REPLACE, ACCUMULATE)):
    rng = np.random.default_rng(2)
    noise = rng.standard_normal((len(arms), replicates, 4))
    noise = (noise - noise.mean(axis=1, keepdims=True)) / noise.std(axis=1, keepdims=True)
    return make_record(
        {"excess-risk": BOUND * (mean + spread * noise)}, arms,
        source={"kind": "regression", "dimensions": D, "noise": NOISE},
        learner={"kind": "least-squares", "inputs": inputs, "noise": NOISE},
        sample_size=N, primary_metric="excess-risk",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mean", "said"),
    [(0.9, "is below"), (1.1, "is above"), (1.005, "is not clearly below or above")],
)
def test_the_headline_says_where_the_mean_stands_by_its_interval(mean, said):
    found = bounded(record(mean), "excess-risk", "Accumulate")
    assert found.bound == pytest.approx(BOUND)
    assert float(found.mean.centre) == pytest.approx(mean * BOUND)
    half = 2.0227 * 0.05 * BOUND / math.sqrt(39)  # Student's t with 39 degrees of freedom
    assert float(found.mean.high - found.mean.centre) == pytest.approx(half, rel=0.2)
    sentence = finding(record(mean)).sentence
    assert f" {said} " in sentence
    assert " by a t interval, is " in sentence, "the finding's other brackets are around medians"
    assert f"{mean:.3g}"[:4] in sentence.rsplit(": ", 1)[1]


def test_without_an_interval_no_side_is_taken():
    said = bounded(record(0.5, replicates=6), "excess-risk", "Accumulate").said()
    assert "has no interval to tell it from" in said
    assert "below" not in said


def test_nothing_is_said_of_arms_and_settings_without_a_bound():
    assert bounded(record(0.9), "excess-risk", "Replace") is None
    assert bounded(record(0.9, inputs="fresh"), "excess-risk", "Accumulate") is None
    both = record(0.9, arms=(REPLACE, RESERVOIR))
    assert "closed-form bound" not in finding(both).sentence


def test_the_bound_holds_the_curve_for_any_number_of_generations():
    long = experiment(
        source={"kind": "regression", "dimensions": D, "noise": NOISE},
        learner={"kind": "least-squares", "noise": NOISE}, generations=1000,
        arms=[REPLACE, ACCUMULATE],
    )  # fmt: skip
    from core.theory.forms import matching

    form = next(one for one in matching(long, long.arms[1], "excess-risk") if one.row == "d2")
    curve, bound = form.curve(long, long.arms[1]), form.bound(long, long.arms[1])
    assert 0.999 * bound < curve[-1] < bound
