"""The command line: what it prints, where, and with which exit code."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from rich.console import Console
from rich.text import Text

from core import edits, library, runfile
from core.cli import main
from core.cli_progress import ProgressLine
from core.events import FinishReason, Progress, Step
from core.experiment import parse
from core.lines import refusal
from core.presets import preset, preset_names
from tests import files
from tests.presets import THOROUGH
from tests.prov import check_prov
from tests.report.pages import words
from tests.small import ACCUMULATE, REPLACE, document

ARMS = [REPLACE, ACCUMULATE]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(document("us-first-names", arms=ARMS)))
    return path


def called(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit code of a call."""
    monkeypatch.setattr(sys, "argv", ["collapse-lab", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    code = caught.value.code
    assert isinstance(code, int)
    return code


def test_run_show_and_export(
    settings: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = tmp_path / "run.clab"
    assert called(monkeypatch, "run", settings, "--set", "seed=11", "-o", run) == 0
    assert capsys.readouterr().out.strip() == str(run)
    record = runfile.open_record(run)
    assert record.experiment.seed == 11

    assert called(monkeypatch, "show", run, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["content_hash"] == record.content_hash()
    start = record.values["types-alive"][0, :, 0]
    low, high = start.min(), start.max()
    assert low <= shown["arms"][0]["metrics"]["types-alive"]["start"][0] <= high

    assert called(monkeypatch, "show", run) == 0
    assert shown["finding"] in capsys.readouterr().out

    table = tmp_path / "values.csv"
    assert called(monkeypatch, "export", run, "--csv", table) == 0
    rows = list(csv.DictReader(table.read_text().splitlines()))
    cell = next(row for row in rows if row["arm"] == "Accumulate" and row["generation"] == "3"
                and row["replicate"] == "2" and row["metric"] == "total-variation")  # fmt: skip
    expected = {record.values["total-variation"][1, r, 3] for r in (1, 2)}
    assert float(cell["value"]) in expected

    prov = tmp_path / "run.prov.json"
    assert called(monkeypatch, "export", run, "--prov", prov) == 0
    document = json.loads(prov.read_text(encoding="utf-8"))
    check_prov(document)
    told = document["activity"]["run:run"]
    assert told["clab:contentHash"] == record.content_hash()
    assert told["prov:startTime"] == runfile.headline(run)[1]


def test_a_run_without_a_name_goes_to_the_library(
    settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(monkeypatch, "run", settings) == 0
    printed = Path(capsys.readouterr().out.strip())
    assert [run.path for run in library.runs()] == [printed]


def test_a_file_of_ones_own_is_inspected_run_and_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without one absolute path: settings name a file from where the command is called."""
    files.spreadsheet(tmp_path / "home of somebody")
    monkeypatch.chdir(tmp_path)
    path = "home of somebody/Pinguine.csv"
    assert called(monkeypatch, "inspect", path) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "collapse-lab: source.missing: line 5 of 'Pinguine.csv' has no value in column "
        "'Schnabellänge (mm)', and 2 rows have gaps in all; choose missing=drop to leave such "
        "rows out\n"
    )
    dropped = ("--set", "missing=drop")
    assert called(monkeypatch, "inspect", path, *dropped, "-o", "settings.json") == 0
    said = capsys.readouterr().out
    for part in ("342 rows of the file 'Pinguine.csv'", "decimal commas",
                 "Art: left out: no number in line 2",
                 "Schnabelhöhe (mm): kept (missing in 2 rows)", "Suggested: Gaussian"):  # fmt: skip
        assert part in said
    assert called(monkeypatch, "inspect", path, *dropped, "-o", "settings.json") == 2
    assert "settings: 'settings.json' cannot be written: File exists" in capsys.readouterr().err

    assert called(monkeypatch, "inspect", path, *dropped, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["settings"] == json.loads(Path("settings.json").read_text())
    assert [one["kept"] for one in found["columns"]] == [False, True, True, True]

    few = ("--set", "generations=2", "--set", "replicates=6", "--set", "sample_size=60")
    assert called(monkeypatch, "run", "settings.json", *few, "-o", "run.clab") == 0
    targets = {"--pdf": "r.pdf", "--markdown": "r.md", "--csv": "r.csv", "--json": "r.json"}
    capsys.readouterr()
    arguments = [word for pair in targets.items() for word in pair]
    assert called(monkeypatch, "export", "run.clab", *arguments) == 0
    written = Path("r.md").read_text()
    assert "342 rows of the file 'Pinguine.csv'" in written
    assert "The real data are a finite file; how it was sampled" in written
    for name in ("r.md", "r.csv", "r.json"):
        assert "home of somebody" not in Path(name).read_text(), name
    pdf = PdfReader("r.pdf")
    assert "Pinguine.csv" in "".join(page.extract_text() for page in pdf.pages)
    for page in pdf.pages:
        assert "home of" not in page.extract_text()
    (settings,) = pdf.attachments["settings.json"]
    assert json.loads(settings)["source"]["path"] == "Pinguine.csv"
    monkeypatch.chdir("home of somebody")  # where the file is, the attached settings run
    Path("settings.json").write_bytes(settings)
    assert called(monkeypatch, "run", "settings.json", "-o", "again.clab") == 0
    records = [runfile.open_record(tmp_path / one / f) for one, f in
               ((".", "run.clab"), ("home of somebody", "again.clab"))]  # fmt: skip
    first, second = (record.values["variance-ratio"] for record in records)
    assert (first == second).all()


def test_lists(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(monkeypatch, "list", "presets", "--json") == 0
    assert list(json.loads(capsys.readouterr().out)) == preset_names()
    for group in ("sources", "learners", "retentions", "verifiers", "metrics"):
        assert called(monkeypatch, "list", group) == 0
        assert len(capsys.readouterr().out.splitlines()) >= 1
        assert called(monkeypatch, "list", group, "--json") == 0
        assert all(
            "properties" in schema for schema in json.loads(capsys.readouterr().out).values()
        )


def test_presets_are_listed_with_their_times(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(monkeypatch, "list", "presets") == 0
    lines = capsys.readouterr().out.splitlines()
    for name, line in zip(preset_names(), lines, strict=True):
        told = rf"{name} +about (a second|\d+ (seconds|minutes)) +{re.escape(preset(name).about)}"
        assert re.fullmatch(told, line)
        assert ("minutes" in line.removesuffix(preset(name).about)) == (name in THOROUGH)


def test_a_preset_states_its_time_before_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a changed one none, for it was never measured."""
    run = ("run", "the-gate-that-narrows", "-o")
    assert called(monkeypatch, *run, tmp_path / "run.clab") == 0
    first, *_ = capsys.readouterr().err.splitlines()
    assert first == "The gate that narrows: about a second on a computer with two cores"
    assert called(monkeypatch, *run, tmp_path / "other.clab", "--set", "generations=2") == 0
    assert "two cores" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "no-such-preset"], "no-such-preset"),
        (["run", "nowhere.json"], "nowhere.json"),
        (["run", "gaussian-drift", "--set", "generations=0"], "generations"),
        (["run", "gaussian-drift", "--set", "colour=red"], "colour"),
        (["run", "gaussian-drift", "--set", "arms.3.real.share=2"], "share"),
        (["run", "gaussian-drift", "--set", "learner={\"kind\": \"categorical\"}"], "categorical"),
        (["run", "gaussian-drift", "--set", "sample_size=1000000",
          "--set", "replicates=20000"], "memory"),
        (["run", "the-blurring-vae", "--set", "learner.device=\"cuda\""], "no CUDA graphics card"),
        (["run", "gaussian-drift", "-o", "/proc/nowhere/run.clab"], "cannot be written"),
        (["show", "nowhere.clab"], "nowhere.clab"),
        (["resume", "nowhere.clab"], "nowhere.clab"),
        (["list", "wizards"], "wizards"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_and_exit_code_2(
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert called(monkeypatch, *arguments) == 2
    heard = capsys.readouterr()
    assert heard.out == ""
    assert said in heard.err
    assert len(heard.err.strip().splitlines()) == 1


def test_export_without_a_target_is_refused(
    settings: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = tmp_path / "run.clab"
    called(monkeypatch, "run", settings, "-o", run)
    capsys.readouterr()
    assert called(monkeypatch, "export", run) == 2
    assert "--pdf" in capsys.readouterr().err


def test_an_export_writes_over_neither_the_run_nor_its_own_files(
    settings: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run, same = tmp_path / "run.clab", tmp_path / "same"
    called(monkeypatch, "run", settings, "-o", run)
    before = run.read_bytes()
    assert called(monkeypatch, "export", run, "--json", run) == 2
    assert "is a run and is not written over" in capsys.readouterr().err
    assert run.read_bytes() == before
    twice = ("--csv", same, "--json", tmp_path / "." / "same")
    assert called(monkeypatch, "export", run, *twice) == 2
    assert "two of the files have the same name" in capsys.readouterr().err
    assert not same.exists()


def test_the_edited_texts_and_the_person_are_exported(
    settings: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run, pdf, text = tmp_path / "run.clab", tmp_path / "run.pdf", tmp_path / "run.md"
    called(monkeypatch, "run", settings, "-o", run)
    edits.save(run, "result/finding", edits.Edit("as it was", "In my own words: always so."))
    capsys.readouterr()
    who = ("--person", "Ada Example", "--role", "Data steward", "--link", "example.org", "--link",
           "ada@example.org")  # fmt: skip
    assert called(monkeypatch, "export", run, "--pdf", pdf, "--markdown", text, *who) == 0
    (note,) = capsys.readouterr().err.splitlines()
    assert note.startswith("collapse-lab: note: result/finding, “always”: One run cannot show")
    first = words(pdf)
    assert "Ada Example · seeking: Data steward" in first
    assert "example.org · ada@example.org" in first
    assert "In my own words: always so. [edited, out of date]" in first
    assert "In my own words" in text.read_text(encoding="utf-8")
    assert called(monkeypatch, "export", run, "--pdf", pdf, "--as-computed") == 0
    assert "In my own words" not in words(pdf)
    assert called(monkeypatch, "export", run, "--pdf", pdf, "--link", "file:///x") == 2
    assert "link: 'file:///x' given" in capsys.readouterr().err


TRAINED = document(
    "digits",
    learner={"kind": "vae", "steps": 3, "hidden": 4, "latent": 1},
    arms=[REPLACE],
    generations=1,
    metrics=["variance-ratio"],
)


def test_the_training_loss_is_told_with_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(TRAINED))
    assert called(monkeypatch, "run", path, "-o", tmp_path / "run.clab") == 0
    what, *generations = capsys.readouterr().err.splitlines()
    assert what.startswith("training loss: minus the evidence bound")
    for said, start in zip(generations, ("0 of 1, all arms", "1 of 1, Replace"), strict=True):
        assert re.fullmatch(rf"generation {start}, training loss \d+\.\d{{3}}", said)


def test_a_terminal_shows_the_loss_beside_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80)
    monkeypatch.setattr("core.cli_progress.Console", lambda **_: console)
    with ProgressLine(parse(TRAINED)) as line:
        for step in (1, 2, 3):
            line.show(Progress(1, "Replace", Step.TRAIN, step, 3, 0.5))
    shown = Text.from_ansi(screen.getvalue()).plain
    assert "Generation 1 of 1, Replace: train" in shown
    assert "training loss 0.500 (step 3 of 3)" in shown


def test_a_settings_file_that_is_no_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.json"
    for content in (b"\xff\xfe\x00", b"", b"{", b"[" * 50_000, b"x" * 1_000_001):
        path.write_bytes(content)
        assert called(monkeypatch, "run", path) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_ctrl_c_keeps_what_was_finished_and_resume_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(document(arms=ARMS, generations=150, sample_size=50)))
    stopped, whole = tmp_path / "stopped.clab", tmp_path / "whole.clab"
    running = subprocess.Popen(
        [sys.executable, "-m", "core", "run", str(path), "-o", str(stopped)],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ.copy(),
    )  # fmt: skip
    assert running.stderr is not None
    for line in running.stderr:
        if line.startswith("generation 3 of"):
            running.send_signal(signal.SIGINT)
            break
    _, rest = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "resume" in rest
    record = runfile.open_record(stopped)
    assert record.finished is not None
    assert record.finished.reason is FinishReason.CANCELLED
    assert 3 <= record.done("Replace") < 150
    assert called(monkeypatch, "resume", stopped) == 0
    assert called(monkeypatch, "run", path, "-o", whole) == 0
    hashes = {runfile.open_record(run).content_hash() for run in (stopped, whole)}
    assert len(hashes) == 1


def test_a_terminal_is_never_sent_what_it_would_act_on(monkeypatch, capsys, settings, tmp_path):
    for arguments in (
        ("run", "\x1b[31mred"),
        ("show", "\x1b]0;title\x07.clab"),
        ("run", settings, "--set", "\u202ename=1"),
        ("run", settings, "--set", "name=\x9b31m"),
        ("run", settings, "-o", tmp_path / "no" / "\udcff.clab"),
    ):
        assert called(monkeypatch, *arguments) == 2
        said = capsys.readouterr().err
        assert said.startswith("collapse-lab: ")
        assert not refusal(said.removesuffix("\n"))


def test_a_terminal_without_an_arms_letters_gets_escapes(tmp_path):
    arms = [REPLACE | {"name": "入れ替え [/]"}, ACCUMULATE]
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(document("us-first-names", arms=arms)))
    run = [sys.executable, "-m", "core", "run", path, "-o", tmp_path / "run.clab"]
    plain = os.environ | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(run, check=True, capture_output=True, text=True, env=plain)
    assert "generation 1 of 3, \\u5165\\u308c\\u66ff\\u3048 [/]" in done.stderr
    assert done.stdout.strip() == str(tmp_path / "run.clab")
