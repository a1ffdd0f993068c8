"""How rare types and words are in truth, how that looks, and how many of each are left."""

from enum import Enum

import numpy as np
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QGridLayout

from core.events import Catalogue, Preview
from core.records import BoolArray, IntArray, RecordKind
from desktop_app.theme import colours
from desktop_app.translation import mark, tr
from desktop_app.widgets.even_grid import put
from desktop_app.widgets.fitted import Fitted
from desktop_app.widgets.label import words

OFTEN = 10
"""Times that a common type is expected in a real sample, at least."""


class Rarity(Enum):
    """How often real data hold a type: its place in the list, its name, colour and second cue.

    Vermillion and blue of Okabe and Ito, the first darkened until small text is easily read.
    """

    COMMON = (0, mark("common"), QFont.Weight.Normal, False)
    RARE = (1, mark("rare"), QFont.Weight.DemiBold, False)
    RAREST = (2, mark("very rare"), QFont.Weight.Bold, True)

    def __init__(self, place: int, title: str, weight: QFont.Weight, italic: bool) -> None:
        """Name the parts."""
        self.place, self.title, self.weight, self.italic = place, title, weight, italic

    def colour(self) -> QColor:
        """Its colour in the theme in force."""
        theme = colours()
        return QColor((theme.text, theme.accent, theme.alarm)[self.place])


class Rarities:
    """What a run's catalogue says of its types.

    size: records, or of text words, of the real sample, which decides what is common: a type is
    common if expected OFTEN times in so many, very rare if less than once.
    """

    def __init__(self, catalogue: Catalogue, real: Preview) -> None:
        """Sort the types into common, rare and very rare ones, by their exact probabilities."""
        self.size = emitted(real)
        expected = catalogue.probabilities * self.size
        self._places = (expected < OFTEN).astype(int) + (expected < 1)
        self._types = catalogue.types
        self._real = self._held(real)
        self.held = self._per_rarity(self._real)
        """Types of the real sample, by place of their rarity."""

    def of(self, type_: int) -> Rarity:
        """How rare a type of the catalogue is."""
        place = int(np.searchsorted(self._types, type_))
        return list(Rarity)[int(self._places[place])]

    def left(self, sample: Preview) -> list[int]:
        """How many of the real sample's types a sample still holds, by place of their rarity."""
        return self._per_rarity(self._real & self._held(sample))

    def missing(self, sample: Preview) -> IntArray:
        """Types of the real sample that a sample does not hold, ascending."""
        return self._types[self._real & ~self._held(sample)]

    def limits(self) -> list[str]:
        """What each rarity means, such as "1 in 200 or more often"."""
        often, once = (
            tr("1 in {count:,}").format(count=round(self.size / times)) for times in (OFTEN, 1)
        )
        return [
            tr("{often} or more often").format(often=often),
            tr("between {often} and {once}").format(often=often, once=once),
            tr("less than {once}").format(once=once),
        ]

    def _held(self, sample: Preview) -> BoolArray:
        """[types of the catalogue]: which of them a sample holds."""
        types = present(sample)
        place = np.minimum(np.searchsorted(self._types, types), len(self._types) - 1)
        found = np.zeros(len(self._types), dtype=np.bool_)
        found[place[self._types[place] == types]] = True
        return found

    def _per_rarity(self, held: BoolArray) -> list[int]:
        return [int(np.count_nonzero(self._places[held] == rarity.place)) for rarity in Rarity]


def emitted(sample: Preview) -> int:
    """How many records a sample of categories has, or how many words one of text."""
    if sample.counts is not None:
        return int(sample.counts.sum())
    return int(np.count_nonzero(sample.values))


def present(sample: Preview) -> IntArray:
    """The types that a sample holds, ascending; of text its words, without what ends a record."""
    if sample.kind is RecordKind.TEXT:
        return np.flatnonzero(np.bincount(sample.values.ravel())[1:]) + 1
    assert sample.counts is not None
    return np.asarray(sample.values[sample.counts > 0], dtype=np.int64)


class RarityLegend(Fitted):
    """Which look stands for which rarity, on the page and never in a tool tip."""

    def __init__(self) -> None:
        """Make the entries."""
        super().__init__()
        self.setAccessibleName(tr("How rare names and words are in truth"))
        self.where, self.entries = words(role="small"), [words() for _ in Rarity]
        self._parts, self._columns = (self.where, *self.entries), 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        for part in self._parts:
            part.setWordWrap(False)
        for rarity, entry in zip(Rarity, self.entries, strict=True):
            entry.setFont(look_of(rarity, self.font()))
            entry.setProperty("rarity", rarity.title)
        self.place()

    def place(self) -> None:
        """All beside each other, or in two columns or one where they have no room."""
        columns = next((one for one in (4, 2) if self._wide(one) <= self.width()), 1)
        if columns == self._columns:
            return
        self._columns = columns
        for column in range(len(self._parts) + 1):
            self._grid.setColumnStretch(column, 1 if column == columns else 0)
        for place, part in enumerate(self._parts):
            put(self._grid, part, *divmod(place, columns))

    def _wide(self, columns: int) -> int:
        """What so many columns take, in pixels."""
        wide = [part.sizeHint().width() for part in self._parts]
        widest = (max(wide[column::columns]) for column in range(columns))
        return sum(widest) + self._grid.horizontalSpacing() * (columns - 1)

    def show_limits(self, rarities: Rarities, where: str) -> None:
        """Say what each look means in this run; where: "in truth" or what stands for it."""
        self.where.setText(tr("How rare {where}:").format(where=where))
        for entry, rarity, limit in zip(self.entries, Rarity, rarities.limits(), strict=True):
            entry.setText(f"{tr(rarity.title)}: {limit}")
        self.place()


def look_of(rarity: Rarity, font: QFont) -> QFont:
    """The font in the weight and slope of a rarity."""
    made = QFont(font)
    made.setWeight(rarity.weight)
    made.setItalic(rarity.italic)
    return made
