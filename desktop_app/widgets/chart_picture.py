"""What a chart draws of a run, in the way that the person looks at it; no Qt."""

from collections.abc import Sequence
from dataclasses import replace

from core.analysis.alarm import alarm_height
from core.analysis.change import Change, finished_values, how, is_loss, ratios
from core.analysis.curves import Curve, curve, ratio_curve
from core.analysis.theory import ratio_lines, theory_lines
from core.record import RunRecord
from core.records import FloatArray
from desktop_app.models.chart_view import ChartView
from desktop_app.translation import tr
from desktop_app.widgets.chart_reading import has_interval, interval_note, theory_key
from desktop_app.widgets.picture import Picture


def as_ratio(metric: str, view: ChartView) -> bool:
    """Whether a chart shows ratios: where they are wanted and say something."""
    return view.ratio and how(metric) is Change.RATIO


def drawn_curve(record: RunRecord, metric: str, arm: str, *, ratio: bool) -> Curve:
    """An arm's curve, as ratios to generation 0 or as measured."""
    return (ratio_curve if ratio else curve)(record, metric, arm)


def drawn_values(record: RunRecord, metric: str, arm: str, *, ratio: bool) -> FloatArray:
    """An arm's single values behind its curve, [replicates, generations]."""
    values = finished_values(record, metric, arm)
    return ratios(values) if ratio else values


def make_picture(
    record: RunRecord, metric: str, curves: Sequence[Curve], view: ChartView
) -> Picture:
    """A chart's picture of a metric, from its arms' curves."""
    ratio = as_ratio(metric, view)
    shown = [one for one in curves if one.arm not in view.hidden]
    lines = [line for line in theory_lines(record, metric) if line.arm not in view.hidden]
    theory = ratio_lines(lines) if ratio else lines
    at = None if ratio else alarm_height(record, metric)
    alarm = "" if at is None else tr("dashed line: proposed alarm")
    picture = Picture(
        tuple(_nothing(one) if one.arm in view.hidden else one for one in curves),
        tuple(_strands(record, one, view) for one in curves),
        tuple(theory),
        None if ratio else record.bands.get(metric),
        interval_note(shown, record.experiment.replicates),
        "; ".join(filter(None, [theory_key(theory), alarm])),
        at,
        from_zero=not is_loss(metric),
    )
    return picture.logged() if view.logarithmic and picture.positive() else picture


def _strands(record: RunRecord, of: Curve, view: ChartView) -> FloatArray | None:
    """Single replicates, of an arm that is drawn and has no interval."""
    if of.arm in view.hidden or has_interval(of):
        return None
    return drawn_values(record, of.metric, of.arm, ratio=as_ratio(of.metric, view))


def _nothing(of: Curve) -> Curve:
    """The curve without its points."""
    return replace(
        of, generations=of.generations[:0], centre=of.centre[:0], low=of.low[:0], high=of.high[:0]
    )
