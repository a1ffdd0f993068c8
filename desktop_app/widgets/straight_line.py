"""A straight line across a whole plot."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF


class StraightLine(pg.InfiniteLine):  # type: ignore[misc]
    """An InfiniteLine that outlives its plot by a moment.

    While a plot goes, Qt may still ask its lines how large they are, and Python may collect their
    view in the middle of the answer. An exception there ends the process.
    """

    def boundingRect(self) -> QRectF:
        """As ever; nothing once there is no view."""
        try:
            found: QRectF = super().boundingRect()
        except AttributeError:
            return QRectF()
        return found
