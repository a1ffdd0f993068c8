"""The wheel never changes what is chosen, and long names never widen the page."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_app.widgets.choice import Choice


def test_the_wheel_leaves_a_choice_alone(qtbot):
    choice = Choice()
    qtbot.addWidget(choice)
    choice.addItems(["None", "Discriminator"])
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, wheel)
    assert choice.currentText() == "None"
    assert not wheel.isAccepted()


def test_a_choice_gives_way_however_long_its_names_are(qtbot):
    choice = Choice()
    qtbot.addWidget(choice)
    choice.addItems(["Keep" * 15, "None"])
    assert choice.minimumSizeHint().width() < choice.sizeHint().width() / 2
    choice.clear()
    choice.addItem("None")
    assert choice.minimumSizeHint().width() <= choice.sizeHint().width()
