"""The page of samples, before it has a run to show."""

import pytest

from desktop_app.models.active_run import ActiveRun
from desktop_app.pages.samples_page import SamplesPage
from tests.desktop_app.samples.made import LIMIT


@pytest.fixture
def run(qtbot):
    made = ActiveRun()
    yield made
    assert made.shutdown(LIMIT)


@pytest.fixture
def page(qtbot, run):
    made = SamplesPage(run)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    qtbot.waitExposed(made)
    return made
