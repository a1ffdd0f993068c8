"""What the write-up of an audit has in place of a simulation's: generations, method, settings."""

import json
import shlex
from typing import Any

import numpy as np

from core.analysis.alarm import alarm
from core.analysis.audited import generation_named, recording
from core.analysis.chain import say_chain
from core.analysis.change import declared
from core.analysis.families import headline_metrics
from core.analysis.finding import Finding
from core.analysis.half_life import half_life, has_half_life
from core.analysis.rules import LEVEL
from core.analysis.wording import metric_noun, say_level
from core.audit import SET_BY_AUDIT, sizes
from core.experiment import Experiment
from core.learners.recorded import Recorded
from core.record import RunRecord
from core.report.document import (
    Block,
    Code,
    Group,
    Item,
    Listing,
    Paragraph,
    Row,
    Section,
    Settings,
    Table,
)
from core.report.numbers import Column, pointed, titled
from core.report.sections import failure
from core.report.sections.arms_table import reference_rows
from core.report.sections.captions import ENDS, null_bands
from core.report.sections.method import measures
from core.report.sections.reproduce import TITLE, facts, known_by
from core.sources.file import FileSource
from core.userdata.loading import file_name, shown

GENERATIONS_SHOWN = 14
"""Most rows of generations: the first, the last, and some evenly between."""


def generations_table(record: RunRecord) -> Table:
    """Each recorded generation: how many records it has, the metrics of the charts, the alarm."""
    metrics, done = headline_metrics(record), record.done()
    taken = np.unique(np.linspace(0, done, min(done + 1, GENERATIONS_SHOWN)).round().astype(int))
    found, sizes = alarm(record), recording(record.experiment).sizes
    cells = [Column.of(record, metric, map(int, taken)) for metric in metrics]
    rows = reference_rows(record, cells, len(metrics) + 3)[:-1]
    rows = [Row((row.cells[0], "", *row.cells[1:-1]), quiet=True) for row in rows]
    for g in map(int, taken):
        values = (column.at(record.arms[0], g) for column in cells)
        raised = "–" if found.usual is None else "yes" if g in found.usual.raised else "no"
        rows.append(Row((generation_named(record, g), f"{sizes[g]:,}", *values, raised)))
    columns = ("Generation", "Records", *map(titled, metrics), "Alarm")
    shown_all = len(taken) == done + 1
    notes = "" if shown_all else f"Of {done + 1:,} generations, {len(taken)} evenly chosen. "
    notes += " ".join([_half_lives(record, metrics), *pointed(record, rows)]).strip()
    caption = "The recorded generations, and whether each would have raised the proposed alarm."
    numbers = frozenset(range(1, len(columns) - 1))
    return Table(caption, columns, tuple(rows), numbers, notes, ENDS)


def _half_lives(record: RunRecord, metrics: list[str]) -> str:
    """When half of a diversity was lost."""
    said = [
        f"Half-life of {metric_noun(metric)}: {half_life(record, metric, record.arms[0]).said()} "
        "generations, the first at which the ratio to generation 0 is at most one half; brackets: "
        "where its interval first reaches one half, and where it first lies below."
        for metric in metrics
        if has_half_life(metric)
    ]
    return " ".join(said)


def alarm_section(found: Finding) -> Section | None:
    """The proposed alarm."""
    if not found.alarm:
        return None
    return Section("alarm", "An alarm for the next generations", (Paragraph(found.alarm),))


def method(record: RunRecord) -> Section:
    """How recorded generations were measured."""
    experiment, facts_ = record.experiment, recording(record.experiment)
    source = experiment.source
    pipeline = shown(_parts(experiment)[1].path)
    opening = (
        f"Nothing was simulated or fitted. {_counted(len(facts_.labels))} read from "
        f"{pipeline} and compared with a reference: {source.description()} "
        "Each generation takes these steps:"
    )
    size, held = experiment.sample_size, experiment.learner.holds()
    steps = (
        Item(
            "Take.",
            f"{held:,} records of it, at random by the seed: as many as the smallest generation "
            "has.",
        ),
        Item("Draw.", f"{experiment.replicates} random subsets of {size:,} of them each."),
        Item(
            "Measure.",
            "Every metric on every subset, which definitions call what is emitted. The truth is "
            "the reference.",
        ),
    )
    blocks: list[Block] = [Paragraph(opening), Listing(steps, numbered=True)]
    blocks += [*measures(record), _rules(record)]
    return Section("method", "How it was done", tuple(blocks))


def _counted(generations: int) -> str:
    return "1 generation was" if generations == 1 else f"{generations:,} generations were"


def _parts(experiment: Experiment) -> tuple[FileSource, Recorded]:
    """The reference and the recorded generations of an audit."""
    source, learner = experiment.source, experiment.learner
    assert isinstance(source, FileSource)
    assert isinstance(learner, Recorded)
    return source, learner


