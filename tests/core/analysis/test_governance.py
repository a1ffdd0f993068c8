"""The five controls: what a run saw of each, and whether that supports it."""

import numpy as np
import pytest

from core.analysis.governance import MIXED, NOT_TESTED, controls
from core.analysis.mitigations import mitigations
from core.analysis.prices import say_price
from tests.core.analysis.test_alarm_raised import FALLEN, HELD, falling
from tests.pipelines import COUNTED, audited, drawn, word_reference, words
from tests.records import make_record
from tests.report.runs import ended_at
from tests.small import REPLACE, RESERVOIR, VERIFIED, experiment, ran

LABELS, RESERVE, GATE, EVALUATION, ALARM = range(5)


def seen(record, place):
    found = controls(record)[place]
    return found.saw, found.answer


def ending(*ends, arms, replicates=8):
    """Types alive of arms that end at these ratios to generation 0."""
    noise = np.exp(0.01 * np.random.default_rng(1).standard_normal((len(ends), replicates, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    paths = np.array(ends)[:, None, None] ** (np.arange(5) / 4)
    return make_record(1000 * paths * noise, arms)


def test_what_no_arm_has_is_not_tested():
    found = controls(ended_at(0.2, 0.97))
    assert [(one.saw, one.answer) for one in found[:3]] == [NOT_TESTED] * 3


def test_a_reserve_beside_a_gate_is_not_told_apart_from_it():
    both = {**VERIFIED, "name": "Both", "real": RESERVOIR["real"]}
    record = ending(0.2, 0.95, arms=[REPLACE, both])
    assert seen(record, RESERVE) == MIXED
    assert seen(record, GATE)[1].startswith("Yes; price: ")
    fading = {"kind": "fading", "start": 0.4, "end": 0.1}
    assert seen(
        ending(0.2, 0.95, arms=[REPLACE, {**REPLACE, "name": "F", "real": fading}]), RESERVE
    )[1].startswith("Yes; price: ")


def test_opposite_runs_say_the_opposite_of_a_reserve():
    better, worse = (
        seen(ending(*ends, arms=[REPLACE, RESERVOIR]), RESERVE)
        for ends in ((0.2, 0.95), (0.95, 0.2))
    )
    assert better[0].startswith("Reservoir: types alive 4.7")
    assert better[1] == "Yes; price: 200 of the first 1,000 real records stored"
    assert worse[0].startswith("Reservoir: types alive 0.21")
    assert worse[1].startswith("No; price: 200 ")


def test_a_baseline_that_has_the_control_is_read_the_other_way_round():
    saw, proportion = seen(ending(0.95, 0.2, arms=[RESERVOIR, REPLACE]), RESERVE)
    assert saw.startswith("Replace, without it: types alive 0.21")
    assert proportion == "Yes; price: 200 real records stored"
    _, other = seen(ending(0.2, 0.95, arms=[RESERVOIR, REPLACE]), RESERVE)
    assert other.startswith("No; price: ")


def test_of_several_arms_the_best_is_shown_and_the_others_are_counted():
    second = RESERVOIR | {"name": "Second"}
    record = ending(0.2, 0.1, 0.9, arms=[REPLACE, RESERVOIR, second])
    saw, proportion = seen(record, RESERVE)
    assert saw.startswith("Second: types alive ")
    assert saw.endswith("(best of 2)")
    assert proportion.startswith("Yes in 1 of 2 arms; price: ")


def test_a_gate_says_its_price():
    record = ran(experiment("us-first-names", arms=[REPLACE, VERIFIED], replicates=8))
    saw, proportion = seen(record, GATE)
    assert saw.startswith("Verified: ")
    assert proportion.endswith(f"price: {say_price(record, mitigations(record))}")
    assert "candidates" in proportion
    assert "4 trusted" in proportion


@pytest.mark.parametrize(
    ("ends", "answer"),
    [
        ((0.2, 0.97), "Yes; "),
        ((0.2, 0.4), "Yes to slow the loss; "),
        ((0.97, 0.2), "No; "),
        ((0.7, 0.7), "Unclear; "),
        ((0.99, 0.99), "Not judged; "),
    ],
)
def test_the_answers_follow_the_words_of_the_mitigations(ends, answer):
    assert seen(ending(*ends, arms=[REPLACE, RESERVOIR]), RESERVE)[1].startswith(answer)


@pytest.mark.parametrize(
    ("record", "saw", "proportion"),
    [
        (ended_at(0.2, 0.9), "It dates the first loss: generation 1", "Yes; "),
        (ended_at(1, 0.2), "It shows no loss", "Nothing to date here; "),
        (ended_at(0.2, 0.9, done=1), "It shows a loss, but not when it began", "In part; "),
        (
            ended_at(0.2, 0.9, bands={}),
            "It dates the loss of half of the types alive: generation 2",
            "Yes; ",
        ),
    ],
)
def test_one_reference_dates_a_loss_or_does_not(record, saw, proportion):
    assert seen(record, EVALUATION) == (saw, f"{proportion}price: the truth must be known, as here")


def test_one_replicate_dates_nothing():
    found = seen(ended_at(0.2, 0.9, replicates=1), EVALUATION)
    assert found == ("Nothing: 1 replicate is too few for an interval", "Not judged")


@pytest.mark.parametrize(
    ("paths", "types", "saw", "proportion"),
    [
        ((FALLEN, HELD), [1, 0.9, 0.8, 0.7, 0.4], "raised from generation 2 on",
         "Yes: 2 generations before half was lost; price: false for 1 in 40 real samples"),
        ((FALLEN, HELD), [1, 0.9, 0.8, 0.4, 0.4], "raised from generation 2 on",
         "Yes: 1 generation before half was lost; price: false for 1 in 40 real samples"),
        ((FALLEN, HELD), [1, 0.4, 0.4, 0.4, 0.4], "raised from generation 2 on",
         "No: half was lost already"),
        ((FALLEN, HELD), [1, 0.9, 0.9, 0.9, 0.8], "raised from generation 2 on",
         "Yes: half was not yet lost; price: false for 1 in 40 real samples"),
        ((HELD, HELD), [1, 0.9, 0.8, 0.7, 0.4], "not raised",
         "No: silent while half was lost"),
        ((HELD, HELD), [1, 0.9, 0.8, 0.7, 0.7], "not raised",
         "No: silent while types alive fell"),
        ((HELD, HELD), [1, 1, 1, 1, 1], "not raised", "Nothing to warn of here"),
    ],
)  # fmt: skip
def test_an_alarm_is_a_warning_or_is_none(paths, types, saw, proportion):
    found = seen(falling(*paths, types=types), ALARM)
    assert found == (
        f"Rare types covered below 0.404 of types: {saw} in most replicates of Replace",
        proportion,
    )


def test_where_generation_0_falls_short_the_alarm_is_that_of_the_first_models():
    low = [0.3, 0.2, 0.1, 0.1, 0.1]
    saw, answer = seen(falling(low, low, types=[1, 0.9, 0.8, 0.7, 0.4]), ALARM)
    assert saw.startswith(
        "Rare types covered below 0.300 of types: raised from generation 1 on in "
    )
    assert answer == "Yes: 3 generations before half was lost; price: false for 1 in 9 first models"


def test_an_alarm_is_unclear_that_rings_without_a_loss_of_the_tail():
    """Generation 0 lies just above the threshold, and what comes after just below it."""
    found = seen(falling([0.41, 0.4, 0.4, 0.4, 0.4], HELD, types=[1, 0.9, 0.8, 0.7, 0.4]), ALARM)
    assert found[1] == "Unclear: raised, yet no loss of a tenth of the tail is shown"


def test_an_alarm_without_a_threshold_or_with_one_replicate():
    assert seen(ended_at(0.2, 0.9), ALARM) == ("No threshold can be set", "Not tested here")
    alone = falling(FALLEN, HELD, types=[1, 0.9, 0.8, 0.4, 0.4], replicates=1)
    assert seen(alone, ALARM)[1] == "Not judged: too few replicates for a half-life"
    silent = falling(HELD, HELD, types=[1, 0.9, 0.9, 0.9, 0.9], replicates=1)
    assert seen(silent, ALARM)[1] == "Not judged: too few replicates"


def test_an_audit_compares_nothing(tmp_path):
    given = {g: drawn(g, power=1 + 0.3 * g) for g in range(3)}
    record = audited(words(tmp_path / "talk.csv", given), word_reference(tmp_path), COUNTED)
    found = controls(record)
    assert {one.saw for one in found[:3]} == {"An audit compares no alternatives"}
    assert found[ALARM].saw.endswith(" of 3 recorded generations raise it")
    assert "eplicate" not in "".join(one.saw + one.answer for one in found)


def test_every_control_points_to_both_frameworks():
    found = controls(ended_at(0.2, 0.9))
    assert len({one.name for one in found}) == 5
    pointers = " ".join(one.framework for one in found)
    assert all(function in pointers for function in ("GOVERN", "MAP", "MEASURE", "MANAGE"))
    assert all(one.article.startswith("(") for one in found)
