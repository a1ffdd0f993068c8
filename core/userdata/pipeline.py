"""Recorded generations, read as their reference was: what an audit measures."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.errors import BadInput
from core.learners.recorded import FEWEST_RECORDS, Recording
from core.records import AnyArray, Batch, Counts, RecordKind
from core.sources.file import FileSource
from core.userdata import likened
from core.userdata.choices import Reading
from core.userdata.loading import shown
from core.userdata.pieces import (
    Piece,
    by_column,
    by_file,
    by_folder,
    check_together,
    with_texts,
)
from core.userdata.reading import read


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Recorded generations as a reference has its own records.

    batches: [1 replicate, records] each, in order. beyond: how many categories the reference lacks.
    """

    name: str
    recording: Recording
    batches: tuple[Batch, ...]
    beyond: int


def read_pipeline(path: str, column: str, source: FileSource) -> Pipeline:
    """The generations recorded at a path.

    Raises BadInput with one sentence that names the file and what is wrong with it.
    """
    own = read(source.choices())
    if source.gives is RecordKind.IMAGES:
        labels, batches, digest = _pictures(Path(path), source)
        beyond = 0
    else:
        pieces, digest, cells = _pieces(Path(path), column, source)
        labels = tuple(piece.label for piece in pieces)
        batches, beyond = _batches(pieces, source, own, cells)
    sizes = tuple(int(batch.sizes()[0]) for batch in batches)
    _check_sizes(shown(path), labels, sizes)
    same = _same_records(batches[0], source, own)
    unknown = _unknown(batches, own)
    recording = Recording(
        sha256=digest, labels=labels, sizes=sizes, the_reference=same, unknown=unknown
    )
    return Pipeline(shown(path), recording, batches, beyond)


def _pictures(path: Path, source: FileSource) -> tuple[tuple[str, ...], tuple[Batch, ...], str]:
    if not path.is_dir():
        raise BadInput(
            f"path: {shown(path)} is a file, but the reference is a folder of pictures; give a "
            "folder that holds a folder of pictures for each generation"
        )
    digest, batches, pieces, size = sha256(), [], by_folder(path), 0
    for piece in pieces:
        batch, told = likened.pictures(piece, source)
        size += batch.values.nbytes
        check_together(size, path)
        digest.update(f"{piece.label}\0{told}\n".encode())
        batches.append(batch)
    return tuple(piece.label for piece in pieces), tuple(batches), digest.hexdigest()


def _pieces(path: Path, column: str, source: FileSource) -> tuple[list[Piece], str, str]:
    """The generations, their hash, and the column of categories or text ("" for lines)."""
    kept = source.understood.kept
    if path.is_dir():
        pieces, digest = by_file(path, lines=not kept)
        return pieces, digest, kept[0] if kept else ""
    pieces, digest, by = by_column(path, column)
    if by in kept:
        raise BadInput(
            f"source.columns: the reference has a column '{by}' too, which says the generation in "
            f"{shown(path)}; name those to compare, as in --set 'source.columns=[\"…\"]'"
        )
    return pieces, digest, kept[0] if kept else _only_other(pieces[0], by)


def _only_other(piece: Piece, by: str) -> str:
    """The column of a table that is compared with the lines of a reference without columns."""
    assert piece.table is not None
    others = [one.name for one in piece.table.columns if one.name != by]
    if len(others) != 1:
        raise BadInput(
            f"path: the reference has no columns, but {piece.name} has {len(others)} beside "
            f"'{by}'; keep one of them"
        )
    return others[0]


def _batches(
    pieces: list[Piece], source: FileSource, own: Reading, column: str
) -> tuple[tuple[Batch, ...], int]:
    vectors = source.gives is RecordKind.VECTORS
    for table in {id(piece.table): piece.table for piece in pieces}.values():
        if table is not None:
            columns = likened.same_columns(table, own.facts.kept if vectors else [column])
            if vectors:
                likened.check_numbers(table, columns)
    if vectors:
        return tuple(likened.numbers(piece, source, own) for piece in pieces), 0
    every = with_texts(pieces, column)
    if source.gives is RecordKind.TEXT:
        return tuple(likened.text(texts, own) for _, texts in every), 0
    return likened.categories([likened.tally(piece, texts, source) for piece, texts in every], own)


def _check_sizes(name: str, labels: tuple[str, ...], sizes: tuple[int, ...]) -> None:
    least = int(np.argmin(sizes))
    if sizes[least] < FEWEST_RECORDS:
        raise BadInput(
            f"path: generation '{labels[least]}' of {name} has {sizes[least]} records; at least "
            f"{FEWEST_RECORDS} are needed in every generation"
        )


def _unknown(batches: tuple[Batch, ...], own: Reading) -> tuple[int, ...]:
    """How many records of each generation are of categories that the reference lacks."""
    counted = [batch for batch in batches if isinstance(batch, Counts)]
    return tuple(int(one.counts[0, one.types >= len(own.labels)].sum()) for one in counted)


def _same_records(first: Batch, source: FileSource, own: Reading) -> bool:
    """Whether generation 0 holds the reference's records, in any order."""
    if isinstance(first, Counts):
        held = first.at(np.arange(first.universe))[0]
        return bool(np.array_equal(held, np.pad(own.values, (0, len(held) - len(own.values)))))
    return _alike(first.values[0], source.in_its_units(own.values, own.values))


def _alike(one: AnyArray, other: AnyArray) -> bool:
    if one.shape != other.shape:
        return False
    flat = (rows.reshape(len(rows), -1) for rows in (one, other))
    one, other = (rows[np.lexsort(rows.T)] for rows in flat)
    return bool(np.array_equal(one, other))
