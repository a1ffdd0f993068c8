"""Every arm on the primary metric: its value, its change, its verdict, and beside the baseline."""

import math

from core.analysis.audited import generation_named
from core.analysis.change import Change, declared
from core.analysis.first import firsts
from core.analysis.reading import Outcome
from core.analysis.rules import COLLAPSED_BELOW, HELD_ABOVE, LEVEL
from core.analysis.sentences import change, short_difference
from core.analysis.verdict import Comparison, Contrast, Verdict, comparisons, verdicts
from core.analysis.wording import (
    column_decimals,
    in_sentence,
    listed,
    metric_noun,
    metric_unit,
    say_interval,
    say_level,
    say_p,
)
from core.palette import arm_styles
from core.record import RunRecord
from core.report.document import Row, Table
from core.report.numbers import Column, capital, pointed
from core.report.sections.captions import ARMS

NOTHING = "–"
"""In a cell that has nothing to say."""
OF_CHANGES = "†"
"""Beside a ratio of changes in a column that has ratios of values too."""


def arms_table(record: RunRecord) -> Table:
    """What real samples and generation 0 give, then one row an arm."""
    metric, done = record.experiment.primary(), record.done()
    measured = metric_noun(metric)
    if metric_unit(metric):
        measured += f" ({declared(metric).unit})"
    recorded = record.experiment.recorded
    caption = f"The primary metric, {measured}: {in_sentence(declared(metric).summary)}"
    if done == 0:
        rows = reference_rows(record, [Column.of(record, metric, [0])], 2)
        return Table(caption, ("", "Generation 0"), tuple(rows), frozenset({1}), "", ARMS)
    judged, compared = verdicts(record), _compared(record)
    arm = "Pipeline" if recorded else "Arm"
    columns = [arm, f"Generation {generation_named(record, done)}", _changed(judged), "Verdict"]
    if compared:
        columns += _against(record, compared)
    values = Column.of(record, metric, (0, done))
    rows = reference_rows(record, [values], len(columns))
    ratios = column_decimals(verdict.ratio for verdict in judged.values())
    counts = all(map(_is_count, compared.values()))
    effects = column_decimals((one.effect for one in compared.values()), count=counts)
    styles = arm_styles(record.arms, record.experiment.baseline)
    any_paired = any(contrast.paired for contrast in compared.values())
    for arm, verdict in judged.items():
        moved = change(verdict, brief=True, decimals=ratios).removesuffix(metric_unit(metric))
        cells = [arm, values.at(arm, done), moved, str(verdict.outcome)]
        if compared:
            base = judged[record.experiment.baseline]
            cells += _beside(compared.get(arm), verdict, base, effects, any_paired=any_paired)
        rows.append(Row(tuple(cells), styles[arm]))
    notes = " ".join([_notes(judged, comparisons(record)), *pointed(record, rows)]).lstrip()
    return Table(caption, tuple(columns), tuple(rows), frozenset({1, 2, 4}), notes, ARMS)


def _compared(record: RunRecord) -> dict[str, Contrast]:
    """Every arm against the baseline; nothing where no arm could be compared."""
    found = comparisons(record)
    any_compared = any(one.comparison is not Comparison.NOT_COMPARED for one in found.values())
    return found if any_compared else {}


def reference_rows(record: RunRecord, columns: list[Column], width: int) -> list[Row]:
    """What real samples and generation 0 give, in rows of so many cells."""
    rows = [(capital(called), *cells) for called, cells in _first_rows(record, columns).items()]
    bands = [column.band() for column in columns]
    if any(bands):
        rows.insert(0, ("Real samples", *(band or NOTHING for band in bands)))
    return [Row((*cells, *[""] * (width - len(cells))), quiet=True) for cells in rows]


def _first_rows(record: RunRecord, columns: list[Column]) -> dict[str, tuple[str, ...]]:
    """What each generation 0 gives, those that give the same together."""
    every, alike = firsts(record), dict[tuple[str, ...], list[str]]()
    for called, arm in every.items():
        cells = tuple(column.at(arm, 0) for column in columns)
        alike.setdefault(cells, []).append(called)
    if len(alike) == 1:
        return {"generation 0": next(iter(alike))}
    return {_together(names): cells for cells, names in alike.items()}


