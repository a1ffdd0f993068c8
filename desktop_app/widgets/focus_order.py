"""The order in which Tab goes through a page: that of its layout, which the eye follows."""

from collections.abc import Iterator
from itertools import chain, pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QScrollArea, QWidget


def follow_layout(*roots: QWidget) -> None:
    """Have Tab go through what is in the layout of pages, one after another, whenever it was made.

    Qt goes by the order of making, which leaves what is made later for the end.
    """
    for before, after in pairwise(chain.from_iterable(map(_focusable, roots))):
        QWidget.setTabOrder(before, after)


def _focusable(widget: QWidget) -> Iterator[QWidget]:
    """The widgets that Tab stops at, in the order of the layouts that they are in."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
        return
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _focusable(inside)
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item: QLayoutItem | None = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _focusable(widget)
        elif inner is not None:
            yield from _in_layout(inner)
