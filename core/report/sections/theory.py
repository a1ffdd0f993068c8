"""The run held against closed forms, where its settings match one."""

import math
from collections import Counter

from core.analysis.families import headline_metrics
from core.analysis.theory import (
    CONSERVED,
    DISAGREES,
    LEAST_REPLICATES,
    TheoryLine,
    statements,
    theory_table,
)
from core.analysis.wording import listed, say_number
from core.palette import arm_styles
from core.record import RunRecord
from core.report.document import Block, Item, Listing, Paragraph, Row, Section, Table
from core.report.numbers import capital
from core.report.sections.arms_table import NOTHING
from core.theory.base import Statistic

MOST_ROWS = 8
"""Of the table; with more, only what the charts show has rows, else formulas say their values."""

THREE = 3
"""Digits of a number, unless a theory and its run would then look the same."""

MOST_DIGITS = 8
"""Of either; what differs only beyond these is rounding."""

HAIR = 10.0**-MOST_DIGITS


def section(record: RunRecord) -> Section | None:
    """Nothing where no closed form fits an arm and a metric of this run."""
    lines = statements(theory_table(record))
    if not lines:
        return None
    rows = _rows(record, [line for line in lines if line.row != CONSERVED])
    tabled = 0 < len(rows) <= MOST_ROWS
    conserved = [line for line in lines if line.row == CONSERVED]
    blocks: list[Block] = [Paragraph(_agreement(record, lines, rows))]
    blocks += [_table(record, rows)] if tabled else []
    items = (*_formulas(rows, tabled), *_formulas(conserved, tabled))
    return Section("theory", "What theory says", (*blocks, Listing(items, small=True)))


def _rows(record: RunRecord, lines: list[TheoryLine]) -> list[TheoryLine]:
    """All of them, or those that the charts are about where all are too many."""
    shown = headline_metrics(record)
    return (
        lines if len(lines) <= MOST_ROWS else [one for one in lines if one.metric in shown] or lines
    )


def _agreement(record: RunRecord, lines: list[TheoryLine], rows: list[TheoryLine]) -> str:
    """What the z-scores show, and what they do not."""
    said = _known_for(record, lines)
    if rows:
        said.append(
            "In formulas t = g + 1 counts the fits up to generation g, and "
            f"n = {record.experiment.sample_size:,}."
        )
    known = [line for line in lines if not math.isnan(line.z)]
    if known:
        said.append("z says how many standard errors the run lies above theory.")
        said.append(_largest(known))
    if len(known) < len(lines):
        said.append(_without(record, len(lines) - len(known), len(lines)))
    return " ".join(said)


def _known_for(record: RunRecord, lines: list[TheoryLine]) -> list[str]:
    """Which arms have a form that speaks of loss, and which only what every arm conserves."""
    told = {line.arm for line in lines if line.row != CONSERVED}
    only = [arm for arm in record.arms if arm in {line.arm for line in lines} - told]
    every, said = len(record.arms), []
    if told:
        which = f"{len(told)} of the {every} arms"
        if len(told) == every:
            which = {1: "this arm", 2: "both arms"}.get(every, f"all {every} arms")
        said.append(f"A closed form is known for {which} at exactly these settings.")
    if only:
        arms = "every arm" if len(only) == every > 1 else listed(only)
        said.append(
            f"Of {arms} theory says only T0, a mean that stays the same however much is lost: it "
            "checks the run, not the loss."
        )
    return said


def _largest(known: list[TheoryLine]) -> str:
    beyond = [line for line in known if abs(line.z) >= DISAGREES]
    if beyond:
        named = listed([f"{line.arm}, {line.quantity} (z = {_signed(line.z)})" for line in beyond])
        return f"This run does not agree with theory in {named}."
    largest = max(abs(line.z) for line in known)
    which = f"The largest |z| of {len(known)} is" if len(known) > 1 else "Here |z| is"
    return (
        f"{which} {largest:.1f}, below the {DISAGREES:g} from which the two are said to disagree. "
        "A small |z| alone shows little: collapse-lab check holds each form to a sharper test."
    )


