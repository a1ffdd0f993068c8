"""The library's runs as a list reads them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core import library

MOST = 50
"""How many of the last runs are listed."""

STATES = {
    "completed": "Completed",
    "cancelled": "Cancelled",
    "failed": "Stopped by an error",
    "unfinished": "Not finished",
}


@dataclass(frozen=True, slots=True)
class SavedRunRow:
    """One run: its file, name, when it was started and how it stands, in words."""

    path: Path
    name: str
    when: str
    state: str
    resumable: bool


def saved_run_rows() -> list[SavedRunRow]:
    """The last runs, newest first.

    Raises BadInput when the library's folder cannot be used.
    """
    return [
        SavedRunRow(
            run.path, run.name, _local(run.created), STATES.get(run.state, run.state),
            run.state != "completed",
        )
        for run in library.runs()[:MOST]
    ]  # fmt: skip


def _local(created: str) -> str:
    """The time in the zone of this machine; "" for what is no time."""
    try:
        return datetime.fromisoformat(created).astimezone().strftime("%d %B %Y, %H:%M").lstrip("0")
    except (ValueError, OverflowError, OSError):
        return ""
