"""Percentages in a person's words: of what they are, and whether they are lost or left."""

import pytest

from core.report.precision.known import printed_in
from core.report.precision.nouns import Nouns
from tests.report.precision.checked import facts, found, remarks
from tests.report.presets import small_run


def test_a_percentage_is_no_count_that_happens_to_be_the_same(lost):
    """The run has 8 replicates, and nothing that is 8 %."""
    assert 8.0 in {one.value for one in lost.numbers.of([])}
    assert found("At the end 8 % of types alive were left.", lost) == ["8"]
    assert not found("Types alive were measured in 8 replicates.", lost)
    assert not found("Types alive fell to 20 % of generation 0's.", lost)  # 0.20
    assert not found("Brackets are 95 % intervals of types alive.", lost)


def test_a_level_of_confidence_vouches_for_no_effect(lost):
    """Its write-up says "95 % intervals" and "at most 5 % of runs", and nothing is 95 or 5 %."""
    assert {95.0, 5.0} <= {one.value for one in lost.numbers.of([])}
    assert found("Replace always collapses by 95 %.", lost) == ["always", "95"]
    assert found("Replace fell to 95 % of generation 0's.", lost) == ["95"]
    assert found("Replace fell by 5 %.", lost) == ["5"]
    for level in ("95 % intervals", "95% confidence intervals", "a 95 % bootstrap interval"):
        assert not found(f"Brackets are {level} of types alive.", lost), level
    assert found("Brackets are 90 % intervals of types alive.", lost) == ["90"]


def test_a_percentage_is_of_the_metric_that_is_named():
    of = facts(small_run("bounded-by-pi-squared-over-six"))
    assert not found("Tail coverage was 92 % then.", of)
    assert found("Excess risk was 92 % then.", of) == ["92"]
    assert found("Variance ratio was 92 % then.", of) == ["92"]


def test_a_number_of_another_metric_says_of_which():
    of = facts(small_run("bounded-by-pi-squared-over-six"))
    for text in ("Variance ratio was 92 % then.", "Variance ratio was 0.920 then."):
        (said,) = remarks(text, of)
        assert said == (
            "You write variance ratio; in the run this number belongs to tail coverage. write tail "
            "coverage instead, or take a number of variance ratio from the tables"
        ), text
    (said,) = remarks("In the end it was 92 %.", of)
    assert said == (
        "No metric is named here; in the run this number belongs to tail coverage. write tail "
        "coverage beside it"
    )
    (said,) = remarks("At generation 5, variance ratio was 92 %.", of)
    assert "belongs to tail coverage." in said
    assert not found("At generation 5, tail coverage was 92 %.", of)


def test_nouns_are_found_in_any_case_and_in_short():
    nouns = Nouns(["rare words covered", "total variation of words", "types alive", "Vendi score"])
    assert nouns.named_in("The vendi score.") == {"Vendi score"}
    assert nouns.named_in("Rare words went first.") == {"rare words covered"}
    assert nouns.named_in("Total variation rose.") == {"total variation of words"}
    assert not nouns.named_in("Types and words, and how they vary in total.")


def test_a_noun_in_short_that_may_be_of_two_is_of_none():
    both = Nouns(["held-out loss of words", "held-out loss covered"])
    assert not both.named_in("The held-out loss rose.")
    full = Nouns(["total variation", "total variation of words"])
    assert full.named_in("Total variation rose.") == {"total variation"}


def test_rare_types_in_short_are_not_the_types():
    of = facts(small_run("vanishing-names"))
    assert not found("61 % of rare types were lost in Replace.", of)  # to 0.389
    assert not found("58 % of types were lost in Replace.", of)  # to 0.425
    (said,) = remarks("58 % of rare types were lost in Replace.", of)
    assert said.startswith(
        "You write rare types covered; in the run this number belongs to types alive."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("This lost 43 % of what there was.", ["43"]),
        ("My summary: 43 % less variety.", ["43"]),
        ("This lost 80 % of what there was.", []),
        ("Types alive fell by 80 %. It was 20 % at the end.", []),
        ("Types alive fell by 80 %. It was 27 % at the end.", ["27"]),
        ("Replace fell to 80 % of generation 0's.", ["80"]),
        ("Replace fell to about 80 % of generation 0's.", ["80"]),
        ("Replace fell by about 80 %.", []),
        ("Would it lose 43 % elsewhere?", []),
    ],
)
def test_a_percentage_is_held_against_the_run_though_nothing_is_named(text, words, lost):
    """And what is left after a fall is not taken for what was lost."""
    assert found(text, lost) == words


