"""The library's page with runs in it, and how tests speak of its rows."""

import pytest

from desktop_app.pages.library_page import LibraryPage


@pytest.fixture
def page(qtbot, run):
    made = LibraryPage(run)
    qtbot.addWidget(made)
    yield made
    assert made.shutdown(5000)


@pytest.fixture
def read(qtbot, page):
    """Shows the page, and again when called, and waits until all is read."""

    def reading():
        with qtbot.waitSignal(page.reader.ended):
            page.hide()
            page.show()

    return reading
