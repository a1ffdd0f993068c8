"""A run and its file: one ending, cancel and resume anywhere, nothing finished is ever lost."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from core import run_database, runfile
from core.errors import BadInput, RunFailed
from core.events import Event, FinishReason, GenerationFinished, RunFinished
from core.learners.gaussian import Gaussian
from core.record import RunRecord
from core.run_records import open_checkpoint
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, RESERVOIR_SUBSAMPLE, SUBSAMPLE, VERIFIED, experiment

ARMS = [REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR_SUBSAMPLE, VERIFIED]
LIKELY = REPLACE | {"name": "Likely", "verifier": {"kind": "likelihood", "trusted_share": 0.3}}
SPEECHES = {
    "arms": [*ARMS[:-1], LIKELY],
    "source": {"kind": "state-of-the-union", "vocabulary": 300, "length": 10},
}
SMALL = {"arms": ARMS, "generations": 2, "sample_size": 30, "replicates": 3}


def finish(session: Session, generations: int | None = None) -> list[Event]:
    """The session's events, cancelled once so many generations of arms are finished."""
    events = []
    for event in session.events():
        events.append(event)
        done = sum(isinstance(event, GenerationFinished) for event in events)
        if done == generations:
            session.control.cancel()
    return events


def same(one: RunRecord, other: RunRecord) -> None:
    assert one.content_hash() == other.content_hash() != ""
    for metric, values in one.values.items():
        np.testing.assert_array_equal(values, other.values[metric])
    assert one.bands == other.bands


@pytest.mark.parametrize("source", ["gaussian", "us-first-names", "state-of-the-union"])
def test_cancel_and_resume_at_every_generation_give_the_uninterrupted_run(
    source: str, tmp_path: Path
) -> None:
    of = experiment(source, **SMALL | (SPEECHES if source == "state-of-the-union" else {}))
    whole = Session.create(of, tmp_path / "whole.clab")
    finish(whole)
    expected = runfile.open_record(whole.path)
    for stop in range(1, 1 + 2 * len(ARMS)):
        session = Session.create(of, tmp_path / f"{stop}.clab")
        assert finish(session, stop)[-1].reason is FinishReason.CANCELLED  # type: ignore[union-attr]
        resumed = Session.resume(session.path)
        assert finish(resumed)[-1].reason is FinishReason.COMPLETED  # type: ignore[union-attr]
        same(runfile.open_record(session.path), expected)


def test_an_opened_run_is_the_run_that_was_watched(tmp_path: Path) -> None:
    session = Session.create(experiment("us-first-names", **SMALL), tmp_path / "run.clab")
    watched = runfile.open_record(session.path)
    for event in session.events():
        watched.apply(event)
    opened = runfile.open_record(session.path)
    same(opened, watched)
    assert opened.catalogue is not None
    assert watched.catalogue is not None
    assert opened.catalogue.labels == watched.catalogue.labels
    assert opened.finished == watched.finished or opened.finished is not None
    gates = opened.gate("Verified", 2), watched.gate("Verified", 2)
    np.testing.assert_array_equal(gates[0].candidates, gates[1].candidates)  # type: ignore[union-attr]


def test_every_way_to_end_says_so_exactly_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reasons(session: Session, stop: int | None = None) -> list[FinishReason]:
        return [e.reason for e in finish(session, stop) if isinstance(e, RunFinished)]

    of = experiment(**SMALL)
    assert reasons(Session.create(of, tmp_path / "1.clab")) == [FinishReason.COMPLETED]
    assert reasons(Session.create(of, tmp_path / "2.clab"), 1) == [FinishReason.CANCELLED]

    def diverge(*_: object) -> None:
        raise RunFailed("the training diverged")

    session = Session.create(of, tmp_path / "3.clab")
    monkeypatch.setattr(Gaussian, "fit", diverge)
    assert reasons(session) == [FinishReason.FAILED]
    ended = runfile.open_record(session.path).finished
    assert ended is not None
    assert ended.message == "the training diverged"


