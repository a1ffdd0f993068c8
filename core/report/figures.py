"""Charts as matplotlib figures and files, always light and always vectors but for pictures."""

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from core.report.charts import BeforeAfterChart, Chart, CurveChart, DensityChart, ScatterChart
from core.report.drawing import before_after, curves, samples
from core.report.drawing.canvas import RC, family
from core.report.fonts import SANS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOCK = threading.RLock()
"""matplotlib's settings and reportlab's parser are the whole process's: one thread at a time."""

RESOLUTION = 200
"""Pixels an inch, of pixel formats."""


def draw(chart: Chart, width: float, height: float) -> "Figure":
    """The chart at a size in points; call it inside `style`."""
    match chart:
        case CurveChart():
            return curves.draw(chart, width, height)
        case BeforeAfterChart():
            return before_after.draw(chart, width, height)
        case DensityChart():
            return samples.draw_density(chart, width, height)
        case ScatterChart():
            return samples.draw_scatter(chart, width, height)
        case _:
            return samples.draw_pictures(chart, width, height)


def height_of(chart: Chart, width: float, scale: float = 1.0) -> float:
    """A good height for a chart of that width, in points; those that stretch do so by `scale`."""
    match chart:
        case CurveChart():
            return max(curves.least_height(chart), scale * (24 + 104 * len(chart.panels)))
        case BeforeAfterChart():
            return max(before_after.LEAST_HEIGHT, scale * 168)
        case DensityChart():
            return samples.density_height(chart)
        case ScatterChart():
            return samples.scatter_height(chart, width)
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


def as_file(chart: Chart, kind: str, width: float = 482.0) -> bytes:
    """The chart as the bytes of an "svg", "pdf" or "png" file."""
    buffer = io.BytesIO()
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind)
    with style():
        figure = draw(chart, width, height_of(chart, width))
        figure.savefig(buffer, format=kind, dpi=RESOLUTION, metadata=metadata)
    return buffer.getvalue()


@contextmanager
def style() -> Iterator[None]:
    """Everything drawn inside has the app's look, whatever the machine's settings are."""
    import matplotlib as mpl

    with LOCK, mpl.rc_context():
        mpl.rcdefaults()
        cast("Any", mpl.rcParams).update(RC | {"font.family": family(SANS)})
        yield
