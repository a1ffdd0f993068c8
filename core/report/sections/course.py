"""The curves over generations, when each half was lost, and what was lost first."""

from core.analysis.change import declared
from core.analysis.failure_order import NOT_FAILED, Failure, failure_order
from core.analysis.families import headline_metrics
from core.analysis.half_life import half_life, has_half_life
from core.analysis.rules import FAILURE_GENERATIONS, HELD_ABOVE, LEVEL
from core.analysis.theory import theory_lines
from core.analysis.wording import listed, metric_noun, metric_unit, say_level
from core.palette import arm_styles
from core.record import RunRecord
from core.report.charts import CurveChart
from core.report.document import Block, Figure, Item, Listing, Paragraph, Row, Section, Table
from core.report.numbers import capital, value_at
from core.report.panels import panel
from core.report.sections.arms_table import NOTHING, reference_rows
from core.report.sections.audit import generations_table
from core.report.sections.captions import centres, grey_band, named_arms
from core.report.sections.controls import controls_table


def section(record: RunRecord) -> Section | None:
    """Nothing before there is a second generation."""
    if max(record.done(arm) for arm in record.arms) < 1:
        return None
    blocks: list[Block] = [curves(record)]
    if record.done() >= 1:
        ends = generations_table(record) if record.experiment.recorded else ends_table(record)
        blocks += [ends, *order(record)]
        controls = controls_table(record)
        blocks += [controls] if controls is not None else []
    return Section("course", "Over the generations", tuple(blocks))


def curves(record: RunRecord) -> Figure:
    """Diversity, distance and tail on one axis of generations."""
    metrics = headline_metrics(record)
    forms = {metric: tuple(theory_lines(record, metric)) for metric in metrics}
    panels = (panel(record, name, record.arms, theory=forms[name]) for name in metrics)
    chart = CurveChart(tuple(panels), max(record.done(arm) for arm in record.arms))
    families = listed([str(declared(metric).family) for metric in metrics]).capitalize()
    recorded = record.experiment.recorded
    where = "recorded generations" if recorded else "generations, in every arm"
    said = [f"{families} over the {where}."]
    means = centres(record, metrics, record.arms)
    if record.done() > 0 and means == centres(record, metrics, named_arms(record)):
        said.append("Lines and shading are as in Figure 1.")
    else:
        said += [means, grey_band(record, metrics)]
    drawn = (line.replicates for one in chart.panels for line in one.lines)
    if record.experiment.replicates > 1 and any(single is not None for single in drawn):
        said.append("Thin lines: single replicates, where there are too few for an interval.")
    if any(forms.values()):
        said.append("Short dark dashes: closed forms.")
    if any(form.statistic == "mean" for found in forms.values() for form in found):
        said.append("Rings: the run's mean, where the closed form is about a mean.")
    if any(one.alarm is not None for one in chart.panels):
        said.append("Long thin dashes: the threshold of an alarm on the tail.")
    return Figure("curves", " ".join(part for part in said if part), chart)


def ends_table(record: RunRecord) -> Table:
    """The curves' last values, and the half-life of the diversity shown."""
    done, primary = record.done(), record.experiment.primary()
    others = [metric for metric in headline_metrics(record) if metric != primary]
    halved = [metric for metric in headline_metrics(record) if has_half_life(metric)]
    rows = reference_rows(record, others, 1 + len(others) + len(halved))
    styles = arm_styles(record.arms, record.experiment.baseline)
    lives = {arm: [half_life(record, metric, arm) for metric in halved] for arm in record.arms}
    for arm in record.arms:
        values = (value_at(record, metric, arm, done) for metric in others)
        rows.append(Row((arm, *values, *(life.said() for life in lives[arm])), styles[arm]))
    columns = ["Arm", *map(_titled, others)]
    columns += [f"Half-life of {metric_noun(metric)} (generations)" for metric in halved]
    notes = "Descriptive: verdicts are about the primary metric alone."
    if halved:
        notes += (
            " The half-life is the first generation at which the median ratio over replicates is "
            f"at most one half; > {done}: not reached."
        )
    if any(life.known for found in lives.values() for life in found):
        notes += f" Its brackets are {say_level(LEVEL)} bootstrap intervals over replicates."
    caption = f"The other curves at generation {done}" + (", and half-lives." if halved else ".")
    return Table(caption, tuple(columns), tuple(rows), frozenset(range(1, len(columns))), notes)


def _titled(metric: str) -> str:
    unit = metric_unit(metric)
    return capital(metric_noun(metric)) + (f" ({declared(metric).unit})" if unit else "")


def order(record: RunRecord) -> list[Block]:
    """Which metric failed first, in the baseline and in the arm named for comparison."""
    orders = {arm: failure_order(record, arm) for arm in named_arms(record)}
    if not any(_can_be_ranked(failure) for found in orders.values() for failure in found):
        return []
    styles = arm_styles(record.arms, record.experiment.baseline)
    items = [Item(f"{arm}:", _say_order(found), styles[arm]) for arm, found in orders.items()]
    median = "" if record.experiment.recorded else "median "
    said = (
        "What failed first. A metric has failed from the first of "
        f"{FAILURE_GENERATIONS} generations running in which the {say_level(LEVEL)} interval of "
        f"its {median}ratio to generation 0 lies below {HELD_ABOVE}:"
    )
    return [Paragraph(said), Listing(tuple(items)), *_unranked(orders)]


def _can_be_ranked(failure: Failure) -> bool:
    return failure.place is not None or failure.reason == NOT_FAILED


def _say_order(failures: list[Failure]) -> str:
    """Such as "middle types covered (generation 1), then types alive (generation 2)."."""
    places: dict[int, list[Failure]] = {}
    for failure in failures:
        if failure.place is not None:
            places.setdefault(failure.place, []).append(failure)
    said = "; then ".join(_say_place(place) for place in places.values())
    standing = [metric_noun(one.metric) for one in failures if one.reason == NOT_FAILED]
    stayed = f"Not shown to fail: {listed(standing)}." if standing else ""
    return " ".join(part for part in (f"{said}." if said else "", stayed) if part) or NOTHING


def _say_place(tied: list[Failure]) -> str:
    """Metrics that share a place, with the generation or generations of their failure."""
    generations = {failure.generation for failure in tied}
    if len(generations) == 1:
        names = listed([metric_noun(failure.metric) for failure in tied])
        return f"{names} at generation {tied[0].generation}" + (", tied" if len(tied) > 1 else "")
    each = (f"{metric_noun(one.metric)} (generation {one.generation})" for one in tied)
    return f"{listed(list(each))}, tied"


def _unranked(orders: dict[str, list[Failure]]) -> list[Block]:
    """Metrics that no arm can rank, and why."""
    reasons: dict[str, dict[str, None]] = {}
    for failures in orders.values():
        for failure in failures:
            if not _can_be_ranked(failure):
                reasons.setdefault(failure.reason, {})[metric_noun(failure.metric)] = None
    return [
        Paragraph(f"Not ranked, because {why}: {listed(list(metrics))}.", "note")
        for why, metrics in reasons.items()
    ]
