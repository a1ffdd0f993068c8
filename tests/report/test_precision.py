"""The precision check: what it finds in a person's words, and that it finds nothing in ours."""

import pytest

from core.bibliography import BIBLIOGRAPHY
from core.presets import preset_names
from core.report.narrative import narrative
from core.report.precision import facts_of, precision_check
from core.report.precision.known import printed_in
from core.report.precision.nouns import Nouns
from core.report.texts import texts
from tests.report.presets import small_run
from tests.report.runs import ended_at
from tests.small import ACCUMULATE, ALL_ARMS, REPLACE, SWITCHED, experiment, ran


def facts(record):
    return facts_of(record, narrative(record))


@pytest.fixture(scope="module")
def lost():
    """Replace collapsed to 0.2, Accumulate held at 0.97."""
    return facts(ended_at(0.2, 0.97))


@pytest.fixture(scope="module")
def alike():
    """Both held, and no clear difference was found."""
    return facts(ended_at(0.99, 0.99))


def found(text, of, about=""):
    return [remark.found for remark in precision_check(text, of, about)]


def remarks(text, of, about=""):
    for remark in precision_check(text, of, about):
        assert text[remark.start : remark.end] == remark.found
        assert remark.why.endswith(".")
        assert remark.suggestion
        yield f"{remark.why} {remark.suggestion}"


# Our own words


@pytest.mark.parametrize("name", preset_names())
def test_every_computed_sentence_of_every_preset_passes(name):
    record = small_run(name)
    of = facts(record)
    for length in ("one", "four"):
        for text in texts(narrative(record, length), {}):
            assert not precision_check(text.computed, of, text.what), text.key
    for said in (record.experiment.about, record.experiment.name):
        assert not precision_check(said, of)


@pytest.mark.parametrize("ends", [(0.2, 0.97), (0.97, 0.2), (0.7, 0.7), (1, 1), (1.4, 0.3)])
@pytest.mark.parametrize("replicates", [1, 2, 4, 8])
def test_computed_sentences_pass_whatever_came_out(ends, replicates):
    for given in ({}, {"done": 0, "finished": None}, {"done": 2}):
        record = ended_at(*ends, replicates=replicates, **given)
        of = facts(record)
        for text in texts(narrative(record), {}):
            assert not precision_check(text.computed, of, text.what), text.computed


@pytest.mark.parametrize("arms", [[REPLACE], [SWITCHED, REPLACE], list(ALL_ARMS)])
def test_computed_sentences_pass_with_one_arm_and_with_many(arms):
    record = ran(experiment("us-first-names", arms=arms))
    of = facts(record)
    for text in texts(narrative(record), {}):
        assert not precision_check(text.computed, of, text.what), text.computed


def test_citations_pass(lost):
    for paper in BIBLIOGRAPHY:
        assert not found(paper.full, lost), paper.full


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


# Numbers


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


# Whatever is typed


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "....",
        "a" * 10_000,
        "collapsed " * 400,
        "Replace " * 300 + "collapsed",
        "\ue000\ue001 collapsed 12",
        "\u202e Replace collapsed",
        "1e999 Replace 1e-999 types 99999999999999999999999999",
        "(" * 500 + "Replace 7" + ")" * 500,
    ],
)
def test_nothing_that_is_typed_upsets_it(text, lost):
    assert all(text[one.start : one.end] == one.found for one in precision_check(text, lost))
