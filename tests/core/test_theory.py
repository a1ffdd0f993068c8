"""Closed forms against simulation, at settings where an off-by-one would stand out."""

import numpy as np
import pytest

from core.analysis.theory import theory_lines
from core.theory.forms import FORMS, matching
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, experiment, ran

ARMS = [REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR]


@pytest.mark.parametrize("sample_size", [10, 15])
def test_simulation_agrees_with_every_form_and_not_with_its_neighbour(sample_size: int) -> None:
    of = experiment(sample_size=sample_size, replicates=20_000, generations=2, arms=ARMS,
                    metrics=["fitted-variance"])  # fmt: skip
    lines = theory_lines(ran(of), "fitted-variance")
    assert {line.row for line in lines} == {form.row for form in FORMS}
    for line in lines:
        assert abs(line.z) < 4, line.row
        scale = np.log if line.statistic == "geometric mean" else np.asarray
        step = scale(line.theory[-1]) - scale(line.theory[-2])
        if line.row in ("a3", "g2"):  # b and c fall too little from fit 2 to 3 to tell them apart
            assert abs(step) > 8 * line.standard_error, line.row


def test_the_unbiased_estimator_has_a_form_of_its_own() -> None:
    learner = {"kind": "gaussian", "estimator": "unbiased"}
    of = experiment(sample_size=10, replicates=20_000, arms=ARMS, learner=learner,
                    metrics=["fitted-variance"])  # fmt: skip
    (line,) = theory_lines(ran(of), "fitted-variance")
    assert (line.row, line.arm) == ("a3", "Replace")
    assert abs(line.z) < 4


def test_accumulation_tends_to_its_stated_limit() -> None:
    of = experiment(arms=[ACCUMULATE], generations=1000, sample_size=50)
    (form,) = matching(of, of.arms[0], "fitted-variance")
    limit = np.sinc(1 / np.sqrt(50))
    assert form.curve(of, of.arms[0])[-1] == pytest.approx(limit, rel=1e-4)


def test_no_form_speaks_of_a_setting_it_was_not_derived_for() -> None:
    verified = {**REPLACE, "verifier": {"kind": "discriminator"}}
    flat = experiment(arms=[verified])
    plane = experiment(arms=ARMS, source={"kind": "gaussian", "dimensions": 2})
    names = experiment("us-first-names", arms=ARMS)
    for of in (flat, plane, names):
        for arm in of.arms:
            assert matching(of, arm, of.primary()) == []


def test_one_replicate_has_no_z() -> None:
    lines = theory_lines(ran(experiment(replicates=1, arms=[ACCUMULATE])), "fitted-variance")
    assert np.isnan(lines[0].z)
