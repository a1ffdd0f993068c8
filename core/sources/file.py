"""The user's own data: a table, a text or a folder of pictures."""

from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, ValidationInfo, model_validator

from core.errors import BadInput
from core.records import MOST_SPLIT, AnyArray, FloatArray, RecordKind, whole_numbers
from core.registry import STORED
from core.seeding import Streams
from core.sources.base import (
    CategoricalPopulation,
    FinitePopulation,
    Part,
    Population,
    Source,
    part_size,
)
from core.sources.held_out import HeldOutCategories, HeldOutText
from core.sources.text import Corpus, TextPopulation
from core.userdata.choices import Choices, Reading
from core.userdata.describe import NOUNS, description
from core.userdata.facts import DTYPES, LARGEST_SIDE, MOST_TYPES, Facts, check_records
from core.userdata.loading import file_name, shown
from core.userdata.reading import digest, read

OWN_LAW = (
    " Real samples are drawn with the file's own frequencies, which are the truth within this file."
)
HELD_OUT = " Frequencies of 30 % of them are the truth, and real samples are drawn from the others."
KINDS = {
    "numbers": RecordKind.VECTORS,
    "categories": RecordKind.COUNTS,
    "text": RecordKind.TEXT,
    "images": RecordKind.IMAGES,
}


