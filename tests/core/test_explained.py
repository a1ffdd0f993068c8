"""The glossary and what metrics say of themselves: whole, in plain words, with their sources."""

import json
import re

import pytest

import resources
from core import registry
from core.analysis.reading import Outcome
from core.analysis.rules import COLLAPSED_BELOW, HELD_ABOVE
from core.analysis.verdict import Comparison
from core.bibliography import BIBLIOGRAPHY, cited_in
from core.events import Step
from core.explained import explained_metric, explained_term
from core.glossary import FILE, search, term, terms
from core.metrics.base import Family

METRICS = registry.plugins("metrics")
KEYS = [one.key for one in terms()]
STUBS = re.compile(r"\b(todo|tbd|lorem|xxx|fixme|see above)\b|…$|\?$", re.IGNORECASE)
OWN = "for Collapse Lab"


def is_sentence(said: str, least: int) -> bool:
    return (
        len(said) >= least and said[0].isupper() and said.endswith(".") and not STUBS.search(said)
    )


def has_source(source: str) -> bool:
    return OWN in source or bool(cited_in(source))


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_says_what_it_is_how_it_is_read_and_where_it_comes_from(metric):
    found = explained_metric(metric)
    assert is_sentence(found.plain, 25)
    assert is_sentence(found.definition, 40)
    assert is_sentence(found.high, 40)
    assert is_sentence(found.low, 40)
    assert found.high != found.low
    assert has_source(found.source), found.source
    assert {one.cited for one in cited_in(found.source)} == {
        paper.cited for paper in BIBLIOGRAPHY if paper.full in found.papers
    }
    assert set(found.related) <= set(KEYS)


def test_no_two_metrics_share_how_they_are_read_but_those_of_the_same_band():
    said: dict[str, str] = {}
    for name, metric in METRICS.items():
        other = said.setdefault(metric.high + metric.low, name)
        assert other == name, (other, name)


def test_the_unit_and_the_better_direction_are_in_the_definition():
    assert explained_metric("types-alive").definition.endswith("Its unit: types; more is better.")
    assert explained_metric("wasserstein").definition.endswith("less is better.")
    assert not explained_metric("precision").definition.endswith("better.")


@pytest.mark.parametrize("key", KEYS)
def test_every_term_has_all_of_its_parts(key):
    found = term(key)
    assert re.fullmatch(r"[a-z0-9-]+", key)
    assert is_sentence(found.plain, 25)
    assert is_sentence(found.definition, 40)
    assert found.plain != found.definition
    assert has_source(found.source), found.source
    assert explained_term(key).title == found.term


def test_keys_and_names_are_unique_and_in_order():
    assert len(set(KEYS)) == len(KEYS)
    names = [one.term for one in terms()]
    assert names == sorted(names, key=str.lower)
    every = [name.lower() for one in terms() for name in (one.term, *one.also)]
    assert len(set(every)) == len(every)
    assert not set(KEYS) & set(METRICS)


def known() -> set[str]:
    return {name.lower() for one in terms() for name in (one.term, *one.also)}


def test_every_word_of_the_heads_of_charts_and_of_verdicts_is_in_the_glossary():
    wanted = [str(family) for family in Family]
    wanted += [str(word) for word in (*Outcome, *Comparison)]
    wanted += ["ratio to generation 0", "generation 0", "null band", "theory curve", "interval"]
    assert not {word.lower() for word in wanted} - known()


def test_the_thresholds_of_the_words_are_those_of_the_rules():
    """Typed nowhere else: a rule that changes is said so in every entry."""
    held, collapsed = f"{HELD_ABOVE:g}", f"{COLLAPSED_BELOW:g}"
    found = {one.key: one.definition for one in terms()}
    assert f"entirely above {held}" in found["finding"]
    assert f"entirely below {collapsed}" in found["finding"]
    assert f"above {held}" in found["held"]
    assert f"below {held}" in found["degraded"]
    assert f"below {collapsed}" in found["collapsed"]
    assert held in found["undecided"]
    assert not any("{" in one.plain + one.definition for one in terms())
    typed = {
        one["id"]: one["plain"] + one["definition"] for one in json.loads(resources.read_text(FILE))
    }
    words = ("finding", "held", "degraded", "collapsed", "undecided", "failure-order")
    for key in set(words) & typed.keys():
        assert not re.search(r"\b0\.[59]\b", typed[key]), key


def test_the_terms_of_the_field_are_in_the_glossary():
    wanted = [
        "model collapse", "replacement", "accumulation", "reservoir", "verification gating",
        "tail",
        "null band", "replicate", "half-life", "baseline", "goodhart's law",
        "strong model collapse", "arm", "provenance", "primary metric", "in the fit",
        "mode collapse",
    ]  # fmt: skip
    assert not set(wanted) - known()
    assert next(str(step) for step in Step) in term("loop").plain.lower()


def test_searching_finds_names_first_and_forgives_case_and_hyphens():
    assert search("NULL band")[0].key == "null-band"
    assert search("grey")[0].key == "null-band"
    assert search("half life")[0].key == "half-life"
    assert search("drift")[0].key == "drift"
    assert len(search("")) == len(KEYS)
    assert search("zebra") == []


def test_there_is_one_form_of_an_entry():
    parts = {"id", "term", "also", "plain", "definition", "source"}
    assert all(set(one) == parts for one in json.loads(resources.read_text(FILE)))
    with pytest.raises(KeyError):
        term("nothing")
