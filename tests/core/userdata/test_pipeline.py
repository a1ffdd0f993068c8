"""Recorded generations of any size: read once, and refused before they fill the memory."""

import tracemalloc
from pathlib import Path

import pytest

from core.audit import audit
from core.errors import BadInput
from core.limits import memory_needed
from core.sources.file import FileSource
from core.userdata import pieces
from core.userdata.pipeline import read_pipeline
from core.userdata.tables import Table
from tests.pipelines import (
    COUNTED,
    audited,
    drawn,
    normal,
    numbers,
    reference,
    table,
    word_reference,
    words,
)


def test_a_column_with_a_value_for_each_row_is_no_column_of_generations(tmp_path: Path) -> None:
    """Each generation had a mark for every row: 40,000 rows took 1.6 GB, and then the refusal."""
    path = table(tmp_path / "p.csv", ("id", "x", "y"), ((at, 1, 2) for at in range(5000)))
    real = reference(tmp_path)
    tracemalloc.start()
    with pytest.raises(BadInput, match=r"'p\.csv' holds 5,000 generations; at most 1,001 are"):
        audit(path, real, "id")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6, "25 MB would be a mark for each row and generation"


def test_a_table_is_read_once_however_many_generations_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = {at: drawn(at, 20) for at in range(8)}
    shuffled = [
        (at, word) for place in range(20) for at, word in ((a, held[a][place]) for a in held)
    ]
    path = table(tmp_path / "p.csv", ("gen", "word"), shuffled)
    source = FileSource(path=str(word_reference(tmp_path)))
    asked: list[str] = []
    texts = Table.texts
    monkeypatch.setattr(Table, "texts", lambda self, name: asked.append(name) or texts(self, name))
    found = read_pipeline(str(path), "", source)
    assert asked.count("word") == 1
    in_order = read_pipeline(str(words(tmp_path / "q.csv", held)), "", source)
    for one, other in zip(found.batches, in_order.batches, strict=True):
        assert (one.counts == other.counts).all()
        assert (one.types == other.types).all()


def test_files_that_are_too_large_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "generations"
    folder.mkdir()
    for at in range(3):
        table(folder / f"{at}.csv", ("x", "y"), normal(at, 60).tolist())
    real = reference(tmp_path)
    size = (folder / "0.csv").stat().st_size
    monkeypatch.setattr(pieces, "LARGEST_TOGETHER", 2 * size)
    with pytest.raises(BadInput, match="'generations' holds more than 0 MB in its generations"):
        audit(folder, real)
    monkeypatch.setattr(pieces, "LARGEST_TOGETHER", 4 * size)
    assert audit(folder, real).generations == 2


def test_the_line_of_a_gap_is_that_of_the_file(tmp_path: Path) -> None:
    path = numbers(tmp_path / "p.csv", {0: normal(0, 60), 1: normal(1, 60)})
    path.write_text(path.read_text() + "0,,1\n")
    with pytest.raises(BadInput, match=r"line 122 of 'p\.csv' has no value"):
        audit(path, reference(tmp_path))


def test_a_census_is_a_reference_and_takes_no_memory_for_its_people(tmp_path: Path) -> None:
    rows = [(f"w{at}", 10**8 // (at + 1)) for at in range(60)]
    census = table(tmp_path / "census.csv", ("word", "count"), rows)
    path = words(tmp_path / "p.csv", {at: drawn(at, 200) for at in range(2)})
    assert memory_needed(audit(path, census)) < 2**30
    assert audited(path, census, COUNTED).done() == 1


def test_a_generation_of_a_billion_is_refused_since_no_subset_of_it_can_be_drawn(
    tmp_path: Path,
) -> None:
    rows = [(0, f"w{at}", 10**8 - at**2) for at in range(11)]
    path = table(tmp_path / "p.csv", ("gen", "name", "count"), rows)
    real = table(tmp_path / "real.csv", ("name", "count"), (row[1:] for row in rows))
    with pytest.raises(BadInput, match=r"generation '0' of 'p\.csv' has 1,099,999,615 records"):
        audit(path, real)
