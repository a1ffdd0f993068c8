"""Arms and their regimes: what is refused, in one sentence each, and what survives as JSON."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arms import Arm
from core.errors import BadInput
from core.experiment import parse, parse_json
from tests.regimes import arms
from tests.small import document

REPLACE, ACCUMULATE, SUBSAMPLE = (
    {"kind": kind} for kind in ("replace", "accumulate", "accumulate-subsample")
)
DIGITS = {
    "source": {"kind": "digits"},
    "learner": {"kind": "flow-matching"},
    "sample_size": 600,
}


def arm(**changes: Any) -> dict[str, Any]:
    return {"name": "Arm", "retention": REPLACE} | changes


def switch(**changes: Any) -> dict[str, Any]:
    return arm(switch={"generation": 2, "retention": ACCUMULATE} | changes)


def real(kind: str, **settings: float) -> dict[str, Any]:
    return {"kind": kind, **settings}


def detector(recall: float) -> dict[str, Any]:
    return {"kind": "detector", "recall": recall}


EXACT = {"kind": "discriminator", "ratio": "exact"}

# An arm, changes of the document, the field, what was given, and what is allowed.
BAD: dict[str, tuple[dict[str, Any], dict[str, Any], str, str, str]] = {
    "a share beside accumulation": (
        arm(retention=ACCUMULATE, real=real("fixed")), {},
        "arms.0.real", "'accumulate' keeps", "leave the real share out",
    ),
    "a fading share beside accumulation": (
        arm(retention=ACCUMULATE, real=real("fading")), {},
        "arms.0.real", "'accumulate' keeps", "choose another retention",
    ),
    "a share beside accumulation after a switch": (
        switch(real=real("fresh")), {},
        "arms.0.switch.real", "'accumulate' keeps", "leave the real share out",
    ),
    "a share that does not fade": (
        arm(real=real("fading", start=0.2, end=0.2)), {},
        "arms.0.real.end", "0.2 given", "below its start (0.2)",
    ),
    "a share that grows": (
        arm(real=real("fading", start=0.2, end=0.5)), {},
        "arms.0.real.end", "0.5 given", "choose 'fresh'",
    ),
    "fresh records that run out": (
        arm(real=real("fresh", share=0.5)), DIGITS,
        "arms.0.real.share", "900 new records", "has 1258 and generation 0 takes 600",
    ),
    "fading records that run out": (
        arm(real=real("fading", start=0.9, end=0.3)), DIGITS,
        "arms.0.real.start", "1080 new records", "give a smaller share",
    ),
    "fresh records that run out after a switch": (
        arm(switch={"retention": REPLACE, "generation": 2, "real": real("fresh", share=0.6)}),
        DIGITS, "arms.0.switch.real.share", "720 new records", "has 1258",
    ),
    "fresh records that run out before and after a switch": (
        arm(real=real("fresh", share=0.5), switch={"retention": SUBSAMPLE, "generation": 2,
            "real": real("fresh", share=0.5)}),
        DIGITS, "arms.0.real.share", "900 new records", "has 1258",
    ),
    "a switch later than the run": (
        switch(generation=4), {},
        "arms.0.switch.generation", "4 given", "at most that many",
    ),
    "a switch before the first generation": (
        switch(generation=0), {}, "arms.0.switch.generation", "0 given", "at least 1",
    ),
    "an archive that nothing trains on": (
        switch(retention=REPLACE, keep="archive"), {},
        "arms.0.switch.keep", "'archive' given", "give 'newest'",
    ),
    "real records kept that nothing trains on": (
        switch(retention=REPLACE, keep="real-and-newest"), {},
        "arms.0.switch.keep", "'real-and-newest' given", "choose another retention",
    ),
    "real records kept beside a real share": (
        switch(retention=SUBSAMPLE, keep="real-and-newest", real=real("fixed")), {},
        "arms.0.switch.keep", "'real-and-newest' given", "leave the real share out",
    ),
    "something else kept": (
        switch(keep="everything"), {}, "arms.0.switch.keep", '"everything" given', "or archive",
    ),
    "a switch within a switch": (
        switch(switch={"generation": 3, "retention": REPLACE}), {},
        "arms.0.switch.switch", "no such setting", "",
    ),
    "a perfect detector and nothing else": (
        arm(filter=detector(1)), {}, "arms.0.filter.recall", "1 given", "give less, a real share",
    ),
    "a perfect detector after a switch that keeps no real records": (
        switch(filter=detector(1)), {}, "arms.0.switch.filter.recall", "1 given", "give less",
    ),
    "a perfect detector and a share that fades out": (
        arm(real=real("fading"), filter=detector(1)), {},
        "arms.0.real.end", "no real record is left at generation 3", "give a higher end",
    ),
    "a perfect detector and a share that fades out after a switch": (
        switch(retention=SUBSAMPLE, real=real("fading"), filter=detector(1)), {},
        "arms.0.switch.real.end", "no real record is left at generation 3", "less recall",
    ),
    "a likelihood without a density": (
        arm(verifier={"kind": "likelihood"}), DIGITS,
        "arms.0.verifier", "'flow-matching'", "take another verifier",
    ),
    "a likelihood without a density after a switch": (
        switch(verifier={"kind": "likelihood"}), DIGITS,
        "arms.0.switch.verifier", "'flow-matching'", "take another verifier",
    ),
    "an exact ratio without a law": (
        arm(verifier=EXACT), DIGITS, "arms.0.verifier", "'digits'", "estimate it",
    ),
    "an exact ratio without a density": (
        arm(verifier=EXACT), {"learner": {"kind": "flow-matching"}},
        "arms.0.verifier", "'flow-matching'", "estimate it",
    ),
    "a verifier that lets nothing in": (
        arm(verifier={"kind": "noisy", "right": 0, "wrong": 0}), {},
        "arms.0.verifier.right", "0 given", "raise one",
    ),
    "a false alarm at all real records": (
        arm(filter={"kind": "detector", "false_alarm": 1}), {},
        "arms.0.filter.false_alarm", "1 given", "less than 1",
    ),
    "no real record": (
        arm(real=real("fixed", share=0.01)), {},
        "arms.0.real.share", "0 of 40", "at least one must be",
    ),
    "no real record at first": (
        arm(real=real("fading", start=0.01)), {},
        "arms.0.real.start", "0 of 40", "at least one must be",
    ),
    "real records only": (
        arm(real=real("fresh", share=0.99)), {}, "arms.0.real.share", "40 of 40", "and one not",
    ),
    "trusted records only": (
        switch(retention=SUBSAMPLE, real=real("trusted", share=1)), {},
        "arms.0.switch.real.share", "40 of 40", "and one not",
    ),
    "more trusted records than there are": (
        arm(real=real("trusted", share=0.5)), DIGITS,
        "arms.0.real.share", "needs 300", "has 180",
    ),
    "a verifier that wants more than there are": (
        switch(verifier={"kind": "rule", "trusted_share": 0.5}), DIGITS,
        "arms.0.switch.verifier.trusted_share", "needs 300", "has 180",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_regime_gets_one_sentence(name: str) -> None:
    given_arm, changes, field, value, allowed = BAD[name]
    with pytest.raises(BadInput) as caught:
        parse(document(arms=[given_arm], **changes))
    sentence = str(caught.value)
    for part in (field, value, allowed):
        assert part in sentence
    assert sentence.startswith(field)
    assert caught.value.field == field, "the window says it beside that setting"
    assert "\n" not in sentence
    assert "more)" not in sentence, "there is one fault, so one is named"


GOOD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "trusted records beside an archive of everything": (
        arm(retention=ACCUMULATE, real=real("trusted", share=1)), {}),
    "fresh records that just last": (arm(real=real("fresh", share=0.36)), DIGITS),
    "a share that fades to nothing": (arm(real=real("fading", start=0.5, end=0)), {}),
    "a perfect detector that leaves the real records": (
        arm(retention=ACCUMULATE, filter=detector(1)), {}),
    "a perfect detector beside a fresh share": (arm(real=real("fresh"), filter=detector(1)), {}),
    "a perfect detector that takes over before a share has faded": (
        arm(real=real("fading"), filter=detector(1),
            switch={"generation": 3, "retention": REPLACE}), {}),
    "a perfect detector after a switch that keeps the real records": (
        switch(keep="real-and-newest", filter=detector(1)), {}),
    "a switch at the last generation": (switch(generation=3), {}),
    "an archive without its real records": (
        switch(retention=SUBSAMPLE, keep="archive", real=real("fixed")), {}),
    "a verifier that keeps only what is wrong": (
        arm(verifier={"kind": "noisy", "right": 0, "wrong": 0.1}), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_makes_sense_is_accepted(name: str) -> None:
    given_arm, changes = GOOD[name]
    experiment = parse(document(arms=[given_arm], **changes))
    assert parse_json(experiment.to_json()) == experiment


@given(arms())
def test_every_regime_survives_a_round_trip(given_arm: dict[str, Any]) -> None:
    experiment = parse(document(arms=[given_arm]))
    again = parse_json(experiment.to_json())
    assert again == experiment
    assert again.document() == experiment.document()
    assert Arm.model_validate(again.document()["arms"][0]) == experiment.arms[0]


@given(arms(), st.integers(1, 3))
def test_one_regime_is_in_force_at_a_time(given_arm: dict[str, Any], generation: int) -> None:
    one = parse(document(arms=[given_arm])).arms[0]
    switched = one.switch is not None and generation >= one.switch.generation
    assert one.at(generation) is (one.switch if switched else one)
    assert [regime for _, regime in one.regimes()] == [one, *([one.switch] if one.switch else [])]


def test_the_records_of_a_generation_add_up() -> None:
    """n_r + n_s = n, and n where nothing gives way; a fading share falls in a straight line."""
    fading = parse(
        document(arms=[arm(real=real("fading", start=0.5, end=0.1))], generations=5)
    ).arms[0]
    shares = [fading.real_count(40, generation, 5) for generation in range(1, 6)]
    assert shares == [20, 16, 12, 8, 4]
    assert [fading.synthetic_count(40, generation, 5) for generation in range(1, 6)] == [
        20, 24, 28, 32, 36,
    ]  # fmt: skip
    trusted = arm(retention=ACCUMULATE, real=real("trusted", share=0.2))
    beside = parse(document(arms=[trusted])).arms[0]
    assert (beside.real_count(40, 1, 3), beside.synthetic_count(40, 1, 3)) == (8, 40)
    assert parse(document(arms=[arm()])).arms[0].synthetic_count(40, 1, 3) == 40
