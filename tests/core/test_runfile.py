"""Files from others: each bad one gets one sentence, and nothing of it is run."""

import io
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from core import codec, library, runfile
from core.errors import BadInput
from core.events import GenerationFinished
from core.records import AnyArray
from core.session import Session
from tests.small import REPLACE, SWITCHED, experiment


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "good.clab"
    session = Session.create(experiment("us-first-names", arms=[REPLACE], generations=1), path)
    assert list(session.events())
    return path


def statement(sql: str, *values: object) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(sql, values)

    return change


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def scratch(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5000:9000] = bytes(4000)
    path.write_bytes(bytes(data))


def pickled(path: Path) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, values=np.array([{"a": 1}], dtype=object))
    statement("UPDATE events SET arrays = ? WHERE kind = 'generation'", buffer.getvalue())(path)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), "No such file"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "text": (lambda path: path.write_text("hello, this is no run" * 99), "not a Collapse Lab run"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "directory"),
    "truncated": (cut, "damaged"),
    "overwritten": (scratch, "damaged"),
    "foreign": (statement("PRAGMA application_id=7"), "not a Collapse Lab run"),
    "newer": (statement("PRAGMA user_version=99"), "newer"),
    "a trigger": (
        statement("CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM events; END"),
        "more than a run",
    ),
    "a view": (statement("CREATE VIEW v AS SELECT 1"), "more than a run"),
    "a table more": (statement("CREATE TABLE x (y)"), "damaged"),
    "no events": (statement("DELETE FROM events"), "does not say"),
    "an unknown event": (statement("UPDATE events SET kind = 'x' WHERE id = 2"), "damaged"),
    "no JSON": (statement("UPDATE events SET body = '{' WHERE id = 2"), "damaged"),
    "deep JSON": (statement("UPDATE events SET body = ? WHERE id = 2", "[" * 99_999), "damaged"),
    "another arm": (
        statement("UPDATE events SET body = replace(body, 'Replace', 'Other') WHERE id > 1"),
        "does not fit",
    ),
    "a pickle": (pickled, "damaged"),
    "no arrays": (statement("UPDATE events SET arrays = x'00' WHERE id > 1"), "damaged"),
    "two starts": (
        statement("INSERT INTO events (kind, body, arrays) SELECT kind, body, arrays FROM events "
                  "WHERE id = 1"),
        "starts twice",
    ),
    "a generation too many": (
        statement("UPDATE events SET body = json_set(body, '$.generation', 99) WHERE id = 5"),
        "does not fit",
    ),
    "a generation before the first": (
        statement("UPDATE events SET body = json_set(body, '$.generation', -1) WHERE id = 5"),
        "does not fit",
    ),
    "an infinite generation": (
        statement("UPDATE events SET body = replace(body, '\"generation\": 1', "
                  "'\"generation\": 1e999')"),
        "damaged",
    ),
    "bad settings": (
        statement("UPDATE events SET body = replace(body, 'seed', 'sand') WHERE id = 1"),
        "sand",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", BAD)
def test_a_bad_file_gets_one_sentence(how: str, good: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.clab"
    shutil.copy(good, path)
    change, said = BAD[how]
    change(path)
    with pytest.raises(BadInput) as caught:
        runfile.open_record(path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def changed(kind: str, name: str, change: Callable[[AnyArray], AnyArray]) -> Callable[[Path], None]:
    """Change an array in the last event of a kind."""

    def write(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            query = "SELECT id, arrays FROM events WHERE kind = ? ORDER BY id DESC LIMIT 1"
            row, data = connection.execute(query, (kind,)).fetchone()
            arrays = codec.unpack(data)
            arrays[name] = change(arrays[name])
            packed = codec.pack(arrays)
            connection.execute("UPDATE events SET arrays = ? WHERE id = ?", (packed, row))

    return write


SHAPES: dict[str, Callable[[AnyArray], AnyArray]] = {
    "cut short": lambda array: array[:1],
    "empty": lambda array: array[:0],
    "doubled": lambda array: np.concatenate([array, array]),
    "one number": lambda array: np.array(3),
    "another axis": lambda array: np.stack([array, array], axis=-1),
    "words": lambda array: np.full(array.shape, "=cmd"),
    "complex": lambda array: np.full(array.shape, 1j),
    "fields": lambda array: np.zeros(array.shape, [("x", "f8"), ("y", "i4")]),
}
VALUES: dict[str, Callable[[AnyArray], AnyArray]] = {
    "negative": lambda array: -1 - array.astype(np.int64),
    "huge": lambda array: np.full(array.shape, 2**62),
    "not a number": lambda array: np.full(array.shape, np.nan),
}
STORED = (
    "metric/variance-ratio", "origin/1", "flagged/0", "gate/admitted", "gate/wrong_emitted",
    "preview-values",
)  # fmt: skip


@pytest.fixture(scope="module")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unfinished run with all that an event may hold."""
    path = tmp_path_factory.mktemp("runs") / "gated.clab"
    session = Session.create(experiment(arms=[SWITCHED]), path)
    for event in session.events():
        if isinstance(event, GenerationFinished) and event.generation == 2:
            session.control.cancel()
    return path


HARMS = {(name, how) for name in STORED for how in SHAPES | VALUES}
HARMS -= {("metric/variance-ratio", "not a number")}  # which a metric may well have come to


@pytest.mark.parametrize(("name", "how"), sorted(HARMS))
def test_arrays_that_cannot_be_of_the_run_are_refused(
    name: str, how: str, gated: Path, tmp_path: Path
) -> None:
    path = tmp_path / "bad.clab"
    shutil.copy(gated, path)
    changed("generation", name, (SHAPES | VALUES)[how])(path)
    with pytest.raises(BadInput):
        runfile.open_record(path)


@pytest.mark.parametrize("how", SHAPES | VALUES)
def test_records_that_cannot_be_of_the_run_are_refused(
    how: str, gated: Path, tmp_path: Path
) -> None:
    """Even where no hash of them is stored."""
    path = tmp_path / "bad.clab"
    shutil.copy(gated, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE events SET body = json_set(body, '$.records', '')")
        query = "SELECT arrays FROM blocks WHERE generation = 1 AND role = 'emission'"
        arrays = codec.unpack(connection.execute(query).fetchone()[0])
        arrays["values"] = (SHAPES | VALUES)[how](arrays["values"])
        connection.execute("UPDATE blocks SET arrays = ?", (codec.pack(arrays),))
    with pytest.raises(BadInput, match="the records of generation"):
        Session.resume(path)


def test_a_row_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = codec.pack({"values": np.zeros(100_000)})
    monkeypatch.setattr(codec, "MAX_ARRAYS", 1000)
    with pytest.raises(BadInput, match="more than 1000"):
        codec.unpack(packed)


def test_arrays_that_lie_about_their_size_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (9000000000000,), }"
        head = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
        archive.writestr("values.npy", head)
    with pytest.raises(BadInput, match="damaged"):
        codec.unpack(zlib.compress(buffer.getvalue()))
    grown = io.BytesIO()
    np.savez_compressed(grown, values=np.zeros(1_000_000))
    with pytest.raises(BadInput, match="damaged"):
        codec.unpack(zlib.compress(grown.getvalue()))


def test_a_copy_is_the_same_run_and_replaces_whole(good: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.clab"
    target.write_text("an older file")
    runfile.copy(good, target)
    copied = runfile.open_record(target)
    assert copied.content_hash() == runfile.open_record(good).content_hash()
    with pytest.raises(BadInput, match="cannot be written"):
        runfile.copy(good, tmp_path / "nowhere" / "copy.clab")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.clab"]


def test_a_run_is_not_written_over_another_or_into_nowhere(good: Path, tmp_path: Path) -> None:
    of = experiment(arms=[REPLACE])
    with pytest.raises(BadInput, match="exists already"):
        Session.create(of, good)
    with pytest.raises(BadInput, match="cannot be written"):
        Session.create(of, tmp_path / "nowhere" / "run.clab")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes in folders")
def test_a_copy_replaces_no_pipe_or_device(good: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.clab"
    os.mkfifo(pipe)
    with pytest.raises(BadInput, match=r"pipe\.clab' is no ordinary file"):
        runfile.copy(good, pipe)
    assert pipe.is_fifo()


def test_the_library_lists_runs_and_leaves_out_what_is_none(good: Path) -> None:
    of = experiment(arms=[REPLACE])
    first = library.new_path(of)
    Session.create(of, first)
    second = library.new_path(of)
    shutil.copy(good, second)
    (library.folder() / "noise.clab").write_text("no run")
    assert first != second
    states = {run.path: (run.name, run.state) for run in library.runs()}
    assert states == {first: ("Small", "unfinished"), second: ("Small", "completed")}
