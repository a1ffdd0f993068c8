"""What the person calls a run and writes beside it, as the run file keeps them.

The experiment's own name is sealed by the hashes and stays what it is; a title stands beside it.
"""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from core import lines
from core.errors import BadInput
from core.run_database import opened, settle

LONGEST_TITLE, LONGEST_NOTE = 60, 4000
"""Characters of each."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The person's own words on a run; "" where there are none."""

    title: str = ""
    note: str = ""


def load(path: Path) -> Labels:
    """The labels of a run file, which may be anybody's: what could not have been kept is left out.

    Raises BadInput when the file cannot be used.
    """
    query = "SELECT value FROM meta WHERE key = ? AND typeof(value) = 'text' AND length(value) <= ?"
    with opened(path) as connection:
        found = [
            connection.execute(query, limit).fetchone()
            for limit in (("title", LONGEST_TITLE), ("note", LONGEST_NOTE))
        ]
    title, note = (row[0] if row else "" for row in found)
    return Labels("" if lines.refusal(title) else title, cleaned_note(note))


def save_title(path: Path, title: str) -> None:
    """Call a run by another name; "" goes back to its experiment's.

    Raises BadInput when the title or the file cannot be used, as while its run goes on.
    """
    _save(path, "title", cleaned_title(title))


def save_note(path: Path, note: str) -> None:
    """Keep a note with a run; "" drops it.

    Raises BadInput when the note or the file cannot be used, as while its run goes on.
    """
    _save(path, "note", cleaned_note(note))


def cleaned_title(text: str) -> str:
    """A title as it is kept, on one line.

    Raises BadInput for one that is too long or holds what cannot be seen.
    """
    said = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(said) > LONGEST_TITLE:
        raise BadInput(f"name: {len(said)} characters given; at most {LONGEST_TITLE} are kept")
    if unseen := lines.refusal(said):
        raise BadInput(f"name: {unseen}; take them out")
    return said


def cleaned_note(text: str) -> str:
    """A note as it is kept: plain lines, without characters that cannot be seen.

    Raises BadInput for one that is too long.
    """
    rows = unicodedata.normalize("NFC", text).replace("\t", " ").splitlines()
    said = "\n".join("".join(c for c in row if not lines.refusal(c)) for row in rows).strip()
    if len(said) > LONGEST_NOTE:
        raise BadInput(f"note: {len(said):,} characters given; at most {LONGEST_NOTE:,} are kept")
    return said


def _save(path: Path, key: str, value: str) -> None:
    settle(path)
    with opened(path) as connection, connection:
        if value:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
        else:
            connection.execute("DELETE FROM meta WHERE key = ?", (key,))
