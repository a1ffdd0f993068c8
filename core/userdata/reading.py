"""A file or folder read by its settings, remembered as long as it stays as it is."""

import functools
import os
from dataclasses import replace
from pathlib import Path

from core.errors import BadInput
from core.userdata.categorical import counts_column, read_categories, repeats
from core.userdata.choices import Choices, Reading
from core.userdata.loading import shown
from core.userdata.numeric import read_numbers, refusal
from core.userdata.tables import Table, read_table

READERS = {"numbers": read_numbers, "categories": read_categories}


def read(choices: Choices) -> Reading:
    """What a file holds.

    Raises BadInput that names the setting, the file and the line.
    """
    return _remembered(choices, _stamp(choices.path))


def _stamp(path: Path) -> tuple[int, ...]:
    """What changes when a file does."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError as error:
        raise BadInput(f"path: {shown(path)} cannot be read: {error.strerror}") from None
    except ValueError:
        raise BadInput(f"path: {shown(path)} is no name that a file can have") from None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@functools.lru_cache(maxsize=2)
def _remembered(choices: Choices, stamp: tuple[int, ...]) -> Reading:
    return _read_table(read_table(choices.path, choices.header), choices)


def _read_table(table: Table, choices: Choices) -> Reading:
    reads, why = (choices.reads, "") if choices.reads != "auto" else _decide(table, choices)
    if reads not in READERS:
        raise BadInput(f"reads: {table.name} cannot be read as {reads}")
    found = READERS[reads](table, choices)
    return replace(found, notes=(f"{why}.",)) if why else found


def _decide(table: Table, choices: Choices) -> tuple[str, str]:
    """What a table's records are, and why in words that say how to choose otherwise."""
    named = [table.column(name) for name in choices.columns]
    texts = [column for column in named or table.columns if column.others]
    if choices.counts:
        return "categories", "Read as categories, since a column of counts was named"
    if len(texts) == 1 and (counts := counts_column(table, texts[0])) is not None:
        return "categories", (
            f"Read as categories '{texts[0].name}' with their counts '{counts.name}', since no "
            "category comes twice; to choose otherwise, set reads to numbers"
        )
    usable = [column for column in named or table.columns if not refusal(table, column)]
    if usable and len(usable) >= len(named):
        return "numbers", (
            f"Read as numbers, since {len(usable)} of its columns hold numbers; to choose "
            "otherwise, set reads to categories and name one column"
        )
    repeated = [column for column in texts if repeats(table.texts(column.name))]
    if len(named) < 2 and repeated:
        return "categories", (
            f"Read as categories, since most of '{repeated[0].name}' comes more than once; to "
            "choose otherwise, name another column or set reads to text"
        )
    return "numbers", ""
