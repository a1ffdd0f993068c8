"""The last step: what each arm cost."""

import re

from core.analysis.arm_caveats import arm_caveats
from core.analysis.change import Change
from core.analysis.costs import cost
from core.analysis.fidelity import poorer
from core.analysis.mitigations import Support
from core.analysis.prices import say_own_price, say_price
from core.analysis.sentences import change
from core.analysis.verdict import Comparison
from core.analysis.wording import metric_noun, metric_unit
from core.palette import arm_styles
from core.record import RunRecord
from core.report.document import Row, Table
from core.report.numbers import capital
from core.report.story.cast import Cast, left_out, shown_arms
from core.report.story.fix import hero
from core.report.story.steps import Step

WIDTHS = (0.2, 0.24, 0.36, 0.2)
FREE = "no more than the baseline's"


def step(record: RunRecord, played: Cast) -> Step:
    """The arms with what each kept and its price; there is more than one arm."""
    arm = hero(record, played)
    about = [said for said in arm_caveats(record) if arm and arm in said]
    notes = [*about, left_out(record)]
    return Step(
        "price",
        "What it costs",
        _headline(record, played, arm),
        tuple(filter(None, notes)),
        _table(record, played),
    )


def _headline(record: RunRecord, played: Cast, arm: str) -> str:
    base, size = record.experiment.baseline, f"n is {record.experiment.sample_size:,} records"
    if not arm:
        return f"Nothing here is shown to be worth a price; this is what each arm cost ({size})."
    own = _prices(record, played)[arm]
    if own == FREE:
        return f"{arm} costs no more than {base}, by what is counted here."
    of = f", where {size}" if re.search(r"\bn\b", own) else ""
    return f"The price of {arm}: {own}{of}."


def _prices(record: RunRecord, played: Cast) -> dict[str, str]:
    """By arm; the baseline's is its own, the others' beside it."""
    base = record.experiment.baseline
    found = {base: say_own_price(cost(record, base))}
    return found | {one.arm: say_price(record, [one]) for one in played.others}


def _table(record: RunRecord, played: Cast) -> Table:
    """A few large rows: the arm, what it kept, its price, and what the run says of it."""
    prices = _prices(record, played)
    support = {one.arm: one.said() for one in played.others}
    styles = arm_styles(record.arms, record.experiment.baseline)
    rows = tuple(
        Row(
            (
                arm,
                change(played.judged[arm]).removesuffix(metric_unit(record.experiment.primary())),
                prices[arm],
                support.get(arm, "the baseline"),
            ),
            styles[arm],
        )
        for arm in shown_arms(record, played.best)
    )
    columns = ("Arm", _kept(record, played), "Price", "In this run")
    return Table("", columns, rows, notes=_meaning(record, played), widths=WIDTHS)


def _meaning(record: RunRecord, played: Cast) -> str:
    """What the words of the last column mean, those that occur; and whether the baseline won."""
    base = record.experiment.baseline
    rise = any(one.change is Change.RISE for one in played.judged.values())
    less, more = ("rose less", "rose more") if rise else ("lost less", "lost more")
    charts = "no other chart is worse"
    if poorer(record):
        charts = "no other chart of diversity, distance or tail is worse; fidelity is in the price"
    words = {
        Support.SUPPORTED: f"{less} than {base}, clearly, and {charts}",
        Support.NOT_SUPPORTED: f"{more} than {base}, clearly, or lost more of the tail",
        Support.UNCLEAR: f"no clear difference from {base}, or another chart is worse",
        Support.NOT_JUDGED: f"could not be compared with {base}, or that lost nothing to mend",
    }
    found = {one.supported for one in played.others}
    said = [f"{capital(str(one))}: {words[one]}." for one in Support if one in found]
    if all(one.contrast.comparison is Comparison.FASTER for one in played.others):
        said.append(f"{base}, the baseline, did best here.")
    return " ".join(said)


def _kept(record: RunRecord, played: Cast) -> str:
    """What the numbers of the second column are."""
    metric = record.experiment.primary()
    if any(one.change is Change.RISE for one in played.judged.values()):
        return f"Rise of {metric_noun(metric)}"
    return f"{capital(metric_noun(metric))} kept"
