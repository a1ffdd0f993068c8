"""What tests of Present share: steps painted on a screen of a given size, and what stands there."""

from itertools import combinations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from core.record import RunRecord
from core.report.story.telling import Story
from desktop_app.widgets.present_ink import DESIGNED, SMALL, Placed
from desktop_app.widgets.present_sheet import PresentSheet

SIZES = ((1280, 720), (1920, 1080), (1366, 768))


def painted(record: RunRecord, size: tuple[int, int]) -> list[tuple[str, list[Placed], QImage]]:
    """Each step's key, its words as they stand, and its picture."""
    sheet, told = PresentSheet(), Story(record)
    sheet.resize(*size)
    found = []
    for at, step in enumerate(told.steps):
        sheet.show_step(told, at)
        image = sheet.grab().toImage()
        found.append((step.key, list(sheet.placed), image))
    return found


def outside(placed: list[Placed], size: tuple[int, int]) -> list[str]:
    """Words that leave the screen."""
    return [one.said for one in placed if not QRectF(0, 0, *size).contains(one.room)]


def too_small(placed: list[Placed], size: tuple[int, int]) -> list[str]:
    """Words that are smaller than a person at half size can read."""
    least = SMALL * min(size[0] / DESIGNED[0], size[1] / DESIGNED[1])
    return [one.said for one in placed if one.pixels < round(least)]


def touching(placed: list[Placed]) -> list[tuple[str, str]]:
    """Pairs of words that stand on one another, by more than the air between their lines."""
    rooms = [(one.said, _inked(one)) for one in placed if one.said.strip()]
    return [
        (one, other) for (one, room), (other, its) in combinations(rooms, 2) if room.intersects(its)
    ]


def _inked(one: Placed) -> QRectF:
    """About where the letters of a line are."""
    air = 0.18 * one.room.height()
    return one.room.adjusted(1, air, -1, -air)
