"""Words in which a person claims more than the run can show, or less."""

import pytest

from tests.report.precision.checked import facts, found, remarks
from tests.report.runs import ended_at
from tests.small import ACCUMULATE, REPLACE, SWITCHED, experiment, ran

# Words that claim more than a run can show


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Recursion always loses the rare names.", ["always"]),
        ("Such a loop never recovers.", ["never"]),
        ("Loss is inevitable.", ["inevitable"]),
        ("Collapse inevitably follows.", ["inevitably"]),
        ("This proves it.", ["proves"]),
        ("It is proof, without doubt, of the effect.", ["proof", "without doubt"]),
        ("Accumulation guarantees diversity.", ["guarantees"]),
        ("Accumulation prevents collapse.", ["prevents collapse"]),
        ("Keeping data stopped model collapse.", ["stopped model collapse"]),
        ("All generative models do this.", ["All generative models"]),
        ("Every model trained on such data will fail.", ["Every model"]),
        ("It is impossible to recover.", ["impossible"]),
        ("This does not prove anything, and loss is not inevitable.", []),
        ("Is collapse inevitable?", []),
        ("Shumailov et al. (2024) say that models always collapse.", []),
        ("It happened in all 8 replicates.", []),
    ],
)
def test_absolute_words(text, words, lost):
    assert found(text, lost) == words


def test_an_absolute_word_says_how_many_replicates_there_were(lost):
    (said,) = remarks("It always falls.", lost)
    assert "in all 8 replicates" in said


# Collapse, by arm


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Accumulate collapsed.", ["collapsed"]),
        ("Replace collapsed.", []),
        ("Replace collapsed, while Accumulate held.", []),
        ("Replace, unlike Accumulate, collapsed.", []),
        ("Replace and Accumulate collapsed.", ["collapsed"]),
        ("Training in Accumulate led to model collapse.", ["collapse"]),
        ("The collapse of diversity was slow.", []),
        ("The accumulate arm collapsed.", ["collapsed"]),
        ("Replace did not collapse.", ["collapse"]),
        ("Accumulate did not collapse.", []),
        ("Had it run on, Accumulate might have collapsed.", []),
        ("An arm has collapsed if its interval lies below 0.5.", []),
        ("The models collapsed.", []),
        ("A collapsed model can do well in Accumulate.", []),
        ("Fidelity is no diversity. Collapsed output can do well.", []),
        ("It took long. It collapsed in Accumulate.", ["collapsed"]),
        ("Accumulate degraded.", ["degraded"]),
        ("Replace held, and so did Accumulate.", ["held"]),
        ("Accumulate held.", []),
        ("An introduction to model collapse.", []),
    ],
)
def test_words_of_a_verdict_that_was_not_earned(text, words, lost):
    assert found(text, lost) == words


def test_a_share_that_always_collapses_is_remarked_word_by_word(alike):
    """Of a run that collapsed nowhere and has no such percentage; neither an arm nor a metric."""
    said = found("This proves that 77 % always collapse.", alike)
    assert sorted(said) == sorted(["proves", "77", "always", "collapse"])
    assert found("Models collapse in 77 per cent of cases.", alike) == ["collapse", "77"]
    assert "collapse" in found("Half of them never mind: 30 % collapse.", alike)
    assert found("Model collapse was described in 2023.", alike) == []


def test_collapse_where_no_arm_collapsed(alike):
    assert found("The models collapsed.", alike) == ["collapsed"]
    (said,) = remarks("This run shows model collapse.", alike)
    assert "By its verdict Replace held. write “Replace held: types alive stood at" in said


def test_the_arm_of_the_lead_in_is_meant(lost):
    assert found("It collapsed early.", lost, about="Accumulate") == ["collapsed"]
    assert found("It collapsed early.", lost, about="Replace") == []


def test_an_arm_called_never_or_with_a_number_is_no_word_and_no_number():
    arms = [REPLACE | {"name": "Never any"}, ACCUMULATE | {"name": "17 % collapse"}]
    of = facts(ended_at(0.2, 0.97, arms=arms))
    assert found("Never any lost more than 17 % collapse.", of) == []
    assert found("17 % collapse collapsed.", of) == ["collapsed"]


# Accumulation and replacement


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Replace accumulates its data.", ["accumulates"]),
        ("In Replace, every model keeps all records.", ["keeps all"]),
        ("Accumulate lost less than Replace, which keeps everything.", ["keeps everything"]),
        ("Replace does not accumulate.", []),
        ("Accumulate accumulates its data.", []),
        ("Accumulate replaces its data each time.", ["replaces its data"]),
        ("Accumulate trains only on the newest records.", ["only on the newest"]),
        ("Replace trains only on the newest records.", []),
        ("Data replacement in Accumulate cost diversity.", ["replacement"]),
        ("Nothing replaces the data that Accumulate lost.", []),
        ("Accumulation and replacement are regimes.", []),
    ],
)
def test_regimes_confused_with_what_an_arm_did(text, words, lost):
    assert found(text, lost) == words


def test_the_remark_says_what_the_arm_did(lost):
    (said,) = remarks("Replace accumulates its data.", lost)
    assert "That is not what Replace did." in said
    assert "train only on the newest records" in said


def test_an_arm_that_switches_did_both():
    of = facts(ran(experiment(arms=[SWITCHED, REPLACE])))
    assert found("Switched accumulates data. Switched replaced its data at first.", of) == []


# Synthetic data as such, and equality


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Synthetic data is bad.", ["Synthetic data is bad"]),
        ("Synthetic data are simply poison.", ["Synthetic data are simply poison"]),
        ("AI-generated content ruins models.", ["generated content ruins"]),
        ("The model was poisoned by synthetic data.", ["poisoned by synthetic data"]),
        ("We must ban toxic synthetic data.", ["toxic synthetic data"]),
        ("Synthetic data is not bad as such.", []),
        ("Training only on the newest synthetic records lost types.", []),
        ("How bad is training on synthetic data?", []),
    ],
)
def test_synthetic_data_called_bad_as_such(text, words, lost):
    assert found(text, lost) == words


def test_it_names_the_arm_that_trained_on_synthetic_records_and_held(lost):
    (said,) = remarks("Synthetic data is bad.", lost)
    assert "Accumulate trained on synthetic records and held" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("There is no difference between Replace and Accumulate.", ["no difference"]),
        ("Accumulate did not differ from Replace.", ["did not differ"]),
        ("Both arms are equal.", ["equal"]),
        ("Accumulate is the same as Replace.", ["the same as"]),
        ("Accumulate is as good as Replace.", ["as good as"]),
        ("No clear difference was found between the arms.", []),
        ("Accumulate and Replace are not equal.", []),
        ("All arms share the same records.", []),
    ],
)
def test_equality_where_none_was_shown(text, words, alike):
    assert found(text, alike) == words


def test_equality_names_what_was_found(alike, lost):
    text = "Accumulate is equal to Replace."
    (unclear,) = remarks(text, alike)
    assert "not evidence that there is none" in unclear
    assert "no clear difference (ratio to Replace " in unclear
    (clear,) = remarks(text, lost)
    assert "Accumulate ended with a " in clear
    assert "p < 0.001" in clear
    (few,) = remarks(text, facts(ended_at(0.9, 0.9, replicates=2)))
    assert "is not compared with Replace" in few
