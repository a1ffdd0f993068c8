"""The order in which Tab goes through a page: that of its layout, which the eye follows."""

from collections.abc import Iterator
from itertools import chain, pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from desktop_app.widgets.fitted import PARTS


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
        yield from _in_layout(layout, widget)


def _in_layout(layout: QLayout, owner: QWidget) -> Iterator[QWidget]:
    """In the order of the layout's items, none of which is asked for.

    PySide keeps each that is, even where Qt has given it up, and then takes for it what comes to
    stand at its address.
    """
    inside: list[QWidget | QLayout] = list(owner.findChildren(QWidget, options=PARTS))
    inside += [one for one in layout.children() if isinstance(one, QLayout)]
    placed = {layout.indexOf(part): part for part in inside}
    for place in sorted(place for place in placed if place >= 0):
        part = placed[place]
        yield from _in_layout(part, owner) if isinstance(part, QLayout) else _focusable(part)
