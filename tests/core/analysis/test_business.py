"""The data set as an asset, and the risk in plain words: each from the run it speaks of."""

import numpy as np
import pytest

from core.analysis.business import applies, say_asset, say_risk
from core.events import FinishReason
from tests.records import make_record
from tests.report.runs import ended_at
from tests.small import REPLACE

RARE = "rare-type-coverage"
NOISE = np.exp(0.01 * np.random.default_rng(5).standard_normal((2, 8, 5)))
NOISE[:, :, 0] = NOISE[:1, :, 0]
DEFINED = "Each generation is a retraining, on 1,000 people."
SURE = "[exactly, in all 2,000 resamples]"
"""Beside a half-life that every resample gives."""


def run(alive, rare, **given):
    """Two arms whose types alive and rare types end at these ratios to generation 0."""

    def paths(ends):
        return np.array(ends)[:, None, None] ** (np.arange(5) / 4) * NOISE

    bands = {"types-alive": (980.0, 1000.0, 1020.0), RARE: (0.48, 0.5, 0.52)}
    values = {"types-alive": 1000 * paths(alive), RARE: 0.5 * paths(rare)}
    return make_record(values, **({"bands": bands} | given))


def test_a_half_life_and_what_was_left():
    said = say_asset(ended_at(0.2, 0.97))
    assert said.startswith(
        f"Half of the types alive was gone after 2 {SURE} generations in Replace; in Accumulate "
        "0.969 ["
    )
    assert said.endswith(f"was left after 4. {DEFINED}")
    assert "half-life" not in said


def test_opposite_runs_give_opposite_sentences():
    one, other = say_asset(ended_at(0.2, 0.97)), say_asset(ended_at(0.97, 0.2))
    assert f"2 {SURE} generations in Replace; in Accumulate" in one
    assert f"2 {SURE} generations in Accumulate; in Replace" in other
    both = say_asset(ended_at(0.2, 0.2))
    assert f"gone after 2 {SURE} generations in Replace and after 2 {SURE}" in both


def test_without_a_half_life_it_says_what_was_left_and_that_there_is_none():
    said = say_asset(ended_at(0.7, 0.8))
    assert said.startswith("Types alive stood at 0.697 [")
    assert "Within this run half was not lost." in said
    assert "value" not in said


def test_a_half_life_that_is_not_ruled_out_is_not_denied():
    values = 1000 * np.linspace(0.42, 0.64, 8)[:, None] ** (np.arange(5) / 4) * np.ones((2, 1, 1))
    said = say_asset(make_record(values))
    assert "half was not lost" not in said
    assert "half was not shown to be lost: the half-life is > 4 [4, > 4] generations in" in said


def test_a_run_that_lost_nothing_says_so():
    said = say_asset(ended_at(1, 0.7))
    assert "By this measure no loss of value was seen in Replace." in said
    assert "half was not lost" in said
    both = say_asset(ended_at(1, 1))
    assert "no loss of value was seen in Replace and Accumulate." in both
    assert "half was not lost" not in both


def test_a_wide_interval_is_neither():
    values = 1000 * np.random.default_rng(2).uniform(0.5, 1.6, (2, 6, 4))
    values[:, :, 0] = 1000
    assert "Whether Replace and Accumulate lost value by this measure is open." in say_asset(
        make_record(values)
    )


@pytest.mark.parametrize(("replicates", "few"), [(1, "1 replicate is"), (4, "4 replicates are")])
def test_too_few_replicates_give_no_half_life(replicates, few):
    said = say_asset(ended_at(0.2, 0.9, replicates=replicates))
    assert f"No half-life is known: {few} too few for an interval." in said
    assert "half of" not in said.lower()


def test_a_distance_has_no_half_life():
    values = np.arange(5) * np.ones((2, 8, 1)) * np.array([0.2, 0.0])[:, None, None] + 0.1
    said = say_asset(make_record({"total-variation": values}))
    assert said.endswith("No half-life is known: no diversity was measured as a ratio.")
    assert said.startswith("Total variation, which has no half-life, rose by 0.800")
    still = say_asset(make_record({"total-variation": values[::-1]}))
    assert "Total variation, which has no half-life, changed by 0.00" in still


