"""How often a run says what is not so: fifty seeds of a weak effect, and fifty of none."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from core.analysis.change import Change, declared, how
from core.analysis.failure_order import failure_order
from core.analysis.finding import finding
from core.analysis.half_life import half_life
from core.analysis.theory import theory_table
from core.analysis.verdict import Comparison, Outcome, comparisons, verdicts
from core.metrics.base import Family
from core.record import RunRecord
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, experiment, ran

SEEDS = 50
LEVEL = 0.05
MOST = int(LEVEL * SEEDS)
"""2 of 50, on seeds that are fixed; 400 others gave false differences in 1.8 and 4.0 % of runs."""

LOSSES = (Outcome.COLLAPSED, Outcome.DEGRADED)
DIFFERENCES = (Comparison.SLOWED, Comparison.FASTER)

Claims = dict[str, set[str]]


def claims(record: RunRecord) -> Claims:
    """What a run says of its arms, by question: each a claim that could be false.

    loss: the word collapsed or degraded; difference: slowed or faster than the baseline, on the
    primary metric both. half-life: reached, of any diversity metric. failure: a metric that has
    failed. theory: four standard errors or more from a closed form.
    """
    judged, compared = verdicts(record), comparisons(record)
    halved = [
        metric
        for metric in record.values
        if declared(metric).family is Family.DIVERSITY and how(metric) is Change.RATIO
    ]
    return {
        "loss": {arm for arm, found in judged.items() if found.outcome in LOSSES},
        "difference": {arm for arm, found in compared.items() if found.comparison in DIFFERENCES},
        "half-life": {
            arm
            for arm in record.arms
            if any(half_life(record, metric, arm).reached for metric in halved)
        },
        "failure": {
            arm
            for arm in record.arms
            if any(failure.place is not None for failure in failure_order(record, arm))
        },
        "theory": {line.arm for line in theory_table(record) if abs(line.z) >= 4},
    }


def said(record: RunRecord) -> str:
    """What the finding says of the arms."""
    found = finding(record)
    return " ".join((found.sentence, *found.arms))


WEAK: dict[str, Any] = {
    "arms": [REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR],
    "sample_size": 2000, "generations": 8, "replicates": 10,
    "metrics": ["variance-ratio", "fitted-variance", "squared-shift", "wasserstein"],
    "primary_metric": "variance-ratio",
}  # fmt: skip
"""Replacement costs 0.4 % of the variance in eight generations, with a spread of 9 % a replicate.

