"""Colours and second cues of arms, for the window and the report (Okabe and Ito 2008)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Dash: TypeAlias = Literal["solid", "dashed", "dashdot", "dotted"]
Marker: TypeAlias = Literal[
    "circle", "square", "triangle", "diamond", "downward", "cross", "hourglass", "plus"
]

REAL_DATA = "#000000"
NULL_BAND = "#949494"
ALARM = "#A63C00"

# Orange, sky blue and yellow are darkened: as published they have less than 3 to 1 on white.
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#BF8700", "#4A9BC8", "#757500")

ON_DARK = {
    REAL_DATA: "#F4F7FA",
    NULL_BAND: "#98A2AC",
    "#D55E00": "#EE6A0A",
    "#0072B2": "#2B8FD6",
    "#009E73": "#12B886",
    "#CC79A7": "#DC8DBA",
    "#BF8700": "#E69F00",
    "#4A9BC8": "#8CCBF2",
    "#757500": "#F0E442",
}
"""What stands for each colour on a dark ground: lighter, and a near white for black."""

DASHES: tuple[Dash, ...] = ("solid", "dashed", "dashdot", "dotted")
MARKERS: tuple[Marker, ...] = (
    "circle", "square", "triangle", "diamond", "downward", "cross", "hourglass", "plus"
)  # fmt: skip
"""The last four are as unlike as can be to the one whose dash they share."""


@dataclass(frozen=True, slots=True)
class ArmStyle:
    """How an arm is drawn: its colour as #RRGGBB, and what tells it apart without colour."""

    colour: str
    dash: Dash
    marker: Marker


def arm_style(index: int) -> ArmStyle:
    """The style of the arm at an index, the baseline having index 0.

    Dash and marker together are distinct for 32 arms, the marker alone for eight.
    """
    turn, place = divmod(index, len(MARKERS))
    dash = DASHES[(place + turn) % len(DASHES)]
    return ArmStyle(COLOURS[index % len(COLOURS)], dash, MARKERS[place])


def arm_styles(arms: Sequence[str], baseline: str) -> dict[str, ArmStyle]:
    """The style of every arm in the experiment's order, the baseline first wherever it stands."""
    order = sorted(arms, key=lambda arm: arm != baseline)
    return {arm: arm_style(index) for index, arm in enumerate(order)}


def compared_styles(
    a: Sequence[str], b: Sequence[str], baseline: str
) -> tuple[dict[str, ArmStyle], dict[str, ArmStyle]]:
    """The styles of run A's arms and of B's: colour and marker tell the arm, the dash the run."""
    styles = arm_styles([*a, *(arm for arm in b if arm not in a)], baseline)
    return (
        {arm: replace(styles[arm], dash="solid") for arm in a},
        {arm: replace(styles[arm], dash="dashed") for arm in b},
    )
