"""Text of one record a line, or a column of texts."""

from collections import Counter
from collections.abc import Iterable, Iterator

from core.errors import BadInput
from core.sources.text import LENGTH, Corpus, corpus
from core.text import tokenised
from core.userdata.categorical import tallied
from core.userdata.choices import Choices, ColumnSeen, Reading
from core.userdata.facts import FEWEST_RECORDS, Facts
from core.userdata.loading import TextFile
from core.userdata.tables import Table

MOST_LINES = 200_000
LONGEST_LINE = 100_000
"""Characters; a longer one is no line of records."""
FEWEST_WORDS = 10
"""Words that occur twice at least: below that nothing follows from what came before."""


def read_text(file: TextFile) -> Reading:
    """Each line that holds a word as one record.

    Raises BadInput with the line that cannot be used.
    """
    found = _corpus(file, _checked(file))
    return Reading(_facts(file, found, f"{file.encoding}; one record a line"), found.tokens,
                   found.words, notes=_cut(found))  # fmt: skip


def read_text_column(table: Table, choices: Choices) -> Reading:
    """Each cell of a column of texts as one record.

    Raises BadInput when no one column can be told to be meant.
    """
    named = choices.columns or tuple(column.name for column in table.columns if column.textual)
    if len(named) != 1:
        raise BadInput(
            f"columns: {len(named)} columns of {table.name} could be the text; name the one to read"
        )
    name = table.column(named[0]).name
    _check_lines(table.file, len(table.lines))
    found = _corpus(table.file, table.texts(name))
    others = [column for column in table.columns if column.name != name]
    seen = [ColumnSeen(column.name, False, "not the text", column.gaps) for column in others]
    facts = _facts(table.file, found, table.dialect).model_copy(
        update={"kept": (name,), "dropped": tuple((one.name, one.why) for one in seen)}
    )
    kept = ColumnSeen(name, True, "", table.column(name).gaps)
    return Reading(facts, found.tokens, found.words, (kept, *seen), notes=_cut(found))


def repeats(file: TextFile) -> bool:
    """Whether a line comes twice or more on average."""
    counted = Counter(line.strip() for line in file.lines())
    counted.pop("", None)
    return counted.total() >= 2 * len(counted) > 0


def read_lines_as_categories(file: TextFile) -> Reading:
    """How often each line occurs, blank ones left out."""
    counted = Counter(line.strip() for line in _checked(file))
    counted.pop("", None)
    facts, values, labels = tallied(counted, file.name, {
        "sha256": file.sha256, "size": file.size, "dialect": f"{file.encoding}; one record a line",
    })  # fmt: skip
    return Reading(facts, values, labels)


def _checked(file: TextFile) -> Iterator[str]:
    """The lines, none too long and not too many."""
    number = 0
    for number, line in enumerate(file.lines(), start=1):
        if len(line) > LONGEST_LINE:
            raise BadInput(
                f"path: line {number} of {file.name} has {len(line):,} characters; at most "
                f"{LONGEST_LINE:,} are read, so put each record on a line of its own"
            )
        _check_lines(file, number)
        yield line


def _check_lines(file: TextFile, lines: int) -> None:
    if lines > MOST_LINES:
        raise BadInput(f"path: {file.name} has more than {MOST_LINES:,} lines; give a part of it")


def _corpus(file: TextFile, texts: Iterable[str]) -> Corpus:
    """The records, in rows that are no longer than the longest."""
    held = list(texts)
    longest = max((len(tokenised(text[: 50 * LENGTH])) for text in held), default=0)
    found = corpus(held, max(2, min(longest, LENGTH)))
    if len(found.tokens) < FEWEST_RECORDS:
        raise BadInput(
            f"path: {file.name} has {len(found.tokens)} lines with words; at least "
            f"{FEWEST_RECORDS} are needed, one record a line"
        )
    if len(found.words) < FEWEST_WORDS + 2:
        raise BadInput(
            f"path: in {file.name} only {len(found.words) - 2} words occur more than once; at "
            f"least {FEWEST_WORDS} must, for a model to learn what follows what"
        )
    return found


def _facts(file: TextFile, found: Corpus, dialect: str) -> Facts:
    records, length = found.tokens.shape
    return Facts(
        reads="text", sha256=file.sha256, size=file.size, records=records, shape=(length,),
        universe=len(found.words), dialect=dialect,
    )  # fmt: skip


def _cut(found: Corpus) -> tuple[str, ...]:
    """What was done to the text."""
    full = int((found.tokens[:, -1] > 0).sum())
    said = f"Listed are the {len(found.words) - 2:,} words and marks that occur twice at least."
    if found.tokens.shape[1] < LENGTH or not full:
        return (said,)
    return (f"{said} {full:,} records fill {LENGTH} words and marks, or were cut there.",)
