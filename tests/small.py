"""Small experiments that run in a moment, and what came out of them."""

from typing import Any

from core.experiment import Experiment, parse
from core.loop import run
from core.record import RunRecord

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
ALL_ARMS = (REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR, RESERVOIR_SUBSAMPLE, VERIFIED)
UNVERIFIED = ALL_ARMS[:-1]


def document(records: str = "gaussian", **changes: Any) -> dict[str, Any]:
    """A settings document of a small experiment, on Gaussian records or on first names."""
    learner = "gaussian" if records == "gaussian" else "categorical"
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
