"""What `make app` and a Linux desktop rely on: the pins, the scripts, the file type of runs."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from core import runfile
from core.run_database import APPLICATION_ID

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "packaging"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECLARED = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]


def script(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts in `folder`, with no display unless `environment` names one."""
    inherited = {key: os.environ[key] for key in os.environ if not key.endswith("DISPLAY")}
    return subprocess.run(
        ["sh", str(PACKAGING / name)],
        cwd=folder,
        env=inherited | environment,
        capture_output=True,
        text=True,
    )


def executable(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("declared", DECLARED)
def test_each_dependency_is_pinned_within_its_range(declared):
    lines = (PACKAGING / "constraints.txt").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    versions = {canonicalize_name(name): version for name, version in pins.items()}
    wanted = Requirement(declared)
    assert versions[canonicalize_name(wanted.name)] in wanted.specifier


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has machines with no display")
def test_without_a_display_the_default_preset_runs_and_its_report_is_named(tmp_path):
    # Stands in for the command line: notes its arguments, and writes the file that comes last.
    executable(
        tmp_path / ".venv/bin/collapse-lab", 'echo "$@" >> calls\nfor last; do :; done\n> "$last"'
    )
    done = script("app.sh", tmp_path)
    assert done.returncode == 0, done.stderr
    first, *_, last = done.stdout.splitlines()
    assert "no display" in first
    assert Path(last.removeprefix("The report is in ")).is_file()
    run, export = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert run.startswith("run vanishing-names -o runs/")
    assert export.startswith("export runs/")
    assert export.endswith(".pdf")


def test_a_failed_run_names_no_report(tmp_path):
    executable(tmp_path / ".venv/bin/collapse-lab", "exit 130")
    done = script("app.sh", tmp_path)
    assert done.returncode == 130
    assert "The report is in" not in done.stdout


def test_an_old_python_is_refused_in_one_sentence(tmp_path):
    old = executable(tmp_path / "old", '[ "$1" = --version ] && echo Python 3.9.2 || exit 1')
    done = script("venv.sh", tmp_path, PYTHON=str(old))
    assert done.returncode == 1
    assert done.stderr.startswith("Collapse Lab needs Python 3.11 or newer (found: Python 3.9.2);")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()


def test_the_desktop_entry_opens_the_file_type_that_is_declared():
    kind = ElementTree.parse(PACKAGING / "collapse-lab.xml").getroot()[0]
    entry = (PACKAGING / "collapse-lab.desktop").read_text("utf-8")
    assert f"MimeType={kind.get('type')};" in entry.splitlines()


def test_the_file_type_is_recognised_by_the_run_files_own_header():
    kind = ElementTree.parse(PACKAGING / "collapse-lab.xml").getroot()[0]
    marks = {part.get("offset"): part.get("value") for part in kind.iter() if part.get("offset")}
    assert marks["68"].encode() == APPLICATION_ID.to_bytes(4, "big")
    assert f"*{runfile.SUFFIX}" in {part.get("pattern") for part in kind.iter()}
