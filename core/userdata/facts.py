"""What was understood of a file when it was first read; kept in documents, so it may be hostile."""

import re
from collections import Counter
from hashlib import sha256
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.records import AnyArray, FloatArray, IntArray

Reads = Literal["numbers", "categories", "text", "images"]

FEWEST_RECORDS = 50
"""Of records one by one: 35 to train on, 5 for verifiers and 10 for metrics."""
MOST_RECORDS = 1_000_000
"""Of records one by one: every replicate shuffles those it may train on."""
MOST_USED = 50_000
"""Records one by one that a run splits into parts; metrics go through the whole reference part."""
MOST_ROWS = 10_000_000
MOST_COUNTED = 2**53
"""Records that a column of counts may add up to, exactly."""
MOST_DIMENSIONS = 64
MOST_TYPES = 200_000
LARGEST_SIDE = 32
"""Pixels of a picture's longer side: a model of pictures finds the principal components of all."""
LONGEST_TEXT = 256
LARGEST_NUMBER = 1e100
"""Squares of larger numbers overflow."""
DTYPES = {
    "numbers": np.float64, "categories": np.int64, "text": np.uint16, "images": np.uint8,
}  # fmt: skip
MOST_SHOWN = 1000
"""Columns that facts name."""
_SPECTRUM = re.compile(r"\d{1,16}(x\d{1,6})?( \d{1,16}(x\d{1,6})?)*")

Line = Annotated[str, Field(max_length=200)]
Title = Annotated[str, Field(max_length=60)]


class Facts(BaseModel):
    """The kind, size and hash of a file's records, and what became of its columns.

    shape: of one record. universe: types or words. spectrum: of categories, how many records the
    types have, in falling order: "40 7x2 1x93" is one type with 40, two with 7 and 93 with 1.
    sha256: of the file's bytes; content: of the records that were made of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    reads: Reads
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0, lt=2**53)
    records: int = Field(ge=1, le=MOST_COUNTED)
    shape: tuple[Annotated[int, Field(ge=1, le=LONGEST_TEXT)], ...] = Field((), max_length=2)
    universe: int = Field(0, ge=0, le=MOST_TYPES)
    kept: tuple[Title, ...] = Field((), max_length=MOST_SHOWN)
    dropped: tuple[tuple[Title, Line], ...] = Field((), max_length=MOST_SHOWN)
    left_out: int = Field(0, ge=0, le=MOST_ROWS)
    dialect: Line = ""
    spectrum: str = Field("", max_length=4_000_000)
    content: str = Field("", pattern=r"^([0-9a-f]{64})?$")

    @model_validator(mode="after")
    def _fit_together(self) -> "Facts":
        said = (*self.kept, *(part for pair in self.dropped for part in pair), self.dialect)
        if not all(text.isprintable() for text in said):
            raise ValueError("facts: a name holds a character that cannot be shown")
        dimensions = {"numbers": 1, "categories": 0, "text": 1, "images": 2}[self.reads]
        counted = self.reads == "categories"
        most = {"text": LONGEST_TEXT, "images": LARGEST_SIDE}.get(self.reads, MOST_DIMENSIONS)
        if (
            len(self.shape) != dimensions
            or any(side > most for side in self.shape)
            or (self.universe >= 2) != (self.reads in ("categories", "text"))
            or (not counted and not FEWEST_RECORDS <= self.records <= MOST_RECORDS)
            or counted != bool(self.spectrum)
            or (self.reads == "numbers" and len(self.kept) != self.shape[0])
        ):
            raise ValueError("facts: they do not fit together; leave facts out to read the file")
        if counted and not self._spectrum_adds_up():
            raise ValueError("facts: the spectrum does not add up; leave facts out")
        return self

    def _spectrum_adds_up(self) -> bool:
        if not _SPECTRUM.fullmatch(self.spectrum):
            return False
        pairs = _pairs(self.spectrum)
        types, records = sum(t for _, t in pairs), sum(c * t for c, t in pairs)
        return types == self.universe and records == self.records and all(c for c, _ in pairs)

    @property
    def used(self) -> int:
        """How many records one by one a run uses: of a larger file as many, drawn by its seed."""
        return min(self.records, MOST_USED)

    def law(self) -> FloatArray:
        """[universe]: the probabilities of the types, the commonest first; of categories only."""
        pairs = _pairs(self.spectrum)
        counts, times = (np.array(each, dtype=np.int64) for each in zip(*pairs, strict=True))
        return np.asarray(np.repeat(counts, times) / self.records)


def check_records(facts: Facts, values: AnyArray, labels: tuple[str, ...]) -> None:
    """Hold records that a run file kept against its facts; both may be hostile.

    Raises ValueError when they cannot belong together.
    """
    counted, text = facts.reads == "categories", facts.reads == "text"
    shape = (facts.universe,) if counted else (facts.records, *facts.shape)
    if values.dtype != DTYPES[facts.reads] or values.shape != shape:
        raise ValueError("type or shape")
    if len(labels) != facts.universe or not all(label.isprintable() for label in labels):
        raise ValueError("labels")
    if facts.reads == "numbers" and not bool(
        (np.abs(values) <= LARGEST_NUMBER).all() and (np.ptp(values, axis=0) > 0).all()
    ):
        raise ValueError("numbers")
    if counted and (values.min() < 1 or sum(values.tolist()) != facts.records):  # no overflow
        raise ValueError("counts")
    if text and (
        int(values.max()) >= facts.universe
        or not bool(values[:, 0].all())
        or bool(((values[:, :-1] == 0) & (values[:, 1:] > 0)).any())
    ):
        raise ValueError("words")
    if content_of(values, labels) != facts.content:
        raise ValueError("hash")


def content_of(values: AnyArray, labels: tuple[str, ...]) -> str:
    """The hash of records and of what their ids mean."""
    told = sha256(f"{values.dtype.str} {values.shape}\n".encode())
    told.update(np.ascontiguousarray(values).data)
    told.update("\n".join(labels).encode(errors="replace"))
    return told.hexdigest()


def spectrum_of(counts: IntArray) -> str:
    """How many types have how many records, as `Facts` keeps it."""
    found = sorted(Counter(counts.tolist()).items(), reverse=True)
    return " ".join(f"{count}x{times}" if times > 1 else str(count) for count, times in found)


def _pairs(spectrum: str) -> "list[tuple[int, int]]":
    """(records, types that have so many) of a spectrum."""
    halves = (word.partition("x") for word in spectrum.split())
    return [(int(count), int(times or 1)) for count, _, times in halves]
