"""The write-up of a run on the person's own data, where the file is no longer there."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from core.errors import BadInput
from core.experiment import parse
from core.record import RunRecord
from core.report import export_csv, export_markdown, export_pdf
from tests import files
from tests.small import ACCUMULATE, REPLACE, ran

LEARNERS = {
    "numbers": {"kind": "gaussian"},
    "categories": {"kind": "categorical"},
    "text": {"kind": "n-gram"},
    "images": {"kind": "flow-matching", "steps": 4, "hidden": 8, "heun_steps": 2},
}


def run_of(reads: str, path: Path) -> RunRecord:
    """A run of a moment; the file is moved away behind it."""
    record = ran(parse({
        "name": "Own", "sample_size": 40, "replicates": 6, "generations": 2,
        "source": {"kind": "file", "path": str(path), "missing": "drop"},
        "learner": LEARNERS[reads], "arms": [REPLACE, ACCUMULATE],
    }))  # fmt: skip
    path.rename(path.with_name(f"gone {path.name}"))
    return record


NAMES = "who,many\n" + "".join(
    f"{name},{90 - 7 * place}\n"
    for place, name in enumerate(
        ["=1+1", "<b>Ada</b>", "*Bo*", "| Cy |", "[Di](x)", "&amp;", "Éva", *"ghij"]
    )
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[RunRecord, str]]:
    """For each kind of records a run, and its write-up as Markdown."""
    folder = tmp_path_factory.mktemp("somebody's home")
    paths = {
        "numbers": files.spreadsheet(folder),
        "categories": files.written(folder / "names.csv", NAMES),
        "text": files.speech(folder),
        "images": files.digits(folder / "digits", 80),
    }
    found = {}
    for reads, path in paths.items():
        record = run_of(reads, path)
        target = folder / f"{reads}.md"
        export_markdown(record, target)
        found[reads] = (record, target.read_text())
    return found


@pytest.mark.parametrize("reads", LEARNERS)
def test_a_write_up_names_the_file_its_hash_and_no_folder(
    written: dict[str, tuple[RunRecord, str]], tmp_path: Path, reads: str
) -> None:
    record, text = written[reads]
    facts = record.experiment.source.facts  # type: ignore[attr-defined]
    for part in (facts.sha256, f"{facts.records:,} {record.experiment.source.record_noun}"):
        assert part in text
    assert "somebody" not in text
    export_pdf(record, tmp_path / "r.pdf", created="2026-01-01T00:00:00+00:00")
    pages = "".join(page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages)
    assert "somebody" not in pages
    assert "SHA-256" in pages


def test_a_write_up_says_where_its_command_finds_the_data(
    written: dict[str, tuple[RunRecord, str]],
) -> None:
    for _, text in written.values():
        assert "names them without their folder: run it where they lie" in text.replace("\n", " ")


def test_numbers_say_which_columns_which_rows_and_in_which_units(
    written: dict[str, tuple[RunRecord, str]],
) -> None:
    text = written["numbers"][1]
    for part in ("Columns: Schnabellänge", "2 rows with gaps were left out", "decimal commas",
                 "less its mean and over its standard deviation in the whole file",
                 "Left out: Art (no number in line 2)",
                 "Standardised Schnabellänge (mm) across, standardised Schnabelhöhe (mm) up",
                 "The real data are a finite file"):  # fmt: skip
        assert part in text
    assert "Adelie" not in text


def test_categories_are_the_truth_within_the_file_and_no_markup(
    written: dict[str, tuple[RunRecord, str]], tmp_path: Path
) -> None:
    record, text = written["categories"]
    for part in ("the truth within this file", "The truth is the exact frequencies within the file",
                 "What the file lacks, and how it was sampled"):  # fmt: skip
        assert part in text
    assert "<b>" not in text
    assert "finite file" not in text
    export_csv(record, tmp_path / "r.csv")
    assert "Ada" not in (tmp_path / "r.csv").read_text()
    export_pdf(record, tmp_path / "r.pdf")
    pages = "".join(page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages)
    assert "<b>Ada</b>" in pages
    assert "[Di](x)" in pages


def test_text_and_pictures_say_what_was_made_of_them(
    written: dict[str, tuple[RunRecord, str]],
) -> None:
    assert "All is in lower case, cut after" in written["text"][1]
    assert "Each has 8 x 8 pixels" in written["images"][1]


SCRIPTS = ["\u05d0\u05d1", "\u0628\u062a", "\U0001f600 smile", "\u05d0" * 14, *"ghij"]
"""Hebrew, Arabic, a picture in colour, a long word, and letters."""


def test_labels_that_no_font_can_set_are_printed_by_their_code_points(
    tmp_path: Path, machine_fonts: list[Path]
) -> None:
    assert not machine_fonts
    rows = (f"{name},{90 - 7 * place}" for place, name in enumerate(SCRIPTS))
    record = run_of(
        "categories", files.written(tmp_path / "names.csv", "who,many\n" + "\n".join(rows))
    )
    export_pdf(record, tmp_path / "own.pdf")
    said = " ".join(page.extract_text() for page in PdfReader(tmp_path / "own.pdf").pages)
    said = " ".join(said.split())
    for label in ("[U+05D0 U+05D1]", "[U+0628 U+062A]", "[U+1F600] smile"):
        assert label in said
    assert f"[{' '.join(['U+05D0'] * 12)} and 2 more]" in said
    note = "Characters of the data that no font of this write-up can set are printed as their"
    assert said.count(note) == 1
    export_markdown(record, tmp_path / "own.md")
    assert "U+05D0 U+05D1" in (tmp_path / "own.md").read_text()


def test_what_was_typed_is_refused_even_beside_such_labels(tmp_path: Path) -> None:
    rows = (f"{name},{90 - 7 * place}" for place, name in enumerate(SCRIPTS))
    path = files.written(tmp_path / "names.csv", "who,many\n" + "\n".join(rows))
    record = run_of("categories", path)
    with pytest.raises(BadInput, match=r"person: .*Hebrew letter alef"):
        export_pdf(record, tmp_path / "own.pdf", person="\u05d0")


def test_without_such_labels_nothing_is_said_of_them(
    written: dict[str, tuple[RunRecord, str]],
) -> None:
    assert not any("code points" in said for _, said in written.values())
