"""The five controls: what a run saw of each, and whether that supports it."""

import numpy as np
import pytest

from core.analysis.governance import NOT_TESTED, controls
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
    return found.saw, found.proportion


def ending(*ends, arms, replicates=8):
    """Types alive of arms that end at these ratios to generation 0."""
    noise = np.exp(0.01 * np.random.default_rng(1).standard_normal((len(ends), replicates, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    paths = np.array(ends)[:, None, None] ** (np.arange(5) / 4)
    return make_record(1000 * paths * noise, arms)


def test_what_no_arm_has_is_not_tested():
    found = controls(ended_at(0.2, 0.97))
    assert [(one.saw, one.proportion) for one in found[:3]] == [NOT_TESTED] * 3


def test_opposite_runs_say_the_opposite_of_a_reserve():
    better, worse = (
        seen(ending(*ends, arms=[REPLACE, RESERVOIR]), RESERVE)
        for ends in ((0.2, 0.95), (0.95, 0.2))
    )
    assert better[0].startswith("Reservoir: types alive 4.7")
    assert better[1] == "Supported; price: 200 of the first 1,000 real records stored"
    assert worse[0].startswith("Reservoir: types alive 0.21")
    assert worse[1].startswith("Not supported; price: 200 ")


def test_a_baseline_that_has_the_control_is_read_the_other_way_round():
    saw, proportion = seen(ending(0.95, 0.2, arms=[RESERVOIR, REPLACE]), RESERVE)
    assert saw.startswith("Replace, without it: types alive 0.21")
    assert proportion == "Supported; price: 200 real records stored"
    _, other = seen(ending(0.2, 0.95, arms=[RESERVOIR, REPLACE]), RESERVE)
    assert other.startswith("Not supported; price: ")


def test_of_several_arms_the_best_is_shown_and_the_others_are_counted():
    second = RESERVOIR | {"name": "Second"}
    record = ending(0.2, 0.1, 0.9, arms=[REPLACE, RESERVOIR, second])
    saw, proportion = seen(record, RESERVE)
    assert saw.startswith("Second: types alive ")
    assert saw.endswith("(best of 2)")
    assert proportion.startswith("Supported in 1 of 2 arms; price: ")


def test_a_gate_says_its_price():
    record = ran(experiment("us-first-names", arms=[REPLACE, VERIFIED], replicates=8))
    saw, proportion = seen(record, GATE)
    assert saw.startswith("Verified: ")
    assert proportion.endswith(f"price: {say_price(record, mitigations(record))}")
    assert "candidates" in proportion
    assert "4 trusted" in proportion


def test_the_words_are_those_of_the_mitigations():
    record = ending(0.2, 0.97, arms=[REPLACE, RESERVOIR])
    found = mitigations(record)[0]
    assert seen(record, RESERVE)[1].startswith(found.said().capitalize())


@pytest.mark.parametrize(
    ("record", "saw", "proportion"),
    [
        (ended_at(0.2, 0.9), "first loss at generation 1", "Supported: dated it"),
        (ended_at(1, 0.2), "no loss shown", "Not shown: no loss to date"),
        (ended_at(0.2, 0.9, done=1), "a loss, its start not dated", "Not shown: could not date"),
        (ended_at(0.2, 0.9, replicates=1), "1 replicate is too few for an interval", "Not judged"),
        (
            ended_at(0.2, 0.9, bands={}),
            "half of the types alive lost by generation 2",
            "Supported: dated it",
        ),
    ],
)
def test_one_reference_dates_a_loss_or_does_not(record, saw, proportion):
    found = seen(record, EVALUATION)
    assert found[0] == f"One reference, {record.done() + 1} generations: {saw}"
    assert found[1].startswith(proportion)
    assert found[1].endswith("against the known truth")


@pytest.mark.parametrize(
    ("paths", "types", "saw", "proportion"),
    [
        ((FALLEN, HELD), [1, 0.9, 0.8, 0.7, 0.4], "most raise it from generation 2",
         "Supported: 2 generations early; 1 false alarm in 40 generations"),
        ((FALLEN, HELD), [1, 0.9, 0.8, 0.4, 0.4], "most raise it from generation 2",
         "Supported: 1 generation early; 1 false alarm in 40 generations"),
        ((FALLEN, HELD), [1, 0.4, 0.4, 0.4, 0.4], "most raise it from generation 2",
         "Not shown: raised when half was lost already"),
        ((FALLEN, HELD), [1, 0.9, 0.9, 0.9, 0.8], "most raise it from generation 2",
         "Supported: raised, half not yet lost; 1 false alarm in 40 generations"),
        ((HELD, HELD), [1, 0.9, 0.8, 0.7, 0.4], "most replicates silent",
         "Not shown: silent while half was lost"),
        ((HELD, HELD), [1, 0.9, 0.8, 0.7, 0.7], "most replicates silent",
         "Not shown: silent while types alive fell"),
        ((HELD, HELD), [1, 1, 1, 1, 1], "most replicates silent",
         "Not shown: silent, and no loss to warn of"),
        (([0.3] * 5, [0.3] * 5), [1, 1, 1, 1, 0.4], "raised at generation 0 already",
         "Not shown as set: raised at generation 0"),
    ],
)  # fmt: skip
def test_an_alarm_is_a_warning_or_is_none(paths, types, saw, proportion):
    found = seen(falling(*paths, types=types), ALARM)
    assert found == (f"Rare types covered below 0.404 of types: {saw} in Replace", proportion)


def test_an_alarm_is_unclear_that_rings_without_a_loss_of_the_tail():
    """Generation 0 lies just above the threshold, and what comes after just below it."""
    found = seen(falling([0.41, 0.4, 0.4, 0.4, 0.4], HELD, types=[1, 0.9, 0.8, 0.7, 0.4]), ALARM)
    assert found[1] == "Unclear: raised, yet no loss of the tail is shown"


def test_an_alarm_without_a_threshold_or_with_one_replicate():
    assert seen(ended_at(0.2, 0.9), ALARM) == ("No threshold can be set", "No ground either way")
    alone = falling(FALLEN, HELD, types=[1, 0.9, 0.8, 0.4, 0.4], replicates=1)
    assert seen(alone, ALARM)[1] == "Not judged: too few replicates for a half-life"
    silent = falling(HELD, HELD, types=[1, 0.9, 0.9, 0.9, 0.9], replicates=1)
    assert seen(silent, ALARM)[1] == "Not judged: too few replicates"


def test_an_audit_compares_nothing(tmp_path):
    given = {g: drawn(g, power=1 + 0.3 * g) for g in range(3)}
    record = audited(words(tmp_path / "talk.csv", given), word_reference(tmp_path), COUNTED)
    found = controls(record)
    assert {one.saw for one in found[:3]} == {"Not tested: an audit compares nothing"}
    assert found[ALARM].saw.endswith(" of 3 recorded generations raise it")
    assert "eplicate" not in "".join(one.saw + one.proportion for one in found)


def test_every_control_points_to_both_frameworks():
    found = controls(ended_at(0.2, 0.9))
    assert len({one.name for one in found}) == 5
    pointers = " ".join(one.framework for one in found)
    assert all(function in pointers for function in ("GOVERN", "MAP", "MEASURE", "MANAGE"))
    assert all(one.article.startswith("(") for one in found)