def test_a_fault_of_the_program_ends_the_run_and_keeps_what_was_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session.create(experiment(**SMALL), tmp_path / "run.clab")
    events = session.events()
    while not isinstance(next(events), GenerationFinished):
        pass
    monkeypatch.setattr(Gaussian, "fit", None)
    ending = list(events)[-1]
    assert isinstance(ending, RunFinished)
    assert ending.reason is FinishReason.FAILED
    assert "fault of the program" in caplog.text
    assert runfile.open_record(session.path).done() == 0


def test_a_full_disk_keeps_what_was_finished_and_resumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = experiment(**SMALL | {"sample_size": 400})
    session = Session.create(of, tmp_path / "run.clab")
    connect = run_database.connect

    def cramped(path: Path, mode: str) -> sqlite3.Connection:
        connection = connect(path, mode)
        if mode == "rw":
            connection.execute("PRAGMA max_page_count=40")
        return connection

    monkeypatch.setattr(runfile, "connect", cramped)
    ending = finish(session)[-1]
    assert isinstance(ending, RunFinished)
    assert ending.reason is FinishReason.FAILED
    assert "full" in ending.message
    monkeypatch.undo()
    assert runfile.open_record(session.path).done() >= 0
    assert finish(Session.resume(session.path))[-1].reason is FinishReason.COMPLETED  # type: ignore[union-attr]
    other = Session.create(of, tmp_path / "other.clab")
    finish(other)
    same(runfile.open_record(session.path), runfile.open_record(other.path))


def test_a_step_is_one_generation_of_every_arm(tmp_path: Path) -> None:
    session = Session.create(experiment(**SMALL), tmp_path / "run.clab")
    seen: list[int] = []

    def work() -> None:
        finished = (e for e in session.events() if isinstance(e, GenerationFinished))
        seen.extend(event.generation for event in finished)

    def wait_until_held() -> None:
        while not session.control.paused:
            time.sleep(0.005)

    session.control.step()
    worker = threading.Thread(target=work)
    worker.start()
    for expected in ([0], [0] + [1] * len(ARMS)):
        wait_until_held()
        assert seen == expected
        session.control.step()
    worker.join(20)
    assert seen == [0] + [1] * len(ARMS) + [2] * len(ARMS)


def test_a_complete_run_of_vectors_keeps_previews_only(tmp_path: Path) -> None:
    session = Session.create(experiment(**SMALL), tmp_path / "run.clab")
    finish(session)
    with pytest.raises(BadInput, match="nothing to resume"):
        Session.resume(session.path)
    with pytest.raises(BadInput, match="no longer kept"):
        open_checkpoint(session.path, runfile.open_record(session.path))


def test_a_run_is_written_by_one_process(tmp_path: Path) -> None:
    session = Session.create(experiment(**SMALL), tmp_path / "run.clab")
    events = session.events()
    next(events)
    with pytest.raises(BadInput, match="in use"):
        Session.resume(session.path)
    events.close()  # type: ignore[attr-defined]
    Session.resume(session.path)


@pytest.mark.parametrize("patience", [0.0, 0.15, 0.4, 0.8])
def test_a_killed_run_opens_and_resumes_or_was_never_there(patience: float, tmp_path: Path) -> None:
    path = tmp_path / "run.clab"
    program = (
        "import sys; from pathlib import Path; from core.session import Session;"
        "from tests.small import experiment; of = experiment(generations=400, sample_size=200);"
        "session = Session.create(of, Path(sys.argv[1])); print('made', flush=True);"
        "[None for _ in session.events()]"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, cwd=Path.cwd()
    )
    assert running.stdout is not None
    if patience:
        running.stdout.readline()
        time.sleep(patience)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    if path.exists():
        record = runfile.open_record(path)
        assert record.finished is None
        session = Session.resume(path)
        events = session.events()
        for event in events:
            if isinstance(event, GenerationFinished):
                assert event.generation >= record.done()
                break
        events.close()  # type: ignore[attr-defined]