LOSSES = (
    "In Replace, {} % of types alive were lost.",
    "{} % of the types alive are gone in Replace.",
    "{} % of types alive have vanished in Replace.",
    "In Replace, {} % of its types alive disappeared.",
    "{} per cent of types alive died out in Replace.",
    "{} % of types alive went extinct in Replace.",
    "Replace saw a loss of {} % of types alive.",
    "A {} % loss of types alive was seen in Replace.",
    "Replace lost {} % of types alive.",
    "Replace lost as much as {} % of its types alive.",
    "Types alive fell by {} % in Replace.",
    "Types alive fell in Replace by {} %.",
    "Types alive in Replace were down {} %.",
    "Types alive were {} % lower in Replace.",
    "Replace ended with {} % fewer types alive.",
)
LEFT = (
    "In Replace, {} % of types alive were left.",
    "Though most were lost, {} % of types alive survived in Replace.",
    "Replace kept {} % of types alive and lost the rest.",
    "Replace lost all but {} % of types alive.",
    "Types alive fell to {} % in Replace.",
    "Types alive fell to just under {} % in Replace.",
)


@pytest.mark.parametrize("said", LOSSES)
def test_a_loss_may_be_put_in_any_words(said, lost):
    """Types alive fell to 0.20: four fifths were lost, and a fifth was not."""
    assert not found(said.format(80), lost)
    assert found(said.format(20), lost) == ["20"]
    assert found(said.format(71), lost) == ["71"]


@pytest.mark.parametrize("said", LEFT)
def test_what_is_left_is_no_loss(said, lost):
    assert not found(said.format(20), lost)
    assert found(said.format(80), lost) == ["80"]


@pytest.mark.parametrize(
    "said",
    [
        "{} % of types alive were not lost in Replace.",
        "Replace lost much, in short: {} % of types alive.",
        "Of types alive, {} % were in Replace at the end, a great loss.",
    ],
)
def test_where_nothing_says_which_it_is_lost_and_left_pass(said, lost):
    assert not found(said.format(80), lost)
    assert not found(said.format(20), lost)
    assert found(said.format(71), lost) == ["71"]


def test_a_rise_is_no_loss(lost):
    assert found("Types alive rose by 80 % in Replace.", lost) == ["80"]


def test_a_change_of_a_loss_is_no_percentage():
    of = facts(small_run("rare-names-first"))
    for text in (
        "Held-out loss of names rose by 10 % in Replace.",
        "In Replace, held-out loss of rare names was 20 % higher.",
        "Held-out loss of names fell by 5 % in Replace.",
    ):
        (said,) = remarks(text, of)
        assert "names are in nats, and are no percentages." in said
    assert not found("Brackets are 95 % intervals of held-out loss of names.", of)


def test_few_percentages_pass_by_chance():
    """Of 99 that might be written of an arm, a run of one baseline has few."""
    of = facts(small_run("bounded-by-pi-squared-over-six"))
    for said in ("Tail coverage fell to {} % in Replace.", "Replace fell to {} %."):
        assert sum(not found(said.format(value), of) for value in range(1, 100)) < 20, said


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3 of 20, that is 15 %", [15]),
        ("53 to 60 % of 4,000 records", [53, 60]),
        ("41 [38, 44] %, at n = 99", [41, 38, 44]),
        ("5 % and 2.5 per cent in 99 runs", [5, 2.5]),
    ],
)
def test_numbers_before_a_sign_of_per_cent(text, values):
    found_ = printed_in(frozenset(), (text, "", ""), Nouns(()))
    assert [one.value for one in found_ if one.per_cent] == values
