"""The section "For the business": where it stands, what it holds, and what it makes be cited."""

import io
import json
import re

import pypdf
import pytest

from core.analysis.alarm import alarm
from core.analysis.alarm_raised import say_raised
from core.analysis.summary import summary, summary_text
from core.edits import NO_EDITS
from core.report.document import Listing, Table
from core.report.narrative import narrative
from core.report.pdf import render
from core.report.sections import business, course
from core.report.texts import texts
from tests.core.analysis.test_alarm_raised import FALLEN, HELD, RARE, falling
from tests.pipelines import COUNTED, audited, drawn, word_reference, words
from tests.report.runs import ended_at

CITED = ("NIST AI 100-1", "Regulation (EU) 2024/1689")


@pytest.fixture
def audit(tmp_path):
    given = {g: drawn(g, power=1 + 0.3 * g) for g in range(3)}
    return audited(words(tmp_path / "talk.csv", given), word_reference(tmp_path), COUNTED)


def keys(record, length="four"):
    return [section.key for section in narrative(record, length).sections]


def cited(record):
    listing = narrative(record).sections[-1].blocks[0]
    return [paper for paper in CITED if any(paper in item.text for item in listing.items)]


def test_it_follows_the_mitigations():
    found = keys(ended_at(0.2, 0.97))
    assert found.index("business") == found.index("mitigations") + 1
    assert "business" not in keys(ended_at(0.2, 0.97), "one")


def test_before_generation_1_there_is_none_and_nothing_of_it_is_cited():
    early = ended_at(0.2, 0.97, done=0, finished=None)
    assert business.section(early) is None
    assert cited(early) == []
    assert cited(ended_at(0.2, 0.97, done=1)) == list(CITED)


def test_what_is_cited_has_a_link():
    listing = narrative(ended_at(0.2, 0.97)).sections[-1].blocks[0]
    links = {item.link for item in listing.items}
    assert "https://doi.org/10.6028/NIST.AI.100-1" in links
    assert "https://eur-lex.europa.eu/eli/reg/2024/1689/oj" in links


def test_it_is_short_and_says_that_it_is_no_legal_advice():
    listing, table = business.section(falling(FALLEN, HELD, types=[1, 0.9, 0.8, 0.7, 0.4])).blocks
    assert isinstance(listing, Listing)
    assert isinstance(table, Table)
    assert [item.lead for item in listing.items] == ["The asset.", "The risk.", "The alarm."]
    plain = (re.sub(r" \[.*?\]", "", item.text) for item in listing.items)
    assert sum(len(text.split()) for text in plain) < 130
    assert "not legal advice" in table.notes
    assert "providers of high-risk AI systems only" in table.notes
    assert len(table.rows) == 5
    assert len(table.widths) == len(table.columns)
    assert sum(table.widths) == pytest.approx(1)


def test_its_texts_can_be_edited_by_keys_that_stay():
    early, late = (
        {text.key for text in texts(narrative(ended_at(0.2, 0.97, done=at)), NO_EDITS)}
        for at in (2, 4)
    )
    own = {"business/the-asset", "business/the-alarm", "business/table-notes"}
    assert own <= early
    assert own <= late


def test_cells_run_over_several_lines_in_the_pdf():
    pages = pypdf.PdfReader(io.BytesIO(render(narrative(ended_at(0.2, 0.97))))).pages
    said = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "MEASURE 2.1, GOVERN 1.5: test sets; regular review" in said
    assert "(2)(f), (h): outputs fed back; data gaps" in said


# The alarm elsewhere


def test_the_threshold_is_drawn_in_the_chart_of_the_tail_and_told_in_its_caption():
    record = falling(FALLEN, HELD)
    figure = course.curves(record)
    drawn_at = {panel.title: panel.alarm for panel in figure.chart.panels}
    assert drawn_at == {"Types alive": None, "Rare types covered": alarm(record).usual.value}
    assert "Long thin dashes: the alarm on the tail, from real samples." in figure.caption
    assert "alarm" not in course.curves(falling(FALLEN, HELD, nulls=None)).caption


def test_the_terminal_says_it_too():
    record = falling(FALLEN, HELD)
    assert say_raised(record) in summary_text(record)
    found = json.loads(json.dumps(summary(record), allow_nan=False))
    assert found["alarm"]["metric"] == RARE
    assert found["alarm"]["threshold"] == alarm(record).usual.value
    assert [arm["alarm"]["raised_from"] for arm in found["arms"]] == [2, None]
    assert found["arms"][0]["alarm"]["replicates_below"] == [0, 0, 8, 8, 8]
    none = summary(ended_at(0.2, 0.97))
    assert none["alarm"]["threshold"] is None
    assert none["alarm"]["reason"]
    assert "alarm" not in none["arms"][0]


# Audits


def test_an_audit_has_it_with_its_own_alarm_in_place_of_the_section_on_that(audit):
    found = keys(audit)
    assert "business" in found
    assert "alarm" not in found
    assert "alarm" in keys(audit, "one")
    leads = {item.lead: item.text for item in business.section(audit).blocks[0].items}
    assert leads["The alarm."].startswith("Proposed alarm for the next generations")
    assert leads["The asset."].startswith("Over the recorded generations, types alive stood")
    assert cited(audit) == list(CITED)
