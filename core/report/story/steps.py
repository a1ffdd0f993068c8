"""A story as data: what each step says and shows, before anything is drawn."""

from dataclasses import dataclass
from typing import TypeAlias

from core.palette import ArmStyle
from core.records import AnyArray, RecordKind
from core.report.charts import LoopChart, Panel
from core.report.document import Table


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """A metric or two over the generations; the ends of curves are written beside them.

    panel: its title, and in place of a unit which way is better. reach: lowest and highest value
    that the axis holds. rings: by a line's label, a generation to be marked on it.
    """

    panel: Panel
    generations: int
    reach: tuple[float, float]
    rings: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What one place emitted: its name, its arm's style (None: real data and generation 0).

    values: images and numbers, to be drawn; cells: of types how often each was emitted, of text
    and names the first records; said: what is counted over all of it.
    """

    label: str
    style: ArmStyle | None
    values: AnyArray | None = None
    cells: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Real records, generation 0's and an arm's.

    heads: over the cells, the types and how common each truly is. axes: of points, what is drawn
    across and up. said: whose they are.
    """

    kind: RecordKind
    rows: tuple[Sample, ...]
    said: str
    heads: tuple[tuple[str, str], ...] = ()
    axes: tuple[str, ...] = ()


Picture: TypeAlias = Curves | LoopChart | Table


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step: what it is about in a few words, a sentence to be said aloud, and what is shown.

    key: the same for the same step of a run that grows. notes: what belongs beside the sentence,
    the most wanted first.
    """

    key: str
    title: str
    headline: str
    notes: tuple[str, ...]
    picture: Picture | None
    samples: Samples | None = None
