"""Deletions: what was deleted from the library since the start, to be undone and done again."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core import library_bin
from core.errors import BadInput
from core.library_bin import Binned
from desktop_app.translation import tr


class Deletions(QObject):
    """Moves runs into the bin and back.

    Signal changed: something was deleted or came back, or what can be undone is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing deleted."""
        super().__init__(parent)
        self._done: list[tuple[str, list[Binned]]] = []
        self._undone: list[tuple[str, list[Path]]] = []

    @property
    def names(self) -> str:
        """What was deleted last; "" where nothing is."""
        return self._done[-1][0] if self._done else ""

    @property
    def undo_words(self) -> str:
        """What would be undone; "" where nothing can be."""
        return tr("delete {names}").format(names=self.names) if self._done else ""

    @property
    def redo_words(self) -> str:
        """What would be done again; "" where nothing can be."""
        return tr("delete {names}").format(names=self._undone[-1][0]) if self._undone else ""

    def delete(self, paths: Sequence[Path], names: str) -> None:
        """Move runs into the bin, as one change that can be undone.

        Raises BadInput at the first that cannot be moved; those before it stay deleted.
        """
        self._undone.clear()
        self._move(paths, names)

    def undo(self) -> str:
        """Put back what was deleted last; returns what that is called.

        Raises BadInput that tells of the first run that cannot be put back; all others are.
        """
        names, binned = self._done.pop()
        back, problems = list[Path](), list[BadInput]()
        for one in binned:
            try:
                back.append(library_bin.restore(one))
            except BadInput as problem:
                problems.append(problem)
        if back:
            self._undone.append((names, back))
        self.changed.emit()
        if problems:
            raise problems[0]
        return names

    @property
    def redo_paths(self) -> list[Path]:
        """The files that would be deleted again."""
        return self._undone[-1][1] if self._undone else []

    def redo(self) -> None:
        """Delete again what was put back last.

        Raises BadInput as `delete` does.
        """
        names, paths = self._undone.pop()
        self._move(paths, names)

    def _move(self, paths: Sequence[Path], names: str) -> None:
        binned: list[Binned] = []
        try:
            binned.extend(library_bin.delete(path) for path in paths)
        except BadInput:
            names = tr("{count} runs").format(count=len(binned)) if len(paths) > 1 else names
            raise
        finally:
            if binned:
                self._done.append((names, binned))
            self.changed.emit()
