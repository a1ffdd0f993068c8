"""Charts of a story: the primary metric as measured, or two metrics beside their generation 0."""

from collections.abc import Sequence

import numpy as np

from core.analysis.change import Change, changes, declared, finished_values, how
from core.analysis.curves import ratio_curve, rise_curve
from core.analysis.sentences import change
from core.analysis.verdict import verdicts
from core.analysis.wording import metric_noun, say_best
from core.palette import ArmStyle
from core.record import RunRecord
from core.report.charts import Line, Panel
from core.report.numbers import capital, has_interval, titled
from core.report.panels import panel
from core.report.story.steps import Curves


def measured(record: RunRecord, arms: list[str], beside: Sequence[str] = ()) -> Curves:
    """The primary metric of some arms; beside: arms that another step draws on the same axis.

    Curves end where all arms have finished, which is the generation that sentences are about.
    """
    metric, done = record.experiment.primary(), record.done()
    drawn = panel(record, metric, arms, done)
    all_of_them = panel(record, metric, list(dict.fromkeys([*arms, *beside])), done)
    shown = Panel(titled(metric), say_best(metric), drawn.lines, drawn.band)
    return Curves(shown, record.experiment.generations, _reach(all_of_them))


def relative(
    record: RunRecord, arm: str, metrics: dict[str, ArmStyle], rings: dict[str, int]
) -> Curves:
    """Metrics of one arm against generation 0, each in its own style: all ratios, or all losses.

    rings: by metric, a generation that is marked.
    """
    lines = tuple(_changed(record, metric, arm, style) for metric, style in metrics.items())
    first = next(iter(metrics))
    if how(first) is Change.RISE:
        shown = Panel("Rise of the loss since generation 0", _nats(first), lines)
    else:
        shown = Panel("Ratio to generation 0's value", "", lines)
    marked = tuple((_name(metric), generation) for metric, generation in rings.items())
    return Curves(shown, record.experiment.generations, _reach(shown), marked)


def _nats(loss: str) -> str:
    return f"{declared(loss).unit}, {say_best(loss)}"


def _changed(record: RunRecord, metric: str, arm: str, style: ArmStyle) -> Line:
    kind, end = how(metric), record.done() + 1
    found = (rise_curve if kind is Change.RISE else ratio_curve)(record, metric, arm)
    values = changes(finished_values(record, metric, arm), kind)
    return Line(
        label=_name(metric),
        style=style,
        x=found.generations[:end],
        centre=found.centre[:end],
        low=found.low[:end],
        high=found.high[:end],
        replicates=None if has_interval(found) else values[:, :end],
        last=change(verdicts(record, metric)[arm]),
    )


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
