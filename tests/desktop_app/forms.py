"""Filling in a form as a person does."""

from PySide6.QtCore import Qt


def type_into(qtbot, row, text):
    """Put another text into a field."""
    row.editor.selectAll()
    qtbot.keyClick(row.editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(row.editor, text)


def pick(chooser, value):
    """Choose from a list by what an entry stands for."""
    chooser.setCurrentIndex(chooser.findData(value))
    chooser.activated.emit(chooser.currentIndex())