class FileSource(Source):
    """Records of a file on this computer."""

    title: ClassVar[str] = "Own data"
    summary: ClassVar[str] = (
        "A table of numbers, a column of categories, a text of one record a line, or a folder of "
        "pictures."
    )
    kind: Literal["file"] = "file"
    path: str = Field(
        "", max_length=4096, title="File", description="A CSV or text file, or a folder of "
        "pictures. Its data are not copied unless asked; up to 500 records are kept as samples.",
    )  # fmt: skip
    reads: Literal["auto", "numbers", "categories", "text", "images"] = Field(
        "auto", title="Read as", description="What its records are; auto decides by what it finds."
    )
    columns: tuple[str, ...] = Field(
        (), max_length=1000, title="Columns",
        description="Which columns of a table to keep; none named keeps all that fit.",
    )  # fmt: skip
    counts: str = Field(
        "", max_length=200, title="Column of counts",
        description="How often each category occurs; left empty, found by itself or not used.",
    )  # fmt: skip
    header: Literal["auto", "yes", "no"] = Field(
        "auto", title="First row names the columns", description="Auto decides by what it finds."
    )
    missing: Literal["refuse", "drop"] = Field(
        "refuse", title="Rows with gaps", description="Refuse the file, or leave such rows out."
    )
    standardise: bool = Field(
        True, title="Standardise numbers",
        description="Each column less its mean and over its standard deviation in the whole file, "
        "since distances mix columns; off keeps their own units.",
    )  # fmt: skip
    side: int = Field(
        0, ge=0, le=LARGEST_SIDE, title="Shrink pictures to",
        description="Pixels a side that every picture is shrunk to; 0 leaves them as they are.",
    )  # fmt: skip
    copy_data: bool = Field(
        False, title="Copy the data into the run file",
        description="Then a run can be resumed without the file; else only its hash is kept.",
    )  # fmt: skip
    beyond: int = Field(
        0, ge=0, le=MOST_TYPES, title="Types beyond the file",
        description="Categories of audited records that the file does not have; of probability 0.",
    )  # fmt: skip
    held_out: bool = Field(
        False, title="Hold types out",
        description="Compare with some of the records and draw real samples from the others.",
    )  # fmt: skip
    facts: Facts | None = Field(
        None, title="Facts", description="What was understood when the file was first read."
    )

    @model_validator(mode="after")
    def _read_once(self, info: ValidationInfo) -> "FileSource":
        """Fill in what a file says of itself, the first time that it is named."""
        if self.path and self.facts is None:
            if info.context == STORED:  # whoever sent a run file must not choose what is read here
                raise ValueError("facts: missing; a saved run says what its file held")
            object.__setattr__(self, "facts", read(self.choices()).facts)
        return self

    @model_validator(mode="after")
    def _types_fit(self) -> "FileSource":
        """Only where there are types can some be beyond the file, or held out of the truth."""
        reads = self.facts.reads if self.facts is not None else None
        if self.beyond and reads != "categories":
            raise ValueError(f"beyond: {self.beyond} given; only categories have types to add")
        if self.held_out and (self.facts is None or reads not in ("categories", "text")):
            raise ValueError("held_out: true given; only categories and text have types to hold")
        if self.held_out and self.understood.records >= MOST_SPLIT:
            raise ValueError(
                f"held_out: true given; a file of {self.understood.records:,} records cannot be "
                f"split, only one of fewer than {MOST_SPLIT:,}"
            )
        return self

    def choices(self) -> Choices:
        """What decides how the file is read."""
        return Choices(
            Path(self.path),
            self.reads,
            self.columns,
            self.counts,
            self.header,
            self.missing,
            self.side,
        )

    @property
    def understood(self) -> Facts:
        """The facts.

        Raises BadInput while no file is chosen.
        """
        if self.facts is None:
            raise BadInput(
                "source.path: no file chosen yet; give the path of a CSV or text file or of a "
                "folder of pictures",
                "source.path",
            )
        return self.facts

    @property
    def gives(self) -> RecordKind:  # type: ignore[override]
        """What the file's records are."""
        return KINDS[self.understood.reads]

    @property
    def law_known(self) -> bool:  # type: ignore[override]
        """Of categories the file's own frequencies are the law, unless some are held out."""
        return self.understood.reads == "categories" and not self.held_out

    @property
    def record_noun(self) -> str:  # type: ignore[override]
        """What a record is called."""
        return NOUNS[self.understood.reads]

    @property
    def types_noun(self) -> str:  # type: ignore[override]
        """What types are called."""
        return "words" if self.understood.reads == "text" else "categories"

    @property
    def axes(self) -> tuple[tuple[str, int], tuple[str, int]]:  # type: ignore[override]
        """The first two columns that are kept."""
        names = self.understood.kept
        said = [f"Standardised {name}" if self.standardise else name for name in names[:2]]
        return (said[0], 0), (said[-1], len(said) - 1)

    @property
    def law_of_a_file(self) -> bool:  # type: ignore[override]
        """Of categories the truth is what the file holds."""
        return self.law_known

    def description(self) -> str:
        """Which file, what was kept of it, what was done to it and its hash, for the write-up."""
        facts, noun = self.understood, self.record_noun
        truth = OWN_LAW if self.law_known else HELD_OUT if self.held_out else ""
        return description(self.path, facts, noun, self.standardise, truth)

    def told(self) -> tuple[str, ...]:
        """The settings that matter for what the file holds."""
        table = tuple(name for name in ("columns", "counts") if getattr(self, name))
        own = {
            "numbers": (*table, "missing", "standardise"),
            "categories": (*table, "missing"),
            "text": table,
            "images": ("side",) if self.side else (),
        }
        return ("path", "reads", *own[self.understood.reads], "copy_data")

    def to_share(self) -> "FileSource":
        """The same with the file's name alone."""
        return self.model_copy(update={"path": file_name(self.path)})

    def record_shape(self) -> tuple[int, ...]:
        """Of one record: columns, or rows and columns of pixels."""
        return self.understood.shape

    def universe(self) -> int:
        """How many types there are, those beyond the file last."""
        return self.understood.universe + self.beyond

    def available(self, part: Part) -> int | None:
        """How many records a part holds; None of categories, which are drawn from their law."""
        facts = self.understood
        if self.law_known:
            return None
        return part_size(facts.records if facts.reads == "categories" else facts.used, part)

    def law(self) -> FloatArray | None:
        """Of categories, by what the facts say: a saved run needs no file to draw its theory."""
        if self.understood.reads != "categories":
            return None
        return np.pad(self.understood.law(), (0, self.beyond))

    def open(self, streams: Streams) -> Population:
        """The file's records, read again and split by the seed.

        Raises BadInput when the file is not there or no longer the same.
        """
        found = self._read_again()
        return self._population(found.values, found.labels, streams)

    def to_copy(self) -> dict[str, AnyArray]:
        """The records, if they are to be copied; the file is looked at in any case."""
        found = self._read_again()
        if not self.copy_data:
            return {}
        labels = np.frombuffer("\n".join(found.labels).encode(), dtype=np.uint8)
        return {"values": found.values, "labels": labels}

    def from_copy(self, arrays: dict[str, AnyArray], streams: Streams) -> Population:
        """The population of records that a run file kept."""
        facts, values = self.understood, arrays["values"]
        text = arrays["labels"].tobytes().decode()
        labels = tuple(text.split("\n")) if text else ()
        if facts.reads != "numbers":
            values = whole_numbers(values).astype(DTYPES[facts.reads])
        check_records(facts, values, labels)
        return self._population(values, labels, streams)

    def _read_again(self) -> Reading:
        """What the file holds now, which must be what the facts say."""
        facts = self.understood
        try:
            same = digest(Path(self.path)) == facts.sha256
            found = read(self.choices()) if same else None
        except BadInput as error:
            raise BadInput(f"source.{error}", f"source.{error}".partition(":")[0]) from None
        if found is None:
            raise BadInput(
                f"source.path: {shown(self.path)} is no longer the file that this was set up with "
                "(its SHA-256 differs); choose it again, or put the old one back",
                "source.path",
            )
        if found.facts != facts:
            raise BadInput(
                f"source.facts: {shown(self.path)} was read under other settings; leave facts out "
                "to read it again",
                "source.facts",
            )
        return found

    def _population(
        self, values: AnyArray, labels: tuple[str, ...], streams: Streams
    ) -> Population:
        """The records that were read, split by the seed."""
        if self.gives is RecordKind.COUNTS:
            counts = np.pad(values, (0, self.beyond))
            named = [*labels, *[None] * self.beyond]
            if self.held_out:
                return HeldOutCategories(counts, named, streams)
            return CategoricalPopulation(counts.astype(np.float64), named)
        own = self.in_its_units(values, values)
        if self.understood.used < len(own):
            chosen = streams.rng("subset").permutation(len(own))[: self.understood.used]
            own = own[np.sort(chosen)]
        if self.gives is RecordKind.TEXT:
            held_out = HeldOutText if self.held_out else TextPopulation
            return held_out(Corpus(own, labels), streams)
        return FinitePopulation(self.gives, own, streams)

    def in_its_units(self, values: AnyArray, own: AnyArray) -> AnyArray:
        """Records of any file as this one has its `own`: numbers standardised by those."""
        if self.gives is not RecordKind.VECTORS or not self.standardise:
            return values
        return standardised(values, own)


def standardised(values: FloatArray, own: FloatArray) -> FloatArray:
    """Each column of [records, d] less the mean of its `own` and over its standard deviation.

    Of the whole file, so that the unit is the same for every seed and part.
    """
    least = np.abs(own).max(axis=0)  # squares of large numbers lose digits or overflow
    least = np.where(least > 0, least, 1.0)
    scaled, own = values / least, own / least
    return np.asarray((scaled - own.mean(axis=0)) / own.std(axis=0))
