"""Small experiments that run in a moment, and what came out of them."""

from typing import Any

from core.experiment import Experiment, parse
from core.loop import run
from core.metrics.base import Yardstick
from core.record import RunRecord
from core.records import Batch
from core.regimes.base import Evidence
from core.seeding import Streams
from core.sources.base import Population

REPLACE = {"name": "Replace", "retention": {"kind": "replace"}}
ACCUMULATE = {"name": "Accumulate", "retention": {"kind": "accumulate"}}
SUBSAMPLE = {"name": "Subsample", "retention": {"kind": "accumulate-subsample"}}
RESERVOIR = {
    "name": "Reservoir",
    "retention": {"kind": "replace"},
    "real": {"kind": "fixed", "share": 0.2},
}
RESERVOIR_SUBSAMPLE = {
    "name": "Reservoir, subsample",
    "retention": {"kind": "accumulate-subsample"},
    "real": {"kind": "fixed", "share": 0.2},
}
VERIFIED = {
    "name": "Verified",
    "retention": {"kind": "replace"},
    "verifier": {"kind": "discriminator"},
}
SWITCHED = {
    "name": "Switched",
    "retention": {"kind": "replace"},
    "filter": {"kind": "detector", "recall": 0.5},
    "switch": {
        "generation": 2,
        "keep": "archive",
        "retention": {"kind": "accumulate"},
        "verifier": {"kind": "rule"},
        "filter": {"kind": "detector", "recall": 0.3, "false_alarm": 0.1},
    },
}
ALL_ARMS = (REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR, RESERVOIR_SUBSAMPLE, VERIFIED)
UNVERIFIED = ALL_ARMS[:-1]


def document(records: str = "gaussian", **changes: Any) -> dict[str, Any]:
    """A settings document of a small experiment, on Gaussian records, first names or speeches."""
    spoken = dict.fromkeys(("state-of-the-union", "spelled-names", "spelled-lines"), "n-gram")
    learner = {"gaussian": "gaussian", **spoken}.get(records, "categorical")
    given: dict[str, Any] = {
        "name": "Small",
        "seed": 3,
        "generations": 3,
        "sample_size": 40,
        "replicates": 6,
        "source": {"kind": records},
        "learner": {"kind": learner},
        "arms": list(ALL_ARMS),
    }
    return given | changes


def experiment(records: str = "gaussian", **changes: Any) -> Experiment:
    """The experiment of `document`."""
    return parse(document(records, **changes))


def ran(of: Experiment) -> RunRecord:
    """The record of a whole run."""
    record = RunRecord(of)
    for event in run(of):
        record.apply(event)
    return record


def evidence(trusted: Batch, emission: Batch, **others: Any) -> Evidence:
    """What a gate sees that needs no model and no law."""
    parts = dict.fromkeys(("model", "learner", "population"), None) | others
    return Evidence(trusted, emission, **parts)


def yardstick(
    population: Population, reference: Batch, spare: Batch, streams: Streams, size: int = 30
) -> Yardstick:
    """What metrics compare with, of records that are drawn already."""
    replicates = reference.replicates
    return Yardstick(population, lambda: reference, lambda: spare, size, replicates, streams)
