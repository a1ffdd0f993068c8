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
    first, last: the values at both ends as they are written. sign, run: of two runs, the letter in
    front of the arm in the legend, and which run that is.
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
    sign: str = ""
    run: str = ""

    @property
    def key(self) -> str:
        """What the legend calls it."""
        return f"{self.sign} {self.label}".strip()


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
    from_zero: whether the axis starts there, where zero means that nothing is left or lies between.
    """

    title: str
    unit: str
    lines: tuple[Line, ...]
    band: Band | None = None
    theory: tuple[Theory, ...] = ()
    alarm: float | None = None
    from_zero: bool = True


@dataclass(frozen=True, slots=True)
class CurveChart:
    """Panels side by side, each over the same generations.

    logarithmic: heights stand by their logarithms; all but the null band are then above 0.
    above, below: what a chart that stands by itself says of its run (a line a run), and of what is
    drawn.
    """

    panels: tuple[Panel, ...]
    generations: int
    logarithmic: bool = False
    above: tuple[str, ...] = ()
    below: str = ""


@dataclass(frozen=True, slots=True)
class BeforeAfterChart:
    """Panels side by side, each from generation 0 to the last."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one metric in one arm: generation and place are None where it has not failed.

    reason: why it has neither.
    """

    label: str
    style: ArmStyle
    generation: int | None
    place: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FailureRow:
    """One metric: its title, its family, what it measures, and its fate in each arm."""

    title: str
    family: str
    summary: str
    fates: tuple[Fate, ...]


@dataclass(frozen=True, slots=True)
class FailureChart:
    """Metrics below one another on one axis of generations, up to the last finished one."""

    rows: tuple[FailureRow, ...]
    until: int


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
    """Points [records, 2] of several places, side by side on the same axes.

    axes: what is drawn across and up. jitter: how far points are moved at most, to be seen.
    """

    cells: tuple[Sampled, ...]
    axes: tuple[str, str] = ("x", "y")
    jitter: float = 0.0


@dataclass(frozen=True, slots=True)
class PictureChart:
    """Images [records, height, width] as uint8, one row a place."""

    rows: tuple[Sampled, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A place in the loop: its name, what happens there, and what it hands on.

    differs: whether the arms of the run differ there.
    """

    title: str
    said: str
    gives: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class LoopChart:
    """The recursive loop: how it is entered, the five steps that follow, and how often they do.

    starts: where real data come from, and generation 0. again: what the way back says.
    """

    starts: tuple[Stage, ...]
    steps: tuple[Stage, ...]
    again: str


@dataclass(frozen=True, slots=True, eq=False)
class PoolChart:
    """One arm's training pools: records [origins, generations so far] by origin, real data first.

    Means over replicates. dropped: by a filter, [generations so far]. generations: of the run.
    switch: the generation that another regime begins at. above, below: as of CurveChart.
    """

    arm: str
    origins: tuple[str, ...]
    records: FloatArray
    dropped: FloatArray
    generations: int
    switch: int | None
    above: str
    below: str


Chart: TypeAlias = (
    CurveChart
    | BeforeAfterChart
    | FailureChart
    | DensityChart
    | ScatterChart
    | PictureChart
    | LoopChart
    | PoolChart
)
