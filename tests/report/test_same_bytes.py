"""The same run gives the same bytes, whenever, wherever and however often it is written."""

import locale
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from core.report import export_csv, export_figures, export_json, export_markdown, export_pdf
from tests.report import canned
from tests.report.pages import fonts
from tests.report.runs import digits

ROOT = Path(__file__).parents[2]

ELSEWHERE = """
import datetime, locale, sys, time
from pathlib import Path

shift = int(sys.argv[2])
now = time.time() + shift
time.time = lambda: now
class Day(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(now, tz)
    @classmethod
    def utcnow(cls): return cls.now(datetime.timezone.utc).replace(tzinfo=None)
    @classmethod
    def today(cls): return cls.now()
datetime.datetime = Day
locale.setlocale(locale.LC_ALL, "")

from tests.report.test_same_bytes import written
for name, digest in written(Path(sys.argv[1])).items():
    print(name, digest)
"""
"""Writes everything on another day, by the language that the environment asks for."""


def written(folder: Path) -> dict[str, str]:
    """The hash of every file that two runs give."""
    who = {"person": "Ada Example", "created": "2025-11-22T23:30:00+00:00"}
    first, second = canned.names(), digits()
    export_pdf(first, folder / "four.pdf", **who)
    export_markdown(first, folder / "run.md")
    export_csv(first, folder / "run.csv")
    export_json(first, folder / "run.json")
    export_pdf(second, folder / "one.pdf", length="one", paper="letter", **who)
    export_figures(second, folder / "figures")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("here")


@pytest.fixture(scope="module")
def here(folder):
    return written(folder)


def test_a_second_export_gives_the_same_bytes(here, tmp_path):
    assert written(tmp_path) == here
    kinds = {Path(name).suffix for name in here}
    assert kinds >= {".pdf", ".md", ".csv", ".json", ".svg", ".png"}


def other_language() -> str:
    """A locale with decimal commas, where there is one."""
    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "ar_EG.UTF-8"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_ALL, before)
        return name
    return "C"


def test_another_process_day_place_and_language_give_the_same_bytes(here, tmp_path):
    days = 4000
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "made").mkdir()
    # Another processor may round the last digit otherwise; this one stays what it is taken for.
    kept = ("PATH", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE")
    environment = {
        **{key: os.environ[key] for key in kept if key in os.environ},
        "HOME": str(tmp_path), "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7",
        "LC_ALL": other_language(),
        "PYTHONPATH": str(ROOT), "MPLBACKEND": "svg", "SOURCE_DATE_EPOCH": str(10**9),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(tmp_path / "made"), str(86_400 * days)],
        cwd=tmp_path / "elsewhere",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert dict(line.split(" ") for line in done.stdout.splitlines()) == here


def test_every_font_of_every_pdf_is_embedded(here, folder):
    found = [name for name in here if name.endswith(".pdf")]
    assert len(found) >= 4
    for name in found:
        for font in fonts(folder / name):
            assert "/FontFile2" in font["/FontDescriptor"], (name, font["/BaseFont"])


def test_another_day_of_the_run_gives_other_bytes(tmp_path):
    for day in ("2025-11-22", "2025-11-23"):
        export_pdf(digits(), tmp_path / f"{day}.pdf", length="one", created=day)
    first, second = (path.read_bytes() for path in sorted(tmp_path.glob("*.pdf")))
    assert first != second
