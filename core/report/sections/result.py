"""The first section: the finding, before and after, five numbers, and every arm's verdict."""

from core.analysis.audited import generation_named
from core.analysis.families import headline_metrics
from core.analysis.fidelity import say_fidelity
from core.analysis.finding import Finding
from core.record import RunRecord
from core.report.charts import BeforeAfterChart
from core.report.document import Block, Figure, Paragraph, Section
from core.report.numbers import pointed_in
from core.report.panels import panel
from core.report.sections.arms_table import arms_table
from core.report.sections.captions import ARMS, ENDS, centres, cut_axes, grey_band
from core.report.sections.five_numbers import five_numbers
from core.report.sections.regimes import in_brief


def section(record: RunRecord, found: Finding) -> Section:
    """The finding, what it rests on, the chart, the numbers and the table."""
    blocks: list[Block] = [Paragraph(found.sentence, "finding"), Paragraph(found.basis, "note")]
    if not record.experiment.recorded:
        blocks.append(Paragraph(in_brief(record), "note"))
    blocks += map(Paragraph, traded(record))
    if record.done() > 0:
        blocks += filter(None, (before_after(record), five_numbers(record)))
    return Section("result", "", (*blocks, arms_table(record)))


def traded(record: RunRecord) -> list[str]:
    """What the arm named for comparison paid in fidelity for what the finding says of it."""
    compare = record.experiment.compare
    return say_fidelity(record, compare) if compare else []


def before_after(record: RunRecord) -> Figure:
    """The baseline beside the arm named for comparison, at generation 0 and at the last one."""
    done, metrics, arms = record.done(), headline_metrics(record), record.experiment.named_arms()
    panels = tuple(panel(record, metric, arms, until=done) for metric in metrics)
    named = f"{arms[0]} (the baseline)"
    if arms[1:]:
        named += f" and {arms[1]}, both named before the run"
    pair = f"generations 0 (fitted to real data alone) and {done} of {named}"
    if record.experiment.recorded:
        first, last = generation_named(record, 0), generation_named(record, done)
        pair = f"the recorded generations {first} and {last} of {arms[0]}"
    numbers = (end for one in panels for line in one.lines for end in (line.first, line.last))
    said = (
        centres(record, metrics, arms),
        *pointed_in(record, numbers),
        grey_band(record, metrics),
        cut_axes(panels),
    )
    caption = " ".join(filter(None, (f"Before and after: {pair}.", *said)))
    return Figure("before-after", caption, BeforeAfterChart(panels), (ARMS, ENDS))
