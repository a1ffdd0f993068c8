"""The Markdown says the same, and nothing in it is anybody's markup."""

import re
from collections import Counter

import pytest

from core.analysis.finding import finding
from core.experiment import parse_json
from core.report import export_markdown
from core.report.export import computed
from core.report.markdown import escaped
from core.report.sections import limits
from tests.report.runs import ended_at, said_of
from tests.small import ACCUMULATE, REPLACE

LINK = re.compile(r"\]\(<(?!https?:|mailto:)([^>]+)>\)")


@pytest.fixture
def text(names_run, tmp_path):
    export_markdown(names_run, tmp_path / "my run.md")
    return (tmp_path / "my run.md").read_text(encoding="utf-8")


def test_it_says_what_the_run_says(names_run, text):
    assert text.startswith("# Small\n")
    assert f"**{escaped(finding(names_run).sentence)}**" in text
    for limit in said_of(limits.section(names_run, finding(names_run))):
        assert f"- {escaped(limit)}" in text
    assert names_run.content_hash() in text


def test_its_figures_lie_beside_it(names_run, text, tmp_path):
    linked = [tmp_path / place.replace("%20", " ") for place in LINK.findall(text)]
    assert all(place.is_file() for place in linked)
    kinds = Counter(place.suffix for place in linked)
    figures = computed(names_run).figures()
    assert kinds[".png"] == kinds[".svg"] == len(figures)
    assert kinds[".csv"] == sum(figure.data is not None for figure in figures)
    for place in linked:
        if place.suffix == ".png":
            assert place.read_bytes().startswith(b"\x89PNG")


def test_what_is_read_aloud_of_a_figure_is_short(names_run, text):
    for said in re.findall(r"!\[(.*?)\]\(<", text):
        assert said.startswith("Figure ")
        assert len(said) < 120
    for figure in computed(names_run).figures():
        assert text.count(escaped(figure.caption)) == 1


def test_its_settings_can_be_run_again(names_run, text, tmp_path):
    assert "collapse-lab run settings.json" in text
    assert "as settings.json, attached" in text
    settings = (tmp_path / "my run-files" / "settings.json").read_text(encoding="utf-8")
    assert parse_json(settings) == names_run.experiment
    assert '"generations"' not in text


def test_it_names_the_person(names_run, tmp_path):
    export_markdown(
        names_run, tmp_path / "run.md", person="Ada *Example*", role="Analyst [senior]",
        links=["https://example.org/a_(b)", "ada@example.org"], created="2026-01-02T03:04",
    )  # fmt: skip
    head = (tmp_path / "run.md").read_text(encoding="utf-8").split("\n\n")[1:3]
    assert head[0] == "Ada \\*Example\\* · seeking: Analyst \\[senior\\] · 2026-01-02"
    assert head[1] == (
        "[example.org/a\\_(b)](<https://example.org/a_%28b%29>) · "
        "[ada\\@example.org](<mailto:ada@example.org>)"
    )


def test_nobody_is_named_who_is_not_given(text):
    assert "seeking" not in text


def test_what_is_looked_up_comes_after_the_story(names_run, text):
    document = computed(names_run)
    at = text.index("## For reference")
    for section in document.sections:
        if section.title:
            level = "###" if section.appendix else "##"
            place = text.index(f"\n{level} {escaped(section.title)}\n")
            assert (place > at) == section.appendix


def test_tables_keep_their_columns(text):
    tables = re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE)
    assert len(tables) >= 4
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1
        assert len({len(line) for line in table.splitlines()}) == 1


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
        ("see https://example.org", "see https\\://example.org"),
        ("www.example.org", "www\\.example.org"),
        ("@ada :tada: a: b", "\\@ada \\:tada: a: b"),
    ],
)
def test_only_what_could_be_markup_is_escaped(plain, said):
    assert escaped(plain) == said
