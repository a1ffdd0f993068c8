"""The run held against closed forms, where its settings match one."""

import math

from core.analysis.change import declared
from core.analysis.theory import DISAGREES, LEAST_REPLICATES, TheoryLine, theory_table
from core.analysis.wording import listed, say_number
from core.palette import arm_styles
from core.record import RunRecord
from core.report.document import Block, Item, Listing, Paragraph, Row, Section, Table
from core.report.numbers import capital
from core.report.sections.arms_table import NOTHING

CONSERVED = "T0"
"""The row that speaks of nearly every arm, in one item rather than in the table."""

MOST_ROWS = 8
"""Of the table; what would be more is said formula by formula."""


def section(record: RunRecord) -> Section | None:
    """Nothing where no closed form fits an arm and a metric of this run."""
    lines = _once(theory_table(record))
    if not lines:
        return None
    blocks: list[Block] = [Paragraph(_agreement(record, lines))]
    rows = [line for line in lines if line.row != CONSERVED]
    tabled = 0 < len(rows) <= MOST_ROWS
    if tabled:
        blocks.append(_table(record, rows))
    conserved = [line for line in lines if line.row == CONSERVED]
    items = (*_formulas(rows, values=not tabled), *_formulas(conserved, values=True))
    return Section("theory", "What theory says", (*blocks, Listing(items, small=True)))


def _once(lines: list[TheoryLine]) -> list[TheoryLine]:
    """Of a form that holds for a fit and for what it emits, the fit's line: it has less noise."""
    fitted = {(line.arm, line.row) for line in lines if _place(line) == "fit"}
    return [
        line for line in lines if _place(line) != "emission" or (line.arm, line.row) not in fitted
    ]


def _place(line: TheoryLine) -> str:
    """What a form is about: the fit, what it emits, or the gate that admits."""
    if not line.metric:
        return "gate"
    return "fit" if declared(line.metric).parameter else "emission"


def _agreement(record: RunRecord, lines: list[TheoryLine]) -> str:
    """What the z-scores show, and what they do not."""
    said = _known_for(record, lines)
    known = [line for line in lines if not math.isnan(line.z)]
    if known:
        said.append(
            "z says how many standard errors the run lies above theory; a run's own standard "
            "error is scaled up to theory's mean where the run's is lower."
        )
        said.append(_largest(known))
    if len(known) < len(lines):
        said.append(_without(len(lines) - len(known), len(lines)))
    return " ".join(said)


def _known_for(record: RunRecord, lines: list[TheoryLine]) -> list[str]:
    """Which arms have a form that speaks of loss, and which only what every arm conserves."""
    told = {line.arm for line in lines if line.row != CONSERVED}
    only = [arm for arm in record.arms if arm in {line.arm for line in lines} - told]
    every, said = len(record.arms), []
    if told:
        which = f"{len(told)} of the {every} arms" if len(told) < every else f"all {every} arms"
        which = "this arm" if every == 1 else which
        said.append(f"A closed form is known for {which} at exactly these settings.")
    if only:
        said.append(
            f"Of {listed(only)} theory says only T0, which holds however much is lost: it checks "
            "the run, not the loss."
        )
    return said


def _largest(known: list[TheoryLine]) -> str:
    beyond = [line for line in known if abs(line.z) >= DISAGREES]
    if beyond:
        named = listed([f"{line.arm}, {line.quantity} (z = {_signed(line.z)})" for line in beyond])
        return f"This run does not agree with theory in {named}."
    which = "The largest |z| here is" if len(known) > 1 else "Here |z| is"
    largest = max(abs(line.z) for line in known)
    return (
        f"{which} {largest:.1f}: nothing here speaks against theory, which from {DISAGREES:g} on "
        "it would. A small |z| alone shows little; the command collapse-lab check simulates "
        "every form where a near miss would stand out."
    )


def _without(missing: int, every: int) -> str:
    which = "These have" if missing == every else f"{missing} of the {every} forms have"
    if every == 1:
        which = "This one has"
    return (
        f"{which} no z: fewer than {LEAST_REPLICATES} replicates are too few for a standard error, "
        "as are a few that carry the mean alone or do not differ."
    )


def _table(record: RunRecord, lines: list[TheoryLine]) -> Table:
    styles = arm_styles(record.arms, record.experiment.baseline)
    rows = tuple(
        Row(
            (
                line.arm,
                line.row,
                capital(f"{line.statistic} of {line.quantity}"),
                str(line.generation),
                say_number(float(line.theory[-1])),
                say_number(float(line.run[-1])),
                NOTHING if math.isnan(line.z) else _signed(line.z),
            ),
            styles[line.arm],
        )
        for line in lines
    )
    columns = ("Arm", "Form", "Statistic over replicates", "Generation", "Theory", "Run", "z")
    caption = "Closed forms beside the same statistic of this run."
    notes = (
        "For a geometric mean z is on the logarithmic scale. In the formulas t = g + 1 is the "
        f"number of fits up to generation g, and n = {record.experiment.sample_size:,}."
    )
    return Table(caption, columns, rows, frozenset({3, 4, 5, 6}), notes)


def _signed(z: float) -> str:
    return f"{z:+.1f}".replace("-", "\u2212")


def _formulas(lines: list[TheoryLine], values: bool) -> tuple[Item, ...]:
    """Each formula once, whatever arms it speaks of; with what each of them has, or without."""
    groups: dict[tuple[str, ...], list[TheoryLine]] = {}
    for line in lines:
        key = (line.row, line.statistic, line.quantity, line.formula)
        groups.setdefault(key, []).append(line)
    return tuple(
        Item(
            f"{row}, {statistic} of {quantity}:",
            f"{formula}. {_values(own) if values else ''}Source: {own[0].source}.",
        )
        for (row, statistic, quantity, formula), own in groups.items()
    )


def _values(lines: list[TheoryLine]) -> str:
    """Such as "Theory 1.00; run 0.98 in Replace (z = -0.4), 1.01 in Accumulate. "."""
    theory = [say_number(float(line.theory[-1])) for line in lines]
    same = len(set(theory)) == 1
    found = [
        f"{say_number(float(line.run[-1]))} in {line.arm}"
        + ("" if same else f", theory {expected}")
        + ("" if math.isnan(line.z) else f" (z = {_signed(line.z)})")
        for line, expected in zip(lines, theory, strict=True)
    ]
    return (f"Theory {theory[0]}; run " if same else "Run ") + f"{'; '.join(found)}. "
