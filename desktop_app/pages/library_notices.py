"""What the library says of what was just done, or why it was not."""

from PySide6.QtCore import QObject

from desktop_app.models.active_run import ActiveRun
from desktop_app.widgets.notice_bar import NoticeBar
from desktop_app.widgets.run_list import RunList


class LibraryNotices(QObject):
    """Tells on a bar; a refusal goes again once what it rests on is another."""

    def __init__(self, bar: NoticeBar, chosen: RunList, run: ActiveRun) -> None:
        """Tell on a bar, of the runs that are chosen and of the one on screen."""
        super().__init__(bar)
        self._bar, self._list, self._run = bar, chosen, run
        self._refused: tuple[str, tuple[object, ...]] = ("", ())
        self.tell = bar.tell

    def refuse(self, sentence: str) -> None:
        """Say why something is not done, for as long as the same is chosen and goes on."""
        self._refused = (sentence, self._standing)
        self.tell(sentence)

    def withdraw(self) -> None:
        """Take back why something was not done, once what was chosen or goes on is another."""
        sentence, standing = self._refused
        if self._bar.sentence.text() == sentence and standing != self._standing:
            self._bar.dismiss()

    @property
    def _standing(self) -> tuple[object, ...]:
        """What a refusal rests on: the chosen files, and the run on screen."""
        return tuple(row.path for row in self._list.selected), self._run.path, self._run.idle
