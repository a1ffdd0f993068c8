"""The person's own words for texts of a write-up, as a run file keeps them."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from core import lines
from core.errors import BadInput
from core.run_database import opened

LONGEST = 2000
"""Characters of a text; the longest computed one has about a thousand."""

MOST_EDITS, LONGEST_EDIT = 1000, 100_000
"""Edits in a file, and characters of one as it is stored."""

NOTHING = "\u00ad\u200b\u2060\ufeff"
"""Characters that texts from web pages have between others, and that nobody can see."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A text in the person's own words, and the computed one that it was written for."""

    computed: str
    text: str


Edits: TypeAlias = Mapping[str, Edit]
"""By the key of the text, as `core.report.texts` gives it."""

NO_EDITS: Edits = {}


def load(path: Path) -> dict[str, Edit]:
    """The edits of a run file.

    Raises BadInput when the file, or one of its edits, cannot be used.
    """
    with opened(path) as connection:
        size = "SELECT count(*), coalesce(max(length(key) + length(value)), 0) FROM edits"
        number, longest = connection.execute(size).fetchone()
        if number > MOST_EDITS or longest > LONGEST_EDIT:
            raise BadInput(f"run file: '{path}' has more edited text than is opened")
        rows = connection.execute("SELECT key, value FROM edits ORDER BY key").fetchall()
    return {str(key): _decoded(path, str(value)) for key, value in rows}


def save(path: Path, key: str, edit: Edit) -> None:
    """Keep an edit in a run file, in place of an earlier one of the same key.

    It stays through a resume and in a copy.
    Raises BadInput when the file cannot be written, as while its run goes on.
    """
    value = json.dumps({"computed": edit.computed, "text": edit.text}, ensure_ascii=False)
    with opened(path) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO edits VALUES (?, ?)", (key, value))


def reset(path: Path, key: str) -> None:
    """Go back to the computed text.

    Raises BadInput when the file cannot be written.
    """
    with opened(path) as connection, connection:
        connection.execute("DELETE FROM edits WHERE key = ?", (key,))


def reset_all(path: Path) -> None:
    """Go back to the computed texts, whatever the edits were.

    Raises BadInput when the file cannot be written.
    """
    with opened(path) as connection, connection:
        connection.execute("DELETE FROM edits")


def cleaned(text: str, field: str = "text") -> str:
    """A text as it is kept: one line, single spaces, letters composed with their accents, nothing
    between them that cannot be seen.

    Raises BadInput, with the field's name, for one that is empty, too long or has control
    characters.
    """
    if len(text) > LONGEST:
        raise BadInput(f"{field}: {len(text):,} characters given; at most {LONGEST:,} are printed")
    plain = re.sub(r"[ \t\r\n\u00a0]+", " ", re.sub(f"[{NOTHING}]", "", text))
    said = unicodedata.normalize("NFC", plain).strip()
    if not said:
        raise BadInput(
            f"{field}: nothing is given; write something, or reset it to the computed text"
        )
    if unseen := lines.refusal(said):
        raise BadInput(f"{field}: {unseen}; take them out")
    return said


def _decoded(path: Path, value: str) -> Edit:
    """An edit of a file that may be anybody's."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    parts = [found.get(name) for name in ("computed", "text")] if isinstance(found, dict) else []
    match parts:
        case [str(computed), str(text)]:
            with _named(path):
                return Edit(computed, cleaned(text))
    raise BadInput(f"run file: '{path}' has an edited text that is damaged")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What is wrong with a text, with the file that it is in."""
    try:
        yield
    except BadInput as error:
        raise BadInput(f"run file: '{path}' has an edited text that is not used; {error}") from None
