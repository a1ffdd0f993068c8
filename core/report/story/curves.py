"""Charts of a story: the primary metric as measured, or two metrics as ratios to generation 0."""

from collections.abc import Sequence

import numpy as np

from core.analysis.change import declared, finished_values, ratios
from core.analysis.curves import ratio_curve
from core.analysis.sentences import change
from core.analysis.verdict import verdicts
from core.analysis.wording import metric_noun
from core.palette import ArmStyle
from core.record import RunRecord
from core.report.charts import Line, Panel
from core.report.numbers import capital, has_interval, titled
from core.report.panels import panel
from core.report.story.steps import Curves


def measured(record: RunRecord, arms: list[str], beside: Sequence[str] = ()) -> Curves:
    """The primary metric of some arms; beside: arms that another step draws on the same axis."""
    metric = record.experiment.primary()
    drawn = panel(record, metric, arms)
    all_of_them = panel(record, metric, list(dict.fromkeys([*arms, *beside])))
    which = "more is better" if declared(metric).higher_is_better else "less is better"
    shown = Panel(titled(metric), which, drawn.lines, drawn.band)
    return Curves(shown, record.experiment.generations, _reach(all_of_them))


def relative(
    record: RunRecord, arm: str, metrics: dict[str, ArmStyle], rings: dict[str, int]
) -> Curves:
    """Metrics of one arm as ratios to generation 0, each in its own style.

    rings: by metric, a generation that is marked.
    """
    lines = tuple(_ratios(record, metric, arm, style) for metric, style in metrics.items())
    shown = Panel("Share of generation 0's value", "", lines)
    marked = tuple((_name(metric), generation) for metric, generation in rings.items())
    return Curves(shown, record.experiment.generations, _reach(shown), marked)


def _ratios(record: RunRecord, metric: str, arm: str, style: ArmStyle) -> Line:
    found = ratio_curve(record, metric, arm)
    single = None if has_interval(found) else ratios(finished_values(record, metric, arm))
    last = change(verdicts(record, metric)[arm])
    return Line(
        _name(metric), style, found.generations, found.centre, found.low, found.high, single,
        last=last,
    )  # fmt: skip


def _name(metric: str) -> str:
    return capital(metric_noun(metric))


def _reach(panel: Panel) -> tuple[float, float]:
    """From zero, or what lies below it, to the highest value or end of the null band."""
    drawn = [np.zeros(1), np.array(panel.band or ())]
    for line in panel.lines:
        drawn += [line.centre, line.low, line.high]
        drawn += [] if line.replicates is None else [line.replicates.ravel()]
    values = np.concatenate(drawn)
    values = values[np.isfinite(values)]
    low, high = float(values.min()), float(values.max())
    return low, high if high > low else low + 1
