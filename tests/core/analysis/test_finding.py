"""The finding: what is said, at every stage of a run and of every outcome."""

import re

import numpy as np
import pytest

from core.analysis.finding import finding
from core.analysis.verdict import verdicts
from core.events import FinishReason
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, experiment, ran

FOUR = (REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR)


def falling(*ends, replicates=20, generations=20, noise=0.01, start=3553.0, seed=0):
    """[arms, replicates, generations + 1]: from `start` towards these ratios of it."""
    rng = np.random.default_rng(seed)
    first = start * rng.lognormal(0, 0.01, replicates)
    time = np.linspace(0, 1, generations + 1)
    paths = [
        first[:, None] * end**time * rng.lognormal(0, noise, (replicates, 1)) ** time
        for end in ends
    ]
    return np.stack(paths)


def sentence(values, arms=(REPLACE, ACCUMULATE), **given):
    return finding(make_record(values, arms, **given)).sentence


def test_the_finding_of_a_whole_run():
    found = sentence(falling(0.267, 0.93))
    assert re.fullmatch(
        r"By generation 20, Replace collapsed: types alive fell to "
        r"0\.26\d+ \[0\.26\d+, 0\.2[67]\d*\] of generation 0's; Accumulate held "
        r"\(0\.93\d* \[0\.92\d*, 0\.93\d*\]\), with a slower loss than Replace\.",
        found,
    ), found


def test_opposite_outcomes_give_opposite_sentences():
    one, other = sentence(falling(0.3, 0.95)), sentence(falling(0.95, 0.3))
    assert "Replace collapsed: types alive fell to 0.30" in one
    assert "Accumulate held (0.95" in one
    assert "a slower loss than Replace" in one
    assert "Replace held: types alive stood at 0.95" in other
    assert "Accumulate collapsed (0.30" in other
    assert "a faster loss than Replace" in other


def test_no_effect_is_said_to_be_none():
    found = finding(make_record(falling(1.0, 1.0)))
    assert "Replace held: types alive stood at" in found.sentence
    assert "Accumulate held" in found.sentence
    assert "no clear difference from Replace" in found.sentence
    assert "No clear difference is not evidence of equality." in found.caveats
    for word in ("collapsed", "degraded", "slower", "faster", "fell"):
        assert word not in found.sentence


def test_a_gain_is_not_called_a_slower_loss():
    found = sentence(falling(0.97, 1.3))
    assert found.endswith("with a higher value than Replace.")


@pytest.mark.parametrize("finished", [None, FinishReason.CANCELLED, FinishReason.FAILED])
def test_an_unfinished_run_speaks_of_so_far(finished):
    found = sentence(falling(0.1, 1.0), done=7, finished=finished)
    assert found.startswith("So far, at generation 7 of 20, Replace collapsed: ")


def test_the_last_generation_is_the_one_that_all_arms_have_finished():
    values = falling(0.1, 1.0)
    record = make_record(values, done=7, finished=None)
    ahead = make_record(values, done=8, finished=None)
    record.values["types-alive"][0] = ahead.values["types-alive"][0]
    record._done["Replace"] = 8
    assert finding(record).sentence == sentence(values, done=7, finished=None)


def test_generation_0_says_where_it_started_and_no_more():
    found = finding(make_record(falling(0.1, 1.0), done=0, finished=None))
    assert found.sentence == (
        f"So far, all arms have finished generation 0 and nothing after it. {found.start}"
    )
    assert found.start.startswith("At generation 0, types alive stood at 3,5")
    assert "(real samples: 3," in found.start
    assert found.arms == ()


def test_before_generation_0():
    found = finding(make_record(falling(0.1, 1.0), done=-1, finished=None))
    assert found.sentence == "Nothing is measured yet."


def test_too_few_replicates_give_values_only():
    found = finding(make_record(falling(0.3, 0.9, replicates=2)))
    assert "Replace is not judged (2 replicates are too few for an interval)" in found.sentence
    assert re.search(r"types alive stood at 0\.\d+ and 0\.\d+ of generation 0's", found.sentence)
    assert "[" not in " ".join([found.sentence, *found.arms])
    assert found.basis.endswith("Values of 2 replicates: too few for an interval.")
    one = finding(make_record(falling(0.3, 0.9, replicates=1)))
    assert "(1 replicate is too few for an interval)" in one.sentence


def test_one_arm_has_nothing_beside_it():
    found = finding(make_record(falling(0.3), [REPLACE]))
    assert found.sentence.startswith("By generation 20, Replace collapsed: types alive fell to 0.3")
    assert found.sentence.endswith("of generation 0's.")
    assert "There is 1 arm, so there is nothing to compare it with." in found.caveats


