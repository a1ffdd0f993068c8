"""An audit: generations that a pipeline recorded, as an experiment that fits nothing."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.experiment import Experiment, parse, parse_source
from core.learners.recorded import Recording
from core.metrics.continuous import NEIGHBOUR_RECORDS
from core.records import MOST_SPLIT, RecordKind
from core.settings import assign
from core.sources.base import Part, Source
from core.sources.file import FileSource
from core.userdata.loading import printable
from core.userdata.pipeline import read_pipeline

SHARE = 0.8
"""Of the smallest generation that one subset holds: near its size, yet subsets differ."""
SUBSETS, FEWEST_SUBSETS = 200, 50
NUMBERS = 2**25
"""Most numbers in the subsets of one generation: a quarter of a gigabyte."""
NEIGHBOURS = 200_000
"""Most records in all subsets whose neighbours are looked for: a minute's work a generation."""
SET_BY_AUDIT = ("beyond", "held_out")
"""Settings of the source that follow from what is audited."""
NAME_LENGTH = 60


def audit(path: Path, reference: Path, column: str = "", changes: Sequence[str] = ()) -> Experiment:
    """The experiment whose generations are those recorded at a path.

    changes: settings as `--set` has them. Raises BadInput with one sentence.
    """
    name = printable(path.stem if path.is_file() else path.name, NAME_LENGTH) or "Pipeline"
    document: dict[str, Any] = {
        "name": f"Audit of {name}"[:NAME_LENGTH],
        "source": {"kind": "file", "path": str(reference.absolute())},
        "learner": {"kind": "recorded", "path": str(path.absolute()), "column": column},
        "arms": [{"name": name, "retention": {"kind": "replace"}}],
    }
    document = assign(document, list(changes))
    source = parse_source(document["source"])
    if not isinstance(source, FileSource):
        raise BadInput(f"source.kind: '{source.kind}' given; an audit compares with a file")
    if source.copy_data:
        raise BadInput(
            "source.copy_data: true given; an audit reads its generations again when it is "
            "resumed, and the reference with them, so nothing is copied"
        )
    given = document["learner"]
    if given["kind"] != "recorded":
        raise BadInput(
            f"learner.kind: '{given['kind']}' given; an audit fits nothing and has 'recorded'"
        )
    found = read_pipeline(str(given["path"]), str(given["column"]), source)
    source = source.model_copy(update={"beyond": found.beyond, "held_out": _held_out(source)})
    document["source"] = source.model_dump(mode="json")
    document["learner"] = given | {"facts": found.recording.model_dump(mode="json")}
    size, subsets = sizes(found.recording, source)
    defaults = {
        "generations": len(found.recording.labels) - 1,
        "sample_size": size,
        "replicates": subsets,
    }
    return parse(defaults | document)


def _held_out(source: FileSource) -> bool:
    """Whether the truth leaves some records out; of a census nothing is gained, NumPy refuses."""
    typed = source.gives in (RecordKind.COUNTS, RecordKind.TEXT)
    return typed and source.understood.records < MOST_SPLIT


def sizes(recording: Recording, source: Source) -> tuple[int, int]:
    """How many records a subset holds, and how many subsets are measured."""
    held = source.available(Part.TRAIN)
    size = math.floor(SHARE * min(recording.sizes))
    size = size if held is None else min(size, held // 2)
    each = max(1, math.prod(source.record_shape()))
    size = max(2, min(size, NUMBERS // (each * FEWEST_SUBSETS)))
    quick = NEIGHBOURS // min(size, NEIGHBOUR_RECORDS)
    return size, max(FEWEST_SUBSETS, min(SUBSETS, quick, NUMBERS // (each * size)))
