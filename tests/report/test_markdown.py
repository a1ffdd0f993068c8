"""The Markdown says the same, and nothing in it is anybody's markup."""

import re

import pytest

from core.analysis.finding import finding
from core.experiment import parse_json
from core.report import export_markdown
from core.report.markdown import escaped
from tests.report.runs import ended_at
from tests.small import ACCUMULATE, REPLACE


@pytest.fixture
def text(names_run, tmp_path):
    export_markdown(names_run, tmp_path / "my run.md")
    return (tmp_path / "my run.md").read_text(encoding="utf-8")


def test_it_says_what_the_run_says(names_run, text):
    assert text.startswith("# Small\n")
    assert f"**{escaped(finding(names_run).sentence)}**" in text
    for caveat in finding(names_run).caveats:
        assert f"- {escaped(caveat)}" in text
    assert names_run.content_hash() in text


def test_its_figures_lie_beside_it(text, tmp_path):
    linked = re.findall(r"\]\(<([^>]+)>\)", text)
    assert len(linked) == 3
    for place in linked:
        assert (tmp_path / place.replace("%20", " ")).read_text().startswith("<?xml")


def test_its_settings_can_be_run_again(names_run, text):
    blocks = re.findall(r"```\n(.*?)\n```", text, re.DOTALL)
    assert blocks[0] == "collapse-lab run settings.json"
    assert parse_json(blocks[1]) == names_run.experiment


def test_tables_keep_their_columns(text):
    tables = re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE)
    assert len(tables) >= 4
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


def test_text_from_people_is_never_markup(tmp_path):
    name = "<img src=x> | `a` *b* [c](d) # _e_"
    record = ended_at(0.2, 0.97, arms=[REPLACE | {"name": name}, ACCUMULATE], name="1. =x")
    export_markdown(record, tmp_path / "run.md")
    text = (tmp_path / "run.md").read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert "<img" not in re.sub(r"\\.", "", prose)
    assert text.startswith("# 1\\. =x\n")
    assert escaped(name) in text


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ("0.2665 is a number", "0.2665 is a number"),
        ("1. not a list", "1\\. not a list"),
        ("- not a list", "\\- not a list"),
        ("a | b", "a \\| b"),
        ("[x](y)", "\\[x\\](y)"),
        ("<b>", "\\<b\\>"),
    ],
)
def test_only_what_could_be_markup_is_escaped(plain, said):
    assert escaped(plain) == said
