"""A column of categories, with or without a column of counts."""

from collections import Counter

import numpy as np

from core.errors import BadInput
from core.userdata.choices import Choices, ColumnSeen, Reading
from core.userdata.facts import MOST_COUNTED, MOST_TYPES, Facts, spectrum_of
from core.userdata.loading import printable
from core.userdata.tables import Column, Table, missing

LABEL_LENGTH = 60


def read_categories(table: Table, choices: Choices) -> Reading:
    """How often each category occurs in the file.

    Raises BadInput with the line and column that cannot be used.
    """
    column = _chosen(table, choices)
    counts = _counts(table, choices, column)
    counted, left_out, first_gap = _added(table, column, counts)
    if first_gap and choices.missing == "refuse":
        raise BadInput(f"missing: {first_gap}; choose missing=drop to leave such rows out")
    seen = tuple(_seen(table, one, column, counts) for one in table.columns)
    facts, values, labels = tallied(counted, table.name, {
        "sha256": table.file.sha256, "size": table.file.size,
        "dialect": table.dialect, "left_out": left_out,
        "kept": tuple(one.name for one in (column, counts) if one is not None),
        "dropped": tuple((one.name, one.why) for one in seen if not one.kept),
    })  # fmt: skip
    return Reading(facts, values, labels, seen, first_gap)


def tallied(
    counted: "Counter[str]", name: str, said: "dict[str, object]"
) -> "tuple[Facts, np.ndarray, tuple[str, ...]]":
    """The facts, counts and labels of categories, the commonest first.

    Raises BadInput where there are too few or too many.
    """
    # By count, then by name, so that rows in another order give the same types.
    ordered = sorted(
        ((label, count) for label, count in counted.items() if count), key=lambda p: (-p[1], p[0])
    )
    if len(ordered) < 2:
        only = f" (“{printable(ordered[0][0], 30)}”)" if ordered else ""
        raise BadInput(
            f"columns: {name} holds {len(ordered)} category{only}; at least 2 are needed"
        )
    if len(ordered) > MOST_TYPES:
        raise BadInput(
            f"columns: {name} holds {len(ordered):,} categories; at most {MOST_TYPES:,} are read"
        )
    values = np.array([count for _, count in ordered], dtype=np.int64)
    if values.astype(np.float64).sum() > MOST_COUNTED:
        raise BadInput(f"counts: those of {name} add up to more than {MOST_COUNTED:,}")
    facts = Facts(
        reads="categories", records=int(values.sum()), universe=len(values),
        spectrum=spectrum_of(values), **said,
    )  # fmt: skip
    return facts, values, tuple(printable(label, LABEL_LENGTH) for label, _ in ordered)


def _chosen(table: Table, choices: Choices) -> Column:
    """The one column of categories."""
    if len(choices.columns) > 1:
        raise BadInput(
            f"columns: {len(choices.columns)} given; categories are read from one, so name one "
            "(and the column of counts as counts)"
        )
    if choices.columns:
        return table.column(choices.columns[0])
    others = [column for column in table.columns if column.name != choices.counts]
    texts = [column for column in others if column.textual]
    return next(iter(table.repeated(texts) or texts or others), table.columns[0])


def counts_column(table: Table, column: Column) -> Column | None:
    """The column of counts that belongs to categories, of a table that has just these two."""
    others = [one for one in table.columns if one is not column]
    if len(others) != 1 or not _counting(others[0]) or others[0].counts_rows(in_order=True):
        return None
    texts = [text for text in table.texts(column.name) if text]
    return others[0] if len(set(texts)) == len(texts) else None


def _counting(column: Column) -> bool:
    held = column.present()
    whole = len(held) > 0 and bool((held == np.round(held)).all() and held.min() >= 0)
    return whole and column.others == 0


def _counts(table: Table, choices: Choices, column: Column) -> Column | None:
    """The column of counts, as it was named or found; None for one record a row."""
    if not choices.counts:
        return counts_column(table, column)
    found = table.column(choices.counts, "counts")
    if found is column:
        raise BadInput(f"counts: '{found.name}' is the column of categories; name another")
    if not _counting(found):
        odd = found.others or not len(found.present())
        held = found.first_other[1] if odd else f"{_odd(found):g}"
        raise BadInput(
            f"counts: column '{found.name}' of {table.name} holds “{printable(held, 30)}”; counts "
            "are whole numbers from 0 on"
        )
    return found


def _odd(column: Column) -> float:
    held = column.present()
    return float(held[(held != np.round(held)) | (held < 0)][0])


def _added(table: Table, column: Column, counts: Column | None) -> "tuple[Counter[str], int, str]":
    """How often each category occurs, how many rows were left out, and the first of them.

    A category with a count beside it is missing only where it is empty: Nan and Null are names.
    """
    added: Counter[str] = Counter()
    left_out, first = 0, ""
    for row, text in enumerate(table.texts(column.name)):
        number = 1.0 if counts is None else counts.numbers[row]
        unnamed = missing(text) if counts is None else not text
        if unnamed or np.isnan(number):
            empty = column if unnamed else counts
            assert empty is not None
            first = first or (
                f"line {table.lines[row]} of {table.name} has no value in column '{empty.name}'"
            )
            left_out += 1
        elif number > MOST_COUNTED:
            raise BadInput(
                f"counts: line {table.lines[row]} of {table.name} holds {number:g}; at most "
                f"{MOST_COUNTED:,} can be counted exactly"
            )
        else:
            added[text] += int(number)
    rows = f"{left_out:,} row" + ("s have gaps" if left_out > 1 else " has gaps")
    return added, left_out, f"{first}, and {rows} in all" if first else ""


def _seen(table: Table, one: Column, column: Column, counts: Column | None) -> ColumnSeen:
    kept = one is column or one is counts
    gaps = one.gaps
    if one is column and counts is not None:
        gaps = sum(not text for text in table.texts(one.name))
    return ColumnSeen(one.name, kept, "" if kept else "neither the categories nor counts", gaps)
