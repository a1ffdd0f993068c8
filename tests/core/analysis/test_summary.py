"""What `collapse-lab show` says beside the finding: half-lives, failures, what arms cost."""

import json
import math
import re

import pytest

from core.analysis.costs import cost
from core.analysis.summary import summary, summary_text
from tests.report.runs import ended_at
from tests.small import REPLACE, VERIFIED, experiment, ran


def test_half_lives_and_the_order_of_failure_are_told() -> None:
    sizes = {"sample_size": 2000, "generations": 8, "replicates": 10}
    record = ran(experiment("us-first-names", arms=[REPLACE], **sizes))
    found = summary(record)["arms"][0]
    generation, low, high = found["half_life"]["types-alive"]
    assert 1 < low <= generation <= high <= 8
    assert [failure["place"] for failure in found["order_of_failure"]][:1] == [1]
    assert math.isnan(cost(record, "Replace").candidates)
    assert found["cost"]["candidates"] is None
    text = summary_text(record)
    assert "Half-life of the median of" in text
    assert "What arms cost" not in text
    assert summary(record)["mitigations"] == []
    json.dumps(summary(record), allow_nan=False)


def test_what_a_verifier_cost_is_told() -> None:
    record = ran(experiment(arms=[REPLACE, VERIFIED]))
    gates = [record.gate("Verified", generation) for generation in (1, 2, 3)]
    judged = sum(int(gate.candidates.sum()) for gate in gates if gate is not None)
    admitted = sum(int(gate.admitted.sum()) for gate in gates if gate is not None)
    assert summary(record)["arms"][1]["cost"]["candidates"] == judged / admitted
    text = summary_text(record)
    assert f"{judged / admitted:.3g} candidates per admitted record; 4 trusted" in text


def test_a_verifier_of_the_baseline_has_its_price_too() -> None:
    text = summary_text(ran(experiment(arms=[VERIFIED])))
    assert "What arms cost, and whether this run supports them\n  Verified (baseline): " in text
    assert "; 4 trusted records" in text


@pytest.mark.parametrize(
    ("ends", "word", "why"),
    [
        ((0.2, 0.97), "supported", "a slower loss than Replace"),
        ((0.97, 0.2), "not supported", "a faster loss than Replace"),
        ((0.7, 0.7), "unclear", "no clear difference from Replace"),
    ],
)
def test_whether_an_arm_is_supported_is_told(
    ends: tuple[float, float], word: str, why: str
) -> None:
    record = ended_at(*ends)
    (found,) = summary(record)["mitigations"]
    assert (found["arm"], found["supported"], found["why"]) == ("Accumulate", word, why)
    price = "Price: a pool that grew to 5 times n"
    assert f"  Accumulate: {word} ({why}). {price}" in summary_text(record)
    json.dumps(summary(record), allow_nan=False)


def test_what_real_samples_give_stands_beside_each_metric() -> None:
    record = ran(experiment(arms=[REPLACE], generations=1, metrics=["variance-ratio"]))
    told = re.search(r"\(.*; real samples: (\S+) to (\S+)\)", summary_text(record))
    low, _, high = record.bands["variance-ratio"]
    assert told is not None
    assert [float(end) for end in told.groups()] == pytest.approx([low, high], abs=0.05)
