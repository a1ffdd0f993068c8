"""The write-up of an audit: what it says, and what would not be true of it."""

import copy
import re

import pytest

from core.analysis.summary import summary_text
from core.report import export_pdf
from core.report.markdown import render
from core.report.narrative import narrative
from tests.pipelines import (
    COUNTED,
    QUICK,
    audited,
    drawn,
    normal,
    numbers,
    reference,
    word_reference,
    words,
)

UNTRUE = [
    r"(?<!no )replicates?", "seeds", "trained", "training pool", "regime", "closed form",
    "verifier", r"\barms?\b", "in the fit", "t intervals on", "recursion", "Holm",
]  # fmt: skip
"""What is said of simulations alone."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("audits")


@pytest.fixture(scope="module")
def of_numbers(folder):
    given = {f"2021-Q{g + 1}": normal(g, scale=0.6**g) for g in range(4)}
    return audited(numbers(folder / "pipe.csv", given), reference(folder), QUICK)


@pytest.fixture(scope="module")
def of_words(folder):
    given = {g: drawn(g, power=1 + 0.3 * g) + ["alien"] * (5 * g) for g in (0, 1, 3)}
    return audited(words(folder / "talk.csv", given), word_reference(folder), COUNTED)


@pytest.fixture(scope="module")
def of_one(folder):
    return audited(numbers(folder / "one.csv", {"2024": normal(1)}), reference(folder), QUICK)


@pytest.fixture(params=["of_numbers", "of_words", "of_one"])
def record(request):
    return request.getfixturevalue(request.param)


def written(record, length="four"):
    """The write-up as Markdown, without its escapes."""
    said = render(narrative(record, length), "figures").replace("\\", "")
    return re.sub(" +", " ", said)


@pytest.mark.parametrize("length", ["one", "four"])
def test_nothing_is_said_that_only_a_simulation_has(record, length):
    said = written(record, length).partition("## References")[0] + summary_text(record)
    said = said.replace("training on earlier output", "")
    for pattern in UNTRUE:
        found = re.search(pattern, said)
        assert found is None, said[max(found.start() - 80, 0) : found.end() + 80]


def test_it_says_what_was_done_and_what_it_cannot_show(of_numbers):
    said = written(of_numbers)
    assert "Nothing was simulated or fitted. 4 generations were read from 'pipe.csv'" in said
    assert "200 random subsets of 160 of 200 records" in said
    assert "The numbers show what changed, not why" in said
    assert "This is one pipeline, recorded once." in said
    assert "| 3 (2021-Q4) | 200 |" in said
    assert "Proposed alarm for the next generations: tail coverage below" in said
    assert "Politis" in said
    assert "Alemohammad" not in said


def test_the_command_names_files_without_their_folders(of_numbers, folder):
    said = written(of_numbers)
    assert str(folder) not in said
    assert "collapse-lab audit pipe.csv" in said
    assert "--set 'metrics=[" in said
    assert "sample_size" not in said
    assert "held_out" not in said


def test_the_command_says_how_many_generations_where_not_all_are_measured(folder):
    path, real = numbers(folder / "three.csv", {g: normal(g) for g in range(3)}), reference(folder)
    assert "generations=" not in written(audited(path, real, QUICK))
    assert "--set generations=1" in written(audited(path, real, QUICK, "generations=1"))


def test_a_run_of_another_system_tells_no_folders_either(of_numbers):
    there = {"path": r"C:\Users\somebody\pipe.csv"}
    learner = of_numbers.experiment.learner.model_copy(update=there)
    moved = copy.copy(of_numbers)
    moved.experiment = of_numbers.experiment.model_copy(update={"learner": learner})
    said = render(narrative(moved, "four"), "figures")
    assert "collapse-lab audit pipe.csv" in said
    assert "somebody" not in said


def test_types_that_the_reference_lacks_are_counted_and_not_listed(of_words):
    said = written(of_words)
    assert "that the reference does not have" in said
    assert "alien" not in said
    assert "Some generations are not recorded: 2." in said


def test_one_generation_is_written_up_without_curves(of_one):
    document = narrative(of_one)
    keys = [section.key for section in document.sections]
    assert "course" not in keys
    assert {"result", "alarm", "method", "limits", "settings", "reproduce"} <= set(keys)


def test_it_becomes_a_pdf(record, tmp_path):
    for length in ("one", "four"):
        path = tmp_path / f"{length}.pdf"
        export_pdf(record, path, length=length)
        assert path.read_bytes().startswith(b"%PDF")
