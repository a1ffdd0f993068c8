"""How it was done: the loop's five steps, each regime in precise terms, and how it was measured."""

import re

import numpy as np

from core.analysis.change import declared, is_loss
from core.analysis.curves import curve
from core.analysis.families import headline_metrics
from core.analysis.first import alone, alone_have
from core.analysis.half_life import has_half_life
from core.analysis.intervals import order_rank
from core.analysis.reading import read
from core.analysis.rules import LEVEL, T_REPLICATES
from core.analysis.verdict import Contrast, comparisons
from core.analysis.wording import listed, metric_noun, say_interval, say_level
from core.record import RunRecord
from core.report.document import Block, Item, Listing, Paragraph, Section
from core.report.numbers import capital
from core.report.sections import failure
from core.report.sections.captions import null_bands, replicates
from core.report.sections.feature_space import feature_space
from core.report.sections.loop_figure import loop_figure
from core.report.sections.regimes import regimes

MEDIAN_REPLICATES = 6
"""Fewest for the median's interval at LEVEL."""

WAYS = {
    "geometric mean": "geometric means with t intervals on logarithms",
    "median": "medians with binomial order-statistic intervals",
}
"""Of each statistic that a curve has in its middle, how its interval is made."""


def section(record: RunRecord) -> Section:
    """Always there."""
    blocks: list[Block] = [loop_figure(record), Paragraph(_opening(record)), regimes(record)]
    blocks += [*measures(record), *feature_space(record), _rules(record)]
    return Section("method", "How it was done", tuple(blocks))


def _opening(record: RunRecord) -> str:
    experiment = record.experiment
    source, learner, count = experiment.source, experiment.learner, experiment.replicates
    each = "In the only replicate" if count == 1 else f"In each of {count:,} replicates"
    pairs = ""
    if alone(record):
        pairs = f" {alone_have(record)}, fitted to the same records; they are not paired."
        if len(record.sharing) > 1:
            pairs += " The other arms share one, and the random streams: they are."
    elif len(record.arms) > 1:
        pairs = " All arms share it and the random streams, so that they are compared in pairs."
    tuned = ""
    if learner.fine_tunes:
        tuned = " Every later fit trains generation 0's weights further (fine-tuning)."
    return (
        f"Real data: {source.title}. {source.description()} "
        f"Model: {learner.title}. {learner.summary} {each}, one model is fitted to "
        f"{experiment.sample_size:,} real records: generation 0.{pairs}{tuned}{_read(record)}"
    )


def _read(record: RunRecord) -> str:
    """What metrics are taken of, and what they are held against."""
    source = record.experiment.source
    known = "the exact law of the real data"
    if source.law_of_a_file:
        known = "the exact frequencies within the file"
    if not source.law_known:
        known = "real records that no model trains on"
    gated = any(regime.verifier for arm in record.experiment.arms for _, regime in arm.regimes())
    of = "the emission before verification" if gated else "the emission"
    if any(declared(metric).parameter is not None for metric in record.values):
        of += ", and of the fitted model"
    return f" Metrics are taken of {of}. The truth is {known}."


def _rules(record: RunRecord) -> Listing:
    """How numbers are read: what was fixed beforehand, intervals, words, bands and half-lives."""
    said = [Item("Fixed beforehand.", _fixed(record)), Item("Intervals.", _intervals(record))]
    if len(record.arms) > 1:
        said.append(Item("Several arms.", _several_arms(record)))
    bands = null_bands(record)
    said += [Item("Grey bands.", bands)] if bands else []
    if any(has_half_life(metric) for metric in headline_metrics(record)):
        said.append(Item("Half-life.", _half_life(record)))
    order = failure.reading(record)
    said += [Item("Order of failure.", order)] if order else []
    return Listing(tuple(said), small=True)


def _fixed(record: RunRecord) -> str:
    named = ["the primary metric", *(["the baseline"] if len(record.arms) > 1 else [])]
    named += ["the arm beside it"] if record.experiment.compare else []
    return (
        f"{capital(listed(named))}; all else is descriptive. Values are read against generation 0 "
        "of the same replicate."
    )