def _without(record: RunRecord, missing: int, every: int) -> str:
    whole = "This" if every == 1 else "These"
    which = whole if missing == every else f"{missing} of the {every}"
    which += " has" if missing == 1 else " have"
    if record.experiment.replicates < LEAST_REPLICATES:
        return f"{which} no z: fewer than {LEAST_REPLICATES} replicates give no standard error."
    return f"{which} no z: too few replicates carry the mean, or they do not differ."


def _table(record: RunRecord, lines: list[TheoryLine]) -> Table:
    styles = arm_styles(record.arms, record.experiment.baseline)
    generations = sorted({line.generation for line in lines})
    rows = tuple(
        Row(
            (
                line.arm,
                line.row,
                capital(f"{line.statistic} of {line.quantity}"),
                *_said(line, _digits([line])),
                NOTHING if math.isnan(line.z) else _signed(line.z),
            ),
            styles[line.arm],
        )
        for line in lines
    )
    columns = ("Arm", "Form", "Statistic over replicates", "Theory", "Run", "z")
    at = ("generations " if generations[1:] else "generation ") + listed(
        list(map(str, generations))
    )
    caption = f"Closed forms beside the same statistic of this run, at {at}."
    notes = ["The run's own standard error is scaled up where its mean lies below theory's."]
    if any(line.statistic is Statistic.GEOMETRIC_MEAN for line in lines):
        notes.append("For a geometric mean z is on the logarithmic scale.")
    return Table(caption, columns, rows, frozenset({3, 4, 5}), " ".join(notes))


def _digits(lines: list[TheoryLine]) -> int:
    """The fewest digits, three at least, that tell each run from its theory where they differ."""
    tried = range(THREE, MOST_DIGITS + 1)
    return next((at for at in tried if all(_apart(line, at) for line in lines)), THREE)


def _apart(line: TheoryLine, digits: int) -> bool:
    """Whether theory and run are told apart by so many digits, or are not apart at all."""
    theory, run = _said(line, digits)
    return theory != run or math.isclose(line.theory[-1], line.run[-1], rel_tol=HAIR)


def _said(line: TheoryLine, digits: int) -> tuple[str, str]:
    """The last values of theory and run, with as many decimals as theory's has in such digits."""
    theory, run = float(line.theory[-1]), float(line.run[-1])
    if digits == THREE:
        return say_number(theory), say_number(run)
    size = math.floor(math.log10(abs(theory))) if theory else 0
    decimals = max(digits - 1 - size, 0)
    return say_number(theory, decimals), say_number(run, decimals)


def _signed(z: float) -> str:
    return f"{z:+.1f}".replace("-", "\u2212")


def _formulas(lines: list[TheoryLine], tabled: bool) -> tuple[Item, ...]:
    """Each formula once, whatever arms it speaks of; with what each of them has, if no table has.

    In a table the row's letters find it, and its arms where a row has several formulas.
    """
    groups: dict[tuple[str, ...], list[TheoryLine]] = {}
    for line in lines:
        key = (line.row, line.statistic, line.quantity, line.formula)
        groups.setdefault(key, []).append(line)
    count = Counter(row for row, *_ in groups)
    items = []
    for (row, statistic, quantity, formula), own in groups.items():
        of = f"{row}, {statistic} of {quantity}"
        if tabled and row != CONSERVED:
            of = row if count[row] == 1 else f"{row} in {listed([line.arm for line in own])}"
        values = "" if tabled else f" {_values(own)}"
        items.append(Item(f"{of}:", f"{formula} ({own[0].source}).{values}"))
    return tuple(items)


def _values(lines: list[TheoryLine]) -> str:
    """Such as "Theory 1.00; run 0.98 in Replace (z = -0.4), 1.01 in Accumulate."."""
    digits = _digits(lines)
    pairs = [_said(line, digits) for line in lines]
    same = len({theory for theory, _ in pairs}) == 1
    found = [
        f"{run} in {line.arm}"
        + ("" if same else f", theory {theory}")
        + ("" if math.isnan(line.z) else f" (z = {_signed(line.z)})")
        for line, (theory, run) in zip(lines, pairs, strict=True)
    ]
    return (f"Theory {pairs[0][0]}; run " if same else "Run ") + f"{'; '.join(found)}."
