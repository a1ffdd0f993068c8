"""The controls: whether what the curves show could be noise, copies or a fault."""

from core.analysis.change import declared
from core.analysis.families import PURPOSES, family_metrics
from core.analysis.wording import in_sentence
from core.metrics.base import CONTROLS
from core.palette import arm_styles
from core.record import RunRecord
from core.report.document import Row, Section, Table
from core.report.numbers import Column, pointed, titled
from core.report.sections.arms_table import reference_rows

BESIDE = {
    "possible-loss": "zero-probability-share",
    "rare-possible-loss": "rare-zero-probability-share",
}
"""A mean over what is still possible falls as records become impossible: their share beside it."""

SHOWN = CONTROLS[:2]
"""What the fit keeps on average has a section of its own, on closed forms."""


def section(record: RunRecord) -> Section | None:
    """What pages that are too few can do without; its values are among those that are exported."""
    table = controls_table(record)
    if table is None:
        return None
    return Section("controls", "Controls", (table,), spare=True)


def controlled(record: RunRecord) -> list[str]:
    """The controls that are shown, each with what belongs beside it."""
    found = [name for family in SHOWN for name in family_metrics(record, family)]
    pairs = ((name, BESIDE.get(name, "")) for name in found)
    return [name for pair in pairs for name in pair if name in record.values]


def controls_table(record: RunRecord) -> Table | None:
    """Every control at the last generation, beside real samples; None where none is measured."""
    metrics = controlled(record)
    if not metrics or record.done() < 1:
        return None
    done, styles = record.done(), arm_styles(record.arms, record.experiment.baseline)
    cells = [Column.of(record, metric, (0, done)) for metric in metrics]
    rows = reference_rows(record, cells, 1 + len(metrics))
    for arm in record.arms:
        values = (column.at(arm, done) for column in cells)
        rows.append(Row((arm, *values), styles[arm]))
    columns = (
        "Pipeline" if record.experiment.recorded else "Arm",
        *map(titled, metrics),
    )
    of = [declared(name).family for name in metrics]
    families = (family for family in SHOWN if family in of)
    notes = [f"{family.capitalize()}: {in_sentence(PURPOSES[family])}" for family in families]
    notes += [f"{declared(name).title}: {in_sentence(declared(name).summary)}" for name in metrics]
    notes += pointed(record, rows)
    caption = f"Controls at generation {done}; no verdict is about them."
    return Table(caption, columns, tuple(rows), frozenset(range(1, len(columns))), " ".join(notes))