def _intervals(record: RunRecord) -> str:
    """Which statistic each metric of the charts has in its middle, and how its interval is made."""
    count, by_way = record.experiment.replicates, dict[str, list[str]]()
    if count < T_REPLICATES:
        return (
            f"None: geometric means have them from {T_REPLICATES} replicates on, medians from "
            f"{MEDIAN_REPLICATES} replicates on."
        )
    for metric in headline_metrics(record):
        found = (curve(record, metric, arm).statistic for arm in record.arms)
        for statistic in dict.fromkeys(found):
            by_way.setdefault(statistic, []).append(metric_noun(metric))
    ways = [f"{WAYS[statistic]} ({listed(nouns)})" for statistic, nouns in by_way.items()]
    few = ""
    if count < MEDIAN_REPLICATES:
        few = f" Medians have them from {MEDIAN_REPLICATES} replicates on."
    said = f"At {say_level(LEVEL)}, over {replicates(record)}: {'; '.join(ways)}.{few}"
    paired = " Changes are taken in each replicate first, then their middle."
    return f"{said}{paired}{_without_width(record)}"


def _without_width(record: RunRecord) -> str:
    """What is said where an interval has no width, with one that is shown; "" where none is."""
    readings = [
        read(record, metric, arm) for metric in headline_metrics(record) for arm in record.arms
    ]
    shown = (
        found
        for one in readings
        for found in (one.start_interval(), one.end_interval(), one.interval())
        if found.is_point
    )
    found = next(shown, None)
    if found is None:
        return ""
    brackets = say_interval(found).partition(" ")[2]
    return f" Brackets such as {brackets} stand where the interval has no width."


def _several_arms(record: RunRecord) -> str:
    """How arms are compared, and what is done about there being several."""
    tests = listed(list(dict.fromkeys(map(_test, comparisons(record).values()))))
    return (
        f"Compared with the baseline by {tests}. Verdicts and comparisons are each set to err in "
        f"at most {say_level(round(1 - LEVEL, 4))} of runs, over all arms (Holm 1979)."
    )


def _test(contrast: Contrast) -> str:
    """How an arm is compared with the baseline."""
    if contrast.paired:
        by_ratio = contrast.as_ratio
        return (
            "a paired t test on logarithms" if by_ratio else "the sign test of paired differences"
        )
    by = "Welch's t test on logarithms" if contrast.as_ratio else "the intervals of both medians"
    return f"{by} (arms with a generation 0 of their own: independent samples)"


def _half_life(record: RunRecord) -> str:
    known = order_rank(record.experiment.replicates, LEVEL)
    brackets = f", with a {say_level(LEVEL)} bootstrap interval over replicates" if known else ""
    return (
        "The first generation at which the median ratio to generation 0 is at most one half"
        f"{brackets}."
    )


def measures(record: RunRecord) -> list[Block]:
    """The metrics that are shown, with their estimators, and how many more were measured."""
    shown = headline_metrics(record)
    items = tuple(Item(f"{capital(metric_noun(metric))}.", _measure(metric)) for metric in shown)
    others = len(record.values) - len(shown)
    blocks: list[Block] = [Paragraph("The metrics of the charts:"), Listing(items, small=True)]
    if scored := _scored(record, shown):
        blocks.append(Paragraph(scored, "note"))
    if others:
        more = "1 more was" if others == 1 else f"{others} more were"
        said = f"{more} measured: collapse-lab show lists all."
        blocks.append(Paragraph(said, "note"))
    return blocks


def _scored(record: RunRecord, shown: list[str]) -> str:
    """What losses are of where models emit otherwise; and the generations 0 that share them so."""
    losses, learner_of = list(filter(is_loss, shown)), record.experiment.learner_of
    of = dict.fromkeys(filter(None, (learner_of(arm).losses_of for arm in record.arms)))
    if not losses or not of:
        return ""
    same = [arm for arm in alone(record) if all(_same_start(record, name, arm) for name in losses)]
    why = f", so that generation 0 of {listed(same)} begins with those of the other" if same else ""
    return f"Losses are {listed(list(of))}{why}."


def _same_start(record: RunRecord, metric: str, arm: str) -> bool:
    own, first = (read(record, metric, one).start for one in (arm, record.first_arm))
    return arm != record.first_arm and bool(np.allclose(own, first))


def _measure(metric: str) -> str:
    declaration = declared(metric)
    # A reference names a paper and its year; without one it is a definition of our own.
    cited = f" ({declaration.reference})" if re.search(r"\d{4}", declaration.reference) else ""
    return f"{(declaration.brief or declaration.estimator).rstrip('.')}{cited}."
