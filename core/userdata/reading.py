"""A file or folder read by its settings, remembered as long as it stays as it is."""

import functools
from dataclasses import replace
from pathlib import Path

from core.errors import BadInput
from core.userdata import folder
from core.userdata.categorical import counts_column, read_categories
from core.userdata.choices import Choices, Reading
from core.userdata.facts import content_of
from core.userdata.lines import read_lines_as_categories, read_text, read_text_column, repeats
from core.userdata.loading import TextFile, load, load_text, shown, status
from core.userdata.numeric import read_numbers, refusal
from core.userdata.tables import Table, find_separator, lists_numbers, parse_table

TABLES = (".csv", ".tsv", ".tab")
"""Names of files that are tables even where they have one column."""
READERS = {
    "numbers": read_numbers,
    "categories": read_categories,
    "text": read_text_column,
}


def read(choices: Choices) -> Reading:
    """What a file or a folder of pictures holds.

    Raises BadInput that names the setting, the file and the line.
    """
    return _remembered(choices, _stamp(choices.path))


def digest(path: Path) -> str:
    """The hash of a file's bytes, or of all pictures in a folder, as it is in facts.

    Raises BadInput where there is none or it cannot be read.
    """
    return folder.digest(path) if path.is_dir() else load(path).sha256


def _stamp(path: Path) -> tuple[int, ...]:
    """What changes when a file does."""
    found = status(path)
    inside = folder.stamp(path) if path.is_dir() else ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, *inside


@functools.lru_cache(maxsize=2)
def _remembered(choices: Choices, stamp: tuple[int, ...]) -> Reading:
    found = _read(choices)
    content = content_of(found.values, found.labels)
    return replace(found, facts=found.facts.model_copy(update={"content": content}))


def _read(choices: Choices) -> Reading:
    path, reads = choices.path, choices.reads
    if path.is_dir():
        if reads not in ("auto", "images"):
            raise BadInput(f"reads: {shown(path)} is a folder, which is read as images alone")
        return folder.read_folder(path, choices)
    if reads == "images":
        raise BadInput(f"reads: {shown(path)} is a file; images are read from a folder of them")
    file = load_text(path)
    if _is_table(file, choices):
        return _read_table(parse_table(file, choices.header), choices)
    return _read_lines(file, reads)


def _is_table(file: TextFile, choices: Choices) -> bool:
    """Whether rows have columns; a list of numbers is a table of one."""
    if choices.columns or choices.counts or file.suffix in TABLES or choices.reads == "numbers":
        return True
    if find_separator(file)[1]:
        return choices.reads != "text"
    return choices.reads == "auto" and lists_numbers(file)


def _read_lines(file: TextFile, reads: str) -> Reading:
    if reads == "text":
        return read_text(file)
    if reads == "categories":
        return read_lines_as_categories(file)
    if repeats(file):
        why = "Read as categories, since the lines come again and again"
        return _told(read_lines_as_categories(file), why, "text")
    why = "Read as text of one record a line"
    return _told(read_text(file), why, "numbers or categories")


def _told(found: Reading, why: str, other: str) -> Reading:
    """The reading, and what was decided for it."""
    note = f"{why}; it can also be read as {other}."
    return replace(found, notes=(note, *found.notes))


def _read_table(table: Table, choices: Choices) -> Reading:
    if choices.reads != "auto":
        return READERS[choices.reads](table, choices)
    reads, why, other = _decide(table, choices)
    return _told(READERS[reads](table, choices), why, other)


def _decide(table: Table, choices: Choices) -> tuple[str, str, str]:
    """What a table's records are, why, and what else could be chosen."""
    named = [table.column(name) for name in choices.columns]
    texts = [column for column in named or table.columns if column.textual]
    if choices.counts:
        return "categories", "Read as categories, since a column of counts is named", "numbers"
    if len(texts) == 1 and (counts := counts_column(table, texts[0])) is not None:
        why = f"Read as categories '{texts[0].name}' with their counts '{counts.name}'"
        return "categories", f"{why}, since none comes twice", "numbers"
    usable = [column for column in named or table.columns if not refusal(table, column)]
    if usable and len(usable) >= len(named):
        count = sum(not column.counts_rows() for column in usable) or len(usable)
        hold = "holds" if count == 1 else "hold"
        why = f"Read as numbers, since {count} of its columns {hold} numbers"
        return "numbers", why, "categories, of one column"
    repeated = table.repeated(texts) if len(named) < 2 else []
    if repeated:
        why = f"Read as categories, since the texts of '{repeated[0].name}' come again and again"
        return "categories", why, "text, or of another column"
    if len(texts) == 1:
        why = f"Read as text, since '{texts[0].name}' has few cells that come more than once"
        return "text", why, "categories"
    return "numbers", "Read as numbers", "text, or as categories of one column"
