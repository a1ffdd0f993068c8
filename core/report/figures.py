"""Charts as matplotlib figures and files, always light and always vectors but for pictures."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from core.report.charts import (
    BeforeAfterChart,
    Chart,
    CurveChart,
    DensityChart,
    FailureChart,
    LoopChart,
    PoolChart,
    ScatterChart,
)
from core.report.drawing import before_after, curves, failure, loop, pools, samples
from core.report.drawing.canvas import INCH, RC, family
from core.report.fonts import SANS
from core.report.lock import LOCK

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RESOLUTION = 200
"""Pixels an inch, of pixel formats."""

MARGIN = 8.0
"""Around a chart that stands by itself, in points."""


def draw(chart: Chart, width: float, height: float) -> "Figure":
    """The chart at a size in points; call it inside `style`."""
    match chart:
        case CurveChart():
            return curves.draw(chart, width, height)
        case BeforeAfterChart():
            return before_after.draw(chart, width, height)
        case FailureChart():
            return failure.draw(chart, width, height)
        case DensityChart():
            return samples.draw_density(chart, width, height)
        case ScatterChart():
            return samples.draw_scatter(chart, width, height)
        case LoopChart():
            return loop.draw(chart, width, height)
        case PoolChart():
            return pools.draw(chart, width, height)
        case _:
            return samples.draw_pictures(chart, width, height)


def height_of(chart: Chart, width: float, scale: float = 1.0) -> float:
    """A good height for a chart of that width, in points; those that stretch do so by `scale`."""
    match chart:
        case CurveChart():
            return curves.height_of(chart, width, scale)
        case BeforeAfterChart():
            return max(before_after.LEAST_HEIGHT, scale * 160)
        case FailureChart():
            return failure.height_of(chart)
        case DensityChart():
            return samples.density_height(chart, scale)
        case ScatterChart():
            return samples.scatter_height(chart, width)
        case LoopChart():
            return loop.height(chart, width)
        case PoolChart():
            return pools.height_of(chart, width, scale)
        case _:
            return samples.picture_height(chart, width)


def as_pdf_pages(charts: Sequence[tuple[Chart, float, float]]) -> bytes:
    """One PDF with a page a chart (chart, width, height), so that they share their fonts."""
    from matplotlib.backends.backend_pdf import PdfPages

    buffer = io.BytesIO()
    with style(), PdfPages(buffer, metadata={"CreationDate": None}) as pages:
        for chart, width, height in charts:
            pages.savefig(draw(chart, width, height), transparent=True)
    return buffer.getvalue()


def as_file(chart: Chart, kind: str, width: float = 482.0, scale: float = 1.0) -> bytes:
    """The chart as the bytes of an "svg", "pdf" or "png" file, with a white margin.

    width: in points; scale: how much taller than in the report, of those that stretch.
    """
    from matplotlib.transforms import Bbox

    buffer = io.BytesIO()
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind)
    with style():
        height = height_of(chart, width, scale)
        ends = ((-MARGIN, -MARGIN), (width + MARGIN, height + MARGIN))
        page = Bbox([[x / INCH, y / INCH] for x, y in ends])
        figure = draw(chart, width, height)
        figure.savefig(
            buffer, format=kind, dpi=RESOLUTION, metadata=metadata, bbox_inches=page
        )  # fmt: skip
    return buffer.getvalue()


@contextmanager
def style() -> Iterator[None]:
    """Everything drawn inside has the app's look, whatever the machine's settings are."""
    import matplotlib as mpl

    with LOCK, mpl.rc_context():
        mpl.rcdefaults()
        cast("Any", mpl.rcParams).update(RC | {"font.family": family(SANS)})
        yield
