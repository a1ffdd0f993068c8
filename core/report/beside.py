"""One metric of two runs on the same axes, as a chart that stands by itself."""

from dataclasses import replace

import numpy as np

from core.analysis.change import declared
from core.analysis.compared_words import run_named
from core.analysis.curves import curve
from core.analysis.described import say_run
from core.analysis.rules import LEVEL
from core.analysis.wording import listed, say_level
from core.palette import ArmStyle, compared_styles
from core.record import RunRecord
from core.report.charts import CurveChart, Line, Panel
from core.report.panels import metric_note, panel
from core.report.sections.captions import replicates


def compared_chart(a: RunRecord, b: RunRecord, metric: str) -> CurveChart:
    """A metric of every arm of both: A in solid lines, B in dashes, an arm in one colour.

    Null bands, theory and alarms are each run's own, and are left out.
    """
    styles = compared_styles(a.arms, b.arms, a.experiment.baseline)
    lines = [*_lines(a, metric, "A", styles[0]), *_lines(b, metric, "B", styles[1])]
    drawn = Panel(declared(metric).title, metric_note(metric), tuple(lines))
    longest = max(one.experiment.generations for one in (a, b))
    above = tuple(
        f"{which}: {say_run(run.experiment)}"
        for which, run in (("A (solid)", a), ("B (dashed)", b))
    )
    kinds = sorted({f"{curve(run, metric, arm).statistic}s" for run in (a, b) for arm in run.arms})
    over = f"{replicates(a)} of A and {replicates(b)} of B"
    below = f"Lines: {' or '.join(kinds)} over {over}; {_shading(lines)}"
    return CurveChart((drawn,), longest, above=above, below=below)


def _lines(record: RunRecord, metric: str, sign: str, styles: dict[str, ArmStyle]) -> list[Line]:
    run = f"{sign}: {run_named(record)}"
    return [
        replace(line, style=styles[line.label], sign=sign, run=run)
        for line in panel(record, metric, record.arms).lines
    ]


def _shading(lines: list[Line]) -> str:
    """What shading is, which lines have none, and what stands in its place."""
    without = [line for line in lines if not np.isfinite(line.low).any()]
    thin = any(line.replicates is not None and len(line.replicates) > 1 for line in without)
    single = " Thin lines: single replicates." if thin else ""
    if len(without) == len(lines):
        return f"too few for intervals.{single}"
    none = f", none for {listed([line.key for line in without])}" if without else ""
    return f"shading: {say_level(LEVEL)} intervals{none}.{single}"
