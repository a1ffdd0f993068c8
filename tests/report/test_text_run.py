"""A run of text as a write-up: what is said of it, its papers, and a PDF that opens."""

import io

import pypdf
import pytest

from core.analysis.change import declared, is_loss
from core.edits import Edit
from core.record import RunRecord
from core.report.document import Listing
from core.report.narrative import narrative
from core.report.panels import panel
from core.report.pdf import render
from core.report.sections import references, settings
from core.report.sections.captions import cut_axes
from core.report.texts import edited, texts
from tests.report.runs import said_of
from tests.small import ACCUMULATE, REPLACE, experiment, ran

LIKELY = REPLACE | {"name": "Likely", "verifier": {"kind": "likelihood"}}


@pytest.fixture(scope="module")
def speeches() -> RunRecord:
    source = {"kind": "state-of-the-union", "since": 1900, "length": 15, "vocabulary": 500}
    arms = [REPLACE, ACCUMULATE, LIKELY]
    return ran(experiment("state-of-the-union", source=source, arms=arms, sample_size=80))


def test_what_was_made_of_the_text_is_said(speeches: RunRecord) -> None:
    said = " ".join(
        text for section in narrative(speeches, "four").sections for text in said_of(section)
    )
    assert "at most 15 words and punctuation marks" in said
    assert "the years 1900 to 2021" in said
    assert "so that what is rare or long goes first" in said
    assert "words alive" in said
    assert "nan" not in said.lower().split()


def test_papers_and_credit_are_those_of_text(speeches: RunRecord) -> None:
    cited = {paper.cited for paper in references.used(speeches)}
    assert {"Ney, Essen and Kneser 1994", "Jelinek et al. 1977"} <= cited
    assert "Li et al. 2016" not in cited  # distinct-n is measured, and in no chart or table
    assert references.section(speeches).title == "Data and references"


def test_years_have_no_commas(speeches: RunRecord) -> None:
    said = str(settings.section(speeches))
    assert "'1900'" in said
    assert "1,900" not in said


def test_a_pdf_is_written_and_opens(speeches: RunRecord) -> None:
    pages = pypdf.PdfReader(io.BytesIO(render(narrative(speeches, "four")))).pages
    assert "Words alive" in pages[0].extract_text()


def test_emitted_sentences_are_records_that_nobody_edits(speeches: RunRecord) -> None:
    """Printed, yet no texts of the write-up: neither editable nor counted as words to read."""
    document = narrative(speeches, "four")
    (samples,) = (section for section in document.sections if section.key == "samples")
    (listing,) = (block for block in samples.blocks if isinstance(block, Listing))
    printed = " ".join(item.text for item in listing.items)
    assert printed
    found = texts(document, {})
    assert not any(text.text in printed for text in found)
    edits = {f"samples/{label}": Edit(printed, "Mine.") for label in ("real", "replace")}
    assert edited(document, edits) == document


def test_only_axes_of_losses_do_not_start_at_zero(speeches: RunRecord) -> None:
    """Shares and distances do, so that a small change looks small."""
    metrics = speeches.values
    panels = [panel(speeches, metric, speeches.arms) for metric in metrics]
    losses = {declared(metric).title for metric in metrics if is_loss(metric)}
    assert losses
    assert {one.title for one in panels if not one.from_zero} == losses
    assert "do not start at 0" in cut_axes(panels)
    assert cut_axes([one for one in panels if one.from_zero]) == ""
