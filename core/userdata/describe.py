"""What was made of a file, in sentences for the write-up."""

from core.userdata.facts import Facts
from core.userdata.loading import shown

NOUNS = {"numbers": "rows", "categories": "records", "text": "lines", "images": "pictures"}
MOST_NAMED = 8
"""Columns that a sentence names."""


def description(path: str, facts: Facts, noun: str, standardise: bool, truth: str) -> str:
    """Which file, how it was read, what was kept of it, what the truth is, and its hash."""
    what = {
        "numbers": _numbers, "categories": _categories, "text": _text, "images": _images,
    }[facts.reads](facts, standardise)  # fmt: skip
    place = "folder" if facts.reads == "images" else "file"
    gaps = f" {facts.left_out:,} rows with gaps were left out." if facts.left_out else ""
    few = ""
    if facts.reads != "categories" and facts.used < facts.records:
        few = f" A run uses {facts.used:,} of them, drawn by its seed."
    return (
        f"{facts.records:,} {noun} of the {place} {shown(path)} ({facts.dialect}).{few} "
        f"{what}{gaps}{truth} SHA-256: {facts.sha256}."
    )


def _numbers(facts: Facts, standardise: bool) -> str:
    """Units matter: distances and kernels mix the columns."""
    units = "Columns keep their own units, so that those with large numbers decide distances."
    if standardise:
        units = (
            "Each is taken less its mean and over its standard deviation in the whole file, so "
            "that all weigh the same in distances."
        )
    return f"Columns: {listed(facts.kept)}. {units}{_dropped(facts)}"


def _categories(facts: Facts, _: bool) -> str:
    of = ""
    if facts.kept:
        counts = f", with the counts of column ‘{facts.kept[1]}’" if len(facts.kept) > 1 else ""
        of = f" of column ‘{facts.kept[0]}’{counts}"
    return f"They are of {facts.universe:,} categories{of}.{_dropped(facts)}"


def _text(facts: Facts, _: bool) -> str:
    return (
        f"All is in lower case, cut after {facts.shape[0]} words and marks; each number is one and "
        f"the same mark, and words that occur once are one unlisted word. {facts.universe - 2:,} "
        f"words and marks are listed.{_dropped(facts)}"
    )


def _images(facts: Facts, _: bool) -> str:
    rows, columns = facts.shape
    return f"Each has {columns} x {rows} pixels."


def _dropped(facts: Facts) -> str:
    if not facts.dropped:
        return ""
    return f" Left out: {listed(tuple(f'{name} ({why})' for name, why in facts.dropped))}."


def listed(names: tuple[str, ...]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
