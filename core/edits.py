"""The person's own words for texts of a write-up, as a run file keeps them."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from core import lines, runfile
from core.errors import BadInput

LONGEST = 2000
"""Characters of a text; the longest computed one has about a thousand."""

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
    return {key: _decoded(path, value) for key, value in runfile.open_edits(path).items()}


def save(path: Path, key: str, edit: Edit) -> None:
    """Keep an edit in a run file, in place of an earlier one of the same key.

    Raises BadInput when the file cannot be written.
    """
    value = json.dumps({"computed": edit.computed, "text": edit.text}, ensure_ascii=False)
    runfile.write_edit(path, key, value)


def reset(path: Path, key: str) -> None:
    """Go back to the computed text.

    Raises BadInput when the file cannot be written.
    """
    runfile.write_edit(path, key, None)


def reset_all(path: Path) -> None:
    """Go back to the computed texts, whatever the edits were.

    Raises BadInput when the file cannot be written.
    """
    runfile.clear_edits(path)


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
