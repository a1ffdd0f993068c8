"""Numbers in a person's words, held against those of the run."""

import pytest

from tests.report.precision.checked import facts, found, remarks
from tests.report.runs import ended_at


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In Replace, types alive fell to 0.199 of generation 0's.", []),
        ("In Replace, types alive fell to 0.2 of generation 0's.", []),
        ("In Replace, types alive fell to 20 % of generation 0's.", []),
        ("In Replace, types alive fell by 80 %.", []),
        ("In Replace, types alive fell to a fifth, 5 times fewer.", []),
        ("In Replace, types alive fell to about 205.", []),
        ("Accumulate kept 4.9 times as many types as Replace.", []),
        ("Accumulate kept 7.9 times as many types as Replace.", ["7.9"]),
        ("In 3 of 8 replicates, Replace lost less.", []),
        ("In Replace, types alive fell to 0.31 of generation 0's.", ["0.31"]),
        ("In Replace, types alive fell to 37 % of generation 0's.", ["37"]),
        ("Replace kept 312 types. It lost 644 of them.", ["312", "644"]),
        ("Accumulate fell to 20 % of generation 0's.", ["20"]),
        ("Replace fell to 20 %. It had begun with 1,003 types.", []),
        ("Accumulate held. It fell to 20 % of generation 0's.", ["20"]),
        ("Accumulate held, while the baseline fell to 20 %.", []),
        ("I have studied this for 17 years.", []),
        ("Accumulate is the topic of Article 10, Figure 14 and Table 33.", []),
        ("By generation 9, Replace had lost most.", ["9"]),
        ("By generation 4, Replace had lost most.", []),
        ("It was repeated in 50 replicates.", ["50"]),
        ("It was repeated in 8 replicates.", []),
        ("Of the 7 arms, Replace lost most.", ["7"]),
        ("In 2024, Replace was the usual regime.", []),
        ("Replace fell to -0.77.", ["-0.77"]),
        ("Replace fell to 1,234,567.", ["1,234,567"]),
    ],
)
def test_numbers_that_are_not_the_runs(text, words, lost):
    assert found(text, lost) == words


def test_a_chart_can_be_read_at_any_generation(lost):
    record = lost.record
    value = record.values["types-alive"][0, :, 3].mean()
    said = f"At generation 3, types alive stood at {value:.0f} in Replace."
    assert found(said, lost) == []
    assert found(said.replace("generation 3", "generation 1"), lost) == [f"{value:.0f}"]


def test_a_number_beside_another_arm_that_is_only_compared_with_is_not_that_arms(lost):
    """Such as "Accumulate held (0.97), with a slower loss than Replace"."""
    assert found("3 % of types alive were lost in Accumulate.", lost) == []
    assert found("3 % of types alive were lost in Replace.", lost) == ["3"]


def test_the_run_is_quoted_beside_a_number(lost):
    (said,) = remarks("Accumulate fell to 0.41.", lost)
    assert "Accumulate held: types alive stood at 0.9" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Half of types alive was lost in Replace after 2 generations.", []),
        ("Half of types alive was lost in Replace after 3 generations.", ["3"]),
        ("It took 4 generations until half of the types were gone in Replace.", ["4"]),
        ("At generation 1, half of types alive was left in Replace.", ["1"]),
        ("The half-life of types alive in Replace was 3 generations.", ["3"]),
        ("In Replace, types alive halved in 3 generations.", ["3"]),
        ("Half of types alive was gone in Replace by generation 1.", ["1"]),
        ("Half of types alive was gone in Replace by generation 3.", []),
        ("Half of types alive was lost in Accumulate after 2 generations.", ["2"]),
        ("Half of types alive was not lost in Accumulate within 4 generations.", []),
        ("No half-life of Accumulate is known after 4 generations.", []),
        ("More than half of types alive was lost in Replace at generation 4.", []),
        ("Over 4 generations, half of types alive was lost in Replace.", []),
        ("In Replace the alarm came 1 generation before half was lost.", []),
        ("In Replace, half of the records at generation 3 had lost their names.", []),
        ("The curves at generation 4, and half-lives.", []),
        ("Was half of types alive lost in Replace after 3 generations?", []),
    ],
)
def test_a_generation_beside_half_is_a_half_life(text, words, lost):
    """Replace reaches one half at generation 2; Accumulate never does."""
    assert found(text, lost) == words


def test_a_wrong_half_life_is_answered_with_the_runs(lost):
    (said,) = remarks("Half of types alive was lost in Replace after 9 generations.", lost)
    assert said.startswith("Half-lives of types alive, in generations: 2 [")
    assert "] in Replace." in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No types were lost.", ["No types were lost"]),
        ("No names were lost in Replace.", ["No names were lost"]),
        ("In Replace, none of the types vanished.", ["none of the types vanished"]),
        ("Nothing was lost in Replace.", ["Nothing was lost"]),
        ("Replace lost nothing.", ["lost nothing"]),
        ("Replace lost no types alive.", ["lost no types alive"]),
        ("No types were lost in Accumulate.", []),
        ("No records were lost.", []),
        ("No names were lost at generation 0.", []),
        ("No names were lost that matter to me.", []),
        ("Were no names lost?", []),
        ("If nothing was lost, the run would be too short.", []),
        ("Some types were lost in Replace.", []),
    ],
)
def test_nothing_is_said_to_be_lost_where_something_was(text, words, lost):
    """Accumulate keeps its real records, in which every type stands."""
    assert found(text, lost) == words


def test_nothing_lost_passes_where_no_clear_loss_was_seen():
    assert found("No types were lost in Replace.", facts(ended_at(1, 1))) == []
