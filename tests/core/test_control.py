"""The fair control of a verifier: what it is, and where it is found or refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arms import Arm
from core.control import control_of, make_control, nearest_control, trusted_spent
from core.errors import BadInput
from core.experiment import Experiment, parse
from tests.regimes import arms
from tests.small import REPLACE, document, ran

RULE = {"kind": "rule", "trusted_share": 0.3}
EXACT = {"kind": "discriminator", "ratio": "exact"}


def arm(retention: str = "replace", name: str = "Arm", **parts: Any) -> dict[str, Any]:
    return {"name": name, "retention": {"kind": retention}} | parts


def of(*given_arms: dict[str, Any]) -> Experiment:
    return parse(document(arms=list(given_arms)))


def with_control(given_arm: dict[str, Any]) -> tuple[Experiment, Arm, Arm]:
    """An experiment of an arm and its control, and the two."""
    alone = of(given_arm).arms[0]
    made = make_control(alone, {alone.name}).model_dump(mode="json", exclude_none=True)
    both = of(given_arm, made)
    return both, both.arms[0], both.arms[1]


@pytest.mark.parametrize("retention", ["replace", "accumulate", "accumulate-subsample"])
def test_a_control_trains_on_the_verifiers_records_and_is_found(retention: str) -> None:
    both, gated, control = with_control(arm(retention, verifier=RULE))
    assert control_of(both, gated) == control
    assert control_of(both, control) is None
    assert control.verifier is None
    assert control.retention == gated.retention
    record = ran(both)
    gate = record.gate("Arm", 1)
    assert gate is not None
    assert gate.trusted == trusted_spent(both, gated) == 12
    assert record.gate(control.name, 1) is None
    assert (record.composition(control.name, 1)[0] >= 12).all()


@given(arms())
def test_every_arm_that_spends_records_has_a_control_unless_real_ones_are_mixed_in(
    given_arm: dict[str, Any],
) -> None:
    alone = of(given_arm)
    spending = [
        regime
        for _, regime in alone.arms[0].regimes()
        if regime.verifier is not None and regime.verifier.trusted_count(40)
    ]
    assert bool(spending) == (trusted_spent(alone, alone.arms[0]) > 0)
    if not spending or any(regime.real is not None for regime in spending):
        with pytest.raises(ValueError, match="Arm"):
            make_control(alone.arms[0], set())
        return
    both, gated, control = with_control(given_arm)
    assert control_of(both, gated) == control
    assert trusted_spent(both, control) == 0
    for (_, one), (_, other) in zip(gated.regimes(), control.regimes(), strict=True):
        assert (one.retention, one.filter) == (other.retention, other.filter)


def test_a_verifier_after_the_switch_is_controlled_there() -> None:
    later = {"generation": 2, "retention": {"kind": "accumulate"}, "keep": "real-and-newest",
             "verifier": RULE}  # fmt: skip
    both, gated, control = with_control(arm(real={"kind": "fixed", "share": 0.2}, switch=later))
    assert control_of(both, gated) == control
    assert control.real == gated.real
    assert control.switch is not None
    assert control.switch.verifier is None
    assert control.switch.real is not None
    assert control.switch.real.kind == "trusted"
    assert (control.switch.generation, control.switch.keep) == (2, "real-and-newest")
    assert trusted_spent(both, gated) == 12


def test_verifiers_before_and_after_the_switch_are_both_controlled() -> None:
    later = {"generation": 2, "retention": {"kind": "replace"},
             "verifier": {"kind": "likelihood", "trusted_share": 0.5}}  # fmt: skip
    both, gated, control = with_control(arm(verifier=RULE, switch=later))
    assert control_of(both, gated) == control
    assert [regime.real.count(40, 1, 3) for _, regime in control.regimes() if regime.real] == [
        12,
        20,
    ]
    assert trusted_spent(both, gated) == 20


NEAR_MISSES: dict[str, dict[str, Any]] = {
    "fewer records": arm(real={"kind": "trusted", "share": 0.2}, name="Other"),
    "other records": arm(real={"kind": "fixed", "share": 0.3}, name="Other"),
    "another retention": arm("accumulate", real={"kind": "trusted", "share": 0.3}, name="Other"),
    "a filter": arm(real={"kind": "trusted", "share": 0.3}, name="Other",
                    filter={"kind": "detector"}),
    "a verifier of its own": arm(real={"kind": "trusted", "share": 0.3}, name="Other",
                                 verifier=RULE),
    "a switch": arm(real={"kind": "trusted", "share": 0.3}, name="Other",
                    switch={"generation": 2, "retention": {"kind": "accumulate"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_what_differs_in_anything_else_is_no_control(name: str) -> None:
    experiment = of(arm(verifier=RULE), NEAR_MISSES[name])
    assert control_of(experiment, experiment.arms[0]) is None


def test_a_switch_at_another_generation_is_no_control() -> None:
    def late(generation: int, **parts: Any) -> dict[str, Any]:
        return {"generation": generation, "retention": {"kind": "replace"}} | parts

    trusted = {"kind": "trusted", "share": 0.3}
    experiment = of(
        arm(switch=late(2, verifier=RULE)), arm(name="Other", switch=late(3, real=trusted))
    )
    assert control_of(experiment, experiment.arms[0]) is None
    experiment = of(
        arm(switch=late(2, verifier=RULE)), arm(name="Other", switch=late(2, real=trusted))
    )
    assert control_of(experiment, experiment.arms[0]) == experiment.arms[1]


def test_shares_that_round_to_as_many_records_are_the_same_control() -> None:
    experiment = of(arm(verifier=RULE), arm(name="Other", real={"kind": "trusted", "share": 0.305}))
    assert control_of(experiment, experiment.arms[0]) == experiment.arms[1]


IMPOSSIBLE: dict[str, tuple[dict[str, Any], str]] = {
    "no verifier": (arm(), "needs no control"),
    "an exact verifier": (arm(verifier=EXACT), "needs no control"),
    "a real share": (arm(verifier=RULE, real={"kind": "fresh"}), "remove it first"),
    "a real share after the switch": (
        arm(switch={"generation": 2, "retention": {"kind": "replace"}, "verifier": RULE,
                    "real": {"kind": "fixed"}}), "remove it first"),
    "trusted records only": (
        arm("accumulate-subsample", verifier={"kind": "rule", "trusted_share": 1}),
        "lower trusted_share"),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_control_is_refused(name: str) -> None:
    given_arm, said = IMPOSSIBLE[name]
    with pytest.raises(ValueError, match=said) as caught:
        make_control(of(given_arm).arms[0], set())
    assert "'Arm'" in str(caught.value)


def test_as_many_trusted_records_as_n_do_beside_accumulation() -> None:
    both, gated, control = with_control(
        arm("accumulate", verifier={"kind": "rule", "trusted_share": 1})
    )
    assert control_of(both, gated) == control


def test_a_control_that_rounds_to_the_whole_pool_is_refused_by_the_experiment() -> None:
    nearly = arm(verifier={"kind": "rule", "trusted_share": 0.99})
    with pytest.raises(BadInput, match="40 of 40"):
        with_control(nearly)


@given(st.integers(1, 60), st.integers(0, 12))
def test_names_are_free_and_fit(length: int, copies: int) -> None:
    gated = of(arm(name="x" * length, verifier=RULE)).arms[0]
    taken = {gated.name}
    for _ in range(copies + 1):
        control = make_control(gated, taken)
        assert control.name not in taken
        assert 1 <= len(control.name) <= 60
        assert control.name.startswith("Control of x")
        taken.add(control.name)
    Arm.model_validate(control.model_dump(mode="json", exclude_none=True))


def test_the_nearest_control_has_as_many_real_records_and_no_verifier() -> None:
    shares = [("More", 0.5), ("Near", 0.35), ("Fewer", 0.2)]
    others = [arm(name=name, real={"kind": "fresh", "share": share}) for name, share in shares]
    experiment = of(arm(verifier=RULE), *others, REPLACE)
    near = nearest_control(experiment, experiment.arms[0])
    assert near is not None
    assert (near[0].name, near[1]) == ("Near", 14)
    assert nearest_control(experiment, experiment.arms[1]) is None
    exact = of(arm(verifier=EXACT), *others)
    assert nearest_control(exact, exact.arms[0]) is None
