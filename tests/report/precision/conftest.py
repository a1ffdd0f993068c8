"""Runs that the precision check reads words against."""

import pytest

from tests.report.precision.checked import facts
from tests.report.runs import ended_at


@pytest.fixture(scope="module")
def lost():
    """Replace collapsed to 0.2, Accumulate held at 0.97."""
    return facts(ended_at(0.2, 0.97))


@pytest.fixture(scope="module")
def alike():
    """Both held, and no clear difference was found."""
    return facts(ended_at(0.99, 0.99))