def test_replicates_that_began_with_none_give_no_half_life():
    values = np.ones((2, 8, 4))
    values[:, 0, 0] = 0
    said = say_asset(make_record(values))
    assert said == "No half-life is known: some replicates began with none."


def test_one_arm_and_a_run_cancelled_after_generation_1():
    said = say_asset(ended_at(0.2, 0.97, done=1, finished=FinishReason.CANCELLED))
    assert f"after 1 generation. {DEFINED} Within this run half was not lost." in said
    alone = say_asset(make_record(1000 * 0.5 ** np.arange(3) * np.ones((1, 8, 3)), [REPLACE]))
    assert f"gone after 1 {SURE} generations in Replace." in alone
    assert not applies(ended_at(0.2, 0.97, done=0))
    assert applies(ended_at(0.2, 0.97, done=1))


# The risk


def test_who_bears_the_risk_and_since_when_is_said_in_the_sources_words():
    said = say_risk(run((0.95, 1), (0.2, 0.98)))
    assert said == (
        "Bearers of rare first names are hit first, in Replace from generation 1 on: at "
        "generation 4, 0.2014 [0.1980, 0.2039] of generation 0's rare types covered was left, "
        "0.979 [0.968, 1.004] in Accumulate."
    )
    tied = say_risk(run((0.2, 1), (0.2, 0.98)))
    assert (
        "names are among the first hit, in Replace from generation 1 on: at generation 4, 0.2"
        in tied
    )
    later = say_risk(run((0.2, 1), (0.8, 0.98)))
    assert (
        "in Replace from generation 3 on, after types alive began to go: at generation 4, 0.8"
        in later
    )


def test_the_arm_that_lost_the_tail_is_the_one_that_is_told():
    said = say_risk(run((0.9, 0.2), (1, 0.2)))
    assert said.startswith("Bearers of rare first names are among the first hit, in Accumulate ")
    assert said.endswith("was left, 1.007 [0.990, 1.020] in Replace.")


def test_a_tail_that_held_is_told_as_such():
    said = say_risk(run((0.2, 1), (1, 1)))
    assert "First to lose a tenth in Replace: types alive, from generation 1 on." in said
    assert "No loss of rare first names was shown in Replace: at generation 4, 1.007 [" in said
    assert "hit" not in said
    small = say_risk(run((0.2, 1), (0.95, 1)))
    assert (
        "rare first names was shown in Replace, not shown to exceed a tenth: at generation 4, 0.9"
        in small
    )


def test_a_wide_interval_of_the_tail_is_no_verdict():
    values = 0.5 * np.random.default_rng(2).uniform(0.5, 1.6, (2, 6, 4))
    values[:, :, 0] = 0.5
    said = say_risk(make_record({RARE: values}))
    assert "A loss of rare first names is neither shown nor ruled out in Replace: " in said


def test_a_tail_too_noisy_to_be_ranked_is_given_no_date():
    wide = {"types-alive": (980.0, 1000.0, 1020.0), RARE: (0.3, 0.5, 0.6)}
    said = say_risk(run((0.2, 1), (0.2, 1), bands=wide))
    assert said.startswith(
        "Bearers of rare first names bear the loss in Replace: at generation 4, 0.2"
    )
    assert "from generation" not in said


def test_a_loss_that_is_not_ranked_is_not_denied():
    fall = np.array([1, 0.5, 0.4, 0.3])
    values = {
        "shannon-diversity": 5 * NOISE[:, :, :4],
        "types-alive": 1000 * fall * NOISE[:, :, :4],
    }
    ranked = {"shannon-diversity": (4.9, 5.0, 5.1)}
    noisy = ranked | {"types-alive": (800.0, 1000.0, 1200.0)}
    assert "No loss" not in say_risk(make_record(values, bands=noisy))
    values["types-alive"] = 1000 * NOISE[:, :, :4]
    assert say_risk(make_record(values, bands=noisy)) == "No loss of a tenth was shown in Replace."


