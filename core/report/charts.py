"""Charts as data: what is drawn, with every number already computed."""

from dataclasses import dataclass
from typing import TypeAlias

from core.palette import ArmStyle
from core.records import AnyArray, FloatArray, IntArray

Band: TypeAlias = tuple[float, float, float]
"""A null band: low, centre, high."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One arm in one panel, [k] each; low and high are NaN where there is no interval.

    replicates: [replicates, k], drawn one by one where there are too few for an interval.
    first, last: the values at both ends as they are written.
    """

    label: str
    style: ArmStyle
    x: IntArray
    centre: FloatArray
    low: FloatArray
    high: FloatArray
    replicates: FloatArray | None = None
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Theory:
    """A closed form, [k], and the run's mean where the form is about a mean and lines are not."""

    style: ArmStyle
    x: IntArray
    expected: FloatArray
    mean: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One metric: its title, its unit, the arms and what real samples give.

    alarm: the height below which an alarm is raised, on the metric of the tail.
    """

    title: str
    unit: str
    lines: tuple[Line, ...]
    band: Band | None = None
    theory: tuple[Theory, ...] = ()
    alarm: float | None = None


@dataclass(frozen=True, slots=True)
class CurveChart:
    """Panels below one another on one axis of generations."""

    panels: tuple[Panel, ...]
    generations: int


@dataclass(frozen=True, slots=True)
class BeforeAfterChart:
    """Panels side by side, each from generation 0 to the last."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """What one place emitted: a label, the arm's style (None: real data or generation 0)."""

    label: str
    style: ArmStyle | None
    values: AnyArray


@dataclass(frozen=True, slots=True)
class DensityChart:
    """Numbers [records] of several places, as densities below one another on one axis."""

    rows: tuple[Sampled, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class ScatterChart:
    """Points [records, 2] of several places, side by side on the same axes."""

    cells: tuple[Sampled, ...]


@dataclass(frozen=True, slots=True)
class PictureChart:
    """Images [records, height, width] as uint8, one row a place."""

    rows: tuple[Sampled, ...]


Chart: TypeAlias = CurveChart | BeforeAfterChart | DensityChart | ScatterChart | PictureChart
