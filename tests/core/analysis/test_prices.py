"""What arms cost, in words: every part where it applies, and only there."""

from typing import Any

import pytest

from core.analysis.mitigations import mitigations
from core.analysis.prices import say_amount, say_price
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, document, parse, ran

NEVER = REPLACE | {"name": "Never"}
FRESH = REPLACE | {"name": "Fresh", "real": {"kind": "fresh", "share": 0.25}}


def arm(retention: str = "replace", **parts: Any) -> dict[str, Any]:
    return {"name": "Arm", "retention": {"kind": retention}} | parts


def price(*arms: dict[str, Any], baseline: dict[str, Any] = REPLACE) -> str:
    """Of these arms together, in a run of 3 generations of 40 records."""
    record = ran(parse(document(arms=[baseline, *arms])))
    return say_price(record, mitigations(record))


def late(keep: str) -> dict[str, Any]:
    return {"switch": {"generation": 2, "keep": keep, "retention": {"kind": "accumulate"}}}


@pytest.mark.parametrize(
    ("given_arm", "said"),
    [
        (NEVER, "no more than the baseline's"),
        (ACCUMULATE, "a pool that grew to 4 times n"),
        (SUBSAMPLE, "no more than the baseline's"),
        (RESERVOIR, "8 of the first 40 real records stored"),
        (FRESH, "30 new real records"),
        (arm(real={"kind": "trusted", "share": 0.025}), "1 trusted record"),
        (
            arm("accumulate-subsample", real={"kind": "fresh", "share": 0.25}),
            "30 new real records; all records stored from the start",
        ),
        (
            arm(**late("newest")),
            "a pool that grew to 2 times n; all records stored from generation 2 on",
        ),
        (
            arm(**late("real-and-newest")),
            (
                "a pool that grew to 3 times n; "
                "all records stored from generation 2 on, and the first real ones"
            ),
        ),
        (
            arm(**late("archive")),
            "a pool that grew to 4 times n; all records stored from the start",
        ),
    ],
)
def test_every_part_is_said_where_it_applies(given_arm: dict[str, Any], said: str) -> None:
    assert price(given_arm) == said


def test_labels_are_as_good_as_the_detector() -> None:
    marked = arm("accumulate-subsample", filter={"kind": "detector", "recall": 0.1})
    assert price(marked).startswith("labels that mark 10 % of synthetic records; all records")
    wrong = arm("replace", filter={"kind": "detector", "recall": 0.1, "false_alarm": 0.05})
    said = price(wrong)
    assert said.startswith("labels that mark 10 % of synthetic records and wrongly 5 % of real")
    assert "records missing from one fit" in said


def test_a_gate_has_its_candidates_and_trusted_records() -> None:
    capped = {"kind": "likelihood", "top_share": 0.5, "trusted_share": 0.1, "candidate_cap": 1}
    said = price(arm(verifier=capped))
    assert "candidates per admitted record; 4 trusted records; up to " in said
    control = price(arm(real={"kind": "trusted", "share": 0.1}))
    assert control == "4 trusted records", "the same records, by the same name"
    exact = {"kind": "discriminator", "ratio": "exact"}
    told = price(arm(verifier=exact))
    assert told.startswith("the exact odds that a record is real, which nobody has; ")
    assert "trusted" not in told


def test_real_records_are_told_beside_a_baseline_that_takes_some() -> None:
    assert price(NEVER, baseline=FRESH) == "0 new real records (the baseline: 30)"


def test_arms_together_have_ranges_and_nothing_that_one_of_them_lacks() -> None:
    more = FRESH | {"name": "More", "real": {"kind": "fresh", "share": 0.5}}
    assert price(FRESH, more) == "30 to 60 new real records"
    exact = arm(verifier={"kind": "discriminator", "ratio": "exact"})
    rule = arm(verifier={"kind": "rule", "trusted_share": 0.1}) | {"name": "Rule"}
    assert price(exact, rule).startswith(
        "the exact odds that a record is real in Arm, which nobody has; "
    )
    assert price(exact, rule).endswith("candidates per admitted record; up to 4 trusted records")
    assert "stored" not in price(arm(**late("newest")), arm(**late("archive")) | {"name": "B"})


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "1"), (20000, "20,000"), (2.197, "2.2"), (0.9506, "0.95"), (51.5, "51.5"), (100.0, "100")],
)
def test_amounts_have_no_empty_decimals(value: float, said: str) -> None:
    assert say_amount(value) == said
