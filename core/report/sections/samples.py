"""Samples before and after: types with their counts, pictures, or the density of numbers."""

from dataclasses import replace

import numpy as np

from core.analysis.audited import generation_named
from core.analysis.extinction import is_extinct
from core.analysis.first_replicate import first_replicate
from core.analysis.wording import say_number
from core.events import Catalogue, Preview
from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from core.records import IntArray, RecordKind
from core.report.charts import DensityChart, PictureChart, Sampled, ScatterChart
from core.report.document import Block, Figure, Row, Section, Table
from core.report.numbers import capital

TYPES_SHOWN = 14
PICTURES = 16
ARMS_SHOWN = 6
"""Most arms whose samples are shown; the baseline and the compared one are among them."""

SPREAD = 0.3
"""How far points of whole numbers are moved at most."""

GONE = "gone"
NOT_DRAWN = "not drawn"
"""Of a type that the model did not emit: it cannot come back, or it may."""


def section(record: RunRecord) -> Section | None:
    """Nothing before there is a second generation."""
    if record.done() < 1 or record.real is None:
        return None
    blocks: list[Block] = []
    if record.real.kind is RecordKind.COUNTS and record.catalogue is not None:
        blocks = [types_table(record, record.catalogue)]
    elif record.real.kind is RecordKind.IMAGES:
        blocks = [pictures(record)]
    elif record.real.kind is RecordKind.VECTORS:
        blocks = [numbers(record)]
    return Section("samples", "Samples before and after", tuple(blocks)) if blocks else None


