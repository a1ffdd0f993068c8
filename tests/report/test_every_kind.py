"""Runs of every shape and end: whole write-ups in every format, or one clear sentence."""

import csv
import io
import json
import re

import numpy as np
import pypdf
import pytest

from core.analysis.finding import finding
from core.events import FinishReason
from core.report import export_csv, export_json, export_markdown
from core.report.markdown import escaped
from core.report.narrative import narrative
from core.report.pdf import render
from tests.files import spreadsheet
from tests.pipelines import QUICK, audited, normal, numbers, reference
from tests.records import make_record
from tests.report.pages import filled, lacking, plain, words
from tests.report.runs import digits, ended_at, opposed
from tests.small import ACCUMULATE, ALL_ARMS, REPLACE, experiment, ran

LONG = "Regime with a long name, as somebody may type one, number {}"


def one_generation():
    return make_record(np.random.default_rng(1).uniform(90, 110, (2, 8, 2)))


def twelve_long_names():
    arms = [ALL_ARMS[place % 5] | {"name": LONG.format(place + 1)} for place in range(12)]
    falls = np.linspace(0.2, 1.0, 12)[:, None, None] ** (np.arange(5) / 4)
    return make_record(800 * falls * np.linspace(0.99, 1.01, 8)[:, None], arms)


def points():
    source, learner = {"kind": "ring-mixture"}, {"kind": "gaussian-mixture"}
    return ran(experiment(source=source, learner=learner, arms=[REPLACE, ACCUMULATE]))


def regression():
    source, learner = {"kind": "regression"}, {"kind": "least-squares"}
    return ran(experiment(source=source, learner=learner, arms=[REPLACE, ACCUMULATE]))


def sentences():
    source = {"kind": "state-of-the-union", "since": 1990, "length": 12, "vocabulary": 300}
    return ran(experiment("state-of-the-union", source=source, arms=[REPLACE], sample_size=60))


def lines():
    return ran(experiment("spelled-lines", arms=[REPLACE, ACCUMULATE], sample_size=60))


def own_numbers(folder):
    source = {"kind": "file", "path": str(spreadsheet(folder)), "missing": "drop"}
    return ran(experiment(source=source, arms=[REPLACE, ACCUMULATE]))


def audit(folder):
    given = {f"2021-Q{at + 1}": normal(at, scale=0.6**at) for at in range(4)}
    return audited(numbers(folder / "pipe.csv", given), reference(folder), QUICK)


KINDS = {
    "one arm": lambda _: opposed(0.4),
    "one replicate": lambda _: ended_at(0.4, 0.9, replicates=1),
    "two replicates": lambda _: ended_at(0.4, 0.9, replicates=2),
    "one generation": lambda _: one_generation(),
    "cancelled after generation 0": lambda _: opposed(
        0.4, 0.9, 0.8, done=0, finished=FinishReason.CANCELLED
    ),
    "cancelled after generation 1": lambda _: opposed(
        0.4, 0.9, 0.8, done=1, finished=FinishReason.CANCELLED
    ),
    "failed": lambda _: ended_at(0.4, 0.9, done=2, finished=FinishReason.FAILED),
    "still running": lambda _: ended_at(0.4, 0.9, done=2, finished=None),
    "twelve arms": lambda _: twelve_long_names(),
    "images": lambda _: digits(),
    "points": lambda _: points(),
    "regression": lambda _: regression(),
    "sentences": lambda _: sentences(),
    "lines": lambda _: lines(),
    "own numbers": own_numbers,
    "audit": audit,
}

NOT_SAID = re.compile(
    r"\b(?:nan|None(?!:)|inf|[Tt]raceback)\b|\b1 (?:arms|replicates)\b|\{[A-Za-z_.]+\}"
)


@pytest.fixture(scope="module", params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def record(kind, tmp_path_factory):
    return KINDS[kind](tmp_path_factory.mktemp("kind"))


@pytest.mark.parametrize(("length", "paper"), [("four", "letter"), ("one", "a4")])
def test_a_pdf_holds_all_of_it_on_as_many_pages_as_allowed(record, length, paper):
    document = narrative(record, length)
    pdf = io.BytesIO(render(document, paper))
    assert 1 <= len(pypdf.PdfReader(pdf).pages) <= document.pages
    assert lacking(document, pdf) == []
    said = words(pdf)
    assert plain(finding(record).sentence) in said
    assert not NOT_SAID.search(said), NOT_SAID.search(said)
    if length == "four":
        assert min(filled(pdf)) > 1 / 3


def test_markdown_says_the_same(record, tmp_path):
    export_markdown(record, tmp_path / "run.md")
    text = (tmp_path / "run.md").read_text("utf-8")
    assert text.startswith(f"# {escaped(record.experiment.name)}\n")
    assert escaped(finding(record).sentence) in text
    assert not NOT_SAID.search(text), NOT_SAID.search(text)
    for section in narrative(record).sections:
        assert f"## {escaped(section.title)}\n" in text or not section.title


def test_tables_hold_what_is_measured_and_nothing_else(record, tmp_path):
    export_csv(record, tmp_path / "run.csv")
    export_json(record, tmp_path / "run.json")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "run.csv").read_text("utf-8"))))
    measured = sum(int((~np.isnan(values)).sum()) for values in record.values.values())
    assert len(rows) == measured
    found = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert found["finding"] == finding(record).sentence
    assert list(found["values"]) == record.arms


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("two replicates", "2 replicates are too few for an interval"),
        ("cancelled after generation 1", "The run was cancelled at generation 1 of 4."),
        ("failed", "The run failed at generation 2 of 4."),
        ("still running", "generation 2 of 4"),
    ],
    indirect=["kind"],
    scope="module",
)
def test_what_a_run_lacks_is_said(record, said):
    assert said in words(io.BytesIO(render(narrative(record))))


def test_twelve_arms_are_told_apart_wherever_they_are_named():
    record = twelve_long_names()
    said = words(io.BytesIO(render(narrative(record))))
    assert all(said.count(arm) >= 3 for arm in record.arms)
