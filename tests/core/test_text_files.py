"""Run files of text from others: words that cannot be of the run are refused with a sentence."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from core import codec, runfile
from core.errors import BadInput
from core.events import GenerationFinished
from core.records import AnyArray
from core.session import Session
from tests.small import REPLACE, experiment

UNIVERSE = 302
SPEECHES = {"kind": "state-of-the-union", "vocabulary": 300, "length": 10}
HARMS: dict[str, Callable[[AnyArray], AnyArray]] = {
    "a word beyond the vocabulary": lambda words: np.full_like(words, UNIVERSE),
    "nothing said": lambda words: np.zeros_like(words),
    "a word after the end": lambda words: np.tile(
        np.uint16([1, 0, 2] + [0] * 7), (*words.shape[:-1], 1)
    ),
    "an end first": lambda words: np.roll(words, 1, axis=-1) * (np.arange(10) > 0),
    "longer records": lambda words: np.repeat(words, 2, axis=-1),
    "wider numbers": lambda words: words.astype(np.int64) + 70_000,
    "bytes": lambda words: np.ones(words.shape, dtype=np.uint8),
    "fractions": lambda words: words + 0.5,
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unfinished run of text."""
    path = tmp_path_factory.mktemp("runs") / "text.clab"
    given = {"source": SPEECHES, "arms": [REPLACE], "metrics": ["words-alive"]}
    session = Session.create(experiment("state-of-the-union", **given), path)
    for event in session.events():
        if isinstance(event, GenerationFinished) and event.generation == 1:
            session.control.cancel()
    return path


def change(path: Path, table: str, name: str, to: Callable[[AnyArray], AnyArray]) -> None:
    """Change one array in every row of a table that has it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE events SET body = json_set(body, '$.records', '')")
        for (data,) in connection.execute(f"SELECT arrays FROM {table}").fetchall():
            arrays = codec.unpack(data)
            if name in arrays:
                arrays[name] = to(arrays[name])
                packed = codec.pack(arrays)
                connection.execute(
                    f"UPDATE {table} SET arrays = ? WHERE arrays = ?", (packed, data)
                )


def test_a_run_of_text_opens_and_resumes(run: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.clab"
    shutil.copy(run, path)
    assert runfile.open_record(path).done() == 1
    list(Session.resume(path).events())
    record = runfile.open_record(path)
    assert record.done() == 3
    assert record.catalogue is not None
    assert record.catalogue.types.tolist() == list(range(UNIVERSE))
    preview = record.preview("Replace", 3)
    assert preview is not None
    assert preview.values.dtype == np.uint16


@pytest.mark.parametrize("how", HARMS)
def test_samples_that_cannot_be_of_the_run_are_refused(how: str, run: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.clab"
    shutil.copy(run, path)
    change(path, "events", "preview-values", HARMS[how])
    with pytest.raises(BadInput):
        runfile.open_record(path)


@pytest.mark.parametrize("how", HARMS)
def test_records_that_cannot_be_of_the_run_are_refused(how: str, run: Path, tmp_path: Path) -> None:
    """Even where no hash of them is stored."""
    path = tmp_path / "bad.clab"
    shutil.copy(run, path)
    change(path, "blocks", "values", HARMS[how])
    with pytest.raises(BadInput, match="the records of generation"):
        Session.resume(path)


@pytest.mark.parametrize("universe", [np.array(0), np.array(303), np.array([302]), np.array(3.5)])
def test_another_vocabulary_is_refused(universe: AnyArray, run: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.clab"
    shutil.copy(run, path)
    change(path, "blocks", "universe", lambda _: universe)
    with pytest.raises(BadInput):
        Session.resume(path)


@pytest.mark.parametrize("name", ["types", "probabilities"])
def test_a_catalogue_of_other_words_is_refused(name: str, run: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.clab"
    shutil.copy(run, path)
    change(path, "events", name, lambda array: array[:-1])
    with pytest.raises(BadInput):
        runfile.open_record(path)
