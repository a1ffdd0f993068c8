"""The run document, one SQLite file: write it event by event, open it, copy it."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from core import codec
from core.errors import BadInput
from core.events import Event, RecordsMade, RunStarted
from core.experiment import Experiment, parse
from core.limits import check_record_memory
from core.record import RunRecord
from core.records import AnyArray
from core.run_database import SCHEMA, check, check_unused, connect, opened, refused, why
from core.run_records import SOURCE, WEIGHTS
from core.stored import check_event

SUFFIX = ".clab"


class RunWriter:
    """An open run file that events and records are written to, each generation in one go."""

    def __init__(self, path: Path) -> None:
        """Open an existing run file for writing, for this process alone.

        Raises BadInput when it is no run file, or another process writes to it.
        """
        self.path = path
        try:
            self._connection = connect(path, "rw")
        except sqlite3.Error as error:
            raise refused(path, error) from None
        try:
            check(self._connection, path)
            self._connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._connection.execute("BEGIN EXCLUSIVE")
            self._connection.execute("COMMIT")
        except (sqlite3.Error, BadInput) as error:
            self._connection.close()
            if isinstance(error, BadInput):
                raise
            raise refused(path, error) from None

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
        with closing(connect(partial, "rwc")) as connection:
            connection.executescript(SCHEMA)
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
        raise BadInput(f"run file: '{path}' cannot be written: {why(error)}") from None


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
    check_unused(target)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    with opened(source) as origin:
        try:
            with closing(sqlite3.connect(partial)) as duplicate:
                origin.backup(duplicate)
            partial.replace(target)
        except (OSError, sqlite3.Error) as error:
            partial.unlink(missing_ok=True)
            raise BadInput(f"run file: '{target}' cannot be written: {why(error)}") from None


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
