"""Each figure's numbers: they are the record's to ten digits, in every format, and no formula."""

import csv
import io

import numpy as np
import pypdf
import pytest

from core.analysis.change import declared
from core.analysis.curves import curve
from core.analysis.failure_order import failure_order
from core.analysis.families import headline_metrics
from core.analysis.theory import theory_lines
from core.report import export_figures, export_markdown, export_pdf
from core.report.charts import LoopChart
from core.report.export import computed
from core.report.tables import FORMULA_STARTS, data_as_csv, written
from tests.report.pages import words
from tests.report.runs import ended_at
from tests.small import ACCUMULATE, REPLACE

RUNS = ["names_run", "gaussian_run", "digits_run"]


@pytest.fixture(params=RUNS)
def run(request):
    return request.getfixturevalue(request.param)


def figure(run, key):
    return next(one for one in computed(run).figures() if one.key == key)


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def number(cell):
    return float(cell) if cell else np.nan


def same(values):
    """To ten digits: the last ones of sixteen differ between processes."""
    return pytest.approx(values, rel=1e-9, nan_ok=True)


def titled(run):
    return {declared(metric).title: metric for metric in headline_metrics(run)}


def test_curves_are_the_records_to_ten_digits(run):
    rows = read(data_as_csv(figure(run, "curves").data))
    metrics = titled(run)
    centres = [row for row in rows if not row["replicate"]]
    assert len(centres) == len(metrics) * len(run.arms) * (run.done() + 1)
    for row in centres:
        found = curve(run, metrics[row["metric"]], row["arm"])
        at = int(row["generation"])
        for column, values in (("centre", found.centre), ("low", found.low), ("high", found.high)):
            assert number(row[column]) == same(values[at])
        band = run.bands.get(metrics[row["metric"]], (np.nan,) * 3)
        real = [number(row[f"real_{part}"]) for part in ("low", "centre", "high")]
        assert real == same(list(band))


def test_single_replicates_are_there_where_they_are_drawn(digits_run):
    rows = read(data_as_csv(figure(digits_run, "curves").data))
    single = [row for row in rows if row["replicate"] and row["metric"] == "Tail coverage"]
    assert len(single) == 3 * len(digits_run.arms) * (digits_run.done() + 1)
    for row in single:
        place = digits_run.arms.index(row["arm"]), int(row["replicate"]), int(row["generation"])
        assert float(row["centre"]) == same(digits_run.values["tail-coverage"][place])


def test_theory_stands_beside_the_curves(gaussian_run):
    rows = read(data_as_csv(figure(gaussian_run, "curves").data))
    forms = theory_lines(gaussian_run, "fitted-variance")
    assert forms
    for form in forms:
        mine = [r for r in rows if r["arm"] == form.arm and r["metric"] == "Fitted variance"]
        found = {int(row["generation"]): number(row["theory"]) for row in mine}
        assert [found[int(g)] for g in form.generations] == same(form.theory.tolist())


def test_before_and_after_are_the_ends(run):
    rows = read(data_as_csv(figure(run, "before-after").data))
    assert {int(row["generation"]) for row in rows} == {0, run.done()}
    for row in rows:
        if not row["replicate"]:
            found = curve(run, titled(run)[row["metric"]], row["arm"])
            assert float(row["centre"]) == same(found.centre[int(row["generation"])])


def test_failures_are_those_of_the_order(names_run):
    rows = read(data_as_csv(figure(names_run, "failure").data))
    for arm in (names_run.experiment.baseline, names_run.experiment.compare):
        found = {declared(one.metric).title: one for one in failure_order(names_run, arm)}
        for row in rows:
            if row["arm"] == arm:
                one = found[row["metric"]]
                assert row["generation_of_failure"] == str(one.generation or "")
                assert row["place"] == str(one.place or "")
                assert row["outcome"].startswith("failed" if one.place else "not shown to fail")


def test_samples_are_the_previews(gaussian_run, digits_run):
    rows = read(data_as_csv(figure(gaussian_run, "samples").data))
    real = [float(row["Value"]) for row in rows if row["where"] == "Real"]
    assert real == same(gaussian_run.real.values[:, 0].tolist())
    arm = gaussian_run.arms[1]
    last = [float(row["Value"]) for row in rows if row["where"] == arm]
    assert last == same(gaussian_run.preview(arm, gaussian_run.done()).values[:, 0].tolist())
    rows = read(data_as_csv(figure(digits_run, "samples").data))
    pictures = digits_run.real.values
    for row in (row for row in rows if row["where"] == "Real"):
        assert float(row["mean_of_pixels"]) == same(pictures[int(row["picture"])].mean())


def test_every_figure_that_draws_numbers_has_them(run):
    for one in computed(run).figures():
        assert (one.data is None) == isinstance(one.chart, LoopChart)
        if one.data is not None:
            assert {len(row) for row in one.data.rows} == {len(one.data.columns)}


def test_the_pdf_has_them_attached_and_says_so(run, tmp_path):
    export_pdf(run, tmp_path / "run.pdf")
    attached = pypdf.PdfReader(tmp_path / "run.pdf").attachments
    document, said = computed(run), words(tmp_path / "run.pdf")
    for one in document.figures():
        if one.data is not None:
            name = document.file_name(one)
            assert attached[name] == [data_as_csv(one.data).encode()]
            assert f"attached {name}" in said
    assert "Numbers: Tables 1 and 2; in full: attached figure-2-curves.csv." in said


def test_figures_and_markdown_come_with_the_same_numbers(run, tmp_path, monkeypatch):
    monkeypatch.setattr("core.report.figures.as_file", lambda *_: b"")  # no picture is looked at
    export_figures(run, tmp_path / "figures")
    export_markdown(run, tmp_path / "run.md")
    for one in computed(run).figures():
        for folder in ("figures", "run-files"):
            found = tmp_path / folder / f"{one.key}.csv"
            assert found.exists() == (one.data is not None)
            if one.data is not None:
                assert found.read_text(encoding="utf-8") == data_as_csv(one.data)


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_is_a_formula_and_no_number_is_text(start):
    text = written(("a", f"{start}b"), [(f"{start}1+1", -1.5), ("plain", float("nan"))])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    kept = start.replace("\r", " ")
    assert rows == [["a", f"'{kept}b"], [f"'{kept}1+1", "-1.5"], ["plain", ""]]


def test_an_arm_named_like_a_formula_is_harmless_in_every_file(tmp_path):
    name = '=HYPERLINK("http://example.org";"x")'
    export_figures(ended_at(0.2, 0.97, arms=[REPLACE | {"name": name}, ACCUMULATE]), tmp_path)
    found = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.csv")]
    assert found
    for text in found:
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not any(cell.startswith("=") for cell in row)
