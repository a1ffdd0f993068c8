"""The loop as a figure: its words against the experiment."""

import pytest

from core.report.drawing import loop
from core.report.sections.loop_figure import loop_figure
from tests.report.runs import ended_at
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, VERIFIED, experiment, ran

LATE = {
    **REPLACE,
    "name": "Late",
    "switch": {"generation": 2, "keep": "archive", "retention": {"kind": "accumulate"}},
}


def stages(record):
    chart = loop_figure(record).chart
    return {stage.title: stage for stage in (*chart.starts, *chart.steps)}


def test_each_step_says_what_this_run_does():
    record = ran(experiment(arms=[REPLACE, ACCUMULATE, RESERVOIR, VERIFIED, LATE]))
    found = stages(record)
    assert found["Real data"].said == "40 real records: Standard Gaussian."
    assert found["1 Sample"].said == "The newest model emits 40 records."
    assert found["2 Verify"].said == "In Verified, a verifier judges them."
    assert found["3 Admit"].said == (
        "Into the pool: the newest (2 arms); all so far (1 arm); the newest and real ones (1 arm); "
        "the newest, later all so far (1 arm)."
    )
    held = [sum(record.composition(arm, 3).values()).mean() for arm in record.arms]
    assert (min(held), max(held)) == (40, 160)
    assert "40 to 160 records at generation\u00a03" in found["4 Train"].said
    assert [title for title, stage in found.items() if stage.differs] == ["2 Verify", "3 Admit"]
    assert loop_figure(record).chart.again == "again for each generation, 1 to 3"


def test_arms_that_do_the_same_differ_nowhere():
    record = ran(experiment(arms=[REPLACE], generations=1))
    assert not any(stage.differs for stage in stages(record).values())
    assert stages(record)["2 Verify"].said == "No arm has a verifier: nothing is judged."
    assert "Tinted" not in loop_figure(record).caption
    assert loop_figure(record).chart.again == "once, for generation 1"


@pytest.mark.parametrize("done", [0, 1])
def test_a_pool_is_told_when_there_is_one(done):
    said = stages(ended_at(0.5, 0.9, done=done))["4 Train"].said
    assert ("records at generation" in said) == (done > 0)


def test_its_height_is_that_of_its_longest_words():
    one = loop_figure(ran(experiment(arms=[REPLACE], generations=1))).chart
    many = loop_figure(ran(experiment(arms=[REPLACE, ACCUMULATE, RESERVOIR, LATE]))).chart
    assert 60 < loop.height(one, 490) < loop.height(many, 490) < 130
