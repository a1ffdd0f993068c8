"""Samples of categories: types with their counts, and their fate."""

import numpy as np

from core.analysis.extinction import is_extinct
from core.analysis.wording import say_number
from core.events import Catalogue, Preview
from core.record import RunRecord
from core.records import IntArray
from core.report.document import Row, Table
from core.report.numbers import capital
from core.report.sections.samples.places import left_out, recorded_labels, shown_arms

TYPES_SHOWN = 11

GONE = "gone"
NOT_DRAWN = "not drawn"
"""Of a type that the model did not emit: it cannot come back, or it may."""

ABSENT = {
    GONE: "“Gone”: not emitted, and in no later training data. ",
    NOT_DRAWN: "“Not drawn”: not emitted, but may come back. ",
}


def types_table(record: RunRecord, catalogue: Catalogue) -> Table:
    """Some types that generation 0 emitted, from the commonest to the rarest, and their fate."""
    source, done = record.experiment.source, record.done()
    before = counts_of(record.preview(record.first_arm, 0), catalogue.types)
    emitted = np.flatnonzero(before > 0)
    by_rank = emitted[np.argsort(-catalogue.probabilities[emitted], kind="stable")]
    arms = shown_arms(record)
    after = {arm: counts_of(record.preview(arm, done), catalogue.types) for arm in arms}
    gone = {arm: absent(record, arm, done) for arm in arms}
    rows = []
    for rank in ranks(by_rank, catalogue.labels, TYPES_SHOWN):
        place = int(by_rank[rank])
        rows.append(
            Row((
                catalogue.labels[place],
                say_chance(float(catalogue.probabilities[place])),
                f"{before[place]:,}",
                *(
                    f"{counts[place]:,}" if counts[place] else gone[arm]
                    for arm, counts in after.items()
                ),
            ))
        )  # fmt: skip
    alive = (f"{_number_of_types(record.preview(arm, done)):,}" for arm in arms)
    total = Row((f"Number of {source.types_noun}", "", f"{len(emitted):,}", *alive), quiet=True)
    columns = (capital(source.types_noun), "True frequency", "Generation 0", *arms)
    words = {cell for row in rows for cell in row.cells} & set(ABSENT)
    caption, notes = _of_types(record, len(emitted), "".join(ABSENT[w] for w in sorted(words)))
    if record.experiment.recorded:
        columns = (capital(source.types_noun), "In the reference", *recorded_labels(record))
    return Table(caption, columns, (*rows, total), frozenset(range(1, len(columns))), notes)


def _of_types(record: RunRecord, emitted: int, absent: str) -> tuple[str, str]:
    """The caption and the notes of the table of types."""
    nouns, size = record.experiment.source.types_noun, record.experiment.sample_size
    records = f"{size:,} {record.experiment.source.record_noun}"
    ranks = f"Rows: ranks a constant factor apart among the {emitted:,} {nouns} of"
    if record.experiment.recorded:
        first, last = recorded_labels(record)
        caption = f"One random subset of {records} of each: {first} and {last}."
        notes = (
            f"{ranks} the first, by frequency in the reference, not picked by hand. “Not drawn”: "
            f"not in this subset. The last row counts all {nouns}, those that the reference does "
            "not have among them."
        )
        return caption, notes
    caption = (
        f"How often the first replicate emitted them, of {records}: at generation 0, and in each "
        f"arm at generation {record.done()}."
    )
    notes = f"{ranks} generation 0, not picked by hand. {absent.strip()}{left_out(record)}"
    return caption, notes


def say_chance(probability: float) -> str:
    """Such as "1 in 250"; a reference may lack a type that recorded generations have."""
    return f"1 in {say_number(float(f'{1 / probability:.3g}'), 0)}" if probability else "none"


def absent(record: RunRecord, arm: str, generation: int) -> str:
    """What is said of a type that an arm did not emit at a generation."""
    experiment = record.experiment
    return GONE if is_extinct(experiment, experiment.arm(arm), generation) else NOT_DRAWN


def _number_of_types(preview: Preview | None) -> int:
    """How many types were emitted; fresh real records may bring in some that are not listed."""
    return 0 if preview is None or preview.counts is None else int(np.sum(preview.counts > 0))


def counts_of(preview: Preview | None, types: IntArray) -> IntArray:
    """How often each of these types was emitted."""
    found = np.zeros(len(types), dtype=np.int64)
    if preview is None or preview.counts is None or not len(types):
        return found
    place = np.minimum(np.searchsorted(types, preview.values), len(types) - 1)
    known = types[place] == preview.values
    found[place[known]] = preview.counts[known]
    return found


def ranks(by_rank: IntArray, labels: tuple[str, ...], count: int) -> list[int]:
    """Ranks that grow by a constant factor, each moved on to the next type that is displayed."""
    wanted = np.geomspace(1, max(len(by_rank), 1), count).round().astype(int) - 1
    displayed = [rank for rank, place in enumerate(by_rank) if labels[int(place)]]
    chosen = {next((rank for rank in displayed if rank >= at), -1) for at in wanted}
    return sorted(chosen - {-1})
