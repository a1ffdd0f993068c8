"""Columns of numbers as vectors: which columns are kept, and what becomes of gaps."""

import numpy as np

from core.errors import BadInput
from core.records import BoolArray
from core.userdata.choices import Choices, ColumnSeen, Reading
from core.userdata.facts import FEWEST_RECORDS, LARGEST_NUMBER, MOST_DIMENSIONS, MOST_RECORDS, Facts
from core.userdata.loading import printable
from core.userdata.tables import Column, Table


def read_numbers(table: Table, choices: Choices) -> Reading:
    """The rows of the kept columns as records.

    Raises BadInput with the line and column that cannot be used.
    """
    kept, seen = _chosen(table, choices) if choices.columns else _fitting(table)
    if not kept:
        reasons = "; ".join(f"'{one.name}': {one.why}" for one in seen[:5])
        raise BadInput(f"columns: {table.name} has no column of numbers to learn from ({reasons})")
    if len(kept) > MOST_DIMENSIONS:
        raise BadInput(
            f"columns: {table.name} has {len(kept)} columns of numbers; at most {MOST_DIMENSIONS} "
            "are used, so name those to keep"
        )
    check_range(table, kept)
    values = np.stack([column.numbers for column in kept], axis=1)
    gaps = np.isnan(values)
    first_gap = _say_gap(table, kept, gaps)
    if first_gap and choices.missing == "refuse":
        raise BadInput(f"missing: {first_gap}; choose missing=drop to leave such rows out")
    values = values[~gaps.any(axis=1)]
    _check_left(table, kept, values.shape[0], int(gaps.any(axis=1).sum()))
    for place, column in enumerate(kept):
        if bool((values[:, place] == values[0, place]).all()):
            raise BadInput(
                f"columns: '{column.name}' of {table.name} is always {values[0, place]:g} in the "
                "rows without gaps, so there is nothing to learn from it; leave it out"
            )
    facts = Facts(
        reads="numbers", sha256=table.file.sha256, size=table.file.size, records=len(values),
        shape=(len(kept),), kept=tuple(column.name for column in kept),
        dropped=tuple((one.name, one.why) for one in seen if not one.kept),
        left_out=int(gaps.any(axis=1).sum()), dialect=table.dialect,
    )  # fmt: skip
    return Reading(facts, values, columns=tuple(seen), first_gap=first_gap)


def _fitting(table: Table) -> "tuple[list[Column], list[ColumnSeen]]":
    """The columns that can be learned from, and what is said of each."""
    said = [(column, refusal(table, column)) for column in table.columns]
    # A number for each row is an id, unless there is nothing else.
    others = any(not why and not column.counts_rows() for column, why in said)
    said = [
        (column, why or ("it only numbers the rows" if others and column.counts_rows() else ""))
        for column, why in said
    ]
    seen = [ColumnSeen(column.name, not why, why, column.gaps) for column, why in said]
    return [column for column, why in said if not why], seen


def _chosen(table: Table, choices: Choices) -> "tuple[list[Column], list[ColumnSeen]]":
    """The columns that were named, each of which must do."""
    if len(set(choices.columns)) < len(choices.columns):
        raise BadInput("columns: one is named twice; name each once")
    kept = [table.column(name) for name in choices.columns]
    for column in kept:
        why = refusal(table, column)
        if why:
            raise BadInput(
                f"columns: '{column.name}' of {table.name} cannot be used: {why}{_text(column)}"
            )
    seen = [
        ColumnSeen(
            column.name,
            column in kept,
            "" if column in kept else "not among the columns that were chosen",
            column.gaps,
        )
        for column in table.columns
    ]
    return kept, seen


def _text(column: Column) -> str:
    """What stands where a number should; not for a write-up, since it may be somebody's name."""
    _, text = column.first_other
    if not column.others:
        return ""
    thousands = "," in text and any(c.isdigit() for c in text)
    hint = "; write numbers without thousands separators" if thousands else ""
    return f", but “{printable(text, 30)}”{hint}"


def refusal(table: Table, column: Column) -> str:
    """Why a column cannot be learned from; "" where it can."""
    if column.gaps == len(column.numbers):
        return "every cell is missing"
    if column.others:
        return f"no number in line {table.lines[column.first_other[0]]}"
    if column.constant():
        return f"it is always {column.present()[0]:g}"
    return ""


def check_range(table: Table, kept: "list[Column]") -> None:
    """No infinite number, and none whose square overflows."""
    for column in kept:
        too_large = np.flatnonzero(np.abs(column.numbers) > LARGEST_NUMBER)
        if len(too_large):
            row = too_large[0]
            raise BadInput(
                f"columns: line {table.lines[row]} of {table.name} holds "
                f"{column.numbers[row]:g} in column '{column.name}'; numbers up to "
                f"{LARGEST_NUMBER:g} are read, so correct it or leave the column out"
            )


def _say_gap(table: Table, kept: "list[Column]", gaps: BoolArray) -> str:
    """Where the first missing value stands, and how many rows have one; "" where none is."""
    rows = np.flatnonzero(gaps.any(axis=1))
    if not len(rows):
        return ""
    column = kept[int(gaps[rows[0]].argmax())]
    total = f"{len(rows):,} row" + ("s have gaps" if len(rows) > 1 else " has gaps")
    return (
        f"line {table.lines[rows[0]]} of {table.name} has no value in column '{column.name}', "
        f"and {total} in all"
    )


def _check_left(table: Table, kept: "list[Column]", left: int, dropped: int) -> None:
    if left > MOST_RECORDS:
        raise BadInput(
            f"path: {table.name} has {left:,} rows; at most {MOST_RECORDS:,} are read, so give a "
            "part of it"
        )
    if left >= FEWEST_RECORDS:
        return
    gaps = f" without gaps in {len(kept)} columns" if dropped else ""
    raise BadInput(
        f"path: {table.name} has {left} rows{gaps}; at least {FEWEST_RECORDS} are needed, so that "
        "a tenth and a fifth of them can be kept apart for verifiers and metrics"
    )
