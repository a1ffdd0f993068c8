"""What was lost first: the chart is the order of failure, and the words follow from it."""

import numpy as np
import pytest

from core.analysis.change import declared
from core.analysis.failure_order import NOT_FAILED, failure_order
from core.report.charts import FailureChart
from core.report.document import Figure, Listing, Paragraph
from core.report.drawing.canvas import wide
from core.report.drawing.failure import LEAST, LEFT
from core.report.figures import as_file
from core.report.sections.failure import order, reading
from tests.records import make_record

TAIL, MIDDLE, ALIVE, SHANNON = (
    "rare-type-coverage", "middle-type-coverage", "types-alive", "shannon-diversity",
)  # fmt: skip

STAYS = (1.0,) * 7


def record(replace, accumulate=None, **given):
    """Metrics about these ratios to generation 0, [metric: 7 ratios], in both arms."""
    noise = 1 + 0.002 * np.linspace(-1, 1, 8)[:, None]
    noise = np.where(np.arange(7) > 0, noise, 1.0)
    other = accumulate or replace
    values = {
        name: 100 * np.stack([noise * np.array(replace[name]), noise * np.array(other[name])])
        for name in replace
    }
    return make_record(values, compare="Accumulate", **given)


def fails_at(generation):
    """Ratios that fall well below 0.9 from a generation on."""
    return tuple(1.0 if g < generation else 0.6 - 0.05 * g / 7 for g in range(7))


def of(run):
    """The chart if there is one, and what is said of each arm, or at all."""
    blocks = order(run)
    figures = [block.chart for block in blocks if isinstance(block, Figure)]
    items = [item for block in blocks if isinstance(block, Listing) for item in block.items]
    said = {item.lead.rstrip(":"): item.text for item in items}
    paragraphs = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    return (figures or [None])[0], said, paragraphs


def held_to_the_order(run, chart):
    """Every fate of the chart is that of `failure_order`, and every ranked metric has a row."""
    assert chart.until == run.done()
    for place, arm in enumerate((run.experiment.baseline, run.experiment.compare)):
        found = {declared(one.metric).title: one for one in failure_order(run, arm)}
        drawn = {row.title: row.fates[place] for row in chart.rows}
        ranked = {name for name, one in found.items() if one.place or one.reason == NOT_FAILED}
        assert set(drawn) == ranked
        for name, fate in drawn.items():
            assert fate.label == arm
            assert (fate.generation, fate.place) == (found[name].generation, found[name].place)
    places = [row.fates[0].place or np.inf for row in chart.rows]
    assert places == sorted(places)


def test_the_chart_is_the_order_of_failure(names_run):
    chart, *_ = of(names_run)
    held_to_the_order(names_run, chart)
    made = record(
        {TAIL: fails_at(1), ALIVE: fails_at(3), SHANNON: STAYS},
        {TAIL: STAYS, ALIVE: fails_at(4), SHANNON: fails_at(2)},
    )
    held_to_the_order(made, of(made)[0])


def test_opposite_runs_say_the_opposite_of_the_tail():
    first = of(record({TAIL: fails_at(1), ALIVE: fails_at(3), SHANNON: STAYS}))[1]["Replace"]
    last = of(record({TAIL: fails_at(3), ALIVE: fails_at(1), SHANNON: STAYS}))[1]["Replace"]
    assert first == (
        "Rare types covered failed first, at generation 1; types alive followed 2 generations "
        "later. So the tail was first."
    )
    assert last == (
        "Types alive failed first, at generation 1; rare types covered followed 2 generations "
        "later. So the tail was not first here."
    )
    third = of(record({TAIL: fails_at(5), ALIVE: fails_at(1), SHANNON: fails_at(3)}))[1]["Replace"]
    assert "not first here: rare types covered failed 4 generations after the first." in third


def test_a_tie_is_no_lead():
    chart, said, _ = of(record({TAIL: fails_at(2), ALIVE: fails_at(2), SHANNON: fails_at(5)}))
    assert said["Replace"] == (
        "Rare types covered and types alive failed first, tied at generation 2; Shannon diversity "
        "followed 3 generations later. So the tail was among the first, and not shown to go before "
        "the rest."
    )
    assert [row.fates[0].place for row in chart.rows] == [1, 1, 2]


def test_a_tail_that_stands_is_not_shown_to_be_first():
    """Which is no evidence that it was later: its interval may be wide."""
    _, said, _ = of(record({TAIL: STAYS, ALIVE: fails_at(2)}))
    assert said["Replace"] == (
        "Types alive failed first, at generation 2; rare types covered was not shown to fail. "
        "So the tail is not shown to be first."
    )


def test_coverage_of_more_than_the_rarest_is_not_the_tail():
    """Middle types are of the tail's family, yet the chart and the words keep them apart."""
    chart, said, notes = of(record({MIDDLE: fails_at(1), ALIVE: fails_at(3)}))
    assert {row.title: row.family for row in chart.rows} == {
        "Middle types covered": "beyond the tail",
        "Types alive": "diversity",
    }
    assert "no metric of the tail alone is ranked" in notes
    assert "tail" not in said["Replace"]
    wide_band = {TAIL: (80.0, 100.0, 120.0)} | dict.fromkeys((MIDDLE, ALIVE), (99.0, 100.0, 101.0))
    values = {TAIL: fails_at(1), MIDDLE: fails_at(1), ALIVE: fails_at(3)}
    _, said, notes = of(record(values, bands=wide_band))
    assert "tail" not in said["Replace"]
    assert "rare types covered (the range of real samples is wider than 10 % of its" in notes
    assert notes.endswith("So whether the tail went first cannot be said.")


