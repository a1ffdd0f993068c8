"""A suggestion is an experiment that can be run, whatever was accepted."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.summary import summary_text
from core.events import RealDataDrawn
from core.experiment import Experiment, parse, parse_source
from core.limits import check_memory, memory_needed
from core.records import RecordKind
from core.sources.base import Part
from core.sources.file import FileSource
from core.stored import check_event
from core.userdata.suggest import suggest
from core.userdata.understand import Understood, understand
from tests import files
from tests.files import written
from tests.small import ran


def understood(path: Path, **given: object) -> Understood:
    source = parse_source({"kind": "file", "path": str(path)} | given)
    assert isinstance(source, FileSource)
    return understand(source)


def shortened(of: Experiment) -> Experiment:
    """The same with fewer generations, replicates and training steps."""
    learner = of.document()["learner"]
    if "steps" in learner:
        learner |= {"steps": 4, "hidden": 8, "heun_steps": 2}
    return parse(of.document() | {"generations": 2, "replicates": 3, "learner": learner})


def holds(found: Understood) -> None:
    """What is promised of every suggestion; and its run says something, with numbers."""
    of = found.suggestion.experiment
    assert parse(json.loads(of.to_json())) == of
    check_memory(of)
    held = of.source.available(Part.TRAIN)
    assert held is None or of.sample_size <= max(held // 2, 16)
    assert len(of.arms) >= 3
    assert 0 < found.suggestion.seconds < 1e5
    record = ran(shortened(of))
    # The logarithm of no variance at all is minus infinity.
    assert not any(np.isnan(values).any() for values in record.values.values())
    assert summary_text(record)
    assert record.real is not None
    check_event(RealDataDrawn(record.real, record.catalogue), record.experiment)


COLUMNS = {
    "normal": lambda rng, n: rng.normal(size=n),
    "whole": lambda rng, n: rng.integers(0, 4, size=n),
    "heavy": lambda rng, n: rng.standard_cauchy(size=n) ** 3,
    "two values": lambda rng, n: np.arange(n) % 2,
    "one in a hundred": lambda rng, n: np.arange(n) == n - 1,
    "large": lambda rng, n: 1e9 + rng.normal(size=n),
    "huge": lambda rng, n: 1e90 * rng.normal(size=n),
    "tiny": lambda rng, n: 1e-90 * rng.normal(size=n),
}


@settings(max_examples=15)
@given(
    kinds=st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=4),
    records=st.integers(50, 130), standardise=st.just(True), seed=st.integers(0, 99),
)  # fmt: skip
def test_any_table_of_numbers_gets_a_suggestion_that_runs(
    tmp_path_factory: pytest.TempPathFactory,
    kinds: list[str], records: int, standardise: bool, seed: int,
) -> None:  # fmt: skip
    rng = np.random.default_rng(seed)
    values = np.stack([COLUMNS[kind](rng, records) * 1.0 for kind in kinds], axis=1)
    path = tmp_path_factory.mktemp("t") / "t.csv"
    np.savetxt(path, values, delimiter=",", fmt="%.17g")
    holds(understood(path))


@settings(max_examples=10)
@given(counts=st.lists(st.integers(0, 10**6), min_size=2, max_size=60).filter(
    lambda counts: sum(map(bool, counts)) > 1
))  # fmt: skip
def test_any_categories_get_a_suggestion_that_runs(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int]
) -> None:
    rows = "".join(f"type {place},{count}\n" for place, count in enumerate(counts))
    path = written(tmp_path_factory.mktemp("t") / "t.csv", f"what,count\n{rows}")
    found = understood(path)
    assert found.kind is RecordKind.COUNTS
    assert found.catalogue is not None
    assert found.catalogue.probabilities.sum() == pytest.approx(1)
    holds(found)


def test_a_speech_and_pictures_get_a_suggestion_that_runs(tmp_path: Path) -> None:
    speech = understood(files.speech(tmp_path))
    assert speech.suggestion.document["learner"]["kind"] == "n-gram"
    assert speech.catalogue is not None
    assert speech.preview.values.shape[1:] == speech.source.record_shape()
    holds(speech)
    digits = understood(files.digits(tmp_path / "digits", 80))
    assert digits.suggestion.document["learner"]["kind"] == "flow-matching"
    holds(digits)


@pytest.mark.parametrize(
    ("columns", "records", "learner"),
    [
        (1, 1000, {"kind": "gaussian-mixture", "components": 8}),
        (2, 300, {"kind": "gaussian-mixture", "components": 3}),
        (3, 130, {"kind": "gaussian", "covariance": "full"}),
        (30, 60, {"kind": "gaussian", "covariance": "diagonal"}),
    ],
)
def test_the_model_is_as_rich_as_the_records_allow(
    tmp_path: Path, columns: int, records: int, learner: dict[str, object]
) -> None:
    path = tmp_path / "t.csv"
    np.savetxt(path, np.random.default_rng(1).normal(size=(records, columns)), delimiter=",")
    found = understood(path)
    assert learner.items() <= found.suggestion.document["learner"].items()
    holds(found)


def test_little_memory_makes_n_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    np.savetxt(path, np.random.default_rng(1).normal(size=(2000, 8)), delimiter=",")
    source = parse_source({"kind": "file", "path": str(path)})
    assert isinstance(source, FileSource)
    plenty = suggest(source).experiment

    class Little:
        available = 2 * memory_needed(plenty) - 1

    monkeypatch.setattr("psutil.virtual_memory", Little)
    fewer = suggest(source).experiment
    assert fewer.sample_size == plenty.sample_size // 2
    assert memory_needed(fewer) < memory_needed(plenty)
    check_memory(fewer)
