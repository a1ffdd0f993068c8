"""The log: one small file that is rotated, in the platform's place for logs.

It holds faults of the program and warnings, never settings, records or personal details; the
person's home folder is written as ~.
"""

import faulthandler
import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile

from core.library import HOME_VARIABLE
from desktop_app.claim import claim

log = logging.getLogger(__name__)

LOG_BYTES, OLDER_LOGS = 500_000, 2
LONGEST_LINE = 300
"""Characters of a line: what a library puts into a message may be as long as the data."""
_HELD: list[QLockFile] = []
"""The claim on this window's file, for as long as the process lives."""

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOG = "collapse-lab.log"
HARD = ("hard-crash.txt", "hard-crash-2.txt", "hard-crash-3.txt", "hard-crash-4.txt")
"""One for each window that may be open; a further one writes no such file."""


def folder() -> Path:
    """Where the log is: inside COLLAPSE_LAB_HOME, or the platform's folder; it may not exist yet.

    On Linux that is ~/.local/state/collapse-lab/log, on macOS ~/Library/Logs/collapse-lab.
    """
    given = os.environ.get(HOME_VARIABLE)
    return Path(given) / "logs" if given else Path(platformdirs.user_log_dir("collapse-lab", False))


def start() -> None:
    """Log to stderr, and to the file where it can be written.

    What ends the interpreter itself is written by `faulthandler` into a file beside it, one a
    window, which is taken into the log at the next start.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler()] if sys.stderr else []
    unwritten = ""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        handlers.append(
            RotatingFileHandler(
                folder() / LOG, maxBytes=LOG_BYTES, backupCount=OLDER_LOGS, delay=True,
                encoding="utf-8", errors="backslashreplace",
            )
        )  # fmt: skip
    except OSError as error:
        unwritten = str(error)
    for handler in handlers:
        handler.setFormatter(_Plain(FORM))
    logging.basicConfig(level=logging.WARNING, handlers=handlers)
    if unwritten:
        log.warning("no log file: %s", unwritten)
    else:
        _watch_for_hard_crashes()


def _watch_for_hard_crashes() -> None:
    """Take up what windows that are gone have left, and have a file of this window's own."""
    free = [(path, held) for path in map(folder().joinpath, HARD) if (held := claim(path))]
    try:
        for path, _ in free:
            if left := path.read_text(errors="replace") if path.exists() else "":
                log.warning(
                    "an earlier start ended in a crash of the interpreter\n%s", left[:LOG_BYTES]
                )
                path.write_text("")
        if free:
            path, held = free[0]
            _HELD[:] = [held]
            faulthandler.enable(path.open("w"))
    except OSError as error:
        log.warning("no file for crashes of the interpreter: %s", error)


def without_details(text: str) -> str:
    """A text for the log or a report: without the home folder's name, and with no endless line."""
    home = str(Path.home())
    lines = text.replace(home, "~").split("\n") if len(home) > 1 else text.split("\n")
    return "\n".join(
        line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines
    )


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """The record's lines, without details."""
        return without_details(super().format(record))
