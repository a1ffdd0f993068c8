"""The precision check finds nothing in our own words, and nothing typed upsets it."""

import pytest

from core.bibliography import BIBLIOGRAPHY
from core.presets import preset_names
from core.report.narrative import narrative
from core.report.precision import precision_check
from core.report.texts import texts
from tests.report.precision.checked import facts, found
from tests.report.presets import small_run
from tests.report.runs import ended_at
from tests.small import ALL_ARMS, REPLACE, SWITCHED, experiment, ran


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
