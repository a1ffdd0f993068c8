"""A metric of two runs as a chart that stands by itself: both runs, and which line is whose."""

import csv
import io

import numpy as np
import pypdf
import pytest

from core.analysis.curves import curve
from core.report.beside import compared_chart
from core.report.single import KINDS, chart_file
from core.report.tables import FORMULA_STARTS
from tests.records import make_record

ALIVE = "types-alive"


def run(names=("Replace", "Other"), replicates=8, generations=5, **settings):
    arms = [{"name": name, "retention": {"kind": "replace"}} for name in names]
    settings.setdefault("seed", 3)
    rng = np.random.default_rng(settings["seed"])
    values = 1000 * np.exp(0.05 * rng.normal(size=(len(names), replicates, generations + 1)))
    return make_record(values * np.exp(-np.arange(generations + 1) / 3), arms, **settings)


def rows(chart):
    return list(csv.DictReader(io.StringIO(chart_file(chart, "csv").decode(), newline="")))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_is_one(kind):
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "csv": b"run,metric,kind"}
    drawn = compared_chart(run(), run(seed=4), ALIVE)
    assert chart_file(drawn, kind).startswith(starts[kind])


def test_lines_are_both_runs_the_dash_tells_the_run_and_the_colour_the_arm():
    a, b = run(), run(("Other", "Third"), seed=4, generations=7)
    chart = compared_chart(a, b, ALIVE)
    lines = chart.panels[0].lines
    assert [line.key for line in lines] == ["A Replace", "A Other", "B Other", "B Third"]
    assert [line.style.dash for line in lines] == ["solid", "solid", "dashed", "dashed"]
    assert lines[1].style.colour == lines[2].style.colour != lines[3].style.colour
    assert lines[2].centre.tolist() == curve(b, ALIVE, "Other").centre.tolist()
    assert chart.generations == 7
    assert (chart.panels[0].band, chart.panels[0].alarm) == (None, None)


def test_a_page_says_which_runs_they_are_and_what_is_drawn():
    drawn = compared_chart(run(), run(seed=4, replicates=2), ALIVE)
    page = pypdf.PdfReader(io.BytesIO(chart_file(drawn, "pdf"))).pages[0]
    said = " ".join(page.extract_text().split())
    for part in (
        "A (solid): Made · seed 3", "B (dashed): Made · seed 4", "A Replace", "B Other",
        "over 8 replicates of A and 2 replicates of B; shading: 95 % intervals, none for B",
    ):  # fmt: skip
        assert part in said, (part, said)
    assert drawn.below.endswith("none for B Replace and B Other. Thin lines: single replicates.")
    one = run(replicates=1)
    below = compared_chart(one, run(replicates=1, seed=4), ALIVE).below
    assert below.endswith("over the only replicate of A and the only replicate of B; too few for "
                          "intervals.")  # fmt: skip


def test_the_table_says_whose_each_number_is_and_no_name_is_a_formula():
    a, b = run(("=1+1", "Other"), name="=Made"), run(("=1+1", "Other"), name="@Made", seed=4)
    found = rows(compared_chart(a, b, ALIVE))
    assert len(found) == 2 * 2 * 6
    assert {row["run"] for row in found} == {"A: =Made, seed 3", "B: @Made, seed 4"}
    assert {row["arm"] for row in found} == {"'=1+1", "Other"}
    assert not any(cell.startswith(FORMULA_STARTS) for row in found for cell in row.values())
    last = found[-1]
    assert (last["run"][0], last["arm"], last["generation"]) == ("B", "Other", "5")
    assert float(last["centre"]) == pytest.approx(float(curve(b, ALIVE, "Other").centre[5]))