def _together(names: list[str]) -> str:
    """Several generations 0 in one name: "generation 0 of Cold and Warm"."""
    first, *others = names
    return listed([first, *(name.removeprefix("generation 0 of ") for name in others)])


def _changed(judged: dict[str, Verdict]) -> str:
    rise = any(verdict.change is Change.RISE for verdict in judged.values())
    return "Rise above generation 0" if rise else "Relative to generation 0"


def _against(record: RunRecord, compared: dict[str, Contrast]) -> list[str]:
    ratios = {contrast.as_ratio for contrast in compared.values()}
    kind = "Ratio to" if ratios == {True} else "Difference from"
    if not any(contrast.paired for contrast in compared.values()):
        kind = kind.replace(" ", " of changes ")
    return [f"{kind} {record.experiment.baseline}", "Comparison"]


def _beside(
    contrast: Contrast | None,
    verdict: Verdict,
    baseline: Verdict,
    decimals: int | None,
    *,
    any_paired: bool,
) -> list[str]:
    """How far from the baseline, and the word for it; the baseline itself has neither."""
    if contrast is None:
        return [NOTHING, "baseline"]
    if contrast.comparison is Comparison.NOT_COMPARED or math.isnan(contrast.adjusted):
        return [NOTHING, str(contrast.comparison)]
    said = short_difference(contrast, verdict, baseline)
    effect = say_interval(contrast.effect, count=_is_count(contrast), brief=True, decimals=decimals)
    if any_paired and not contrast.paired:
        effect += f" {OF_CHANGES}"
    return [effect, f"{said}, {say_p(contrast.adjusted)}"]


def _is_count(contrast: Contrast) -> bool:
    """Whether what lies between two arms is a count."""
    return declared(contrast.metric).count and contrast.paired and not contrast.as_ratio


def _notes(judged: dict[str, Verdict], compared: dict[str, Contrast]) -> str:
    """What the words mean, and where a word is not what the interval shown would earn."""
    said = []
    if any(verdict.outcome is not Outcome.NOT_JUDGED for verdict in judged.values()):
        said.append(_rule(judged))
    if any(one.comparison is not Comparison.NOT_COMPARED for one in compared.values()):
        said.append(_how_compared(compared))
    said += [
        f"{verdict.arm}: its {say_level(LEVEL)} interval alone would read {verdict.alone}."
        for verdict in judged.values()
        if verdict.outcome is not verdict.alone
    ]
    return " ".join([*said, *_reasons(judged, compared)])


def _how_compared(compared: dict[str, Contrast]) -> str:
    """Whether replicates were paired; arms with model settings of their own never are."""
    alone = [arm for arm, one in compared.items() if not one.paired]
    if not alone:
        return "Comparisons are paired by replicate; p allows for all arms."
    others = len(alone) < len(compared)
    every = "The others are of values, paired by replicate. " if others else ""
    mark = f"{OF_CHANGES} " if others else ""
    return (
        f"{mark}Not paired, for want of a common generation 0: {listed(alone)}. What is compared "
        f"is each arm's change since its own, as independent samples. {every}P allows for all arms."
    )


def _rule(judged: dict[str, Verdict]) -> str:
    rises = [verdict for verdict in judged.values() if verdict.change is Change.RISE]
    wider = ", widened to allow for all arms," if len(judged) > 1 else ""
    if rises:
        fitted = declared(rises[0].metric).parameter is not None
        margin = "0" if fitted else "what real samples do by chance"
        return (
            f"Verdict: degraded if the whole interval of the rise{wider} lies above {margin}, held "
            "if below, else undecided."
        )
    return (
        f"Verdict: collapsed if the whole interval of the ratio to generation 0{wider} lies below "
        f"{COLLAPSED_BELOW}, degraded if below {HELD_ABOVE}, held if above, else undecided."
    )


def _reasons(judged: dict[str, Verdict], compared: dict[str, Contrast]) -> list[str]:
    """Why arms were not judged or compared, each reason once."""
    said = []
    for what, found in (("judged", judged), ("compared", compared)):
        arms: dict[str, list[str]] = {}
        for arm, one in found.items():
            if one.reason:
                arms.setdefault(one.reason, []).append(arm)
        said += [f"Not {what}: {listed(names)}, because {why}." for why, names in arms.items()]
    return said
