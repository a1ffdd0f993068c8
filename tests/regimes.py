"""Small experiments of one regime, given or drawn at random as an arm that is accepted."""

from typing import Any, get_args

from hypothesis import strategies as st

from core.arms import Keep
from core.errors import BadInput
from core.experiment import Experiment, parse
from tests.small import document, experiment

ONE_METRIC = {"gaussian": ["fitted-variance"], "zipf": ["types-alive"]}
SOURCES = tuple(ONE_METRIC)


def small(records: str, *given_arms: dict[str, Any], **changes: Any) -> Experiment:
    """A quick experiment on Gaussian records or tokens, with these arms."""
    return experiment(records, arms=list(given_arms), metrics=ONE_METRIC[records], **changes)


def arm(retention: str = "replace", **parts: Any) -> dict[str, Any]:
    """An arm with these parts, as a document."""
    return {"name": "Arm", "retention": {"kind": retention}} | parts


def _part(name: str, *choices: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A part of a regime, left out as often as any one choice."""
    return st.sampled_from([{}, *({name: choice} for choice in choices)])


RETENTION = st.sampled_from(["replace", "accumulate", "accumulate-subsample"]).map(
    lambda kind: {"retention": {"kind": kind}}
)
REAL = _part(
    "real",
    {"kind": "fixed", "share": 0.25},
    {"kind": "fresh", "share": 0.3},
    {"kind": "fading", "start": 0.6, "end": 0.0},
    {"kind": "trusted", "share": 0.2},
)
VERIFIER = _part(
    "verifier",
    {"kind": "discriminator", "trusted_share": 0.4},
    {"kind": "discriminator", "ratio": "exact", "candidate_cap": 3},
    {"kind": "likelihood", "top_share": 0.8, "trusted_share": 0.4},
    {"kind": "rule", "trusted_share": 0.5},
    {"kind": "noisy", "right": 0.7, "wrong": 0.2, "trusted_share": 0.5},
)
FILTER = _part(
    "filter",
    {"kind": "detector", "recall": 0.3, "false_alarm": 0.1},
    {"kind": "detector", "recall": 0.6},
    {"kind": "detector", "recall": 0.0, "false_alarm": 0.2},
    {"kind": "detector", "recall": 1.0},
)


def _merged(parts: "tuple[dict[str, Any], ...]") -> dict[str, Any]:
    return {name: part for each in parts for name, part in each.items()}


def regimes() -> st.SearchStrategy[dict[str, Any]]:
    """A regime's parts; not every combination makes sense."""
    return st.tuples(RETENTION, REAL, VERIFIER, FILTER).map(_merged)


def switches(generations: int) -> st.SearchStrategy[dict[str, Any]]:
    """The same with a generation and what is kept."""
    when = st.integers(1, generations).map(lambda generation: {"generation": generation})
    keep = st.sampled_from([{"keep": kept} for kept in get_args(Keep)])
    return st.tuples(regimes(), when, keep).map(_merged)


def arms(
    generations: int = 3, records: str = "gaussian", name: str = "Arm", **changes: Any
) -> st.SearchStrategy[dict[str, Any]]:
    """An arm that the experiment of `tests.small` accepts, with these changes of its document."""
    switch = st.none() | switches(generations)
    drawn = st.tuples(regimes(), switch).map(
        lambda parts: {"name": name} | parts[0] | ({"switch": parts[1]} if parts[1] else {})
    )
    return drawn.filter(lambda arm: _accepted(records, arm, {"generations": generations} | changes))


def _accepted(records: str, arm: dict[str, Any], changes: dict[str, Any]) -> bool:
    try:
        parse(document(records, **changes | {"arms": [arm]}))
    except BadInput:
        return False
    return True
