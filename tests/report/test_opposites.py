"""Opposite runs give opposite sentences: none with a word of verdict is the same in both."""

import re
from collections.abc import Iterator

import pytest

from core.analysis.finding import finding
from core.analysis.summary import summary_text
from core.report.document import Document, Figure, Listing, Paragraph, Section, Table
from core.report.narrative import narrative
from tests.report.runs import opposed

OUTCOMES = (
    r"collapsed|degraded|\bheld\b(?!-)|undecided|not shown to fail|(?:alive|covered) at gen|"
    r"gone after|loss of value"
)
COMPARED = r"slow(?:ed|er)|faster|higher|lower|better|worse|no clear difference"
RULES = (
    r"\blies? (?:above|below)|\bif (?:above|below)\b|at most one half|is not evidence|"
    r"paired, after Holm|upported: clearly"
)
"""Words of what became of an arm, of how it compares, and of the rules for either."""

OPPOSITES = {
    "the baseline lost, the others kept": (
        (0.2, 0.97, 0.95, 0.96), (0.97, 0.2, 0.22, 0.21), f"{OUTCOMES}|{COMPARED}|support",
    ),
    "all lost alike, all kept": ((0.2, 0.2, 0.2, 0.2), (0.97, 0.97, 0.97, 0.97), OUTCOMES),
    "better than the baseline, worse": ((0.6, 0.8, 0.75, 0.85), (0.8, 0.6, 0.65, 0.55), COMPARED),
    "a difference, none": ((0.6, 0.8, 0.75, 0.85), (0.7, 0.7, 0.7, 0.7), COMPARED),
    "one alone lost, kept": ((0.2,), (0.97,), OUTCOMES),
}  # fmt: skip
"""At which shares the arms end in a run and in its opposite, and which words must not stay."""


def claims(section: Section, words: str) -> set[str]:
    """The sentences that say such a word and are no rule, without their numbers."""
    return {
        re.sub(r"\d[\d,.]*", "#", said)
        for said in _said(section)
        if re.search(words, said, re.IGNORECASE) and not re.search(RULES, said)
    }


def _said(section: Section) -> Iterator[str]:
    """Each sentence with the lead-in of its entry, and the words of each row of a table."""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from _sentences(block.text)
        if isinstance(block, Listing):
            for item in block.items:
                yield from (f"{item.lead} {said}" for said in _sentences(item.text))
        if isinstance(block, Table):
            yield from (" | ".join(row.cells) for row in block.rows)
        if isinstance(block, Table | Figure):
            yield from _sentences(block.caption)
            yield from _sentences(getattr(block, "notes", ""))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z“])", text)


def unchanged(one: Document, other: Document, words: str) -> set[str]:
    """The claims that two write-ups share, by section."""
    by_key = {section.key: claims(section, words) for section in other.sections}
    return {
        f"{section.key}: {said}"
        for section in one.sections
        for said in claims(section, words) & by_key.get(section.key, set())
    }


@pytest.mark.parametrize("length", ["one", "four"])
@pytest.mark.parametrize("pair", OPPOSITES)
def test_no_claim_of_a_run_is_made_of_its_opposite(pair, length):
    one, other, words = OPPOSITES[pair]
    run, opposite = opposed(*one), opposed(*other)
    documents = narrative(run, length), narrative(opposite, length)
    assert not unchanged(*documents, words)
    assert claims(documents[0].sections[0], words)
    assert finding(run).sentence != finding(opposite).sentence
    assert summary_text(run) != summary_text(opposite)


def test_every_section_that_judges_says_something_of_each_run():
    one, other, words = next(iter(OPPOSITES.values()))
    for ends in (one, other):
        run = opposed(*ends)
        for section in narrative(run).sections:
            if section.key in ("result", "failure", "mitigations", "business"):
                assert claims(section, words), section.key


def test_a_claim_that_does_not_follow_from_the_run_is_noticed():
    fixed = Section("business", "", (Paragraph("Accumulate slowed the loss of 30 types."),))
    one, other = (
        Document("", "", (*narrative(opposed(*ends)).sections, fixed))
        for ends in ((0.2, 0.9), (0.9, 0.2))
    )
    found = unchanged(one, other, COMPARED)
    assert found == {"business: Accumulate slowed the loss of # types."}
