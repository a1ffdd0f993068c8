"""A row of samples: real records, generation 0's, and an arm's."""

import numpy as np

from core.analysis.audited import generation_named
from core.analysis.first_replicate import first_values
from core.analysis.repeats import different_words, share_repeated
from core.analysis.wording import metric_noun
from core.events import Catalogue, Preview
from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from core.records import SPELLED, AnyArray, RecordKind
from core.report.sections.samples.categories import absent, counts_of, ranks, say_chance
from core.report.story.steps import Sample, Samples
from core.spelling import SPELLINGS
from core.text import spelled

TYPES = 7
"""Types that are followed, from the commonest to the rarest."""

FIRST = {RecordKind.NAMES: 10, RecordKind.LINES: 3}
"""Spelled names or lines that are shown."""

LONGEST = 170
"""Characters of a record of text that are shown."""

Shown = tuple[str, ArmStyle | None, Preview]


def samples(record: RunRecord, arm: str, generation: int) -> Samples | None:
    """Records of the first replicate; None where there are none to be shown."""
    shown = _places(record, arm, generation)
    if shown is None:
        return None
    said, kind = _whose(record, arm, generation), shown[0][2].kind
    if kind is RecordKind.COUNTS:
        return _types(record, arm, generation, shown, said)
    if kind is RecordKind.TEXT:
        rows = _sentences(record.catalogue, shown)
        return Samples(kind, rows, said) if rows else None
    if kind in SPELLED:
        return Samples(kind, _spelled(kind, shown), said)
    if kind is RecordKind.IMAGES:
        rows = tuple(Sample(label, style, one.values) for label, style, one in shown)
        return Samples(kind, rows, said)
    return _numbers(record, shown, said)


def _places(record: RunRecord, arm: str, generation: int) -> list[Shown] | None:
    """Real records, generation 0's and the arm's, by what they are called."""
    style = arm_styles(record.arms, record.experiment.baseline)[arm]
    before, after = record.preview(arm, 0), record.preview(arm, generation)
    if record.real is None or before is None or after is None or generation < 1:
        return None
    first, last = (f"generation {generation_named(record, at)}" for at in (0, generation))
    if record.experiment.recorded:
        return [
            ("Reference", None, record.real),
            (first.capitalize(), None, before),
            (last.capitalize(), style, after),
        ]
    return [
        ("Real", None, record.real),
        (first.capitalize(), None, before),
        (f"{arm}, {last}", style, after),
    ]


def _whose(record: RunRecord, arm: str, generation: int) -> str:
    """Which replicate is shown, and what it measured itself."""
    if record.experiment.recorded:
        return "One random subset of each, not picked by hand"
    replicates = record.experiment.replicates
    said = f"Replicate 1 of {replicates}, not picked by hand"
    own = [first_values(record, at).get(arm, "") for at in (0, generation)]
    if not all(own):
        return said
    noun = metric_noun(record.experiment.primary())
    return f"{said}; its own {noun}: {own[0]}, then {own[1]}"


def _types(
    record: RunRecord, arm: str, generation: int, shown: list[Shown], said: str
) -> Samples | None:
    """Some types that generation 0 emitted, from the commonest to the rarest."""
    catalogue = record.catalogue
    if catalogue is None:
        return None
    before = counts_of(shown[1][2], catalogue.types)
    emitted = np.flatnonzero(before > 0)
    by_rank = emitted[np.argsort(-catalogue.probabilities[emitted], kind="stable")]
    places = [int(by_rank[rank]) for rank in ranks(by_rank, catalogue.labels, TYPES)]
    heads = tuple((catalogue.labels[at], say_chance(catalogue.probabilities[at])) for at in places)
    missing = absent(record, arm, generation)
    rows = []
    for label, style, one in shown:
        counts = counts_of(one, catalogue.types)
        word = missing if style is not None else "not drawn"
        cells = tuple(f"{counts[at]:,}" if counts[at] else word for at in places)
        alive = 0 if one.counts is None else int(np.sum(one.counts > 0))
        noun = record.experiment.source.types_noun
        rows.append(Sample(label, style, cells=cells, said=f"{alive:,} {noun}"))
    return Samples(RecordKind.COUNTS, tuple(rows), said, heads)


def _sentences(catalogue: Catalogue | None, shown: list[Shown]) -> tuple[Sample, ...]:
    """The first record of each, and how much its whole sample repeats."""
    if catalogue is None:
        return ()
    size = min(len(one.values) for _, _, one in shown)
    return tuple(
        Sample(
            label,
            style,
            cells=(_quoted(one.values[0], catalogue.labels),),
            said=_repeats(one.values[:size], catalogue.labels),
        )
        for label, style, one in shown
    )


def _spelled(kind: RecordKind, shown: list[Shown]) -> tuple[Sample, ...]:
    """The first names or lines of each, and how many different ones its sample holds."""
    size, spelling = min(len(one.values) for _, _, one in shown), SPELLINGS[kind]
    return tuple(
        Sample(
            label,
            style,
            cells=(spelling.row(one.values[: FIRST[kind]]),),
            said=spelling.say_different(one.values[:size]),
        )
        for label, style, one in shown
    )


def _quoted(tokens: AnyArray, labels: tuple[str, ...]) -> str:
    said = spelled(tokens, labels)
    return f"“{said}”" if len(said) <= LONGEST else f"“{said[:LONGEST].rsplit(' ', 1)[0]} …”"


def _repeats(values: AnyArray, labels: tuple[str, ...]) -> str:
    again = 100 * share_repeated(values, labels)
    return f"{different_words(values):,} different words, {again:.0f} % in repeated runs"


def _numbers(record: RunRecord, shown: list[Shown], said: str) -> Samples:
    """Numbers: one of each record, or two as points."""
    axes = record.experiment.source.axes
    columns: list[int] = [0]
    names: tuple[str, ...] = ()
    if shown[0][2].values.shape[1] > 1:
        columns, names = [place for _, place in axes], tuple(name for name, _ in axes)
    rows = tuple(Sample(label, style, one.values[:, columns]) for label, style, one in shown)
    return Samples(RecordKind.VECTORS, rows, said, axes=names)
