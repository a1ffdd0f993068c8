"""The sentence on a chart is true of the run, whatever has become of it."""

import re

import numpy as np
import pytest

from core.analysis.curves import curve
from core.analysis.described import describe, say_run
from core.analysis.wording import say_interval
from tests.records import make_record
from tests.small import REPLACE

NAMES, MISSING = "types-alive", "total-variation"
ARMS = [{"name": name, "retention": {"kind": "replace"}} for name in ("Replace", "Other")]
BAND = {NAMES: (950.0, 1000.0, 1050.0), MISSING: (0.0, 0.1, 0.2)}


def moving(*ends: float, start: float = 1000.0, replicates: int = 20, noise: float = 0.01):
    """[arms, replicates, 5]: from a common start to each end."""
    rng = np.random.default_rng(3)
    steps = np.linspace(0, 1, 5)
    course = np.stack([start * (1 - steps) + end * steps for end in ends])
    values = course[:, None, :] * np.exp(noise * rng.normal(size=(len(ends), replicates, 5)))
    values[:, :, 0] = values[:1, :, 0]
    return values


def record(values, metric=NAMES, arms=ARMS, **given):
    return make_record({metric: values}, arms, **({"bands": BAND} | given))


def named(count: int) -> list[dict]:
    return [{"name": f"Arm {place}", "retention": {"kind": "replace"}} for place in range(count)]


def test_a_fall_a_rise_and_the_intervals_of_the_analysis():
    run = record(moving(300, 1600))
    said = describe(run, NAMES)
    start, low, high = (
        say_interval(curve(run, NAMES, arm).at(at))
        for arm, at in (("Replace", 0), ("Replace", -1), ("Other", -1))
    )
    assert said == (
        f"Types alive, generation 0 to 4: from {start}, Replace fell to {low} and Other rose to "
        f"{high}; 95 % of real samples give 950 to 1,050, and Other lies above that, Replace below "
        "that (95 % intervals over 20 replicates)."
    )


def test_opposite_runs_have_opposite_sentences():
    falls, grows = (describe(record(moving(end, end)), NAMES) for end in (300, 1600))
    assert "fell to" in falls
    assert "rose" not in falls
    assert "both arms lie below that" in falls
    assert "rose to" in grows
    assert "fell" not in grows
    assert "both arms lie above that" in grows


def test_no_effect_is_not_called_one():
    said = describe(record(moving(1000, 1000, noise=0.05)), NAMES)
    assert "without a clear change" in said
    assert "fell" not in said
    assert "rose" not in said
    assert "both arms lie within it" in said


def test_runs_without_an_effect_are_seldom_said_to_have_one():
    rng = np.random.default_rng(0)
    false = 0
    for _ in range(60):
        values = 1000 * np.exp(0.05 * rng.normal(size=(4, 10, 3)))
        values[:, :, 0] = values[:1, :, 0]
        said = describe(record(values, arms=named(4)), NAMES)
        false += "fell" in said or "rose" in said
    assert false <= 6  # 5 % of 60 charts would be 3


def test_equal_values_stayed():
    values = np.full((2, 20, 5), 8.0)
    said = describe(record(values), NAMES)
    assert "from 8, Replace stayed at 8 and Other at 8" in said


def test_what_differs_by_rounding_alone_is_the_same():
    values = np.ones((1, 20, 5)) * (1 - 2e-16 * np.arange(20)[None, :, None] % 3e-16)
    run = record(
        values, "rare-type-coverage", ARMS[:1], bands={"rare-type-coverage": (1.0, 1.0, 1.0)}
    )
    said = describe(run, "rare-type-coverage")
    assert "stayed at 1.00" in said
    assert "lies within it" in said


def test_a_distance_that_falls_below_the_band_is_within_it():
    run = record(moving(0.01, 0.6, start=0.3), MISSING)
    said = describe(run, MISSING)
    assert "Replace fell to" in said
    assert "95 % of real samples give up to 0.20" in said
    assert "Other lies above that, Replace within it" in said


def test_unfinished_runs_say_so_and_speak_of_what_all_arms_have_finished():
    run = record(moving(300, 1600), done=2, finished=None)
    assert describe(run, NAMES).startswith("Types alive, so far generation 0 to 2 of 4: from ")
    first = record(moving(300, 1600), done=0, finished=None)
    assert re.match(
        r"Types alive, so far generation 0 of 4: \S+ \[.*\], which all arms share;",
        describe(first, NAMES),
    )
    assert describe(record(moving(300), arms=ARMS[:1], done=-1, finished=None), NAMES) == (
        "Types alive: no generation is finished yet."
    )


def test_one_replicate_has_no_interval_and_earns_no_verb():
    said = describe(record(moving(300, replicates=1), arms=ARMS[:1]), NAMES)
    assert "Replace went to" in said
    assert "[" not in said
    assert said.endswith("(1 replicate, no interval).")


def test_missing_values_are_counted_and_infinite_ones_said():
    values = moving(300, 1600)
    values[0, :3, 4] = np.nan
    values[1, :, 4] = np.nan
    said = describe(record(values), NAMES)
    assert "Replace has no value in 3 of 20 replicates and Other has no value" in said
    assert "lies" not in said
    logs = np.log(moving(0.3, start=1.0))
    logs[0, :, 4] = -np.inf
    said = describe(record(logs, "log-fitted-variance", ARMS[:1]), "log-fitted-variance")
    assert "Replace ended at -inf" in said


def test_ratios_axes_and_arms_left_out_are_said():
    run = record(moving(300, 1600))
    said = describe(run, NAMES, ["Replace"], ratio=True, logarithmic=True)
    assert said.startswith(
        "Types alive over generation 0's (logarithmic axis), generation 0 to 4: Replace fell to 0."
    )
    assert "real samples" not in said
    assert "; left out: Other (" in said
    assert describe(run, NAMES, []) == "Types alive: every arm is left out of the chart."


def test_of_many_arms_the_named_ones_are_told_and_how_far_the_others_reach():
    ends = [300, 400, 500, 600, 700, 1600]
    run = record(moving(*ends, noise=0.001), arms=named(6), baseline="Arm 1", compare="Arm 3")
    said = describe(run, NAMES)
    assert re.search(r"Arm 1 fell to 400.* and Arm 3 to 599", said)
    assert re.search(r"the 4 others end between .*\(Arm 0\) and 1,.*\(Arm 5\)", said)
    assert "Arm 5 lies above that, 5 arms below that" in said


def test_a_name_with_a_comma_is_in_quotation_marks():
    arms = [{"name": "Kept, all", "retention": {"kind": "replace"}}, REPLACE]
    assert "“Kept, all” fell to" in describe(record(moving(300, 400), arms=arms), NAMES)


@pytest.mark.parametrize("metric", ["fitted-variance", "squared-shift"])
def test_a_metric_of_the_fit_has_no_real_samples(metric):
    run = make_record({metric: moving(0.3, start=1.0)}, ARMS[:1], bands={})
    said = describe(run, metric)
    assert "real samples" not in said
    assert said.endswith("(95 % intervals over 20 replicates).")


def test_which_run_it_is():
    of = record(moving(300, 400)).experiment
    assert say_run(of).startswith("Made · seed ")
