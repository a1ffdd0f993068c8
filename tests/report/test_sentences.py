"""Sentences in the write-up: those of the record, bounded, and never read as markup."""

import numpy as np
import pytest

from core.analysis.repeats import different_words
from core.events import Catalogue, GenerationFinished, Preview, RealDataDrawn
from core.experiment import parse
from core.record import RunRecord
from core.records import RecordKind
from core.report.document import Document
from core.report.markdown import render
from core.report.sections import samples
from core.report.sections.samples.sentences import LONGEST, SENTENCES
from core.text import UNLISTED
from tests.small import ACCUMULATE, REPLACE, document

WORDS = ("", "we", "the", "<b>*people*</b>", "of", "w" * 90, UNLISTED)
REAL = [[1, 2, 3, 4], [4, 2, 1], [2, 4], [1]]
LAST = [[5, 5, 5, 5], [1, 6], [2], [2]]


def preview(lines) -> Preview:
    values = np.zeros((len(lines), 6), dtype=np.uint16)
    for row, line in zip(values, lines, strict=True):
        row[: len(line)] = line
    return Preview(RecordKind.TEXT, values)


@pytest.fixture
def record() -> RunRecord:
    given = document(
        source={"kind": "state-of-the-union"}, learner={"kind": "n-gram"},
        arms=[REPLACE, ACCUMULATE], generations=1,
    )  # fmt: skip
    made = RunRecord(parse(given))
    law = np.full(len(WORDS), 1 / len(WORDS))
    made.apply(RealDataDrawn(preview(REAL), Catalogue(np.arange(len(WORDS)), WORDS, law)))
    for generation, arm, lines in ((0, None, REAL), (1, "Replace", LAST), (1, "Accumulate", REAL)):
        done = GenerationFinished(generation, arm, {}, {}, None, 0.1, preview(lines))
        made.apply(done)
    return made


def test_the_first_sentences_of_every_place_are_there(record):
    _, listing, table = samples.section(record).blocks
    leads = ["Real:", "Generation 0:", "Replace:", "Accumulate:"]
    assert [item.lead for item in listing.items] == leads
    assert listing.items[0].text == "“We the <b>*people*</b> of” “Of the we” “The of”"
    assert [item.text.count("“") for item in listing.items] == [SENTENCES] * 4
    assert [row.cells[1] for row in table.rows] == [
        f"{different_words(preview(lines).values)}" for lines in (REAL, REAL, LAST, REAL)
    ]


def test_long_sentences_are_cut(record):
    _, listing, _ = samples.section(record).blocks
    first = listing.items[2].text.split("”")[0]
    assert len(first) <= LONGEST + 3
    assert first.endswith(" …")


def test_words_are_no_markup_in_markdown(record):
    whole = Document("Made", "", (samples.section(record),))
    text = render(whole, "figures")
    assert "\\<b\\>\\*people\\*\\</b\\>" in text
    assert "<b>" not in text.replace("\\<b", "")