def test_a_loss_too_short_to_be_ranked_is_not_denied():
    said = say_risk(run((0.3, 1), (0.3, 1), done=1))
    assert "No loss" not in said
    assert "bear the loss in Replace: at generation 1, 0.7" in said
    assert say_risk(ended_at(0.2, 1, done=1)) == ""
    assert say_risk(ended_at(1, 1)) == "No loss of a tenth was shown in Replace."


@pytest.mark.parametrize(
    ("rise", "said"),
    [
        (
            0.2,
            "names in the fit rose in Replace, which is worse: at generation 3, it had changed by",
        ),
        (0.0, "A rise of held-out loss of rare names in the fit is neither shown nor ruled out in"),
        (
            -0.2,
            "No rise of held-out loss of rare names in the fit was shown in Replace: at generation",
        ),
    ],
)
def test_a_tail_metric_of_which_less_is_better_rises(rise, said):
    rng = np.random.default_rng(4)
    values = 2.5 + rise * np.arange(4) / 3 + 0.01 * rng.standard_normal((2, 8, 4))
    record = make_record(
        {"rare-name-loss": values}, primary_metric="rare-name-loss",
        source={"kind": "spelled-names"}, learner={"kind": "mlp-language-model"},
    )  # fmt: skip
    risk = say_risk(record)
    assert said in risk
    assert ", and by " in risk
    assert "loss of held-out" not in risk.lower()


def test_too_few_replicates_show_no_risk():
    said = say_risk(make_record({RARE: np.full((2, 2, 4), 0.5) * 0.5 ** np.arange(4)}))
    assert (
        "Too few replicates show what became of rare first names in Replace: at generation 3, "
        "0.125 and 0.125 of" in said
    )


def controlled(precision, **given):
    """Tail coverage falls to a third, precision stands at `precision`; real samples: 0.9 to 1."""
    tail = np.full((2, 8, 4), 0.9) * np.array([1, 0.8, 0.5, 0.33])
    values = {"tail-coverage": tail, "precision": np.full((2, 8, 4), precision)}
    bands = {"tail-coverage": (0.8, 0.9, 1.0), "precision": (0.9, 0.95, 1.0)}
    return make_record(values, bands=bands, **given)


def test_quality_that_stayed_among_real_samples_is_told_with_numbers():
    said = say_risk(controlled(0.94))
    assert (
        "Users of the rarest tenth of records bear the loss in Replace: at generation 3, 0.33"
        in said
    )
    assert "Record quality alone would not have shown it: precision stood at 0.940" in said
    assert "among real samples' 0.90 to 1.00." in said
    assert "would not have shown" not in say_risk(controlled(0.6))


def likely(last, tail="tail-coverage", metric="held-out-loss"):
    """The tail falls to a third, a mean loss goes from 7 to `last`."""
    rare = np.full((2, 8, 4), 0.5) * np.array([1, 0.8, 0.5, 0.33])
    loss = np.linspace(7, last, 4) * np.ones((2, 8, 1))
    return make_record({tail: rare, metric: loss})


def test_a_likelihood_that_did_not_suffer_is_told_with_numbers():
    said = say_risk(likely(6.5))
    assert "An average would not have shown it: held-out loss" in said
    assert "changed by \u22120.500" in said
    assert "An average" in say_risk(likely(7.1))
    assert "An average" not in say_risk(likely(7.2))


def test_an_average_over_ever_fewer_records_shows_nothing():
    assert "An average" not in say_risk(likely(6.5, RARE, "possible-loss"))


def test_the_likelihood_behind_several_losses_is_said_once():
    rise = np.linspace(2, 9, 5) + 0.01 * NOISE[:1]
    values = {"names-alive": 900 + 9 * NOISE[:1], "name-loss": rise, "rare-name-loss": rise + 0.5}
    learner = {"kind": "mlp-language-model", "steps": 1}
    said = say_risk(
        make_record(values, [REPLACE], source={"kind": "spelled-names"}, learner=learner)
    )
    assert said.startswith(
        "First to lose a tenth in Replace: the likelihood behind held-out loss of names and "
        "held-out loss of rare names together, from generation 1 on. "
    )
