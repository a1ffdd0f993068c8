"""What arms paid in fidelity: said with its numbers where it is clear, and nowhere else."""

from typing import Any

import numpy as np
import pytest

from core.analysis.fidelity import poorer, say_fidelity
from core.analysis.finding import finding
from core.analysis.intervals import interval
from core.analysis.mitigations import Support, mitigations
from core.analysis.prices import say_price
from core.analysis.summary import summary_text
from core.analysis.wording import say_interval
from core.record import RunRecord
from core.report.document import Listing, Paragraph, Table
from core.report.sections import limits, result
from core.report.sections import mitigations as mitigations_compared
from core.report.sections.costs_table import FIDELITY
from core.report.story.telling import Story
from tests.core.analysis.test_own_settings import COLD, NAMES, courses
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE

LOST, LESS = (900, 200), (600, 500)
"""Real names alive in the baseline, and in an arm that slows the loss."""
REAL = {"names-alive": (2600.0, 2650.0, 2700.0), "real-name-share": (1.0, 1.0, 1.0)}


def made(*shares: tuple[float, float], **given: Any) -> RunRecord:
    """Replace, Cold with a generation 0 of its own, and Accumulate, with these shares of names."""
    alive = (LOST, LESS, (900, 850))[: len(shares)]
    values = {"names-alive": courses(*alive), "real-name-share": courses(*shares, seed=2)}
    values["names-alive"][2:, :, 0] = values["names-alive"][0, :, 0]
    values["real-name-share"][2:, :, 0] = values["real-name-share"][0, :, 0]
    arms = (REPLACE, COLD, ACCUMULATE)[: len(shares)]
    return make_record(values, arms, **{"bands": REAL, "compare": "Cold"} | NAMES | given)


def at(record: RunRecord, arm: int, generation: int) -> str:
    """A share with its interval, worked out from the values."""
    return say_interval(interval(record.values["real-name-share"][arm, :, generation], scale=False))


def texts(record: RunRecord, length: str = "four") -> str:
    """What the sections of a write-up say that speak of arms, in one page or in full."""
    found = finding(record)
    said, sections = [], [result.section(record, found)]
    if length == "one":
        said.append(limits.first_limit(record, found))
    else:
        told = mitigations_compared.section(record)
        assert told is not None
        sections += [told, limits.section(record, found)]
    for block in (block for section in sections for block in section.blocks):
        if isinstance(block, Paragraph):
            said.append(block.text)
        if isinstance(block, Listing):
            said += [item.text for item in block.items]
        if isinstance(block, Table):
            said.append(block.notes)
    return "\n".join(said)


def test_a_supported_arm_that_ends_less_real_says_so_everywhere() -> None:
    record = made((0.3, 0.76), (0.15, 0.1), (0.3, 0.5))
    assert poorer(record) == {"real-name-share": ["Cold", "Accumulate"]}
    cold, accumulate = mitigations(record)
    assert {cold.supported, accumulate.supported} == {Support.SUPPORTED}
    paid = f"share of real names at {at(record, 1, 4)}, below the baseline's {at(record, 0, 4)}"
    begun = f"(at generation 0: {at(record, 1, 0)} and {at(record, 0, 0)})"
    assert say_price(record, [cold]) == f"{paid} {begun}"
    assert "generation 0" not in say_price(record, [accumulate])
    (said,) = say_fidelity(record)
    for arm, name in enumerate(("Replace", "Cold", "Accumulate")):
        assert f"from {at(record, arm, 0)} to {at(record, arm, 4)} in {name}" in said
    assert said.endswith("Cold and Accumulate ended clearly lower than Replace (descriptive).")
    assert said in finding(record).caveats
    assert paid in summary_text(record)
    for length in ("one", "four"):
        assert texts(record, length).count(said) == 1
    assert "clearly worse in no chart of diversity, distance or tail" in texts(record)
    assert FIDELITY in texts(record)
    assert f"Cold is supported to slow the loss. Paid in fidelity: {paid} {begun}." in texts(record)
    price = Story(record).step("price")
    assert isinstance(price.picture, Table)
    assert paid in {row.cells[0]: row.cells[2] for row in price.picture.rows}["Cold"]
    assert price.picture.notes.startswith(
        "Supported: lost less than Replace, clearly, and no other chart of diversity, distance or "
        "tail is worse; fidelity is in the price."
    )


def test_among_many_arms_each_still_says_what_it_paid() -> None:
    """Nine beside the baseline: some paid in fidelity, the others did not."""
    arms = [REPLACE, *({**ACCUMULATE, "name": f"Arm {place}"} for place in range(9))]
    shares = [(0.3, 0.76), *([(0.3, 0.5)] * 2), *([(0.3, 0.76)] * 7)]
    values = {
        "names-alive": courses(LOST, *([LESS] * 9)),
        "real-name-share": courses(*shares, seed=2),
    }
    for each in values.values():
        each[:, :, 0] = each[0, :, 0]
    record = make_record(values, arms, **{"bands": REAL, "compare": "Arm 0"} | NAMES)
    said = texts(record)
    assert "Paid in fidelity: share of real names below the baseline's in Arm 0 and Arm 1." in said
    assert said.count("Paid in fidelity") == 1


@pytest.mark.parametrize(
    ("shares", "bands"),
    [
        (((0.3, 0.5), (0.15, 0.52)), REAL),  # no clear difference or a better one
        (((0.3, 0.76), (0.15, 0.5)), REAL | {"real-name-share": (0.4, 0.5, 0.6)}),  # as real ones
    ],
)
def test_nothing_is_said_of_an_arm_that_paid_nothing(shares: Any, bands: Any) -> None:
    record = made(*shares, bands=bands)
    assert poorer(record) == {}
    assert say_price(record, mitigations(record)) == "no more than the baseline's"
    said = texts(record) + summary_text(record)
    assert "look real?" not in said
    assert "and clearly worse in no chart;" in said or "and clearly worse in no chart." in said
    assert "Paid in" not in said


def test_of_an_arm_that_was_not_named_only_the_later_pages_speak() -> None:
    record = made((0.3, 0.76), (0.15, 0.8), (0.3, 0.5))
    (said,) = say_fidelity(record)
    assert said not in texts(record, "one")
    assert texts(record).count(said) == 1


def test_a_loss_of_what_is_still_possible_is_no_price() -> None:
    """It falls as types die, so that it is lower where more was lost."""
    values = {
        "types-alive": courses((900, 200), (900, 850)),
        "possible-loss": courses((9, 5), (9, 9)),
    }
    values["types-alive"][1, :, 0] = values["types-alive"][0, :, 0]
    record = make_record(values, bands={})
    assert poorer(record) == {}
    assert np.mean(record.values["possible-loss"][1]) > np.mean(record.values["possible-loss"][0])
