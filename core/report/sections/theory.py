"""The run held against closed forms, where its settings match one."""

import math

from core.analysis.rules import LEVEL
from core.analysis.theory import TheoryLine, theory_lines
from core.analysis.wording import listed, metric_noun, say_level, say_number
from core.palette import arm_styles
from core.record import RunRecord
from core.report.document import Item, Listing, Paragraph, Row, Section, Table
from core.report.numbers import capital
from core.report.sections.arms_table import NOTHING


def section(record: RunRecord) -> Section | None:
    """Nothing where no closed form fits an arm and a metric of this run."""
    lines = [line for metric in record.values for line in theory_lines(record, metric)]
    if not lines:
        return None
    said = Paragraph(_agreement(record, lines))
    return Section("theory", "What theory says", (said, _table(record, lines), _formulas(lines)))


def _agreement(record: RunRecord, lines: list[TheoryLine]) -> str:
    """Whether any z exceeds what chance gives among so many."""
    from scipy.special import ndtri

    arms, every = len({line.arm for line in lines}), len(record.arms)
    which = f"{arms} of the {every} arms" if arms < every else f"all {every} arms"
    if every == 1:
        which = "this arm"
    said = f"A closed form is known for {which} at exactly these settings."
    known = [line for line in lines if not math.isnan(line.z)]
    if not known:
        return f"{said} One replicate has no standard error, so nothing is said of agreement."
    bound = float(ndtri(1 - (1 - LEVEL) / (2 * len(known))))
    together = f"Where {len(known)} are checked together" if len(known) > 1 else "For a single one"
    said += (
        f" z says how many standard errors the run lies above theory. {together}, sampling error "
        f"alone gives a |z| above {bound:.1f} in at most {say_level(1 - LEVEL)} of runs."
    )
    beyond = [line for line in known if abs(line.z) > bound]
    if beyond:
        named = listed([f"{line.arm} (z = {_signed(line.z)})" for line in beyond])
        return f"{said} This run departs from theory in {named}."
    largest = max(abs(line.z) for line in known)
    which = "The largest |z| here" if len(known) > 1 else "Here |z|"
    return f"{said} {which} is {largest:.1f}: the run agrees with theory within its sampling error."


def _table(record: RunRecord, lines: list[TheoryLine]) -> Table:
    styles = arm_styles(record.arms, record.experiment.baseline)
    rows = tuple(
        Row(
            (
                line.arm,
                capital(f"{line.statistic} of {metric_noun(line.metric)}"),
                str(line.generation),
                say_number(float(line.theory[-1])),
                say_number(float(line.run[-1])),
                NOTHING if math.isnan(line.z) else _signed(line.z),
            ),
            styles[line.arm],
        )
        for line in lines
    )
    columns = ("Arm", "Statistic over replicates", "Generation", "Theory", "This run", "z")
    caption = "Closed forms beside the same statistic of this run."
    notes = (
        "For a geometric mean z is on the logarithmic scale. In the formulas t = g + 1 is the "
        f"number of fits up to generation g, and n = {record.experiment.sample_size:,}."
    )
    return Table(caption, columns, rows, frozenset({2, 3, 4, 5}), notes)


def _signed(z: float) -> str:
    return f"{z:+.1f}".replace("-", "\u2212")


def _formulas(lines: list[TheoryLine]) -> Listing:
    items = {
        line.row: Item(f"{line.arm}:", f"{line.formula}. Source: {line.source}.") for line in lines
    }
    return Listing(tuple(items.values()), small=True)
