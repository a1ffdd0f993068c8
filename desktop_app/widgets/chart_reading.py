"""What a chart says beside its curves: which metric, which words, which numbers; no Qt."""

from collections.abc import Iterable, Sequence

import numpy as np

from core.analysis.change import declared, is_loss
from core.analysis.curves import Curve
from core.analysis.intervals import Interval, unknown
from core.analysis.rules import LEVEL
from core.analysis.theory import TheoryLine
from core.analysis.wording import listed, say_interval, say_values
from core.metrics.base import CONTROLS
from core.records import FloatArray
from desktop_app.models.chart_view import ChartView
from desktop_app.translation import tr

SHORT_UNIT = 6
"""Longest unit, in characters, that stands beside every number; longer ones stand above."""


def has_interval(curve: Curve) -> bool:
    """Whether the curve has a band: enough replicates, and values to take it from."""
    return bool(np.isfinite(curve.low).any())


def at_generation(curve: Curve, generation: int) -> Interval:
    """The value of an arm at a generation; NaN where it is not measured."""
    if not 0 <= generation < len(curve.generations):
        return unknown()
    return curve.at(generation)


def say_value(
    curve: Curve,
    generation: int,
    values: FloatArray,
    *,
    ratio: bool = False,
    with_unit: bool = True,
) -> str:
    """An arm's value with its interval and, where it is short, its unit; a ratio has none.

    values: [replicates] at that generation, of which lowest and highest are said where there are
    too few for an interval. with_unit: False where the unit stands above.
    """
    found, declaration = at_generation(curve, generation), declared(curve.metric)
    if np.isnan(found.centre):
        return tr("no value")
    unit, count = ("", False) if ratio else (declaration.unit, declaration.count)
    said = say_interval(found, count=count, brief=True)
    if not found.known and len(values) > 1:
        low, high = (say_values([end], count=count) for end in (values.min(), values.max()))
        said += tr(" ({low} to {high})").format(low=low, high=high)
    return f"{said} {unit}" if with_unit and 0 < len(unit) <= SHORT_UNIT else said


def say_direction(metric: str) -> str:
    """The unit of a metric and which way is better, such as "types, more is better".

    Of a control neither way is better as such: what it is, and its unit.
    """
    declaration = declared(metric)
    if declaration.family in CONTROLS:
        what = f"{declaration.summary.removesuffix('.')} ({declaration.unit})."
        return what + (tr(" Axis not from 0.") if is_loss(metric) else "")
    fit = tr(", in the fit") if declaration.parameter is not None else ""
    axis = tr("axis not from 0") if is_loss(metric) else ""
    parts = (declaration.unit + fit, _say_best(metric), axis)
    return ", ".join(part for part in parts if part)


def _say_best(metric: str) -> str:
    """Which way is better, or which value is best."""
    declaration = declared(metric)
    if declaration.ideal is not None:
        return tr("{value} is best").format(value=f"{declaration.ideal:g}")
    return tr("more is better") if declaration.higher_is_better else tr("less is better")


def say_reading(metric: str, view: ChartView, *, ratio: bool, linear: bool) -> str:
    """What the axis of a chart is: its unit and direction, and where it is not as was wanted.

    ratio: whether ratios are drawn; linear: whether the axis is, in spite of a logarithmic one
    being wanted.
    """
    if ratio:
        # A ratio to generation 0 has no best value where generation 0 itself may be off it.
        better = "" if declared(metric).ideal is not None else _say_best(metric)
        said = ", ".join(filter(None, [tr("ratio to generation 0"), better]))
    else:
        said = say_direction(metric) + (tr(", as measured") if view.ratio else "")
    return said + (tr(", linear: not all values are above 0") if linear else "")


def caption(curves: Sequence[Curve], generation: int, replicates: int, named: str = "") -> str:
    """What the numbers under a chart are: their generation, as it is `named`, and statistic."""
    if generation < 0:
        return tr("No generation is finished yet.")
    named = named or f"{generation}"
    known = [curve for curve in curves if has_interval(curve)]
    kinds = tr(" or ").join(sorted({curve.statistic for curve in known or curves}))
    if replicates == 1:
        return tr("Generation {named}: the only replicate").format(named=named)
    if not known:
        return tr("Generation {named}: {kinds} of {replicates} replicates (their range)").format(
            named=named, kinds=kinds, replicates=replicates
        )
    said = tr("Generation {named}: {kinds} [{level:.0f} % interval]").format(
        named=named, kinds=kinds, level=100 * LEVEL
    )
    ties = any(at_generation(curve, generation).is_point for curve in known)
    return said + (tr("; [in …]: so many have exactly this value") if ties else "")


def subject(metric: str, *, ratio: bool = False) -> str:
    """What copied numbers are about: "Wasserstein distance in units of a record"."""
    declaration = declared(metric)
    if ratio:
        return tr("{metric} over generation 0").format(metric=declaration.title)
    if not declaration.unit:
        return declaration.title
    return tr("{metric} in {unit}").format(metric=declaration.title, unit=declaration.unit)


def interval_note(curves: Sequence[Curve], replicates: int) -> str:
    """Words for curves that have values but too few replicates for an interval; "" for none."""
    measured = [curve for curve in curves if np.isfinite(curve.centre).any()]
    without = [curve for curve in measured if not has_interval(curve)]
    if not without:
        return ""
    some = tr(" in {without} of {measured} arms")
    which = some.format(without=len(without), measured=len(measured))
    one, more = tr("no interval{which}: 1 replicate"), tr("no interval{which}: {count} replicates")
    return (one if replicates == 1 else more).format(
        which=which if len(without) < len(measured) else "", count=replicates
    )


def theory_key(lines: Iterable[TheoryLine]) -> str:
    """What the closed forms on the canvas are; "" where there are none."""
    statistics = {str(line.statistic) for line in lines}
    if "mean" in statistics:
        return tr("short dashes: theory, circles: run's mean")
    if not statistics:
        return ""
    said = tr("short dashes: theory of the {statistics}")
    return said.format(statistics=listed(sorted(statistics)))
