"""Arms that closed forms are asked about, and what the forms say of them."""

from typing import Any

from core.experiment import Experiment
from core.records import FloatArray
from core.theory.forms import matching
from tests.small import ACCUMULATE, REPLACE

DETECTED = {**ACCUMULATE, "name": "Detected", "filter": {"kind": "detector", "recall": 0.5,
                                                         "false_alarm": 0.2}}  # fmt: skip
FRESH = {**REPLACE, "name": "Fresh", "real": {"kind": "fresh", "share": 0.25}}
FADING = {**REPLACE, "name": "Fading", "real": {"kind": "fading", "start": 0.5, "end": 0.1}}
TRUSTED = {**ACCUMULATE, "name": "Trusted", "real": {"kind": "trusted", "share": 0.2}}
GATED = {**REPLACE, "name": "Gated", "verifier": {"kind": "discriminator"}}
UNBIASED = {"kind": "gaussian", "estimator": "unbiased"}
DIAGONAL = {"kind": "gaussian", "covariance": "diagonal"}
PLANE = {"kind": "gaussian", "dimensions": 2}
TOKENS = {"kind": "zipf", "types": 30}


def switched(keep: str, at: int, retention: str = "accumulate") -> dict[str, Any]:
    switch = {"generation": at, "keep": keep, "retention": {"kind": retention}}
    return {**REPLACE, "name": f"Switched, {keep}, {at}", "switch": switch}


def rows(of: Experiment, metric: str, place: int = 0) -> set[str]:
    return {form.row for form in matching(of, of.arms[place], metric)}


def predicted(of: Experiment, row: str, metric: str, place: int = 0) -> FloatArray:
    forms = matching(of, of.arms[place], metric)
    (form,) = [form for form in forms if form.row == row and form.statistic == "mean"]
    return form.curve(of, of.arms[place])
