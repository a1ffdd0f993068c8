"""What `collapse-lab show` says beside the finding: half-lives, failures, what gates cost."""

import json
import re

import pytest

from core.analysis.summary import summary, summary_text
from tests.small import REPLACE, VERIFIED, experiment, ran


def test_half_lives_and_the_order_of_failure_are_told() -> None:
    sizes = {"sample_size": 2000, "generations": 8, "replicates": 10}
    record = ran(experiment("us-first-names", arms=[REPLACE], **sizes))
    found = summary(record)["arms"][0]
    generation, low, high = found["half_life"]["types-alive"]
    assert 1 < low <= generation <= high <= 8
    assert [failure["place"] for failure in found["order_of_failure"]][:1] == [1]
    assert found["gate"] is None
    text = summary_text(record)
    assert "Half-life of the median of" in text
    assert "What verifiers cost" not in text
    json.dumps(summary(record), allow_nan=False)


def test_what_a_verifier_cost_is_told() -> None:
    record = ran(experiment(arms=[REPLACE, VERIFIED]))
    gates = [record.gate("Verified", generation) for generation in (1, 2, 3)]
    judged = sum(int(gate.candidates.sum()) for gate in gates if gate is not None)
    admitted = sum(int(gate.admitted.sum()) for gate in gates if gate is not None)
    cost = summary(record)["arms"][1]["gate"]
    assert cost["candidates_per_admitted"] == judged / admitted
    assert f"Verified: {judged / admitted:.2f} candidates for each admitted" in summary_text(record)


def test_what_real_samples_give_stands_beside_each_metric() -> None:
    record = ran(experiment(arms=[REPLACE], generations=1, metrics=["variance-ratio"]))
    told = re.search(r"\(.*; real samples: (\S+) to (\S+)\)", summary_text(record))
    low, _, high = record.bands["variance-ratio"]
    assert told is not None
    assert [float(end) for end in told.groups()] == pytest.approx([low, high], abs=0.05)
