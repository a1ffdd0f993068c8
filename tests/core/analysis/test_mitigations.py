"""Which arms a run supports: opposite runs, narrowed tails, and what every regime asks for."""

from typing import Any

import numpy as np
import pytest

from core.analysis.mitigations import (
    Mitigation,
    Situation,
    Support,
    descriptive_tail,
    mitigations,
    rival_of,
    situation,
)
from core.analysis.verdict import Comparison, comparisons
from core.control import make_control
from core.experiment import parse
from core.record import RunRecord
from core.records import FloatArray
from tests.records import make_record
from tests.report.runs import digits, ended_at
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, VERIFIED, document, ran

RULE = {"kind": "rule", "trusted_share": 0.3}
METRICS = ("types-alive", "total-variation", "rare-type-coverage")


def course(replace: float, other: float, start: float, replicates: int = 12) -> FloatArray:
    """Two arms that go from a start to these multiples of it, with a little noise."""
    rng = np.random.default_rng(3)
    noise = np.exp(0.01 * rng.standard_normal((2, replicates, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    return start * np.array([replace, other])[:, None, None] ** (np.arange(5) / 4) * noise


def ended(primary: Any, distance: Any, tail: Any) -> RunRecord:
    """Each metric's ends in Replace and Accumulate, as multiples of generation 0."""
    starts = zip(METRICS, (primary, distance, tail), (1000.0, 0.1, 0.5), strict=True)
    return make_record({name: course(*ends, start) for name, ends, start in starts})


def only(record: RunRecord) -> Mitigation:
    (found,) = mitigations(record)
    return found


# The rule


@pytest.mark.parametrize(
    ("ends", "support", "why"),
    [
        ((0.2, 1.05), Support.SUPPORTED, "a higher value than Replace"),
        ((0.2, 0.4), Support.SUPPORTED, "a slower loss than Replace"),
        ((0.97, 0.2), Support.NOT_SUPPORTED, "a faster loss than Replace"),
        ((0.4, 0.2), Support.NOT_SUPPORTED, "a faster loss than Replace"),
        ((0.7, 0.7), Support.UNCLEAR, "no clear difference from Replace"),
        # Nothing was lost, so no arm can be credited with mending it.
        ((0.99, 1.2), Support.NOT_JUDGED, "Replace held, so there was nothing to mend"),
        ((1.0, 1.0), Support.NOT_JUDGED, "Replace held, so there was nothing to mend"),
    ],
)
def test_opposite_runs_are_told_apart(
    ends: tuple[float, float], support: Support, why: str
) -> None:
    found = only(ended_at(*ends, replicates=12))
    assert (found.supported, found.why) == (support, why)
    assert found.situation is Situation.KEEP_ALL


@pytest.mark.parametrize("replicates", [1, 2])
def test_too_few_replicates_support_nothing(replicates: int) -> None:
    found = only(ended_at(0.2, 0.97, replicates=replicates))
    assert found.supported is Support.NOT_JUDGED
    assert "too few" in found.why


def test_a_baseline_that_may_have_lost_nothing_credits_nobody() -> None:
    # Replicates so far apart that Replace could have risen: neither lost nor held.
    spread = np.exp(np.linspace(-1, 1, 12))[:, None]
    values = 1000 * np.stack([spread ** (np.arange(5) / 4), 3 * spread**0 * np.ones((12, 5))])
    values[:, :, 0] = 1000
    found = only(make_record(values))
    assert (found.supported, found.contrast.comparison) == (Support.NOT_JUDGED, Comparison.SLOWED)
    assert found.why == "Replace shows no clear loss to mend"


def test_a_lower_tail_turns_support_off() -> None:
    supported = only(ended((0.3, 0.9), (3, 2), (0.4, 0.8)))
    assert supported.supported is Support.SUPPORTED
    record = ended((0.3, 0.9), (3, 2), (0.4, 0.1))
    narrowed = only(record)
    assert narrowed.supported is Support.NOT_SUPPORTED
    assert narrowed.why == "a slower loss than Replace, but more lost of rare types covered"
    assert (
        comparisons(record, descriptive_tail(record))[narrowed.arm].comparison is Comparison.FASTER
    )
    # Also where the primary metric shows nothing either way.
    unseen = only(ended((0.3, 0.3), (3, 3), (0.4, 0.1)))
    assert unseen.supported is Support.NOT_SUPPORTED
    same = only(ended((0.3, 0.9), (3, 2), (0.4, 0.4)))
    assert same.supported is Support.SUPPORTED


def test_a_tail_lower_only_because_the_baselines_grew_is_no_loss() -> None:
    grown = only(ended((0.3, 0.9), (3, 2), (1.5, 1.1)))
    assert grown.supported is Support.SUPPORTED


def test_a_distance_that_speaks_against_it_leaves_it_open() -> None:
    apart = only(ended((0.3, 0.9), (2, 5), (0.4, 0.8)))
    assert apart.supported is Support.UNCLEAR
    assert apart.why == "a slower loss than Replace, but worse by total variation"


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((0.2, 0.97), "supported"),
        ((0.2, 0.4), "supported to slow the loss"),
        ((0.4, 0.2), "not supported"),
    ],
)
def test_an_arm_that_lost_much_itself_only_slows(ends: tuple[float, float], said: str) -> None:
    assert only(ended_at(*ends, replicates=12)).said() == said


def test_a_distance_is_slowed_in_its_rise() -> None:
    values = course(6, 3, 0.1)
    found = only(make_record({"wasserstein": values}, bands={"wasserstein": (0.0, 0.1, 0.12)}))
    assert found.said() == "supported to slow the rise"
    assert found.tail is None


def test_the_primary_metric_is_not_its_own_tail() -> None:
    assert descriptive_tail(make_record({"rare-type-coverage": course(0.2, 0.9, 0.5)})) == ""
    assert descriptive_tail(ended((0.3, 0.9), (3, 2), (0.4, 0.8))) == "rare-type-coverage"
    assert descriptive_tail(digits()) == "tail-coverage"


def test_there_are_none_without_something_to_compare() -> None:
    assert mitigations(ended_at(0.2, 0.9, done=0, finished=None)) == []
    assert mitigations(make_record(np.ones((1, 6, 3)), arms=[REPLACE])) == []


# What one must be able to do


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ({}, Situation.NEWEST),
        ({"retention": {"kind": "accumulate"}}, Situation.KEEP_ALL),
        ({"retention": {"kind": "accumulate-subsample"}}, Situation.FIXED_SIZE),
        ({"real": {"kind": "fixed", "share": 0.2}}, Situation.RESERVE),
        ({"real": {"kind": "trusted", "share": 0.2}}, Situation.RESERVE),
        ({"real": {"kind": "fresh", "share": 0.2}}, Situation.FRESH),
        ({"real": {"kind": "fading", "start": 0.2}}, Situation.FADING),
        ({"verifier": RULE}, Situation.GATE),
        ({"verifier": RULE, "filter": {"kind": "detector"}}, Situation.LABELS),
        ({"switch": {"generation": 2, "retention": {"kind": "accumulate"}}}, Situation.LATE),
        # From the first generation on, a switch is no late change.
        ({"switch": {"generation": 1, "retention": {"kind": "accumulate"}}}, Situation.KEEP_ALL),
    ],
)
def test_every_regime_has_its_situation(parts: dict[str, Any], wanted: Situation) -> None:
    arms = [ACCUMULATE, REPLACE | {"name": "Arm"} | parts]
    assert situation(parse(document(arms=arms)), "Arm") is wanted


