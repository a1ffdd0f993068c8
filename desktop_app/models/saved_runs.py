"""The library's runs as a table: a row a file, sorted and searched without opening any."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from core import library
from core.errors import BadInput
from core.library import Listing, Unreadable
from core.lines import visible
from core.saved_run import File, SavedRun
from desktop_app.translation import tr

Place: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Column(IntEnum):
    """What a row says, from left to right."""

    NAME = 0
    FINDING = 1
    STATE = 2
    WHEN = 3
    SIZE = 4
    REPLICATES = 5
    GENERATIONS = 6


NUMBERS = (Column.SIZE, Column.REPLICATES, Column.GENERATIONS)


def title(column: Column) -> str:
    """The words above a column."""
    return {
        Column.NAME: tr("Name"),
        Column.FINDING: tr("Finding"),
        Column.STATE: tr("State"),
        Column.WHEN: tr("When"),
        Column.SIZE: tr("n"),
        Column.REPLICATES: tr("Replicates"),
        Column.GENERATIONS: tr("Generations"),
    }[column]


def side(column: Column) -> Qt.AlignmentFlag:
    """Numbers stand at the right of their column."""
    flag = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return flag | Qt.AlignmentFlag.AlignVCenter


def state_words(state: str) -> str:
    """How a run stands; the word itself where it is not known."""
    return {
        "completed": tr("Completed"),
        "cancelled": tr("Cancelled"),
        "failed": tr("Stopped by an error"),
        "unfinished": tr("Not finished"),
    }.get(state, state)


@dataclass(frozen=True, slots=True)
class Row:
    """A file of the library: the run that it holds, or None while that is not known.

    busy: it is being written just now. name: of its experiment, where that alone is known.
    """

    file: File
    run: SavedRun | None = None
    busy: bool = False
    name: str = ""

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.file.path

    @property
    def resumable(self) -> bool:
        """Whether the run stopped before its end."""
        return self.run is not None and self.run.state != "completed"

    @property
    def called(self) -> str:
        """The name that is shown."""
        if self.run is None:
            return visible(self.name or self.path.stem)
        return self.run.called

    @property
    def state(self) -> str:
        """How the run stands, in words."""
        if self.run is None:
            return tr("Going on") if self.busy else tr("Being read")
        return state_words(self.run.state)

    def cell(self, column: Column) -> str:
        """What stands in a column."""
        run = self.run
        if column is Column.NAME:
            return self.called
        if column is Column.STATE:
            return self.state
        if column is Column.WHEN:
            return say_time(self._time())
        if run is None:
            return ""
        if column is Column.FINDING:
            return run.finding
        return f"{self.order(column):,}"

    def order(self, column: Column) -> str | int:
        """By what rows are sorted."""
        run = self.run
        match column:
            case Column.NAME | Column.STATE | Column.FINDING:
                return self.cell(column).casefold()
            case Column.WHEN:
                time = self._time()
                return "" if time is None else time.isoformat()
            case Column.SIZE:
                return run.sample_size if run else -1
            case Column.REPLICATES:
                return run.replicates if run else -1
        return run.generations if run else -1

    def orders(self) -> tuple[str | int, ...]:
        """By what rows are sorted, for every column."""
        return tuple(self.order(column) for column in Column)

    def haystack(self) -> str:
        """All that a search looks through."""
        run = self.run
        if run is None:
            return self.called.casefold()
        said = (
            run.called, run.name, run.note, run.finding, run.preset, run.source, run.learner,
            self.state, *run.arms,
        )  # fmt: skip
        return "\n".join(said).casefold()

    def _time(self) -> datetime | None:
        """When the run was started, in UTC; when its file changed, where that is not known."""
        try:
            if self.run is None:
                return datetime.fromtimestamp(self.file.changed / 1e9, UTC)
            return datetime.fromisoformat(self.run.created).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            return None


def say_time(time: datetime | None) -> str:
    """The time in the zone of this machine; "" for what is no time."""
    try:
        return "" if time is None else f"{time.astimezone():%d %b %Y, %H:%M}".lstrip("0")
    except (ValueError, OverflowError, OSError):
        return ""


class RunTable(QAbstractTableModel):
    """The files of the library in the order in which they were met.

    Signal refused: why a run was not renamed.
    """

    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with no rows."""
        super().__init__(parent)
        self.rows: list[Row] = []
        self._haystacks: list[str] = []
        self._orders: list[tuple[str | int, ...]] = []

    def show_listing(self, listing: Listing) -> None:
        """Have a row for each file, whether it is known yet or not."""
        held = [*(Row(run.file, run) for run in listing.runs), *map(Row, listing.unread)]
        wanted = {row.path: row for row in held}
        self.remove({row.path for row in self.rows} - wanted.keys())
        self.put(wanted.pop(row.path) for row in list(self.rows))
        if wanted:
            end = len(self.rows)
            self.beginInsertRows(NOWHERE, end, end + len(wanted) - 1)
            self.rows += wanted.values()
            self._haystacks += [row.haystack() for row in wanted.values()]
            self._orders += [row.orders() for row in wanted.values()]
            self.endInsertRows()

    def take(self, found: Iterable[SavedRun | Unreadable]) -> None:
        """Show what was read; files that turned out to be no runs go."""
        runs, gone = [], set()
        for one in found:
            if isinstance(one, SavedRun):
                runs.append(Row(one.file, one))
            elif one.busy:
                runs.append(Row(one.file, None, True, one.name))
            else:
                gone.add(one.file.path)
        self.put(runs)
        self.remove(gone)

    def put(self, rows: Iterable[Row]) -> None:
        """Show rows anew whose files are in the table."""
        places = {row.path: place for place, row in enumerate(self.rows)}
        for row in rows:
            place = places.get(row.path)
            if place is not None and self.rows[place] != row:
                self.rows[place] = row
                self._haystacks[place], self._orders[place] = row.haystack(), row.orders()
                last = self.index(place, len(Column) - 1)
                self.dataChanged.emit(self.index(place, 0), last)

    def remove(self, paths: Iterable[Path]) -> None:
        """Have these files no longer."""
        gone = set(paths)
        for place in reversed(range(len(self.rows))):
            if self.rows[place].path in gone:
                self.beginRemoveRows(NOWHERE, place, place)
                del self.rows[place], self._haystacks[place], self._orders[place]
                self.endRemoveRows()

    def holds(self, place: int, words: Sequence[str]) -> bool:
        """Whether a row has all of these words, which are casefolded."""
        return all(word in self._haystacks[place] for word in words)

    def is_before(self, place: int, other: int, column: int) -> bool:
        """Whether a row stands before another one, in the order of a column."""
        return self._orders[place][column] < self._orders[other][column]  # type: ignore[operator]

    # What Qt asks

    def rowCount(self, parent: Place = NOWHERE) -> int:
        """A row a file."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Place = NOWHERE) -> int:
        """As many as there are things to say."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return title(Column(section))
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return side(Column(section))
        return None

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row, column = self.rows[index.row()], Column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.cell(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side(column)
        return None

    def flags(self, index: Place) -> Qt.ItemFlag:
        """A run that is known can be renamed."""
        flags = super().flags(index)
        known = index.column() == Column.NAME and self.rows[index.row()].run is not None
        return flags | Qt.ItemFlag.ItemIsEditable if known else flags

    def setData(self, index: Place, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a run."""
        run = self.rows[index.row()].run
        if role != Qt.ItemDataRole.EditRole or run is None or value == run.called:
            return False
        try:
            renamed = library.rename(run, str(value))
        except BadInput as problem:
            self.refused.emit(str(problem))
            return False
        self.put([Row(renamed.file, renamed)])
        return True


class RunFilter(QSortFilterProxyModel):
    """The rows that a search finds, in the order that the person wants."""

    def __init__(self, table: RunTable, parent: QObject | None = None) -> None:
        """Show all rows of the table."""
        super().__init__(parent)
        self._table, self._words = table, list[str]()
        self.setSourceModel(table)

    def search(self, text: str) -> None:
        """Show the rows that have every word of a text somewhere."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Place) -> bool:
        """Whether the search finds a row."""
        return self._table.holds(row, self._words)

    def lessThan(self, left: Place, right: Place) -> bool:
        """Numbers by their size, times by when, names whatever their case."""
        return self._table.is_before(left.row(), right.row(), left.column())

    def row_at(self, place: int) -> Row:
        """The row that is shown at a place."""
        return self._table.rows[self.mapToSource(self.index(place, 0)).row()]

    def places_of(self, paths: Collection[Path]) -> list[int]:
        """Where these files are shown, of those that are."""
        return [place for place in range(self.rowCount()) if self.row_at(place).path in paths]
