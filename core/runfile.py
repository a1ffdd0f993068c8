"""The run document, one SQLite file: write, resume, open, check.

The rollback journal with full synchronisation: a run killed at any moment leaves a file that
opens and resumes, or none.
"""

import errno
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from core import codec
from core.errors import BadInput, NotNow
from core.events import Event, RecordsMade, RunStarted
from core.experiment import Experiment, parse
from core.limits import check_record_memory
from core.lineage import hash_records
from core.loop import Checkpoint
from core.record import RunRecord
from core.records import AnyArray, Batch, batch_from_arrays
from core.seeding import Streams
from core.sources.base import Population
from core.stored import check_batch, check_event, check_weights

SUFFIX = ".clab"
APPLICATION_ID = 0x434C4142
"""'CLAB' in SQLite's header: tells our files from other SQLite files."""
SCHEMA_VERSION = 1
MAX_ROW = 2**30
SMALLEST = 512
"""Bytes of the smallest database: a page."""
MOST_EDITS, LONGEST_EDIT = 1000, 100_000
"""Edits in a file, and characters of one."""
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL,
 arrays BLOB NOT NULL);
CREATE TABLE blocks (arm TEXT NOT NULL, generation INTEGER NOT NULL, role TEXT NOT NULL,
 arrays BLOB NOT NULL, PRIMARY KEY (arm, generation, role)) WITHOUT ROWID;