def test_headline_speaks_of_the_arms_named_before_the_run():
    record = make_record(
        falling(0.3, 0.9, 0.6, 0.7), FOUR, baseline="Subsample", compare="Reservoir"
    )
    found = finding(record)
    assert found.sentence.startswith("By generation 20, Subsample degraded")
    assert "; Reservoir degraded" in found.sentence
    assert "Accumulate" not in found.sentence
    assert [arm.split(" ")[0] for arm in found.arms] == [
        "Replace", "Accumulate", "Subsample", "Reservoir",
    ]  # fmt: skip


def test_a_word_lost_to_the_other_arms_is_explained():
    values = falling(0.9, 0.9, 0.9, 0.9, noise=0.05, replicates=12, generations=1)
    logs = np.log(values[0, :, 1] / values[0, :, 0])
    half = 2.201 * logs.std(ddof=1) / np.sqrt(12)
    values[0, :, 1] *= np.exp(np.log(0.9) - 1.05 * half - logs.mean())
    found = finding(make_record(values, FOUR))
    assert found.arms[0].startswith("Replace is undecided")
    assert "Its 95 % interval alone would read degraded; the 98.75 % interval" in found.arms[0]


def test_a_distance_rises():
    rng = np.random.default_rng(0)
    first = 0.2 + rng.normal(0, 0.005, 20)
    last = first + np.array([[0.25], [0.0]]) + rng.normal(0, 0.005, (2, 20))
    values = np.stack([np.broadcast_to(first, last.shape), last], axis=2)
    bands = {"total-variation": (0.15, 0.2, 0.23)}
    found = finding(make_record({"total-variation": values}, bands=bands))
    assert "Replace degraded: total variation rose by 0.2499 [0.2477, 0.2518]" in found.sentence
    assert "of records; Accumulate held (by " in found.sentence
    assert found.sentence.endswith("with a lower value than Replace.")
    assert "Its difference from Replace is \u22120.2" in found.arms[1]
    assert "(real samples: up to 0.23)" in found.start


def test_start_stands_beside_real_samples_in_diversity_and_distance():
    values = {"types-alive": falling(0.3, 0.9), "total-variation": falling(1.2, 1.1, start=0.3)}
    found = finding(make_record(values))
    assert found.start.count("real samples") == 2
    assert "total variation stood at 0.2995" in found.start


def test_basis_names_what_the_numbers_rest_on():
    found = finding(make_record(falling(0.3, 0.9, 0.9, 0.9), FOUR, sample_size=2000))
    assert found.basis == (
        "2,000 records a generation, in 20 replicates (repeats). Brackets above are 95 % intervals "
        "around geometric means; by design at most 5 % of runs have a false verdict."
    )


def test_what_has_no_ratio_is_not_judged():
    record = make_record({"log-fitted-variance": falling(0.3, 0.9)})
    found = finding(record)
    assert "is not judged (a logarithm has no ratio to generation 0)" in found.sentence
    assert re.search(r"from 3,5\d\d \[.*\] to 1,0\d\d \[", found.arms[0])


def test_all_that_is_said_comes_from_the_record():
    """Every number of a sentence follows the values when they are multiplied."""
    one = finding(make_record(falling(0.3, 0.9)))
    other = finding(make_record(falling(0.3, 0.9) * 2))
    assert one.sentence == other.sentence  # ratios
    assert one.start != other.start
    assert one.arms != other.arms


# Runs of the engine itself


def test_a_run_that_collapses_and_its_mirror_image_say_the_opposite():
    def found(arms):
        given = {"arms": arms, "sample_size": 10, "generations": 40, "replicates": 20}
        return finding(ran(experiment(**given, primary_metric="fitted-variance"))).sentence

    one, other = found([REPLACE, ACCUMULATE]), found([ACCUMULATE, REPLACE])
    assert "Replace collapsed: fitted variance fell to 0.0" in one
    assert one.endswith("with a higher value than Replace.")
    assert "; Replace collapsed (0.0" in other
    assert other.endswith("with a lower value than Accumulate.")
    assert "Accumulate collapsed" not in one + other


def test_a_run_without_an_effect_says_so():
    twin = {**REPLACE, "name": "The same again"}
    found = finding(ran(experiment(arms=[REPLACE, twin], primary_metric="fitted-variance")))
    assert "with no clear difference from Replace" in found.sentence


def test_a_threshold_that_is_only_just_cleared_is_explained():
    noise = np.random.default_rng(5).lognormal(0, 0.05, (4, 12, 2))
    arms = [REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR]
    said = set()
    for ratio in np.linspace(0.86, 0.98, 25):
        values = 1000 * noise
        values[:, :, 0] = 1000
        values[:, :, 1] *= ratio
        record = make_record(values, arms)
        just = any(found.outcome is not found.alone for found in verdicts(record).values())
        assert ("only just clears a threshold" in finding(record).basis) == just
        said.add(just)
    assert said == {True, False}
