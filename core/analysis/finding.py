"""The finding: one sentence that says what a run has shown so far, and what belongs beside it."""

from dataclasses import dataclass

import numpy as np

from core.analysis.alarm import say_alarm
from core.analysis.audited import generation_named, say_subsets
from core.analysis.caveats import caveats, start_metrics
from core.analysis.change import declared
from core.analysis.first import firsts
from core.analysis.intervals import Interval
from core.analysis.reading import read
from core.analysis.rules import LEVEL
from core.analysis.sentences import arm_sentences, clause, difference, short_change, word
from core.analysis.verdict import Contrast, Verdict, comparisons, verdicts
from core.analysis.wording import (
    metric_noun,
    metric_unit,
    say_band,
    say_interval,
    say_level,
    say_values,
)
from core.record import RunRecord


@dataclass(frozen=True, slots=True)
class Finding:
    """What a run has shown, on its primary metric.

    sentence: on the baseline and the arm named for comparison, both fixed before the run.
    arms: one entry an arm, in the experiment's order. start: where generation 0 stood beside real
    samples. basis: what the numbers rest on. caveats: confounds and limits. alarm: of an audit,
    the proposed threshold for its next generations.
    """

    sentence: str
    arms: tuple[str, ...]
    start: str
    basis: str
    caveats: tuple[str, ...]
    alarm: str = ""


def finding(record: RunRecord) -> Finding:
    """What this record shows at the last generation that every arm has finished."""
    if record.done() < 0:
        return Finding("Nothing is measured yet.", (), "", _size(record), ())
    start, doubts = start_at(record, start_metrics(record)), tuple(caveats(record))
    judged, compared = verdicts(record), comparisons(record)
    basis = _basis(record, judged)
    if record.done() == 0:
        return Finding(_only_first(record, start), (), start, basis, doubts, say_alarm(record))
    first = judged[record.experiment.baseline]
    arms = tuple(arm_sentences(judged[arm], compared.get(arm), first) for arm in record.arms)
    sentence = when(record) + _headline(record, judged, compared)
    return Finding(sentence, arms, start, basis, doubts, say_alarm(record))


def _only_first(record: RunRecord, start: str) -> str:
    if record.experiment.generations == 0:
        return f"Only one generation is recorded, so no change can be read from it. {start}"
    return f"So far, all arms have finished generation 0 and nothing after it. {start}"


def when(record: RunRecord) -> str:
    """How far the run has gone, as a sentence begins: "By generation 20, "."""
    done, planned = record.done(), record.experiment.generations
    if done == planned:
        return f"By generation {generation_named(record, done)}, "
    return f"So far, at generation {done} of {planned}, "


def _headline(record: RunRecord, judged: dict[str, Verdict], compared: dict[str, Contrast]) -> str:
    first, second = judged[record.experiment.baseline], record.experiment.compare
    if not second:
        return f"{clause(first)}."
    other = judged[second]
    found = difference(compared[second], other, first)
    beside = f", with {found}" if found else ""
    return f"{clause(first)}; {second} {word(other)} ({short_change(other)}){beside}."


def start_at(record: RunRecord, metrics: list[str]) -> str:
    """Where generation 0, before any recursion, stood beside real samples."""
    said = []
    for called, arm in firsts(record).items():
        told = metrics if arm == record.first_arm else _differing(record, metrics, arm)
        if told:
            each = " and ".join(_started(record, name, arm) for name in told)
            said.append(f"At {called}, {each}.")
    return " ".join(said)


def _differing(record: RunRecord, metrics: list[str], arm: str) -> list[str]:
    """The metrics by which an arm's own generation 0 is not the first one's like."""
    first = record.first_arm
    return [
        name
        for name in metrics
        if not np.array_equal(read(record, name, arm).start, read(record, name, first).start)
    ]


def _started(record: RunRecord, metric: str, arm: str) -> str:
    reading, unit = read(record, metric, arm), metric_unit(metric)
    found = reading.start_interval()
    count, values = declared(metric).count, reading.start.tolist()
    known = say_interval(found, unit, count=count)
    value = known if found.known else say_values(values, unit, count=count)
    said = f"{metric_noun(metric)} stood at {value}"
    if reading.band is None:
        return said
    return f"{said} (real samples: {say_band(metric, reading.band)})"


def _size(record: RunRecord) -> str:
    if record.experiment.recorded:
        return f"An audit: {say_subsets(record.experiment)}."
    return f"{record.experiment.sample_size:,} records a generation."


def _basis(record: RunRecord, judged: dict[str, Verdict]) -> str:
    """Sample size, replicates, kind of interval, and what the verdicts allow for."""
    if record.experiment.recorded:
        return (
            f"{_size(record)} Brackets are {say_level(LEVEL)} intervals from this bootstrap over "
            "records; there are no replicates."
        )
    replicates = record.experiment.replicates
    shown: list[Interval] = [
        found
        for verdict in judged.values()
        for found in (verdict.ratio, verdict.end)
        if found.known
    ]
    if not shown:
        few = "1 replicate" if replicates == 1 else f"{replicates} replicates"
        return f"{_size(record)} Values of {few}: too few for an interval."
    centres = " or ".join(sorted({f"{found.statistic}s" for found in shown}))
    words = ""
    if len(record.arms) > 1 and record.done() > 0:
        risk = say_level(round(1 - LEVEL, 4))
        words = f"; by design at most {risk} of runs have a false verdict"
    if any(verdict.outcome is not verdict.alone for verdict in judged.values()):
        words += (
            ", so that an interval that only just clears a threshold can leave its arm undecided"
        )
    return (
        f"{_size(record)[:-1]}, in {replicates} replicates (repeats). Brackets above are "
        f"{say_level(LEVEL)} intervals around {centres}{words}."
    )
