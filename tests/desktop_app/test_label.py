"""Words on screen: numbers stay beside their units at every width."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel

from core.unbroken import NO_BREAK
from desktop_app.widgets.label import words
from desktop_app.widgets.whole_names import Lines, narrowest

SAID = "In 20 % reservoir, 12 names of 0.20 % are left at generation 4"


def test_a_label_shows_numbers_with_their_units_and_says_what_it_was_given(qtbot):
    label = words("nothing yet")
    qtbot.addWidget(label)
    label.setText(SAID)
    assert label.text() == SAID
    shown = QLabel.text(label)
    assert shown.count(NO_BREAK) == 3
    assert shown.replace(NO_BREAK, " ") == SAID


def test_a_name_in_a_table_has_room_for_its_number_with_the_unit(dressed):
    font = words().font()
    wide = QFontMetrics(font).horizontalAdvance
    assert wide("20 %") < narrowest("at 20 % or so", font) < wide("20 % or")
    assert Lines("at 20 % or", font, wide("20 %") + 1).count == 3, "at, 20 %, or"
