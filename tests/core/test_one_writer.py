"""One process writes a run: others cannot resume, delete or replace it, and reading says so."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core import edits, library_bin, run_database, runfile
from core.report.files import write
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, experiment

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, experiment

of = experiment(arms=[REPLACE, ACCUMULATE], generations=1000)
session = Session.create(of, Path(sys.argv[1]))
for event in session.events():
    if type(event).__name__ == "GenerationFinished" and event.generation == 1:
        print("going", flush=True)
        sys.stdin.readline()
"""
OPEN = """
import sys
from pathlib import Path
from core import runfile
from core.run_database import InUse

try:
    runfile.RunWriter(Path(sys.argv[1])).close()
except InUse:
    sys.exit(3)
"""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return tmp_path / "run.clab"


@pytest.fixture
def other(run: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process, in the middle of writing the run."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(run)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "going\n"
        yield process
        process.kill()


def writable_elsewhere(path: Path) -> bool:
    """Whether another process gets to write the file now."""
    done = subprocess.run([sys.executable, "-c", OPEN, str(path)], cwd=ROOT, check=False)
    assert done.returncode in (0, 3)
    return done.returncode == 0


@pytest.mark.usefixtures("other")
def test_a_run_that_another_process_writes_is_neither_read_nor_touched(
    run: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.clab"
    Session.create(experiment(arms=[REPLACE]), mine)
    doings = (
        lambda: Session.resume(run),
        lambda: runfile.open_record(run),
        lambda: runfile.headline(run),
        lambda: runfile.RunWriter(run),
        lambda: runfile.copy(run, tmp_path / "copy.clab"),
        lambda: runfile.copy(mine, run),
        lambda: edits.reset_all(run),
        lambda: library_bin.delete(run),
    )
    before = run.stat().st_ino
    for doing in doings:
        with pytest.raises(run_database.InUse) as caught:
            doing()
        said = str(caught.value)
        assert said.startswith(f"run file: '{run}' is in use by another run")
        assert "\n" not in said
    assert run.stat().st_ino == before
    with pytest.raises(ValueError, match="is a run and is not written over"):
        write(run, b"%PDF")
    assert sorted(path.name for path in tmp_path.glob("*.clab")) == ["mine.clab", "run.clab"]


def test_when_the_other_process_is_killed_the_run_is_free_and_whole(
    run: Path, other: "subprocess.Popen[str]"
) -> None:
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    session = Session.resume(run)
    assert session.experiment.name == "Small"
    assert runfile.headline(run)[2] == "unfinished"
    assert runfile.open_record(run).done() >= 0


def test_looking_at_a_run_that_this_process_writes_does_not_let_others_in(run: Path) -> None:
    """On POSIX, closing a file that was opened beside SQLite would end its lock."""
    Session.create(experiment(arms=[REPLACE, ACCUMULATE]), run)
    with closing(runfile.RunWriter(run)):
        assert not writable_elsewhere(run)
        assert run_database.is_database(run)
        for look in (runfile.headline, runfile.open_record, run_database.settle):
            with pytest.raises(run_database.InUse):
                look(run)
        with pytest.raises(ValueError, match="is a run"):
            write(run, b"%PDF")
        assert not writable_elsewhere(run)
    assert writable_elsewhere(run)


@pytest.mark.parametrize("content", [b"", b"x", b"hello, this is no run" * 99])
def test_what_is_no_database_may_be_replaced(run: Path, content: bytes, tmp_path: Path) -> None:
    Session.create(experiment(arms=[REPLACE]), run)
    target = tmp_path / "other.txt"
    target.write_bytes(content)
    assert not run_database.is_database(target)
    runfile.copy(run, target)
    assert run_database.is_database(target)
