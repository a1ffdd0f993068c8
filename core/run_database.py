"""A run file as an SQLite database: opened, checked and refused before anything of it is used.

The rollback journal with full synchronisation: a run killed at any moment leaves a file that
opens and resumes, or none.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import BadInput, NotNow

APPLICATION_ID = 0x434C4142
"""'CLAB' in SQLite's header: tells our files from other SQLite files."""
SCHEMA_VERSION = 1
MAX_ROW = 2**30
SMALLEST = 512
"""Bytes of the smallest database: a page."""
SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL,
 arrays BLOB NOT NULL);
CREATE TABLE blocks (arm TEXT NOT NULL, generation INTEGER NOT NULL, role TEXT NOT NULL,
 arrays BLOB NOT NULL, PRIMARY KEY (arm, generation, role)) WITHOUT ROWID;
CREATE TABLE edits (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA application_id={APPLICATION_ID};
PRAGMA user_version={SCHEMA_VERSION};
"""
_TABLES = {"meta", "events", "blocks", "edits"}


class InUse(NotNow):
    """Another process, or a run of this one, is writing the file."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A checked connection for reading; what SQLite finds damaged becomes one sentence.

    Opened for writing where that is allowed: a killed run's journal has to be rolled back first.
    """
    try:
        with closing(connect(path, "rw")) as connection:
            check(connection, path)
            yield connection
    except sqlite3.Error as error:
        raise refused(path, error) from None


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """An unchecked connection, which trusts nothing in the file; mode: "ro", "rw" or "rwc".

    Raises BadInput, without opening it, for what cannot be a run.
    """
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


def settle(path: Path) -> None:
    """Roll back what a killed run left half written, so that the one file is all there is of it.

    Raises InUse when something else has the file, at once; BadInput when it cannot be used.
    """
    try:
        with closing(connect(path, "rw")) as connection:
            connection.execute("PRAGMA busy_timeout=0")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise refused(path, error) from None


def is_database(path: Path) -> bool:
    """Whether a file is what every run is, a database; one that cannot be read is none."""
    try:
        _check_file(path)
        with closing(connect(path, "ro")) as connection:
            connection.execute("PRAGMA schema_version")
    except ValueError:  # BadInput, or a name that no file system takes
        return False
    except sqlite3.Error as error:
        return "not a database" not in str(error)
    return True


def check_ordinary(target: Path) -> None:
    """Refuse to put a file in the place of a device or a pipe, such as /dev/null.

    Raises BadInput.
    """
    if target.exists() and not (target.is_file() or target.is_dir()):
        raise BadInput(f"'{target}' is no ordinary file; choose another place")


def check_unused(target: Path) -> None:
    """Refuse to replace a file that a run is writing, which would write on into nowhere.

    Raises InUse, BadInput for what is no ordinary file.
    """
    check_ordinary(target)
    if not is_database(target):
        return
    try:
        settle(target)
    except InUse:
        raise
    except BadInput:
        return  # a foreign or damaged file may be replaced, as the person has confirmed


def _check_file(path: Path) -> None:
    """Refuse what cannot be a run, without opening it.

    On POSIX, closing a file ends every lock that this process has on it, and so the lock of a run
    that it is writing; only SQLite, which knows of its locks, may open a run.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise NotNow(f"run file: '{path}' cannot be read: {why(error)}") from None
    if path.is_dir() or not os.access(path, os.R_OK):
        reason = os.strerror(errno.EISDIR if path.is_dir() else errno.EACCES)
        raise NotNow(f"run file: '{path}' cannot be read: {reason}")
    if not size:
        raise BadInput(f"run file: '{path}' is empty")
    if size < SMALLEST or not path.is_file():
        raise BadInput(f"run file: '{path}' is not a Collapse Lab run")


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is foreign, newer or damaged, before anything of it is used.

    Raises BadInput.
    """
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


def refused(path: Path, error: sqlite3.Error) -> BadInput:
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


def why(error: Exception) -> str:
    """What the system or SQLite says of an error."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
