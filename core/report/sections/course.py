"""The curves over generations, when each half was lost, and what was lost first."""

import math

from core.analysis.change import declared, is_loss
from core.analysis.families import headline_metrics
from core.analysis.half_life import half_life, has_half_life
from core.analysis.theory import theory_lines
from core.analysis.wording import in_sentence, listed, metric_noun, say_number
from core.palette import arm_styles
from core.record import RunRecord
from core.report.charts import CurveChart
from core.report.document import Block, Figure, Row, Section, Table
from core.report.numbers import Column, capital, pointed, titled
from core.report.panels import panel
from core.report.sections.arms_table import reference_rows
from core.report.sections.audit import generations_table
from core.report.sections.captions import ARMS, ENDS, centres, cut_axes, grey_band, marks
from core.report.sections.failure import charted, order


def section(record: RunRecord) -> Section | None:
    """Nothing before there is a second generation."""
    if max(record.done(arm) for arm in record.arms) < 1:
        return None
    blocks: list[Block] = [curves(record)]
    if record.done() >= 1:
        ends = generations_table(record) if record.experiment.recorded else ends_table(record)
        blocks += [ends, *order(record)]
    return Section("course", "Over the generations", tuple(blocks))


def curves(record: RunRecord) -> Figure:
    """Diversity, distance and tail on one axis of generations."""
    metrics = headline_metrics(record)
    forms = {metric: tuple(theory_lines(record, metric)) for metric in metrics}
    panels = (panel(record, name, record.arms, theory=forms[name]) for name in metrics)
    chart = CurveChart(tuple(panels), max(record.done(arm) for arm in record.arms))
    families = listed([str(declared(metric).family) for metric in metrics]).capitalize()
    recorded = record.experiment.recorded
    where = "over the recorded generations" if recorded else "in every arm"
    said = [f"{families} {where}."]
    means = centres(record, metrics, record.arms)
    if record.done() > 0 and means == centres(record, metrics, record.experiment.named_arms()):
        said = [f"{said[0][:-1]}, drawn as in Figure 1."]
    else:
        said += [means, grey_band(record, metrics), cut_axes(chart.panels)]
    said += marks(record, chart)
    return Figure("curves", " ".join(part for part in said if part), chart, (ARMS, ENDS))


def ends_table(record: RunRecord) -> Table:
    """The curves' last values, and the half-life of the diversity shown."""
    done, primary = record.done(), record.experiment.primary()
    others = [metric for metric in headline_metrics(record) if metric != primary]
    halved = [metric for metric in headline_metrics(record) if has_half_life(metric)]
    columns = [Column.of(record, metric, (0, done)) for metric in others]
    rows = reference_rows(record, columns, 1 + len(others) + len(halved))
    styles = arm_styles(record.arms, record.experiment.baseline)
    lives = {arm: [half_life(record, metric, arm) for metric in halved] for arm in record.arms}
    for arm in record.arms:
        values = (column.at(arm, done) for column in columns)
        halves = (life.said(brief=True) for life in lives[arm])
        rows.append(Row((arm, *values, *halves), styles[arm]))
    titles = ["Arm", *map(titled, others)]
    titles += [f"Half-life of {metric_noun(metric)} (generations)" for metric in halved]
    # The chart of what was lost first, below this table, says what its own metrics are.
    below = charted(record)
    notes = [
        f"{capital(metric_noun(name))}: {in_sentence(declared(name).summary)}"
        for name in others
        if name not in below
    ]
    notes += _in_words(others)
    notes += pointed(record, rows, 1 + len(others))
    if halved:
        one = any(life.is_point for arm in record.arms for life in lives[arm])
        sure = "; [in …]: so many bootstrap resamples give this very generation" if one else ""
        notes.append(
            f"Half-life: generations until half of generation 0's is lost; > {done}: not in this "
            f"run{sure}."
        )
    lives_too = ", and half-lives" if halved else ""
    caption = f"The other curves at generation {done}{lives_too} (descriptive)."
    numbers = frozenset(range(1, len(titles)))
    return Table(caption, tuple(titles), tuple(rows), numbers, " ".join(notes), ENDS)


def _in_words(metrics: list[str]) -> list[str]:
    """What a nat is, where losses are shown in nats."""
    losses = [metric for metric in metrics if is_loss(metric)]
    if not losses:
        return []
    each, half = declared(losses[0]).unit.removeprefix("nats a "), say_number(math.log(2), 2)
    return [f"A rise of {half} nats halves the likelihood of each {each} (geometric mean)."]