A loss is therefore false (the truth is above 0.99 in every arm), and so is a half-life or a
failure. The other arms do lose less than Replace, though no run of this size can know it well:
"slowed" is true, and "faster" is false.
"""

REFIT = {
    "name": "Refit",
    "retention": {"kind": "accumulate"},
    "filter": {"kind": "detector", "recall": 1.0, "false_alarm": 0.0},
}
FRESH = {"name": "Fresh", "retention": {"kind": "replace"},
         "real": {"kind": "fresh", "share": 0.995}}  # fmt: skip
TRUSTED = {"name": "Trusted", "retention": {"kind": "replace"},
           "real": {"kind": "trusted", "share": 0.995}}  # fmt: skip
NULL: dict[str, Any] = {
    "arms": [REFIT, FRESH, TRUSTED], "sample_size": 200, "generations": 6, "replicates": 10,
    "metrics": ["variance-ratio", "fitted-variance", "squared-shift", "wasserstein",
                "tail-coverage"],
    "primary_metric": "variance-ratio",
}  # fmt: skip
"""Each generation is fitted to 200 real records (199 and one more): those of generation 0 for ever,
new ones each time, or another 199 for ever. Every emission has the same law, so that whatever is
said of a loss or a difference is false.
"""


@cache
def record_of(kind: str, seed: int) -> RunRecord:
    settings = {"weak": WEAK, "null": NULL}[kind]
    return ran(experiment(**settings, seed=1000 + seed))


def false_claims(kind: str, question: str, seed: int) -> set[str]:
    """The arms of which a run says what is not so."""
    record = record_of(kind, seed)
    found = claims(record)[question]
    if (kind, question) != ("weak", "difference"):
        return found
    compared = comparisons(record)
    return {arm for arm in found if compared[arm].comparison is Comparison.FASTER}


ALLOWED = {"loss": 0, "difference": MOST, "half-life": 0, "failure": 0, "theory": 0}
"""Only a difference is tested at its null itself. The others' truth is far from where a claim
begins: 0.9 and 0.5 of generation 0, two generations running, four standard errors. These seeds
gave 1 (weak) and 1 (null) false differences of 50, and 2 true ones in the weak setting.
"""


@pytest.mark.parametrize("question", ALLOWED)
@pytest.mark.parametrize("kind", ["weak", "null"])
def test_false_claims_are_rare(kind: str, question: str) -> None:
    found = sum(bool(false_claims(kind, question, seed)) for seed in range(SEEDS))
    assert found <= ALLOWED[question], f"{found} of {SEEDS} runs claim what is not so"


@pytest.mark.parametrize("kind", ["weak", "null"])
def test_the_finding_claims_no_more_than_the_verdicts(kind: str) -> None:
    for seed in range(SEEDS):
        text = said(record_of(kind, seed))
        assert not {"collapsed", "degraded"} & set(text.replace(",", " ").split()), text
        lost = [line for line in finding(record_of(kind, seed)).caveats if ", yet " in line]
        assert all(line.endswith("(descriptive).") for line in lost)


def test_held_is_said_where_it_is_true_and_can_be_known() -> None:
    """Not mute: with a spread of 3 % of the mean most arms earn the word."""
    found = [
        each.outcome for seed in range(SEEDS) for each in verdicts(record_of("weak", seed)).values()
    ]
    assert found.count(Outcome.HELD) > 0.8 * len(found)
    assert set(found) <= {Outcome.HELD, Outcome.UNDECIDED}


def test_arms_that_differ_in_nothing_are_never_told_apart() -> None:
    """A detector that flags nothing: the same numbers under another name."""
    blind = {"kind": "detector", "recall": 0.0, "false_alarm": 0.0}
    same = {**REPLACE, "name": "Same", "filter": blind}
    record = ran(experiment(arms=[REPLACE, same], replicates=10, generations=5))
    for metric in record.values:
        if how(metric) is not Change.NEITHER:
            assert comparisons(record, metric)["Same"].comparison not in DIFFERENCES
            np.testing.assert_array_equal(*record.values[metric])


STRONG: dict[str, Any] = {"arms": [REPLACE, ACCUMULATE], "sample_size": 10, "generations": 40}


def test_a_strong_effect_is_claimed() -> None:
    """These rules are not silent: the same questions find what is there."""
    record = ran(experiment(**STRONG, replicates=20))
    found = claims(record)
    assert found["loss"] == {"Replace"}
    assert found["difference"] == {"Accumulate"}
    assert found["half-life"] == {"Replace"}
    assert found["theory"] == set()
    assert "Replace collapsed" in said(record)


@pytest.mark.parametrize(
    ("replicates", "metric"),
    [(1, "variance-ratio"), (2, "variance-ratio"), (5, "tail-coverage"), (5, "wasserstein")],
)
def test_too_few_replicates_claim_nothing(replicates: int, metric: str) -> None:
    """A t interval needs 3, a median's 6; the effect itself is as strong as can be."""
    record = ran(experiment(**STRONG, replicates=replicates, primary_metric=metric))
    for found in verdicts(record).values():
        assert found.outcome is Outcome.NOT_JUDGED
        assert "too few" in found.reason
        assert not found.ratio.known
    for contrast in comparisons(record).values():
        assert contrast.comparison is Comparison.NOT_COMPARED
        assert np.isnan(contrast.p)
    assert not claims(record)["failure"]
    if metric != "wasserstein":
        headline = "variance-ratio"
        assert not half_life(record, headline, "Replace").known
    text = said(record)
    assert not {"collapsed", "degraded", "held", "slowed", "faster"} & set(text.split())
    assert "too few" in finding(record).basis
