"""A chart by itself: what it shows is what was asked for, in every kind of file."""

import csv
import io

import numpy as np
import pypdf
import pytest

from core.analysis.curves import ratio_curve
from core.errors import BadInput
from core.report.charts import LoopChart
from core.report.data import data_of
from core.report.single import KINDS, chart_file, file_stem, metric_chart
from core.report.tables import FORMULA_STARTS
from tests.records import make_record

STARTS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "csv": b"metric,kind"}
ALIVE = "types-alive"


def run(names=("Replace", "Other"), replicates=8):
    arms = [{"name": name, "retention": {"kind": "replace"}} for name in names]
    rng = np.random.default_rng(2)
    values = 1000 * np.exp(0.05 * rng.normal(size=(len(names), replicates, 6)))
    return make_record(values * np.exp(-np.arange(6) / 3), arms)


def rows(chart):
    return list(csv.DictReader(io.StringIO(chart_file(chart, "csv").decode(), newline="")))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_is_one(kind):
    record = run()
    assert chart_file(metric_chart(record, ALIVE, record.arms), kind).startswith(STARTS[kind])


def test_a_pdf_says_which_run_and_metric_it_is_and_what_is_drawn():
    record = run()
    drawn = metric_chart(record, ALIVE, ["Replace"], logarithmic=True)
    page = pypdf.PdfReader(io.BytesIO(chart_file(drawn, "pdf"))).pages[0]
    said = page.extract_text().replace("\n", " ")
    assert len(pypdf.PdfReader(io.BytesIO(chart_file(drawn, "pdf"))).pages) == 1
    for part in (
        "Made · seed", "Types alive", "Lines: geometric means over 8 replicates; shading: 95 %",
        "Grey: where 95 %", "The axis is logarithmic.", "1 of the run's 2 arms left out.",
    ):  # fmt: skip
        assert part in said, part
    assert "Other" not in said


def test_arms_ratios_and_axes_are_those_asked_for():
    record = run()
    plain = metric_chart(record, ALIVE, ["Other"])
    (panel,) = plain.panels
    assert [line.label for line in panel.lines] == ["Other"]
    assert panel.band == record.bands[ALIVE]
    assert not plain.logarithmic
    assert plain.generations == record.experiment.generations
    ratio = metric_chart(record, ALIVE, record.arms, ratio=True).panels[0]
    found = ratio_curve(record, ALIVE, "Other")
    assert ratio.lines[1].centre.tolist() == found.centre.tolist()
    assert (ratio.band, ratio.alarm) == (None, None)
    assert "ratio to generation 0" in ratio.unit


def test_a_logarithmic_axis_spans_all_that_is_drawn():
    from core.report import figures

    record = run()
    chart = metric_chart(record, ALIVE, record.arms, logarithmic=True)
    with figures.style():
        axes = figures.draw(chart, 400, 300).axes[0]
        low, high = axes.get_ylim()
    assert axes.get_yscale() == "log"
    lines = chart.panels[0].lines
    assert 0 < low < min(line.low.min() for line in lines)
    assert high > max(line.high.max() for line in lines)
    band = record.bands[ALIVE][2]
    assert high > band


def test_numbers_are_the_runs_and_no_name_is_a_formula():
    record = run(("=1+1", "@sum"))
    chart = metric_chart(record, ALIVE, record.arms)
    found = rows(chart)
    assert len(found) == 2 * 6
    assert not any(cell.startswith(FORMULA_STARTS) for row in found for cell in row.values())
    centre = float(found[3]["centre"])
    assert centre == pytest.approx(float(np.exp(np.log(record.values[ALIVE][0, :, 3]).mean())))


def test_one_replicate_and_too_few_say_that_there_is_no_interval():
    one, few = run(replicates=1), run(replicates=2)
    assert "Lines: the only replicate, without" in metric_chart(one, ALIVE, one.arms).below
    assert "too few for intervals" in metric_chart(few, ALIVE, few.arms).below
    assert chart_file(metric_chart(one, ALIVE, one.arms), "png").startswith(STARTS["png"])


def test_what_cannot_be_printed_is_refused_in_a_sentence():
    record = run(("אבג", "Other"))
    with pytest.raises(BadInput, match="chart: has characters"):
        chart_file(metric_chart(record, ALIVE, record.arms), "png")
    assert chart_file(metric_chart(record, ALIVE, record.arms), "csv")


def test_a_chart_without_numbers_has_no_csv():
    loop = LoopChart((), (), "")
    assert data_of(loop) is None
    with pytest.raises(ValueError, match="no numbers"):
        chart_file(loop, "csv")


@pytest.mark.parametrize(
    ("said", "stem"),
    [
        (("Vanishing names", "seed 2020", "types-alive"), "vanishing-names-seed-2020-types-alive"),
        (("../../etc/passwd", "x"), "etc-passwd-x"),
        (("Über: 50 %?", "types-alive", "log"), "über-50-types-alive-log"),
        (("…", "—"), "chart"),
        (("a" * 300, "b"), "a" * 80 + "-b"),
    ],
)
def test_a_name_of_a_file_is_taken_by_any_system(said, stem):
    assert file_stem(*said) == stem
