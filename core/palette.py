"""Colours and second cues of arms, for the window and the report (Okabe and Ito 2008)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Dash: TypeAlias = Literal["solid", "dashed", "dashdot", "dotted"]
Marker: TypeAlias = Literal["circle", "square", "triangle", "diamond"]

REAL_DATA = "#000000"
NULL_BAND = "#999999"
ALARM = "#A63C00"

# Yellow, the last, is darkened: as published it is hardly seen on white.
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#968A00")
DASHES: tuple[Dash, ...] = ("solid", "dashed", "dashdot", "dotted")
MARKERS: tuple[Marker, ...] = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True, slots=True)
class ArmStyle:
    """How an arm is drawn: its colour as #RRGGBB, and what tells it apart without colour."""

    colour: str
    dash: Dash
    marker: Marker


def arm_style(index: int) -> ArmStyle:
    """The style of the arm at an index, the baseline having index 0; distinct for 28 arms."""
    place = index % len(DASHES)
    return ArmStyle(COLOURS[index % len(COLOURS)], DASHES[place], MARKERS[place])


def arm_styles(arms: Sequence[str], baseline: str) -> dict[str, ArmStyle]:
    """The style of every arm in the experiment's order, the baseline first wherever it stands."""
    order = sorted(arms, key=lambda arm: arm != baseline)
    return {arm: arm_style(index) for index, arm in enumerate(order)}
