"""Every value again from the CSV and from the JSON, exactly."""

import csv
import io
import json

import numpy as np
import pytest

from core.analysis.finding import finding
from core.experiment import parse
from core.report import export_csv, export_json
from tests.report.runs import ended_at
from tests.small import ACCUMULATE, REPLACE


def read_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_the_csv_has_every_value_exactly_and_in_order(names_run, tmp_path):
    export_csv(names_run, tmp_path / "values.csv")
    rows = read_csv(tmp_path / "values.csv")
    assert list(rows[0]) == ["arm", "replicate", "generation", "metric", "value"]
    assert len(rows) == sum(values.size for values in names_run.values.values())
    for row in rows:
        place = names_run.arms.index(row["arm"]), int(row["replicate"]), int(row["generation"])
        assert float(row["value"]) == names_run.values[row["metric"]][place]
    order = {name: place for place, name in enumerate(names_run.arms)}
    metrics = list(names_run.values)
    keys = [
        (order[r["arm"]], int(r["replicate"]), int(r["generation"]), metrics.index(r["metric"]))
        for r in rows
    ]
    assert keys == sorted(keys)


def test_the_csv_leaves_out_what_is_not_measured(tmp_path):
    export_csv(ended_at(0.5, 0.9, done=1), tmp_path / "values.csv")
    assert {row["generation"] for row in read_csv(tmp_path / "values.csv")} == {"0", "1"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_the_csv_is_a_formula(tmp_path, start):
    name = f'{start}cmd|" /C calc"!A0'
    record = ended_at(0.5, 0.9, arms=[REPLACE | {"name": name}, ACCUMULATE])
    export_csv(record, tmp_path / "values.csv")
    assert {row["arm"] for row in read_csv(tmp_path / "values.csv")} == {f"'{name}", "Accumulate"}


def test_the_json_has_settings_values_and_finding(names_run, tmp_path):
    export_json(names_run, tmp_path / "run.json")
    found = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert parse(found["settings"]) == names_run.experiment
    assert found["finding"] == finding(names_run).sentence
    assert found["content_hash"] == names_run.content_hash()
    assert found["environment"] == names_run.environment
    for place, arm in enumerate(names_run.arms):
        for metric, values in names_run.values.items():
            assert np.array_equal(np.array(found["values"][arm][metric]), values[place])


def test_the_json_of_an_unfinished_run_has_nulls_and_no_nan(tmp_path):
    export_json(ended_at(0.5, 0.9, done=0, finished=None), tmp_path / "run.json")
    text = (tmp_path / "run.json").read_text(encoding="utf-8")
    assert "NaN" not in text
    assert json.loads(text)["values"]["Replace"]["types-alive"][0][1] is None
