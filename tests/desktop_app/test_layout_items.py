"""No item of a layout stays with Python longer than with Qt.

PySide takes what comes to stand at the address of such an item for the item: a style, for one, that
then cannot draw.
"""

import pytest
import shiboken6
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)

from desktop_app.widgets.even_grid import fill
from desktop_app.widgets.focus_order import follow_layout
from desktop_app.widgets.turning_row import TurningRow


def kept() -> int:
    """How many items of layouts PySide knows."""
    return sum(issubclass(type(one), QWidgetItem) for one in shiboken6.getAllValidWrappers())


@pytest.fixture
def parts(qtbot) -> list[QPushButton]:
    return [QPushButton(str(place)) for place in range(4)]


def test_parts_that_are_placed_anew_leave_no_items(qtbot, parts):
    page, before = QWidget(), kept()
    qtbot.addWidget(page)
    grid = QGridLayout(page)
    fill(grid, parts, 4)
    assert grid.itemAt(3) is not None, "Python knows an item now"
    assert kept() == before + 1
    fill(grid, parts, 2)
    assert kept() == before
    assert grid.getItemPosition(grid.indexOf(parts[3])) == (1, 1, 1, 1)


def test_the_order_of_tab_asks_for_no_items(qtbot, parts):
    page = QWidget()
    qtbot.addWidget(page)
    rows, first, second = QVBoxLayout(page), QHBoxLayout(), QHBoxLayout()
    rows.addLayout(first)
    rows.addWidget(parts[0])
    rows.addLayout(second)
    for row, part in ((second, parts[1]), (first, parts[2]), (second, parts[3])):
        row.addWidget(part)
    before = kept()
    follow_layout(page)
    assert kept() == before
    order = [parts[2], parts[0], parts[1], parts[3]]
    at = order[0]
    for expected in order[1:]:
        at = at.nextInFocusChain()
        assert at is expected


def test_a_row_that_turns_asks_for_no_items(qtbot, parts):
    row = TurningRow(*parts)
    qtbot.addWidget(row)
    before = kept()
    for width in (900, 40):
        row.resize(width, 50)
        row.place()
    assert kept() == before
