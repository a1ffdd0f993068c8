"""One metric of a run as a chart that stands by itself, and every file that can be made of it."""

import re
import unicodedata
from dataclasses import replace

from core.analysis.curves import Curve, curve, ratio_curve
from core.analysis.described import say_run
from core.analysis.rules import LEVEL
from core.analysis.theory import ratio_lines, theory_lines
from core.analysis.wording import listed, say_level
from core.record import RunRecord
from core.report import figures, fonts, tables
from core.report.charts import Chart, CurveChart
from core.report.data import data_of
from core.report.numbers import has_interval
from core.report.panels import panel, ratio_panel
from core.report.sections.captions import cut_axes, grey_band, marks, replicates
from core.report.spelled_out import texts_of

KINDS = ("png", "svg", "pdf", "csv")
"""What a chart can be saved as: pictures, and the numbers that it draws."""

WIDTH, SCALE = 400.0, 1.7
"""Width in points of a chart by itself, and how much taller it is than in a report."""

MOST_OF_NAME = 80
"""Characters of a run's name in the name of a file."""


def metric_chart(
    record: RunRecord,
    metric: str,
    arms: list[str],
    *,
    ratio: bool = False,
    logarithmic: bool = False,
) -> CurveChart:
    """A metric of some arms, with what it is of above and what is drawn below.

    ratio: over generation 0; logarithmic: on such an axis, for which all values must be above 0.
    """
    lines = [line for line in theory_lines(record, metric) if line.arm in arms]
    if ratio:
        drawn = ratio_panel(record, metric, arms, tuple(ratio_lines(lines)))
    else:
        drawn = panel(record, metric, arms, theory=tuple(lines))
    chart = CurveChart((drawn,), record.experiment.generations, logarithmic)
    said = [
        _shading(record, [(ratio_curve if ratio else curve)(record, metric, arm) for arm in arms]),
        "" if ratio else grey_band(record, [metric], "Grey"),
        *marks(record, chart),
        "The axis is logarithmic." if logarithmic else cut_axes(chart.panels),
        _left_out(record, arms),
    ]
    return replace(chart, above=(say_run(record.experiment),), below=" ".join(filter(None, said)))


def _shading(record: RunRecord, drawn: list[Curve]) -> str:
    """What lines and shading are; which lines have none."""
    if record.experiment.replicates == 1:
        return "Lines: the only replicate, without intervals."
    kinds = " or ".join(sorted({f"{one.statistic}s" for one in drawn}))
    said = f"Lines: {kinds} over {replicates(record)}; "
    without = [one.arm for one in drawn if not has_interval(one)]
    if len(without) == len(drawn):
        return f"{said}too few for intervals."
    none = f", none for {listed(without)}" if without else ""
    return f"{said}shading: {say_level(LEVEL)} intervals{none}."


def _left_out(record: RunRecord, arms: list[str]) -> str:
    hidden = len(record.arms) - len(arms)
    return f"{hidden} of the run's {len(record.arms)} arms left out." if hidden else ""


def chart_file(chart: Chart, kind: str) -> bytes:
    """A chart that stands by itself as one of KINDS.

    Raises BadInput for names that cannot be printed, and ValueError for numbers of what has none.
    """
    if kind == "csv":
        data = data_of(chart)
        if data is None:
            raise ValueError("chart: it draws no numbers")
        return tables.data_as_csv(data).encode()
    for text in texts_of(chart):
        fonts.check("chart", text)
    return figures.as_file(chart, kind, WIDTH, SCALE)


def file_stem(*said: str) -> str:
    """A file's name that any system takes: which run, which metric, how it is looked at."""
    parts = (_plain(part)[:MOST_OF_NAME].rstrip("-") for part in said)
    return "-".join(filter(None, parts)) or "chart"


def _plain(said: str) -> str:
    """Letters and digits as they are, whatever stands between them a hyphen."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", said).lower()).strip("-")