def _rules(record: RunRecord) -> Listing:
    """How numbers are read: what was fixed beforehand, intervals and bands."""
    said = [
        Item(
            "Fixed beforehand.",
            "The primary metric; all else is descriptive. Values are read against generation 0, "
            "whose records are drawn independently.",
        ),
        Item(
            "One verdict.",
            "One pipeline is judged once, on the primary metric at its last generation: there is "
            "nothing else to allow for, nothing to compare it with, and no p value.",
        ),
        Item(
            "Intervals.",
            f"At {say_level(LEVEL)}, around averages over the subsets (geometric means on positive "
            "scales). The standard error is the spread between subsets, scaled as the delete-d "
            "jackknife has it, with Student's t. Drawing with replacement would repeat records, "
            "which metrics of types or of nearest neighbours take for a loss.",
        ),
    ]
    bands = null_bands(record)
    said += [Item("Grey bands.", bands)] if bands else []
    order = failure.reading(record)
    said += [Item("Order of failure.", order)] if order else []
    return Listing(tuple(said), small=True)


def settings(record: RunRecord) -> Section:
    """What was compared with what."""
    experiment, found = record.experiment, recording(record.experiment)
    source, learner = _parts(experiment)
    first, last = found.labels[0], found.labels[-1]
    pairs = (
        ("Pipeline", shown(learner.path)),
        ("Generations", first if first == last else f"{len(found.labels):,}, {first} to {last}"),
        ("Records a generation", _range(min(found.sizes), max(found.sizes))),
        ("Records of a subset", f"{experiment.sample_size:,}"),
        ("Subsets", f"{experiment.replicates:,}"),
        ("Seed", str(experiment.seed)),
        ("Reference", shown(source.path)),
        ("Records of the reference", f"{source.understood.records:,}"),
        ("Compared", ", ".join(source.understood.kept) or source.record_noun),
        ("Primary metric", declared(experiment.primary()).title),
    )
    return Section("settings", "Settings", (Settings((Group("", pairs),)),))


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def reproduce(record: RunRecord) -> Section:
    """The command, the hashes of both files, and what the run recorded of itself."""
    experiment = record.experiment
    source, learner = _parts(experiment)
    pairs = (
        ("SHA-256 of the pipeline", learner.understood.sha256),
        ("SHA-256 of the reference", source.understood.sha256),
        *((title.replace("Training threads", "Threads"), value) for title, value in facts(record)),
    )
    said = (
        "The same files and settings give the same numbers on the same machine, versions and "
        f"number of threads. {say_chain(record)} This command measures them again:"
    )
    blocks: tuple[Block, ...] = (Paragraph(said), Code(_command(experiment)))
    return Section("reproduce", TITLE, (*blocks, Settings((Group("", pairs),))))


def in_brief(record: RunRecord) -> Section:
    """For a single page: the command, and what the audit is known by."""
    source, learner = _parts(record.experiment)
    hashes = f"SHA-256 of the pipeline {learner.understood.sha256}"
    said = f"{known_by(record)} {hashes}, of the reference {source.understood.sha256}."
    return Section("reproduce", TITLE, (Code(_command(record.experiment)), Paragraph(said, "note")))


def _command(experiment: Experiment) -> tuple[str, ...]:
    """With the names of the files alone: their folders are nobody else's business."""
    source, learner = _parts(experiment)
    pipeline, reference = (shlex.quote(file_name(one.path)) for one in (learner, source))
    lines = [f"collapse-lab audit {pipeline}", f"  --reference {reference}"]
    if learner.column:
        lines.append(f"  --column {shlex.quote(learner.column)}")
    lines += [f"  --set {shlex.quote(change)}" for change in _changes(experiment)]
    return tuple([f"{line} \\" for line in lines[:-1]] + lines[-1:])


def _changes(experiment: Experiment) -> list[str]:
    """Settings that are not as an audit has them by itself, as `path=value`."""
    source = experiment.source
    size, subsets = sizes(recording(experiment), source)
    usual: dict[str, Any] = {
        "seed": 0, "generations": len(recording(experiment).labels) - 1, "sample_size": size,
        "replicates": subsets, "metrics": (), "primary_metric": "",
    }  # fmt: skip
    given = {name: (value, getattr(experiment, name)) for name, value in usual.items()}
    given |= {
        f"source.{name}": (field.default, getattr(source, name))
        for name, field in type(source).model_fields.items()
        if name not in ("kind", "path", "facts", *SET_BY_AUDIT)
    }
    return [
        f"{name}={json.dumps(value, ensure_ascii=False)}"
        for name, (default, value) in given.items()
        if value != default
    ]
