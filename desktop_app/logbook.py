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

from core.library import HOME_VARIABLE

log = logging.getLogger(__name__)

LOG_BYTES, OLDER_LOGS = 500_000, 2
LONGEST_LINE = 300
"""Characters of a line: what a library puts into a message may be as long as the data."""
FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOG, HARD = "collapse-lab.log", "hard-crash.txt"


def folder() -> Path:
    """Where the log is: inside COLLAPSE_LAB_HOME, or the platform's folder; it may not exist yet.

    On Linux that is ~/.local/state/collapse-lab/log, on macOS ~/Library/Logs/collapse-lab.
    """
    given = os.environ.get(HOME_VARIABLE)
    return Path(given) / "logs" if given else Path(platformdirs.user_log_dir("collapse-lab", False))


def start() -> None:
    """Log to stderr, and to the file where it can be written.

    What ends the interpreter itself is written by `faulthandler` into a file beside it, which is
    taken into the log at the next start.
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
    try:
        path = folder() / HARD
        left = path.read_text(errors="replace") if path.exists() else ""
        if left:
            log.warning("the last start ended in a crash of the interpreter\n%s", left[:LOG_BYTES])
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
