"""Runs that the write-up's tests share, each made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.experiment import parse
from core.record import RunRecord
from core.report import fonts, installed
from core.runfile import open_record
from core.session import Session
from tests.report.runs import digits
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, VERIFIED, document


def _whole_run(folder: Path, records: str, **changes: object) -> RunRecord:
    path = folder / f"{records}.clab"
    for _ in Session.create(parse(document(records, **changes)), path).events():
        pass
    return open_record(path)


@pytest.fixture(scope="session")
def names_run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A whole run on names, one arm with a verifier."""
    arms = [REPLACE, ACCUMULATE, RESERVOIR, VERIFIED]
    folder = tmp_path_factory.mktemp("names")
    return _whole_run(folder, "us-first-names", arms=arms, sample_size=400, generations=4)


@pytest.fixture(scope="session")
def gaussian_run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A whole run on a Gaussian, for whose arms there are closed forms."""
    folder = tmp_path_factory.mktemp("gaussian")
    arms = [REPLACE, ACCUMULATE]
    return _whole_run(
        folder, "gaussian", arms=arms, replicates=12, primary_metric="fitted-variance"
    )


@pytest.fixture(scope="session")
def digits_run() -> RunRecord:
    """Canned pictures; nothing is trained."""
    return digits()


@pytest.fixture
def machine_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The fonts that this machine has, as far as the write-up can see: none until some are put."""
    paths: list[Path] = []
    monkeypatch.setattr(installed, "search", lambda: [str(path) for path in paths])
    cached = (fonts.runs, installed.faces_for, installed.files, installed.registered)
    for one in cached:
        one.cache_clear()
    yield paths
    for one in cached:
        one.cache_clear()
