"""Four pages of the heaviest presets: CPU seconds after imports, beside the same work done plainly.

The plain work: matplotlib draws as many axes, lines and bands with its own defaults, and reportlab
sets the same words in two sizes, each once.
"""

import io
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from core.presets import preset
from core.record import RunRecord
from core.report import pdf
from core.report.document import Document
from core.report.export import computed
from tests.report.pages import every_text
from tests.small import ran

MOST_SECONDS = 4
GENERATIONS = 30


@cache
def whole_run(name: str) -> RunRecord:
    return ran(preset(name))


def seconds(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def plainly(document: Document) -> None:
    """Every figure on a page of its own, then every text."""
    with PdfPages(io.BytesIO()) as pages:
        for figure in document.figures():
            panels = getattr(figure.chart, "panels", ())
            pages.savefig(plain_figure([len(getattr(panel, "lines", "1")) for panel in panels]))
    style = ParagraphStyle("plain", fontSize=9)
    safe = (text.replace("&", "&amp;").replace("<", "&lt;") for text in every_text(document))
    SimpleDocTemplate(io.BytesIO()).build([Paragraph(text, style) for text in safe if text])


def plain_figure(lines: list[int]) -> Figure:
    """Axes with so many lines and bands each; one with one where nothing else is known."""
    figure, across = Figure(figsize=(6.7, 4)), np.arange(GENERATIONS)
    for place, count in enumerate(lines or [1], start=1):
        axes = figure.add_subplot(len(lines or [1]), 1, place)
        for line in range(count):
            values = np.sin(across / 9 + line)
            axes.plot(across, values, marker="o", label=f"Arm {line}")
            axes.fill_between(across, values - 0.1, values + 0.1, alpha=0.2)
        axes.legend()
    return figure


@pytest.mark.parametrize("name", ["gaussian-drift", "fresh-or-fixed", "too-late"])
def test_four_pages(name) -> None:
    record = whole_run(name)
    document = computed(record)
    pdf.render(computed(record, "one"))  # imports, fonts
    plainly(document)
    plain = min(seconds(lambda: plainly(document)) for _ in range(3))
    said = min(seconds(lambda: computed(record)) for _ in range(3))
    drawn = min(seconds(lambda: pdf.render(document)) for _ in range(3))
    print(
        f"\n{name}: {said:.2f} s for the texts, {drawn:.2f} s for the pages (together at most "
        f"{MOST_SECONDS} s), {(said + drawn) / plain:.1f} x the plain {plain:.2f} s"
    )
    assert said + drawn <= MOST_SECONDS