def test_arms_that_go_apart_are_told_apart():
    _, said, _ = of(
        record({TAIL: fails_at(1), ALIVE: fails_at(2)}, {TAIL: STAYS, ALIVE: STAYS}),
    )
    assert "So the tail was first." in said["Replace"]
    assert said["Accumulate"] == "No ranked metric was shown to fail by generation 6."


def test_where_nothing_fails_there_is_no_chart():
    chart, said, paragraphs = of(record({TAIL: STAYS, ALIVE: STAYS}))
    assert (chart, said) == (None, {})
    assert paragraphs == (
        "What was lost first: no ranked metric was shown to lose a tenth by generation 6, in "
        "Replace and Accumulate."
    )


def test_what_is_lost_and_not_ranked_is_not_denied():
    """Types alive halve, yet real samples scatter too much for a place in the order."""
    bands = {TAIL: (80.0, 100.0, 120.0)} | dict.fromkeys((MIDDLE, SHANNON), (99.0, 100.0, 101.0))
    fell, stood = ({TAIL: one, MIDDLE: STAYS, SHANNON: STAYS} for one in (fails_at(3), STAYS))
    _, _, paragraphs = of(record(fell, stood, bands=bands))
    assert (
        "in Replace and Accumulate; yet of rare types covered, not ranked, a tenth or more was "
        "lost in Replace. Not ranked:" in paragraphs
    )
    _, said, _ = of(record(fell, stood | {MIDDLE: fails_at(2)}, bands=bands))
    assert said["Replace"].startswith(
        "No ranked metric was shown to fail by generation 6; yet of rare types covered, not ranked,"
    )
    assert "yet of" not in said["Accumulate"]


def test_one_metric_has_no_order():
    chart, said, paragraphs = of(record({ALIVE: fails_at(3)}, {ALIVE: STAYS}))
    assert (chart, said) == (None, {})
    assert "only types alive can be ranked, and it failed at generation 3 in Replace" in paragraphs
    assert "was not shown to fail by generation 6 in Accumulate" in paragraphs


@pytest.mark.parametrize("bands", [{}, {TAIL: (0.0, 100.0, 200.0), ALIVE: (0.0, 100.0, 200.0)}])
def test_what_cannot_be_ranked_is_said_with_its_reason(bands):
    chart, _, paragraphs = of(record({TAIL: fails_at(1), ALIVE: fails_at(3)}, bands=bands))
    assert chart is None
    assert "cannot be told from this run: no metric can be ranked." in paragraphs
    why = "the range of real samples is wider than 10 %" if bands else "no range of real samples"
    assert f"Not ranked: rare types covered and types alive ({why}" in paragraphs


def test_what_is_read_as_a_rise_is_said_to_have_no_place_but_for_losses():
    """Total variation may well start far from nothing."""
    distance = "total-variation"
    rule = "are read as a rise instead, and are not ranked"
    assert rule not in reading(record({TAIL: STAYS, ALIVE: STAYS}))
    without = reading(record({ALIVE: STAYS, distance: STAYS}))
    assert f"{rule}. Ranked" in without
    speech = {"source": {"kind": "state-of-the-union"}, "learner": {"kind": "n-gram"}}
    both = reading(record({"word-loss": STAYS, "word-total-variation": STAYS}, **speech))
    assert f"{rule}, except losses. Ranked" in both
    assert "Of a loss, the likelihood" in both


def test_ties_and_the_rule_are_explained_where_there_are_any():
    (tied,) = (
        b for b in order(record({TAIL: fails_at(2), ALIVE: fails_at(2)})) if isinstance(b, Figure)
    )
    (apart,) = (
        b for b in order(record({TAIL: fails_at(1), ALIVE: fails_at(4)})) if isinstance(b, Figure)
    )
    assert "2 generations running" in tied.caption
    assert "below 0.9" in apart.caption
    assert "a tie, too close to tell" in tied.caption
    assert "tie" not in apart.caption


def test_every_metric_is_explained_and_nothing_is_cut(names_run):
    chart, *_ = of(names_run)
    for row in chart.rows:
        assert row.summary
        assert wide(row.summary, LEAST) <= LEFT - 10


def test_it_is_drawn_of_one_arm_and_of_an_arm_that_cannot_be_ranked():
    chart, *_ = of(record({TAIL: fails_at(1), ALIVE: fails_at(3)}))
    assert isinstance(chart, FailureChart)
    assert as_file(chart, "svg") == as_file(chart, "svg")
    alone = make_record(
        {ALIVE: np.tile(100 * np.array(fails_at(2)), (2, 8, 1)),
         TAIL: np.tile(100 * np.array(fails_at(1)), (2, 8, 1))},
    )  # fmt: skip
    (figure,) = (block for block in order(alone) if isinstance(block, Figure))
    assert as_file(figure.chart, "png").startswith(b"\x89PNG")
