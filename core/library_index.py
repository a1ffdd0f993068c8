"""What is known of the library's files without opening them: a cache, and never more than that.

It can be deleted at any time. Whatever is not in it, or is no longer as it was, is read again.
"""

import functools
import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from hashlib import sha256
from importlib import resources
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from core.environment import installed_version
from core.saved_run import File, SavedRun

log = logging.getLogger(__name__)

NAME = ".library-index.sqlite"
WORDING = ("core", "core.analysis", "core.metrics")
"""The packages whose code decides what a finding says."""
MOST_BODY = 100_000
"""Characters that one file's entry may have; a finding and a note have some thousands."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, size INTEGER NOT NULL,
 changed INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
"""
_SAVED = TypeAdapter(SavedRun)


class Index:
    """The entries of one library folder; a run, or "" for a file that is no run."""

    def __init__(self, home: Path) -> None:
        """Hold the folder; nothing is opened yet."""
        self._path = home / NAME

    def known(self, files: Iterable[File]) -> dict[Path, SavedRun | None]:
        """What is known of these files, as long as they have not changed; None: it is no run."""
        rows: dict[str, tuple[int, int, str]] = {}
        with self._opened() as connection:
            if connection is not None:
                query = "SELECT name, size, changed, body FROM files WHERE length(body) <= ?"
                rows = {str(row[0]): row[1:] for row in connection.execute(query, (MOST_BODY,))}
        found = {}
        for file in files:
            size, changed, body = rows.get(_key(file), (None, None, ""))
            if (size, changed) == (file.size, file.changed):
                try:
                    found[file.path] = _decoded(body, file)
                except (ValidationError, TypeError, ValueError, RecursionError):
                    continue
        return found

    def keep(self, file: File, run: SavedRun | None) -> None:
        """Remember what was read of a file; None: that it is no run."""
        row = (_key(file), file.size, file.changed, _encoded(run))
        with self._opened() as connection:
            if connection is not None:
                connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", row)

    def prune(self, files: Iterable[File]) -> None:
        """Forget every file but these."""
        names = [(_key(file),) for file in files]
        with self._opened() as connection:
            if connection is not None:
                connection.execute("CREATE TEMP TABLE kept (name TEXT PRIMARY KEY)")
                connection.executemany("INSERT INTO kept VALUES (?)", names)
                connection.execute("DELETE FROM files WHERE name NOT IN (SELECT name FROM kept)")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        """A connection in a transaction; None where there is no use of one.

        What fails within it is left undone. An index that cannot be used is thrown away:
        everything in it can be read again.
        """
        try:
            connection = self._connect()
        except (sqlite3.Error, OSError) as error:
            log.info("the library's index is not used: %s", error)
            yield None
            return
        with closing(connection):
            try:
                with connection:
                    yield connection
            except sqlite3.Error as error:
                log.info("the library's index is not used: %s", error)
                if not _passes(error):
                    self._drop()

    def _connect(self) -> sqlite3.Connection:
        for _ in range(2):
            connection = sqlite3.connect(self._path, timeout=0.2)
            try:
                if _is_ours(connection):
                    return connection
            except sqlite3.DatabaseError as error:
                if _passes(error):
                    connection.close()
                    raise
            connection.close()
            self._drop()
        raise sqlite3.OperationalError("it cannot be made anew")

    def _drop(self) -> None:
        for path in (self._path, Path(f"{self._path}-journal")):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _passes(error: sqlite3.Error) -> bool:
    """Whether the index itself is sound: another process has it, or it can only be read."""
    passing = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return (code & 0xFF) in passing  # the rest of a code tells more about it


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether it is of this version of the app, as a new one is by then."""
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA synchronous=OFF")  # what a crash of the machine costs is read again
    stamp = connection.execute("PRAGMA user_version").fetchone()[0]
    objects = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
    if not stamp and not objects:
        connection.executescript(f"{SCHEMA} PRAGMA user_version={wording_version()};")
        return True
    return bool(stamp == wording_version() and objects == [("table", "files")])


@functools.cache
def wording_version() -> int:
    """A number that changes with the app's version, and with the code that words a finding."""
    digest = sha256(installed_version("collapse-lab").encode())
    for package in WORDING:
        modules = sorted(resources.files(package).iterdir(), key=lambda module: module.name)
        for module in modules:
            if module.name.endswith(".py"):
                digest.update(module.read_bytes())
    return int.from_bytes(digest.digest()[:4], "big") >> 1 or 1


def _key(file: File) -> str:
    """A file's name; bytes of it that are no text in any encoding are written out."""
    return file.path.name.encode(errors="backslashreplace").decode()


def _encoded(run: SavedRun | None) -> str:
    """The run as JSON, without the file that it is."""
    if run is None:
        return ""
    body = asdict(run)
    del body["file"]
    return json.dumps(body)


def _decoded(body: str, file: File) -> SavedRun | None:
    if not body:
        return None
    found = json.loads(body)
    return _SAVED.validate_python(found | {"file": file})
