"""Words on and beside a chart: axes, places that hide no curve, captions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.curves import Curve, curve
from core.analysis.intervals import Ties
from desktop_app.models.chart_view import PLAIN
from desktop_app.widgets.axes import ticks
from desktop_app.widgets.chart_picture import make_picture
from desktop_app.widgets.chart_reading import (
    at_generation,
    caption,
    interval_note,
    say_direction,
    say_value,
    subject,
)
from desktop_app.widgets.picture import TALL, WIDE, Picture, Place, Room
from tests.records import make_record


def line(centre, low=None, high=None, metric="types-alive", statistic="geometric mean") -> Curve:
    centre = np.asarray(centre, dtype=np.float64)
    nothing = np.full_like(centre, np.nan)
    low, high = (nothing if edge is None else np.asarray(edge, dtype=float) for edge in (low, high))
    return Curve("Replace", metric, np.arange(len(centre)), centre, low, high, statistic)


# Axes


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0, 5200, ["0", "1,000", "2,000", "3,000", "4,000", "5,000"]),
        (-2.1, 0.3, ["-2.0", "-1.5", "-1.0", "-0.5", "0.0"]),
        (0, 3e9, ["0", "5e+08", "1e+09", "1.5e+09", "2e+09", "2.5e+09", "3e+09"]),
    ],
)
def test_ticks_stand_at_round_values(low, high, words):
    assert [word for _, word in ticks(low, high)] == words


@pytest.mark.parametrize("last", [1, 2, 3, 7, 20, 100, 999, 1000])
def test_generations_are_whole(last):
    places = [place for place, _ in ticks(0, last, whole=True)]
    assert places[0] == 0
    assert all(place == int(place) <= last for place in places)
    assert 2 <= len(places) <= 7


@given(
    low=st.floats(-1e12, 1e12, allow_nan=False),
    width=st.floats(1e-9, 1e12, allow_nan=False),
)
def test_ticks_are_few_and_on_the_axis(low, width):
    if low + width <= low:
        return
    found = ticks(low, low + width)
    slack = 1e-6 * width + 1e-9 * abs(low)
    assert len(found) <= 8
    assert all(low - slack <= place <= low + width + slack for place, _ in found)


# Places for words


def room(picture: Picture, last: int = 10) -> Room:
    low, high = picture.reach()
    return Room(picture, last, low, high + 0.09 * (high - low))


def covered(place, within: Room) -> bool:
    """Whether words at a place would stand on a point of a curve."""
    tall = TALL * (within.high - within.low)
    floor = place.value if place.above else place.value - tall
    for one in within.picture.curves:
        x = one.generations / within.last
        across = x >= 1 - WIDE if place.right else x <= WIDE
        if np.any(across & (one.centre > floor) & (one.centre < floor + tall)):
            return True
    return False


@pytest.mark.parametrize(
    "centre",
    [np.linspace(1000, 100, 11), np.linspace(100, 1000, 11), np.full(11, 930), np.full(11, 60)],
)
@pytest.mark.parametrize("band", [(950.0, 970.0, 990.0), (0.0, 20.0, 40.0), (480.0, 500.0, 520.0)])
def test_words_hide_no_curve_and_not_each_other(centre, band):
    within = room(Picture((line(centre),), (None,), (), band))
    label = within.band_label()
    assert label is not None
    note = within.note(label)
    assert not covered(label, within)
    assert not covered(note, within)
    tall = TALL * (within.high - within.low)
    starts = [place.value if place.above else place.value - tall for place in (label, note)]
    assert label.right != note.right or abs(starts[0] - starts[1]) >= tall


def test_words_without_a_band_need_no_label():
    assert room(Picture((line([1, 2]),), (None,))).band_label() is None


# Numbers and captions


def test_values_are_said_with_interval_and_unit():
    found = line([1000, 949.3], [990, 940.8], [1010, 957.6])
    assert say_value(found, 1, np.array([940.0, 955.0])) == "949 [941, 958] types"


def test_a_generation_that_is_not_measured_has_no_value():
    assert say_value(line([5.0]), 3, np.array([np.nan])) == "no value"
    assert say_value(line([np.nan]), 0, np.array([np.nan])) == "no value"
    assert not at_generation(line([5.0]), -1).known


def test_captions_say_generation_and_statistic():
    banded = line([1, 2], [1, 1], [2, 3])
    median = line([1, 2], [1, 1], [2, 3], statistic="median")
    assert caption([banded], 1, 20) == "Generation 1: geometric mean [95 % interval]"
    assert caption([banded, median], 1, 20) == (
        "Generation 1: geometric mean or median [95 % interval]"
    )
    few = line([1, 2], statistic="median")
    tied = replace(line([1, 2], [1, 2], [1, 2]), ties=Ties(np.array([20, 18]), 20))
    assert caption([tied], 1, 20).endswith("; [in …]: so many have exactly this value")
    assert caption([few], 1, 3) == "Generation 1: median of 3 replicates (their range)"
    assert caption([few], 1, 1) == "Generation 1: the only replicate"
    assert caption([few], -1, 3) == "No generation is finished yet."


def test_missing_intervals_are_named_where_there_are_values():
    banded, few, nothing = line([1, 2], [1, 1], [2, 3]), line([1, 2]), line([np.nan, np.nan])
    assert interval_note([banded, nothing], 3) == ""
    assert interval_note([few, few], 3) == "no interval: 3 replicates"
    assert interval_note([banded, few], 3) == "no interval in 1 of 2 arms: 3 replicates"


def test_the_unit_and_the_better_direction_are_said():
    assert say_direction("types-alive") == "types, more is better"
    assert say_direction("total-variation") == "share of records, less is better"
    assert say_direction("fitted-variance") == "variance, in the fit, more is better"
    assert say_direction("variance-ratio") == "of the real variance, 1 is best"
    assert subject("total-variation") == "Total variation in share of records"
    assert say_direction("rare-text-loss").endswith("less is better, axis not from 0")


@pytest.mark.parametrize(("metric", "from_zero"), [("word-loss", False), ("words-alive", True)])
def test_only_losses_have_an_axis_that_starts_elsewhere(metric, from_zero):
    text = {"source": {"kind": "state-of-the-union"}, "learner": {"kind": "n-gram"}}
    values = {name: np.full((2, 8, 4), 0.5) for name in ("word-loss", "words-alive")}
    record = make_record(values, **text)
    curves = [curve(record, metric, arm) for arm in record.arms]
    assert make_picture(record, metric, curves, PLAIN).from_zero is from_zero
    assert ("axis not from 0" in say_direction(metric)) is not from_zero


@pytest.mark.parametrize(("from_zero", "lowest"), [(True, 0.0), (False, 2.4)])
def test_an_axis_starts_at_zero_where_that_means_something(from_zero, lowest):
    assert Picture((line([2.5, 2.7], [2.4, 2.6], [2.6, 2.8]),), (None,)).reach() == (0.0, 2.8)
    of_losses = Picture((line([2.5, 2.7], [2.4, 2.6], [2.6, 2.8]),), (None,), from_zero=from_zero)
    assert of_losses.reach() == (lowest, 2.8)


def test_two_words_do_not_nearly_touch_while_another_corner_is_free():
    within = room(Picture(null_band=(0.4, 0.5, 0.6)))
    label = Place(right=True, value=within.high, above=False)
    note = within.note(label)
    assert (note.right, note.value) == (True, within.low)