# The fair question


def test_a_gate_is_held_against_training_on_its_records() -> None:
    gated = REPLACE | {"name": "Gated", "verifier": RULE}
    alone = parse(document(arms=[REPLACE, gated, RESERVOIR]))
    # 12 trusted records, but the reservoir has 8.
    assert rival_of(alone, "Gated") == ""
    large = RESERVOIR | {"real": {"kind": "fixed", "share": 0.4}}
    assert rival_of(parse(document(arms=[REPLACE, gated, large])), "Gated") == "Reservoir"
    control = make_control(alone.arms[1], set()).model_dump(mode="json", exclude_none=True)
    both = parse(document(arms=[REPLACE, gated, large, control]))
    assert rival_of(both, "Gated") == "Control of Gated"
    first = parse(document(arms=[control, gated], baseline="Control of Gated"))
    assert rival_of(first, "Gated") == ""


def test_more_data_is_held_against_a_fixed_training_size() -> None:
    whole = parse(document(arms=[REPLACE, ACCUMULATE, SUBSAMPLE]))
    assert rival_of(whole, "Accumulate") == "Subsample"
    assert rival_of(whole, "Subsample") == rival_of(whole, "Replace") == ""
    assert rival_of(parse(document(arms=[REPLACE, ACCUMULATE])), "Accumulate") == ""


@pytest.mark.parametrize(
    ("ends", "word"),
    [
        ((0.3, 0.9, 0.5), Comparison.SLOWED),
        ((0.3, 0.5, 0.9), Comparison.FASTER),
        ((0.3, 0.7, 0.7), Comparison.NO_CLEAR_DIFFERENCE),
    ],
)
def test_the_fair_comparison_follows_from_its_own_pair(
    ends: tuple[float, ...], word: Comparison
) -> None:
    rng = np.random.default_rng(4)
    values = 1000 * np.array(ends)[:, None, None] ** (np.arange(4) / 3)
    noise = np.exp(0.02 * rng.standard_normal((3, 12, 4)))
    noise[:, :, 0] = noise[:1, :, 0]
    arms = (REPLACE, ACCUMULATE, SUBSAMPLE)
    found = {one.arm: one for one in mitigations(make_record(values * noise, arms=arms))}
    rival = found["Accumulate"].rival
    assert rival is not None
    assert (rival.arm, rival.baseline, rival.comparison) == ("Accumulate", "Subsample", word)
    assert found["Subsample"].rival is None


def test_every_arm_but_the_baseline_is_there_with_its_cost() -> None:
    arms = [ACCUMULATE, REPLACE, VERIFIED]
    found = mitigations(ran(parse(document(arms=arms, baseline="Replace"))))
    assert [one.arm for one in found] == ["Accumulate", "Verified"]
    assert [one.cost.trusted for one in found] == [0, 4]