def types_table(record: RunRecord, catalogue: Catalogue) -> Table:
    """Some types that generation 0 emitted, from the commonest to the rarest, and their fate."""
    source, done = record.experiment.source, record.done()
    before = _counts(record.preview(record.arms[0], 0), catalogue.types)
    emitted = np.flatnonzero(before > 0)
    by_rank = emitted[np.argsort(-catalogue.probabilities[emitted], kind="stable")]
    arms = _shown_arms(record)
    after = {arm: _counts(record.preview(arm, done), catalogue.types) for arm in arms}
    absent = {arm: _absent(record, arm) for arm in arms}
    rows = []
    for rank in _ranks(by_rank, catalogue.labels):
        place = int(by_rank[rank])
        rows.append(
            Row((
                catalogue.labels[place],
                _say_chance(float(catalogue.probabilities[place])),
                f"{before[place]:,}",
                *(
                    f"{counts[place]:,}" if counts[place] else absent[arm]
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
        columns = (capital(source.types_noun), "In the reference", *_recorded_labels(record))
    return Table(caption, columns, (*rows, total), frozenset(range(1, len(columns))), notes)


def _of_types(record: RunRecord, emitted: int, absent: str) -> tuple[str, str]:
    """The caption and the notes of the table of types."""
    nouns, size = record.experiment.source.types_noun, record.experiment.sample_size
    records = f"{size:,} {record.experiment.source.record_noun}"
    ranks = "the table shows ranks that grow by a constant factor; none was picked by hand."
    if record.experiment.recorded:
        first, last = _recorded_labels(record)
        caption = f"One random subset of {records} of each: {first} and {last}."
        notes = (
            f"Of the {emitted:,} {nouns} in the first, ordered by their frequency in the "
            f"reference, {ranks} “Not drawn”: not in this subset. The last row counts all {nouns}, "
            "those that the reference does not have among them."
        )
        return caption, notes
    caption = (
        f"What the first replicate emitted, {records} each: at generation 0, and in each arm at "
        f"generation {record.done()}."
    )
    notes = (
        f"Of the {emitted:,} {nouns} that generation 0 emitted, ordered by their true frequency, "
        f"{ranks} {absent}The last row counts all {nouns} that a model emitted.{_left_out(record)}"
    )
    return caption, notes


def _recorded_labels(record: RunRecord) -> tuple[str, str]:
    """What an audit's first and last generation are called, over a column or a picture."""
    first, last = (generation_named(record, g) for g in (0, record.done()))
    return f"Generation {first}", f"Generation {last}"


def _whose(record: RunRecord) -> str:
    """Where single records are from: "of the first replicate, real, at generation 0 and …"."""
    if record.experiment.recorded:
        first, last = _recorded_labels(record)
        return f"of one random subset each, of the reference, of {first.lower()} and {last.lower()}"
    return (
        f"of the first replicate, real, at generation 0, and in each arm at generation "
        f"{record.done()}"
    )


def _say_chance(probability: float) -> str:
    """Such as "1 in 250"; a reference may lack a type that recorded generations have."""
    return f"1 in {say_number(float(f'{1 / probability:.3g}'), 0)}" if probability else "none"


ABSENT = {
    GONE: "“Gone”: not emitted, and trained on no more from here on. ",
    NOT_DRAWN: "“Not drawn”: not emitted this time; it may come back. ",
}


def _absent(record: RunRecord, arm: str) -> str:
    """What is said of a type that an arm did not emit at the last generation."""
    experiment = record.experiment
    return GONE if is_extinct(experiment, experiment.arm(arm), record.done()) else NOT_DRAWN


def _number_of_types(preview: Preview | None) -> int:
    """How many types were emitted; fresh real records may bring in some that are not listed."""
    return 0 if preview is None or preview.counts is None else int(np.sum(preview.counts > 0))


def _counts(preview: Preview | None, types: IntArray) -> IntArray:
    """How often each of these types was emitted."""
    found = np.zeros(len(types), dtype=np.int64)
    if preview is None or preview.counts is None or not len(types):
        return found
    place = np.minimum(np.searchsorted(types, preview.values), len(types) - 1)
    known = types[place] == preview.values
    found[place[known]] = preview.counts[known]
    return found


def _ranks(by_rank: IntArray, labels: tuple[str, ...]) -> list[int]:
    """Ranks that grow by a constant factor, each moved on to the next type that is displayed."""
    wanted = np.geomspace(1, max(len(by_rank), 1), TYPES_SHOWN).round().astype(int) - 1
    displayed = [rank for rank, place in enumerate(by_rank) if labels[int(place)]]
    chosen = {next((rank for rank in displayed if rank >= at), -1) for at in wanted}
    return sorted(chosen - {-1})


def _shown_arms(record: RunRecord) -> list[str]:
    """All arms, or the first few, the baseline and the compared one among them."""
    named = {record.experiment.baseline, record.experiment.compare}
    first = sorted(record.arms, key=lambda arm: arm not in named)[:ARMS_SHOWN]
    return [arm for arm in record.arms if arm in first]


def _left_out(record: RunRecord) -> str:
    missing = len(record.arms) - ARMS_SHOWN
    noun = "arm is" if missing == 1 else "arms are"
    return f" {missing} further {noun} left out here." if missing > 0 else ""


def _own_values(record: RunRecord) -> str:
    """What the replicate that is shown measured: it may lie far from the average."""
    said = first_replicate(record, record.done())
    if record.experiment.recorded:
        return f" This subset's {said}; Table 1 is over all subsets." if said else ""
    return f" This one replicate's {said}; Table 1 is over all of them." if said else ""


def pictures(record: RunRecord) -> Figure:
    """The first pictures of the first replicate, a row a place."""
    rows = tuple(
        Sampled(label, style, values[:PICTURES]) for label, style, values in _places(record)
    )
    caption = (
        f"The first {PICTURES} {record.experiment.source.record_noun} {_whose(record)}, none "
        f"picked by hand.{_left_out(record)}{_own_values(record)}"
    )
    return Figure("samples", caption, PictureChart(rows))


def numbers(record: RunRecord) -> Figure:
    """Numbers as densities; of several dimensions, two as points."""
    places = _places(record)
    shown = len(places[0][2])
    if places[0][2].shape[1] == 1:
        rows = tuple(Sampled(label, style, values[:, 0]) for label, style, values in places)
        caption = (
            f"{shown} records {_whose(record)}. Curves are smoothed densities, all drawn to the "
            "same height, so that their widths can be compared; ticks below are single records."
            f"{_left_out(record)}{_own_values(record)}"
        )
        return Figure("samples", caption, DensityChart(rows, "Value"))
    (across, one), (up, two) = record.experiment.source.axes
    cells = tuple(Sampled(label, style, values[:, [one, two]]) for label, style, values in places)
    whole = all(np.array_equal(cell.values, np.round(cell.values)) for cell in cells)
    spread = " Points are spread a little about their whole numbers, to be seen." if whole else ""
    caption = (
        f"{shown} records {_whose(record)}: {across.lower()} across and {up.lower()} up.{spread}"
        f"{_left_out(record)}{_own_values(record)}"
    )
    return Figure("samples", caption, ScatterChart(tuple(map(_spread, cells)) if whole else cells))


def _spread(cell: Sampled) -> Sampled:
    """Points that would lie on one another, each moved a little, the same way every time."""
    off = np.random.default_rng(0).uniform(-SPREAD, SPREAD, cell.values.shape)
    return replace(cell, values=cell.values + off)


def _places(record: RunRecord) -> "list[tuple[str, ArmStyle | None, np.ndarray]]":
    """Real records, generation 0's, and the last ones of the arms that are shown."""
    styles = arm_styles(record.arms, record.experiment.baseline)
    places: list[tuple[str, ArmStyle | None, Preview | None]] = [("Real", None, record.real)]
    places.append(("Generation 0", None, record.preview(record.arms[0], 0)))
    labels = {arm: arm for arm in record.arms}
    if record.experiment.recorded:
        places[0] = ("Reference", None, record.real)
        labels = {arm: f"Generation {record.done()}" for arm in record.arms}
    places += [
        (labels[arm], styles[arm], record.preview(arm, record.done()))
        for arm in _shown_arms(record)
    ]
    return [(label, style, found.values) for label, style, found in places if found is not None]
