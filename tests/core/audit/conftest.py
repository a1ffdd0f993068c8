"""A pipeline that shrinks, and real records to hold it against."""

import pytest

from tests.pipelines import SHRINKING, numbers, reference


@pytest.fixture
def real(tmp_path):
    return reference(tmp_path)


@pytest.fixture
def shrunk(tmp_path):
    return numbers(tmp_path / "pipe.csv", SHRINKING)
