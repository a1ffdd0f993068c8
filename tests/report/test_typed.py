"""What people type is data in every file that is written: letter by letter, and never acted on."""

import csv
import json
import re
from xml.etree import ElementTree

import numpy as np
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reportlab.platypus import Paragraph

from core.edits import Edit
from core.experiment import parse_json
from core.report import (
    export_csv,
    export_figures,
    export_json,
    export_markdown,
    export_pdf,
    typography,
)
from core.report.export import computed
from core.report.markdown import escaped
from core.report.tables import FORMULA_STARTS
from core.report.texts import texts
from tests.records import make_record
from tests.report.fonts import undrawn
from tests.report.pages import words
from tests.small import REPLACE
from tests.typed import HARMLESS

NAME, ABOUT, ROLE, EDITED = HARMLESS[0], HARMLESS[1], HARMLESS[2], HARMLESS[4]
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

PRINTED = st.text(st.sampled_from("aB é<>&;\"'/=[]()!*_`~|#$\\{}+-.:1@%αЖ\u00a0"), min_size=1)


@pytest.fixture(scope="module", params=[HARMLESS[:10], HARMLESS[10:]], ids=["first", "second"])
def record(request):
    """A run whose arms are called what somebody may type."""
    return called(request.param, name=NAME, about=ABOUT)


@pytest.fixture(scope="module")
def edits(record):
    key, finding = next((t.key, t.computed) for t in texts(computed(record), {}))
    return {key: Edit(finding, EDITED)}


def called(names, **given):
    """Arms of these names, each of which loses half."""
    noise = np.exp(0.01 * np.random.default_rng(1).standard_normal((len(names), 6, 3)))
    noise[:, :, 0] = noise[:1, :, 0]
    arms = [REPLACE | {"name": name} for name in names]
    return make_record(1000 * np.array([1.0, 0.7, 0.5]) * noise, arms, **given)


def close(text):
    """Without what breaks lines."""
    return re.sub(r"\s", "", text)


def test_the_pdf_prints_it_and_does_nothing(record, edits, tmp_path):
    target = tmp_path / "run.pdf"
    export_pdf(record, target, person=NAME, role=ROLE, links=["example.org/<b>&"], edits=edits)
    said = close(words(target))
    for typed in (*record.arms, NAME, ABOUT, ROLE, EDITED, "example.org/<b>&"):
        assert close(typed).replace("'", "'") in said, typed
    reader = pypdf.PdfReader(target)
    assert (reader.metadata.title, reader.metadata.author) == (NAME, NAME)
    assert reader.metadata.subject == ABOUT
    assert {"settings.json"} <= set(reader.attachments)
    assert parse_json(reader.attachments["settings.json"][0].decode()) == record.experiment
    assert not undrawn(target)
    actions = [
        note.get_object()["/A"]
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert {action["/S"] for action in actions} == {"/URI"}
    assert all(action["/URI"].startswith(("https://", "mailto:")) for action in actions)
    assert not {"/OpenAction", "/AA", "/JavaScript"} & set(reader.trailer["/Root"])


def test_the_markdown_shows_it_and_does_nothing(record, edits, tmp_path):
    export_markdown(record, tmp_path / "run.md", person=NAME, role=ROLE, edits=edits)
    tokens = MARKDOWN.parse((tmp_path / "run.md").read_text(encoding="utf-8"))
    inline = [part for token in tokens for part in token.children or ()]
    said = " ".join(part.content for part in (*inline, *tokens) if part.type != "inline")
    for typed in (*record.arms, NAME, ABOUT, ROLE, EDITED):
        assert typed in said, typed
    kinds = {part.type for part in (*inline, *tokens)}
    assert not kinds & {"html_inline", "html_block", "code_inline", "s_open"}
    links = [part.attrGet("href") for part in inline if part.type == "link_open"]
    assert all(link.startswith(("https://", "run-files/")) for link in links)
    pictures = [part.attrGet("src") for part in inline if part.type == "image"]
    assert all(picture.startswith("run-files/") for picture in pictures)
    settings = (tmp_path / "run-files" / "settings.json").read_text(encoding="utf-8")
    assert parse_json(settings) == record.experiment


def test_pictures_hold_it_as_outlines(record, tmp_path):
    export_figures(record, tmp_path / "figures")
    for path in (tmp_path / "figures").glob("*.svg"):
        kinds = {node.tag.rpartition("}")[2] for node in ElementTree.parse(path).iter()}
        assert not kinds & {"script", "a", "image", "foreignObject", "text"}


def test_no_cell_is_a_formula_and_every_name_comes_back(record, tmp_path):
    export_csv(record, tmp_path / "values.csv")
    with (tmp_path / "values.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]
    assert list(dict.fromkeys(row[0].removeprefix("'") for row in rows[1:])) == [
        arm.removeprefix("'") for arm in record.arms
    ]
    export_json(record, tmp_path / "values.json")
    assert list(json.loads((tmp_path / "values.json").read_text())["values"]) == record.arms


@given(PRINTED)
def test_any_text_is_printed_as_it_stands(text):
    printed = typography.verbatim(text, typography.BODY)
    assert isinstance(printed, Paragraph)
    said = close(printed.getPlainText(identify=True))
    assert said == close(text)


@given(PRINTED)
def test_any_text_is_shown_by_markdown_as_it_stands(text):
    tokens = MARKDOWN.parse(escaped(text))
    inline = [part for token in tokens for part in token.children or ()]
    assert {part.type for part in inline} <= {"text", "text_special"}
    assert "".join(part.content for part in inline).strip() == text.strip()


def test_the_longest_names_stay_within_the_margins(tmp_path):
    record = called([char * 60 for char in "WMi"], name="W" * 60, about="W" * 400)
    export_pdf(record, tmp_path / "run.pdf", person="W" * 100, role="W" * 100)
    reader = pypdf.PdfReader(tmp_path / "run.pdf")
    assert len(reader.pages) <= 5
    for page in reader.pages:
        edges = []
        page.extract_text(
            visitor_text=lambda text, _, at, *__, edges=edges: edges.append((text, at[4]))
        )
        assert all(at < float(page.mediabox.right) - 54 for text, at in edges if text.strip())
