"""How it was done: the loop's five steps, each regime in precise terms, and how it was measured."""

import re

from core.analysis.change import declared
from core.analysis.families import headline_metrics
from core.analysis.rules import LEVEL, T_REPLICATES
from core.analysis.wording import listed, metric_noun, say_level
from core.record import RunRecord
from core.report.document import Block, Item, Listing, Paragraph, Section
from core.report.sections.captions import replicates
from core.report.sections.feature_space import feature_space
from core.report.sections.loop_figure import loop_figure
from core.report.sections.regimes import regimes


def section(record: RunRecord) -> Section:
    """Always there."""
    blocks: list[Block] = [loop_figure(record), Paragraph(_opening(record)), regimes(record)]
    blocks += [*measures(record), *feature_space(record), Paragraph(_intervals(record))]
    return Section("method", "How it was done", tuple(blocks))


def _opening(record: RunRecord) -> str:
    experiment = record.experiment
    source, learner, count = experiment.source, experiment.learner, experiment.replicates
    each = "In the one replicate" if count == 1 else f"In each of {count:,} replicates"
    pairs = ""
    if len(record.arms) > 1:
        pairs = (
            " All arms of a replicate share these records, generation 0 and the random streams, "
            "so that arms are compared in pairs."
        )
    return (
        f"Real data: {source.title}. {source.description()} "
        f"Model: {learner.title}. {learner.summary} {each}, {experiment.sample_size:,} real "
        f"records are drawn and one model is fitted to them: generation 0.{pairs}{_read(record)}"
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


def _lower(text: str) -> str:
    """A sentence that goes on after a colon."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _intervals(record: RunRecord) -> str:
    """How intervals are made, for the kinds of metrics that this run has."""
    kinds = {declared(metric).scale for metric in record.values}
    ways = []
    if True in kinds:
        ways.append(
            "on positive scales, t intervals on logarithms around geometric means (from "
            f"{T_REPLICATES} replicates on)"
        )
    if False in kinds:
        ways.append(
            "for other metrics, medians with binomial order-statistic intervals (from 6 replicates "
            "on)"
        )
    head = f"Intervals are at {say_level(LEVEL)} over {replicates(record)}"
    if record.experiment.replicates < T_REPLICATES:
        head = f"There are too few replicates for {say_level(LEVEL)} intervals, which would be"
    return (
        f"{head}: {'; '.join(ways)}. Values are read against generation 0 of the same replicate, "
        "so that they show what recursion did. The primary metric, the baseline and the arm beside "
        "it are settings, named before the run; everything else is descriptive."
    )


def measures(record: RunRecord) -> list[Block]:
    """The metrics that are shown, with their estimators, and the names of the others."""
    shown = headline_metrics(record)
    items = tuple(Item(f"{declared(metric).title}.", _measure(metric)) for metric in shown)
    blocks: list[Block] = [Paragraph("The metrics of the charts:"), Listing(items, small=True)]
    others = [metric_noun(metric) for metric in record.values if metric not in shown]
    if others:
        said = f"Also measured, and in the run's exported values: {listed(others)}."
        blocks.append(Paragraph(said, "note"))
    return blocks


def _measure(metric: str) -> str:
    declaration = declared(metric)
    fit = " Read from the fitted model." if declaration.parameter is not None else ""
    # A reference names a paper and its year; without one it is a definition of our own.
    cited = f" ({declaration.reference})" if re.search(r"\d{4}", declaration.reference) else ""
    estimator = declaration.estimator.rstrip(".")
    return f"{declaration.summary}{fit} Estimator: {_lower(estimator)}{cited}."
