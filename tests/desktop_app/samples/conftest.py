"""The page of samples, before it has a run to show."""

import pytest

from desktop_app.pages.samples_page import SamplesPage


@pytest.fixture
def page(qtbot, run):
    made = SamplesPage(run)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    qtbot.waitExposed(made)
    return made
