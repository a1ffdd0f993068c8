"""What is refused with a sentence, and files that appear whole or not at all."""

import os
from pathlib import Path

import pytest

from core.errors import BadInput
from core.record import RunRecord
from core.report import export_csv, export_figures, export_json, export_markdown, export_pdf
from core.session import Session
from tests.report.pages import words
from tests.report.runs import ended_at
from tests.small import ACCUMULATE, REPLACE, experiment

HOSTILE = '<b>$x_1$</b> & "_hid" | =1+1 {%s} \\'


@pytest.fixture(scope="module")
def record():
    return ended_at(0.2, 0.97)


@pytest.mark.parametrize(
    "export", [export_pdf, export_markdown, export_csv, export_json, export_figures]
)
def test_a_place_that_cannot_be_written_is_one_sentence(record, tmp_path, export):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match=r"file.*cannot be written.*choose another place") as said:
        export(record, tmp_path / "file" / "report")
    assert "\n" not in str(said.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("export", [export_pdf, export_markdown, export_csv, export_json])
def test_a_folder_of_that_name_is_one_sentence(record, tmp_path, export):
    (tmp_path / "report").mkdir()
    with pytest.raises(BadInput, match="cannot be written"):
        export(record, tmp_path / "report")
    assert not list((tmp_path / "report").iterdir())
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("export", [export_pdf, export_markdown, export_csv, export_json])
def test_a_run_is_never_written_over(record, tmp_path, export):
    run = tmp_path / "run.pdf"  # the name does not matter
    assert list(Session.create(experiment(arms=[REPLACE]), run).events())
    before = run.read_bytes()
    with pytest.raises(BadInput, match=r"run\.pdf' is a run and is not written over"):
        export(record, run)
    assert run.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes in folders")
@pytest.mark.parametrize("export", [export_pdf, export_markdown, export_csv, export_json])
def test_no_pipe_or_device_is_replaced(record, tmp_path, export):
    """Somebody who may would else have an ordinary file for /dev/null from then on."""
    pipe = tmp_path / "report.pdf"
    os.mkfifo(pipe)
    with pytest.raises(BadInput, match=r"report\.pdf' is no ordinary file; choose another place"):
        export(record, pipe)
    assert pipe.is_fifo()
    assert not list(tmp_path.glob(".*"))


def test_a_write_that_fails_leaves_the_old_file(record, tmp_path, monkeypatch):
    (tmp_path / "report.pdf").write_text("the old one")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(BadInput, match="No space left on device"):
        export_pdf(record, tmp_path / "report.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]
    assert (tmp_path / "report.pdf").read_text() == "the old one"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"person": "A" * 10_000}, "person: 10,000 characters given; at most 100 are printed"),
        ({"person": "Ada\nExample"}, "person: text must be one line without control characters"),
        (
            {"person": "\u0639\u0644\u064a"},
            r"person: .* depends on others .*U\+0639 Arabic letter ain",
        ),
        ({"person": "Ada \u202eelpmaxE"}, r"person: .* \(U\+202E Right-to-left override\); take"),
        ({"paper": "a3"}, "paper: 'a3' given; allowed are a4, letter"),
        ({"length": "two"}, "length: 'two' given; allowed are 'one' and 'four' pages"),
        ({"created": "yesterday"}, "created: 'yesterday' given; write a date as"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(record, tmp_path, given, said):
    with pytest.raises(BadInput, match=said):
        export_pdf(record, tmp_path / "report.pdf", **given)
    assert not list(tmp_path.iterdir())


def test_an_arm_in_a_script_without_a_font_is_refused_by_its_field(tmp_path):
    arms = [REPLACE, ACCUMULATE | {"name": "\u05e9\u05dc\u05d5\u05dd"}]
    record = ended_at(0.5, 0.9, arms=arms)
    for export in (export_pdf, export_markdown, export_figures):
        with pytest.raises(BadInput, match=r"arms\.1\.name: .*Hebrew letter shin"):
            export(record, tmp_path / "report")


def test_a_run_without_a_generation_is_refused(tmp_path):
    for export in (export_pdf, export_markdown, export_figures):
        with pytest.raises(BadInput, match="run: nothing is measured yet"):
            export(RunRecord(experiment()), tmp_path / "report")


def test_greek_cyrillic_and_accents_are_printed(record, tmp_path):
    person = "Ñandú Ωμέγα Привет ầ"
    export_pdf(record, tmp_path / "report.pdf", person=person)
    assert person in words(tmp_path / "report.pdf")


def test_text_from_people_is_never_markup(tmp_path):
    arms = [REPLACE | {"name": HOSTILE}, ACCUMULATE | {"name": "_hidden <a href='x'>"}]
    record = ended_at(0.2, 0.97, arms=arms, name=HOSTILE, about="&lt;&amp; $\\alpha$ <para>")
    export_pdf(record, tmp_path / "report.pdf", person="<i>Ada</i>")
    said = words(tmp_path / "report.pdf")
    for text in (HOSTILE, "_hidden <a href='x'>", "&lt;&amp; $\\alpha$ <para>", "<i>Ada</i>"):
        assert text in said
    assert f"{HOSTILE} collapsed" in said


def test_every_figure_is_written_in_every_kind(record, tmp_path):
    export_figures(record, tmp_path / "figures")
    starts = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<?xml"}
    for figure in ("before-after", "curves"):
        for kind, start in starts.items():
            assert (tmp_path / "figures" / f"{figure}.{kind}").read_bytes().startswith(start)
