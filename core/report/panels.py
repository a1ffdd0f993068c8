"""From a record to the charts' numbers, all by way of `core.analysis`."""

from core.analysis.alarm import alarm_height
from core.analysis.change import declared, finished_values, is_loss, ratios
from core.analysis.curves import curve, ratio_curve
from core.analysis.theory import TheoryLine
from core.analysis.wording import IN_THE_FIT, metric_unit
from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from core.report.charts import Line, Panel, Theory
from core.report.numbers import has_interval, value_at


def panel(
    record: RunRecord,
    metric: str,
    arms: list[str],
    until: int | None = None,
    theory: tuple[TheoryLine, ...] = (),
) -> Panel:
    """A metric of some arms, over the generations that each has finished, or until one of them."""
    styles = arm_styles(record.arms, record.experiment.baseline)
    return Panel(
        title=declared(metric).title,
        unit=metric_note(metric),
        lines=tuple(_line(record, metric, arm, styles[arm], until) for arm in arms),
        band=record.bands.get(metric),
        theory=tuple(_theory(form, styles[form.arm]) for form in theory),
        alarm=alarm_height(record, metric),
        from_zero=not is_loss(metric),
    )


def ratio_panel(
    record: RunRecord, metric: str, arms: list[str], theory: tuple[TheoryLine, ...] = ()
) -> Panel:
    """The same of each value over generation 0's of its replicate, which no real sample has."""
    styles = arm_styles(record.arms, record.experiment.baseline)
    return Panel(
        title=declared(metric).title,
        unit=f"{declared(metric).family}, ratio to generation 0",
        lines=tuple(_ratio_line(record, metric, arm, styles[arm]) for arm in arms),
        theory=tuple(_theory(form, styles[form.arm]) for form in theory),
    )


def metric_note(metric: str) -> str:
    """Its family, its unit, and whether it is read from the fit."""
    declaration = declared(metric)
    parts = [str(declaration.family)]
    if metric_unit(metric):
        parts.append(declaration.unit)
    if declaration.parameter is not None:
        parts.append(IN_THE_FIT)
    return ", ".join(parts)


def _line(record: RunRecord, metric: str, arm: str, style: ArmStyle, until: int | None) -> Line:
    found = curve(record, metric, arm)
    end = len(found.generations) if until is None else until + 1
    values = record.values[metric][record.arms.index(arm)]
    return Line(
        label=arm,
        style=style,
        x=found.generations[:end],
        centre=found.centre[:end],
        low=found.low[:end],
        high=found.high[:end],
        replicates=None if has_interval(found) else values[:, :end],
        first=value_at(record, metric, arm, 0),
        last=value_at(record, metric, arm, end - 1),
    )


def _ratio_line(record: RunRecord, metric: str, arm: str, style: ArmStyle) -> Line:
    found = ratio_curve(record, metric, arm)
    single = None if has_interval(found) else ratios(finished_values(record, metric, arm))
    return Line(arm, style, found.generations, found.centre, found.low, found.high, single)


def _theory(form: TheoryLine, style: ArmStyle) -> Theory:
    mean = form.run if form.statistic == "mean" else None
    return Theory(style, form.generations, form.theory, mean)
