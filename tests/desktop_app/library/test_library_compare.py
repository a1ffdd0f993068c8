"""Two runs of the library on the same axes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.widgets.copy_table import AIR
from desktop_app.widgets.whole_names import GAP, Lines
from tests.desktop_app.library.rows import choose
from tests.saved import save


def compared(qtbot, page, *called):
    """Chooses two runs and compares them."""
    choose(page, *called)
    with qtbot.waitSignal(page.compare._reading.succeeded, timeout=20_000):
        page.details.compare_button.click()
    return page.compare


def test_two_runs_are_compared_on_the_same_axes(qtbot, page, read):
    save(name="First", generations=2)
    save(name="Second", seed=4)
    read()
    assert not page.details.compare_button.isEnabled()
    assert "choose a second run" in page.details.hint.text()
    compare = compared(qtbot, page, "First", "Second")
    assert compare.isVisible()
    assert [name.text() for name in compare.names] == [
        "A: First (solid lines)", "B: Second (dashed lines)",
    ]  # fmt: skip
    assert compare.sentence.text().startswith("At generation 2, on variance ratio, ")
    chart = compare.charts[0]
    styles = [arm._style for arm in chart.canvas.arms]
    assert [style.dash for style in styles] == ["solid", "solid", "dashed", "dashed"]
    assert [style.colour for style in styles[:2]] == [style.colour for style in styles[2:]]
    table = compare.values.table
    shown = [chart.drawn for chart in compare.charts if chart.drawn]
    assert table.rowCount() == 2 * len(shown)
    assert table.item(0, 0).text() == "Variance ratio: Replace"
    assert table.item(0, 3).text().startswith("A/B ")
    titles = [compare.settings.table.item(row, 0).text() for row in range(2)]
    assert titles == ["≠ Generations", "≠ Seed"]
    compare.settings.more.click()
    assert compare.settings.table.rowCount() > 10
    qtbot.keyClick(compare, Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_settings_of_many_lines_have_the_air_of_others_at_every_width(qtbot, page, read):
    save(name="First")
    save(name="Second", seed=4)
    read()
    compare = compared(qtbot, page, "First", "Second")
    compare.settings.more.click()
    table = compare.settings.table
    tall = []
    for width in (1100, 700):
        compare.resize(width, 600)
        QApplication.processEvents()
        room = table.columnWidth(1) - 2 * GAP
        for row in range(table.rowCount()):
            needed = max(
                Lines(table.item(row, at).text(), table.font(), room).tall for at in (1, 2)
            )
            assert table.rowHeight(row) >= needed + AIR, table.item(row, 0).text()
        tall.append(table.verticalHeader().length())
    assert tall[0] < tall[1] == table.maximumHeight() - table.horizontalHeader().height() - 2


def test_pointing_at_a_generation_and_choosing_a_metric_change_the_table(qtbot, page, read):
    save(name="First")
    save(name="Second", seed=4)
    read()
    compare = compared(qtbot, page, "First", "Second")
    last = compare.values.table.item(0, 1).text()
    compare.charts[1].canvas.point(0)
    assert compare.values.caption.text().startswith("Generation 0:")
    assert compare.values.table.item(0, 1).text() != last
    assert {chart.canvas.at for chart in compare.charts} == {0}
    compare.charts[1].canvas.point(None)
    assert compare.values.table.item(0, 1).text() == last
    chooser = compare.charts[0].chooser
    chooser.setCurrentIndex(1)
    chooser.activated.emit(1)
    assert compare.values.table.item(0, 0).text().startswith(chooser.currentText())


def test_swapping_reads_the_runs_the_other_way_round(qtbot, page, read):
    save(name="First")
    save(name="Second", seed=4)
    read()
    compare = compared(qtbot, page, "First", "Second")
    with qtbot.waitSignal(compare._reading.succeeded, timeout=20_000):
        compare.swap.click()
    assert compare.names[0].text().startswith("A: Second")


def test_runs_on_other_data_are_not_drawn_beside_each_other(qtbot, page, read):
    save(name="First")
    save(name="Second", source={"kind": "gaussian", "dimensions": 2})
    read()
    compare = compared(qtbot, page, "First", "Second")
    assert "different real data" in compare.sentence.text()
    assert not any(chart.isVisible() for chart in compare.charts)
    assert not compare.values.isVisible()
    assert compare.settings.isVisible()


def test_a_run_that_is_gone_by_then_is_one_sentence(qtbot, page, read):
    save(name="First")
    path = save(name="Second", seed=4)
    read()
    choose(page, "First", "Second")
    path.unlink()
    with qtbot.waitSignal(page.compare._reading.failed, timeout=20_000):
        page.details.compare_button.click()
    assert "cannot be read" in page.compare.sentence.text()
