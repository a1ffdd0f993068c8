"""Arm styles: told apart by colour, and without it."""

from itertools import combinations

import pytest

from core.palette import COLOURS, NULL_BAND, ON_DARK, REAL_DATA, arm_style, arm_styles
from tests.contrast import contrast

MOST_ARMS = 12


@pytest.mark.parametrize("colour", [*COLOURS, REAL_DATA, NULL_BAND])
def test_every_colour_is_seen_on_white(colour):
    assert contrast(colour, "#FFFFFF") >= 3


def test_every_colour_has_a_twin_for_dark_grounds():
    assert set(ON_DARK) == {*COLOURS, REAL_DATA, NULL_BAND}
    assert len(set(ON_DARK.values())) == len(ON_DARK)


def test_colours_differ_from_each_other_and_from_real_data():
    colours = [*COLOURS, REAL_DATA, NULL_BAND]
    for one, other in combinations(colours, 2):
        steps = [abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5)]
        assert sum(steps) > 60, (one, other)


def test_styles_of_the_most_arms_are_all_different():
    assert len({arm_style(index) for index in range(MOST_ARMS)}) == MOST_ARMS


def test_no_two_arms_share_both_dash_and_marker():
    cues = [(style.dash, style.marker) for style in map(arm_style, range(MOST_ARMS))]
    assert len(set(cues)) == MOST_ARMS
    assert len({marker for _, marker in cues[:8]}) == 8, "the marker alone tells eight arms apart"


def test_the_first_four_looks_are_those_of_earlier_write_ups():
    assert [(style.dash, style.marker) for style in map(arm_style, range(4))] == [
        ("solid", "circle"), ("dashed", "square"), ("dashdot", "triangle"), ("dotted", "diamond"),
    ]  # fmt: skip


def test_neighbours_differ_without_colour():
    for index in range(MOST_ARMS - 1):
        one, other = arm_style(index), arm_style(index + 1)
        assert one.dash != other.dash
        assert one.marker != other.marker


def test_the_baseline_is_vermillion_wherever_it_stands():
    styles = arm_styles(["Accumulate", "Replace", "Verified"], baseline="Replace")
    assert styles["Replace"] == arm_style(0)
    assert styles["Replace"].colour == "#D55E00"
    assert [styles["Accumulate"], styles["Verified"]] == [arm_style(1), arm_style(2)]
    assert list(styles) == ["Replace", "Accumulate", "Verified"]
