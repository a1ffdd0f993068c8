"""Every text of a write-up under a stable key, and the person's own words put in their place.

A text is a paragraph, an entry of a list, a caption or the notes of a table. Its key is made of its
section and of what stays the same while a run goes on: the key of a figure, the lead-in of an
entry, else the words that it starts with, without numbers. So a caveat that comes or goes does not
move another one's edit. Credits, citations and the run's own records are no texts in this sense:
they stay as they are.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias, TypeVar

from core.edits import Edits, cleaned
from core.report.document import (
    Block,
    Document,
    Figure,
    Item,
    Listing,
    Paragraph,
    Section,
    Table,
)
from core.report.fonts import check
from core.report.sections import references

EDITED, OUT_OF_DATE = "[edited]", "[edited, out of date]"
"""What stands behind a text that is not the computed one, in every format."""

KEY_WORDS = 6
"""How many words make the key of a text that has no name."""


class State(Enum):
    """Whose words a text has; an edit is out of date when its computed text has changed since."""

    COMPUTED = "computed"
    EDITED = "edited"
    OUT_OF_DATE = "out of date"


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a write-up: where it stands, what was computed, and what is printed.

    section: the heading it is under, "" in the first one. what: such as "Caption of Figure 1", or
    the lead-in of an entry.
    """

    key: str
    section: str
    what: str
    computed: str
    text: str
    state: State


@dataclass(frozen=True, slots=True)
class _Place:
    key: str
    section: str
    what: str


_Change: TypeAlias = Callable[[_Place, str], str]
_AnyBlock = TypeVar("_AnyBlock", bound=Block)


def texts(document: Document, edits: Edits) -> list[Text]:
    """The texts of a computed write-up in reading order, with the edits that are theirs."""
    found: list[Text] = []

    def note(place: _Place, computed: str) -> str:
        edit = edits.get(place.key)
        text, state = computed, State.COMPUTED
        if edit is not None:
            text = edit.text
            state = State.EDITED if edit.computed == computed else State.OUT_OF_DATE
        found.append(Text(place.key, place.section, place.what, computed, text, state))
        return computed

    _changed(document, note)
    return found


def edited(document: Document, edits: Edits) -> Document:
    """The write-up with the person's texts, each marked, and a line that says how many they are.

    Raises BadInput for a text that the fonts cannot print.
    """
    found = texts(document, edits)
    own = {text.key: text for text in found if text.state is not State.COMPUTED}
    if not own:
        return document
    for text in own.values():
        check_text(text.text, f"edited text '{text.key}'")

    def put(place: _Place, computed: str) -> str:
        return _marked(own[place.key]) if place.key in own else computed

    return _with_line(_changed(document, put), _line(list(own.values()), len(found)))


def check_text(text: str, field: str = "text") -> str:
    """The text as it is kept and printed.

    Raises BadInput, with the field's name, for one that is empty, too long, or has characters that
    cannot be printed.
    """
    said = cleaned(text, field)
    check(field, said)
    return said


def _marked(text: Text) -> str:
    mark = EDITED if text.state is State.EDITED else OUT_OF_DATE
    # A colon stays last: what it leads in is kept on its page by that.
    return f"{text.text[:-1]} {mark}:" if text.text.endswith(":") else f"{text.text} {mark}"


def _line(own: list[Text], every: int) -> str:
    """How many texts are the person's, and how they can be told."""
    were = "was" if len(own) == 1 else "were"
    late = sum(text.state is State.OUT_OF_DATE for text in own)
    or_late = f", or {OUT_OF_DATE} where the run read otherwise at that time ({late})"
    return (
        f"{len(own)} of the {every} texts of this write-up {were} edited by the author, and marked "
        f"{EDITED}{or_late if late else ''}. All others, and the numbers in tables and charts, "
        "were computed from the run."
    )


def _with_line(document: Document, line: str) -> Document:
    """The document with a note behind the paragraphs that it begins with."""
    first, *others = document.sections
    leading = [isinstance(block, Paragraph) for block in first.blocks]
    at = leading.index(False) if False in leading else len(leading)
    blocks = (*first.blocks[:at], Paragraph(line, "note"), *first.blocks[at:])
    return replace(document, sections=(replace(first, blocks=blocks), *others))


# The walk


def _changed(document: Document, change: _Change) -> Document:
    """The document with each text as `change` returns it."""
    return replace(
        document, sections=tuple(_section(document, one, change) for one in document.sections)
    )


def _section(document: Document, section: Section, change: _Change) -> Section:
    if section.key == references.KEY:
        return section
    taken: Counter[str] = Counter()

    def named(name: str, what: str, text: str) -> str:
        if not text:
            return text
        taken[name] += 1
        number = f"-{taken[name]}" if taken[name] > 1 else ""
        return change(_Place(f"{section.key}/{name}{number}", section.title, what), text)

    blocks = tuple(_block(document, block, named) for block in section.blocks)
    return replace(section, blocks=blocks)


_Named: TypeAlias = Callable[[str, str, str], str]


def _block(document: Document, block: _AnyBlock, named: _Named) -> _AnyBlock:
    match block:
        case Paragraph(role="finding"):
            return replace(block, text=named("finding", "Finding", block.text))
        case Paragraph():
            what = "Note" if block.role == "note" else "Paragraph"
            return replace(block, text=named(_slug(block.text), what, block.text))
        case Listing(emitted=True):
            return block
        case Listing():
            return replace(block, items=tuple(_item(item, named) for item in block.items))
        case Figure():
            what = f"Caption of Figure {document.number(block)}"
            return replace(block, caption=named(f"{block.key}-caption", what, block.caption))
        case Table():
            table = f"Table {document.number(block)}"
            caption = named("table-caption", f"Caption of {table}", block.caption)
            notes = named("table-notes", f"Notes of {table}", block.notes)
            return replace(block, caption=caption, notes=notes)
        case _:
            return block


def _item(item: Item, named: _Named) -> Item:
    what = item.lead.rstrip(".:") or "Point"
    name = "-".join(_words(item.lead)) or _slug(item.text)
    return replace(item, text=named(name, what, item.text))


def _slug(text: str) -> str:
    """The first words, without those that have digits."""
    steady = [part for part in text.split() if not any(char.isdigit() for char in part)]
    return "-".join(_words(" ".join(steady))[:KEY_WORDS]) or "text"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