CREATE TABLE edits (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
SOURCE = "source"
"""The role of the block that holds a copy of the real data."""
WEIGHTS = "weights"
"""The role of the block that holds generation 0's weights, where later fits start from them."""
_TABLES = {"meta", "events", "blocks", "edits"}


class InUse(NotNow):
    """Another process, or a run of this one, is writing the file."""


class RunWriter:
    """An open run file that events and records are written to, each generation in one go."""

    def __init__(self, path: Path) -> None:
        """Open an existing run file for writing, for this process alone.

        Raises BadInput when it is no run file, or another process writes to it.
        """
        self.path = path
        try:
            self._connection = _connect(path, "rw")
        except sqlite3.Error as error:
            raise _refused(path, error) from None
        try:
            _check(self._connection, path)
            self._connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._connection.execute("BEGIN EXCLUSIVE")
            self._connection.execute("COMMIT")
        except (sqlite3.Error, BadInput) as error:
            self._connection.close()
            if isinstance(error, BadInput):
                raise
            raise _refused(path, error) from None

    def write(self, event: Event, made: RecordsMade | None = None) -> None:
        """Store an event, and the records behind it, in one transaction.

        Raises sqlite3.Error when the disk is full; what was written before is kept.
        """
        with self._connection:
            if made is not None:
                self._write_records(made)
            _insert_event(self._connection, event)

    def _write_records(self, made: RecordsMade) -> None:
        batches = {"emission": made.emission, "admitted": made.admitted}
        held = {role: batch.arrays() for role, batch in batches.items() if batch is not None}
        for role, arrays in (held | {WEIGHTS: made.weights}).items():
            if arrays:
                row = (made.arm or "", made.generation, role, codec.pack(arrays))
                self._connection.execute("INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)", row)

    def thin(self) -> None:
        """Drop the records one by one, which every preview keeps 500 of; counts by type stay.

        A copy of the real data stays too: it was asked for.
        """
        with self._connection:
            self._connection.execute("DELETE FROM blocks WHERE role <> ?", (SOURCE,))
        self._connection.execute("VACUUM")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def free_path(home: Path, stem: str) -> Path:
    """A file name in a folder that is not taken yet: the stem, or the stem and a number."""
    number = 1
    while True:
        name = stem + (f"-{number}" if number > 1 else "")
        path = home / f"{name}{SUFFIX}"
        if not path.exists():
            return path
        number += 1


def create(path: Path, started: RunStarted, copied: "dict[str, AnyArray] | None" = None) -> None:
    """A new run file that holds the experiment, made under another name and then renamed.

    copied: the real data, where they are to be kept in it.

    Raises BadInput when the file exists or the folder cannot be written.
    """
    if path.exists():
        raise BadInput(f"run file: '{path}' exists already; choose another name")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with closing(_connect(partial, "rwc")) as connection:
            connection.executescript(SCHEMA)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            with connection:
                created = datetime.now(UTC).isoformat(timespec="seconds")
                connection.execute("INSERT INTO meta VALUES ('created', ?)", (created,))
                name = started.experiment["name"]
                connection.execute("INSERT INTO meta VALUES ('name', ?)", (name,))
                _insert_event(connection, started)
                if copied:
                    row = ("", 0, SOURCE, codec.pack(copied))
                    connection.execute("INSERT INTO blocks VALUES (?, ?, ?, ?)", row)
        partial.replace(path)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise BadInput(f"run file: '{path}' cannot be written: {_reason(error)}") from None


def open_record(path: Path) -> RunRecord:
    """The RunRecord of a run file, folded from its events.

    Raises BadInput with one sentence when it is missing, damaged, foreign or newer.
    """
    with opened(path) as connection:
        record = _empty_record(connection, path)
        events = _events(connection)
        record.apply(next(events))
        for event in events:
            try:
                check_event(event, record.experiment)
                record.apply(event)
            except ValueError as error:
                raise BadInput(
                    f"run file: '{path}' does not fit its experiment ({error})"
                ) from None
        return record


def open_experiment(path: Path) -> Experiment:
    """The experiment of a run file, without what came of it.

    Raises BadInput as `open_record` does.
    """
    with opened(path) as connection:
        return _empty_record(connection, path).experiment


def open_population(path: Path, experiment: Experiment) -> Population | None:
    """The real data that a run file holds a copy of; None where it holds none.

    Raises BadInput when they are damaged.
    """
    with opened(path) as connection:
        row = connection.execute("SELECT arrays FROM blocks WHERE role = ?", (SOURCE,)).fetchone()
    if row is None:
        return None
    try:
        return experiment.source.from_copy(codec.unpack(row[0]), Streams(experiment.seed))
    except (KeyError, ValueError, TypeError):
        raise BadInput("run file: its copy of the real data is damaged") from None


def open_checkpoint(path: Path, record: RunRecord) -> Checkpoint | None:
    """What `loop.run` needs to go on after the last stored generation; None before the first.

    Raises BadInput when the records are no longer there, as in a completed run.
    """
    if record.done() < 0:
        return None
    with opened(path) as connection:
        weights = _weights(connection, record.experiment)
        emission = _sealed_batches(connection, record, "", 0, weights)[1]
        checkpoint = Checkpoint(emission, weights=weights)
        checkpoint.null_bands = record.null_samples > 0
        for arm in record.arms:
            _restore_arm(connection, record, arm, checkpoint)
    return checkpoint


def _restore_arm(
    connection: sqlite3.Connection, record: RunRecord, arm: str, checkpoint: Checkpoint
) -> None:
    """An arm's admitted batches in order; one that was not stored is the emission before it."""
    emission = checkpoint.emission_0
    admitted = []
    for generation in range(1, record.done(arm) + 1):
        stored, newest = _sealed_batches(connection, record, arm, generation)
        admitted.append(emission if stored is None else stored)
        emission = newest
    checkpoint.admitted[arm], checkpoint.emissions[arm] = admitted, emission


def _sealed_batches(
    connection: sqlite3.Connection,
    record: RunRecord,
    arm: str,
    generation: int,
    weights: "dict[str, AnyArray] | None" = None,
) -> tuple[Batch | None, Batch]:
    """What a generation let in, if that was not all of the emission before it, and emitted.

    weights: what was stored beside them.
    Raises BadInput where the records are not those that the run stored.
    """
    admitted = _batch(connection, record.experiment, arm, generation, "admitted")
    emission = _batch(connection, record.experiment, arm, generation, "emission")
    if emission is None:
        raise BadInput("run file: its records are no longer kept, so it cannot be resumed")
    event = record.generation(arm or record.arms[0], generation)
    sealed = "" if event is None else event.records_hash
    if sealed and hash_records(admitted, emission, weights) != sealed:
        raise BadInput(
            f"run file: the records of generation {generation}{f' of {arm!r}' if arm else ''} are "
            "not those that the run stored, so it cannot be resumed"
        )
    return admitted, emission


def rehashed(path: Path, record: RunRecord) -> Iterator[tuple[str, int, str]]:
    """Arm ("" for generation 0), generation, and the hash of its records, where the file has them.

    Raises BadInput when they cannot be read.
    """
    places = [("", 0), *((arm, g) for arm in record.arms for g in range(1, record.done(arm) + 1))]
    with opened(path) as connection:
        for arm, generation in places[: None if record.done() >= 0 else 0]:
            emission = _batch(connection, record.experiment, arm, generation, "emission")
            admitted = _batch(connection, record.experiment, arm, generation, "admitted")
            weights = {} if generation else _arrays(connection, "", 0, WEIGHTS)
            if emission is not None:
                yield arm, generation, hash_records(admitted, emission, weights)


def headline(path: Path) -> tuple[str, str, str]:
    """A run's name, when it was started (ISO 8601, UTC) and its state, without reading it whole.

    Raises BadInput when it is missing, damaged, foreign or newer.
    """
    with opened(path) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        query = "SELECT kind, body FROM events ORDER BY id DESC LIMIT 1"
        kind, body = connection.execute(query).fetchone() or ("", "{}")
    try:
        state = str(json.loads(body)["reason"]) if kind == "finished" else "unfinished"
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadInput(f"run file: '{path}' is damaged: its ending cannot be read") from None
    return str(meta.get("name", path.stem)), str(meta.get("created", "")), state


def copy(source: Path, target: Path) -> None:
    """Save a run file under another name; the target is replaced whole or not at all.

    Raises BadInput when either cannot be used, InUse when a run is writing it.
    """
    _check_unused(target)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    with opened(source) as origin:
        try:
            with closing(sqlite3.connect(partial)) as duplicate:
                origin.backup(duplicate)
            partial.replace(target)
        except (OSError, sqlite3.Error) as error:
            partial.unlink(missing_ok=True)
            raise BadInput(f"run file: '{target}' cannot be written: {_reason(error)}") from None


def open_edits(path: Path) -> dict[str, str]:
    """The person's edits of the write-up by key, as they were written.

    Raises BadInput when the file cannot be used, or when they are more than anybody writes.
    """
    with opened(path) as connection:
        size = "SELECT count(*), coalesce(max(length(key) + length(value)), 0) FROM edits"
        number, longest = connection.execute(size).fetchone()
        if number > MOST_EDITS or longest > LONGEST_EDIT:
            raise BadInput(f"run file: '{path}' has more edited text than is opened")
        rows = connection.execute("SELECT key, value FROM edits ORDER BY key").fetchall()
    return {str(key): str(value) for key, value in rows}


def write_edit(path: Path, key: str, value: str | None) -> None:
    """Keep an edit, or drop the one of that key; it stays through a resume and in a copy.

    Raises BadInput when the file cannot be written, as while its run goes on.
    """
    with opened(path) as connection, connection:
        if value is None:
            connection.execute("DELETE FROM edits WHERE key = ?", (key,))
        else:
            connection.execute("INSERT OR REPLACE INTO edits VALUES (?, ?)", (key, value))


def clear_edits(path: Path) -> None:
    """Drop every edit.

    Raises BadInput when the file cannot be written.
    """
    with opened(path) as connection, connection:
        connection.execute("DELETE FROM edits")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A checked connection for reading; what SQLite finds damaged becomes one sentence.

    Opened for writing where that is allowed: a killed run's journal has to be rolled back first.
    """
    try:
        with closing(_connect(path, "rw")) as connection:
            _check(connection, path)
            yield connection
    except sqlite3.Error as error:
        raise _refused(path, error) from None


def settle(path: Path) -> None:
    """Roll back what a killed run left half written, so that the one file is all there is of it.

    Raises InUse when something else has the file, at once; BadInput when it cannot be used.
    """
    try:
        with closing(_connect(path, "rw")) as connection:
            connection.execute("PRAGMA busy_timeout=0")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise _refused(path, error) from None


def is_database(path: Path) -> bool:
    """Whether a file is what every run is, a database; one that cannot be read is none."""
    try:
        _check_file(path)
        with closing(_connect(path, "ro")) as connection:
            connection.execute("PRAGMA schema_version")
    except ValueError:  # BadInput, or a name that no file system takes
        return False
    except sqlite3.Error as error:
        return "not a database" not in str(error)
    return True


def _check_unused(target: Path) -> None:
    """Refuse to replace a file that a run is writing, which would write on into nowhere."""
    if not is_database(target):
        return
    try:
        settle(target)
    except InUse:
        raise
    except BadInput:
        return  # a foreign or damaged file may be replaced, as the person has confirmed


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    if mode != "rwc":
        _check_file(path)
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=1)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_ROW)
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _check_file(path: Path) -> None:
    """Refuse what cannot be a run, without opening it.

    On POSIX, closing a file ends every lock that this process has on it, and so the lock of a run
    that it is writing; only SQLite, which knows of its locks, may open a run.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise NotNow(f"run file: '{path}' cannot be read: {_reason(error)}") from None
    if path.is_dir() or not os.access(path, os.R_OK):
        reason = os.strerror(errno.EISDIR if path.is_dir() else errno.EACCES)
        raise NotNow(f"run file: '{path}' cannot be read: {reason}")
    if not size:
        raise BadInput(f"run file: '{path}' is empty")
    if size < SMALLEST or not path.is_file():
        raise BadInput(f"run file: '{path}' is not a Collapse Lab run")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is foreign, newer or damaged, before anything of it is used."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    objects = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
    sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if application != APPLICATION_ID:
        raise BadInput(f"run file: '{path}' is not a Collapse Lab run")
    if version > SCHEMA_VERSION:
        raise BadInput(
            f"run file: '{path}' has format {version}, made by a newer Collapse Lab; "
            f"this one reads up to format {SCHEMA_VERSION}"
        )
    if sound != "ok" or {name for kind, name in objects if kind == "table"} != _TABLES:
        raise BadInput(f"run file: '{path}' is damaged or cut off")
    if {kind for kind, _ in objects} - {"table"}:
        raise BadInput(f"run file: '{path}' holds more than a run; it is not opened")


def _insert_event(connection: sqlite3.Connection, event: Event) -> None:
    kind, body, arrays = codec.encode(event)
    text = json.dumps(body, ensure_ascii=False)
    statement = "INSERT INTO events (kind, body, arrays) VALUES (?, ?, ?)"
    connection.execute(statement, (kind, text, codec.pack(arrays)))


def _events(connection: sqlite3.Connection) -> Iterator[Event]:
    for row in connection.execute("SELECT kind, body, arrays FROM events ORDER BY id"):
        yield codec.decode(*row)


def _empty_record(connection: sqlite3.Connection, path: Path) -> RunRecord:
    first = next(_events(connection), None)
    if not isinstance(first, RunStarted):
        raise BadInput(f"run file: '{path}' does not say what was run")
    experiment = parse(first.experiment, stored=True)
    check_record_memory(experiment)
    return RunRecord(experiment)


def _batch(
    connection: sqlite3.Connection, experiment: Experiment, arm: str, generation: int, role: str
) -> Batch | None:
    """A stored batch; None where it is not kept."""
    arrays = _arrays(connection, arm, generation, role)
    if arrays is None:
        return None
    try:
        batch = batch_from_arrays(experiment.source.gives, arrays)
        check_batch(batch, experiment)
    except (KeyError, ValueError, TypeError):
        raise BadInput(f"run file: the records of generation {generation} are damaged") from None
    return batch


def _weights(connection: sqlite3.Connection, experiment: Experiment) -> "dict[str, AnyArray]":
    """Generation 0's weights; {} where no later fit starts from them."""
    if not experiment.learner.fine_tunes:
        return {}
    arrays = _arrays(connection, "", 0, WEIGHTS)
    if arrays is None:
        raise BadInput("run file: its weights are no longer kept, so it cannot be resumed")
    try:
        check_weights(arrays, experiment)
    except ValueError:
        raise BadInput("run file: the weights of generation 0 are damaged") from None
    return arrays


def _arrays(
    connection: sqlite3.Connection, arm: str, generation: int, role: str
) -> "dict[str, AnyArray] | None":
    """What a block holds; None where it is not kept."""
    row = connection.execute(
        "SELECT arrays FROM blocks WHERE arm = ? AND generation = ? AND role = ?",
        (arm, generation, role),
    ).fetchone()
    return None if row is None else codec.unpack(row[0])


def _refused(path: Path, error: sqlite3.Error) -> BadInput:
    """What is wrong with a file that SQLite could not read."""
    said = str(error)
    if "locked" in said:
        return InUse(
            f"run file: '{path}' is in use by another run, of this window, another one or a "
            "terminal; wait until that has ended"
        )
    if "not a database" in said:
        return BadInput(f"run file: '{path}' is not a Collapse Lab run")
    if "malformed" in said:
        return BadInput(f"run file: '{path}' is damaged or cut off")
    return NotNow(f"run file: '{path}' cannot be read: {said}")


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
